"""The pages on a small published world: what they show, and what they never do."""

import re
from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from flask.testing import FlaskClient

from smartland.services.publishing import EXTENSIONS
from support.pages import PAGES, Page

Read = Callable[..., Page]
BAD_QUERY = "/sparql?text=this+is+no+query"


def _read(read: Read, path: str, language: str = "it") -> Page:
    return read(path, status=400 if path == BAD_QUERY else 200, language=language)


DATA_BLOCK = "application/ld+json"
"""Browsers do not run it, nor ask the content security policy for it."""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_page_says_its_language_and_has_one_heading(
    read: Read, path: str, language: str
) -> None:
    page = _read(read, path, language)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    assert "None" not in page.text.split()


@pytest.mark.parametrize("path", PAGES)
def test_the_content_policy_holds_on_every_page(read: Read, path: str) -> None:
    page = _read(read, path)
    for tag, attributes in page.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag != "style"
        runs = tag == "script" and attributes.get("type") != DATA_BLOCK
        assert not runs or attributes.get("src", "").startswith("/static/")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_loaded_from_elsewhere(read: Read, path: str) -> None:
    page = _read(read, path)
    parts = [one for tag in ("script", "img", "iframe") for one in page.all(tag)]
    loaded = [one.get("src", "") for one in parts if one.get("type") != DATA_BLOCK]
    loaded += [one["href"] for one in page.all("link") + page.all("use")]
    assert [one for one in loaded if not one.startswith("/")] == []


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique_and_labels_point_to_them(read: Read, path: str) -> None:
    page = _read(read, path)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = [one["for"] for one in page.all("label")]
    for _, attributes in page.elements:
        pointed += attributes.get("aria-labelledby", "").split()
        pointed += attributes.get("aria-describedby", "").split()
    assert set(pointed) - set(ids) == set()


def test_every_link_of_every_page_leads_somewhere(site: FlaskClient, read: Read) -> None:
    links = {
        urldefrag(link)[0]: path
        for path in PAGES
        for link in _read(read, path).links()
        if link.startswith("/")
    }
    broken = []
    for link, path in links.items():
        answer = site.get(link, headers={"Accept": "text/html,*/*;q=0.8"})
        if answer.status_code >= 400 and link.partition("&lang=")[0] != BAD_QUERY:
            broken.append((path, link, answer.status))
    assert len(links) > 100
    assert broken == []


def test_no_link_leads_to_the_base_of_the_names(read: Read) -> None:
    for path in PAGES:
        links = _read(read, path).links()
        assert [one for one in links if one.startswith("http://localhost:8000/")] == []


def test_markup_in_data_is_text(read: Read) -> None:
    page = read("/doc/dataset/portate.html")
    assert "Misure orarie &lt;b&gt;non&lt;/b&gt; validate &amp; grezze." in page.html


def test_private_fields_are_on_no_page(site: FlaskClient) -> None:
    for path in ("/doc/stakeholder/vat-00743110157.html", "/search?q=mario.rossi"):
        assert "Mario Rossi" not in site.get(path).text
        assert "mario.rossi@" not in site.get(path).text


def test_the_home_page_counts_by_kind_corridor_and_territory(read: Read) -> None:
    page = read("/")
    assert '/search?kind=stakeholder"' in page.html
    assert "/search?kind=project&amp;corridor=corridor/water" in page.html
    assert "/search?in=territory/istat-018" in page.html
    assert "Acqua senza sprechi 2026" in page.part(">Bandi in scadenza<")


def test_a_chip_takes_its_filter_away(read: Read) -> None:
    page = read("/search?q=acqua&kind=stakeholder&corridor=corridor/water")
    assert "/search?q=acqua&kind=stakeholder" in page.links()
    assert "/search?q=acqua&corridor=corridor/water" in page.links()
    assert "/search?q=acqua" in page.links()


def test_facets_are_checkboxes_that_keep_what_was_chosen(read: Read) -> None:
    page = read("/search?kind=stakeholder&corridor=corridor/water")
    boxes = [one for one in page.all("input") if one.get("type") == "checkbox"]
    chosen = {(one["name"], one["value"]) for one in boxes if "checked" in one}
    assert chosen == {("kind", "stakeholder"), ("corridor", "corridor/water")}


def test_found_words_are_marked(read: Read) -> None:
    assert "<mark>sensori</mark>" in read("/search?q=sensori&kind=offer").html.casefold()


def test_no_result_says_what_to_do(read: Read) -> None:
    page = read("/search?q=zzzqqq&kind=project")
    assert "Nessuna scheda contiene «zzzqqq»" in page.text
    assert "togli uno o più filtri" in page.text


def test_an_unknown_sort_is_refused_on_a_page(read: Read) -> None:
    assert "nothing" in read("/search?sort=nothing", status=422).text


def test_links_go_both_ways(read: Read) -> None:
    project = read("/doc/project/cup-J41B21000010001.html")
    assert "/doc/stakeholder/ipa-c_l690" in project.links()
    stakeholder = read("/doc/stakeholder/ipa-c_l690.html")
    linked = stakeholder.part('id="linked-title"')
    assert "/doc/project/cup-J41B21000010001" in linked
    assert "Coordinatore" in linked


def test_matches_come_with_reasons_and_shares(read: Read) -> None:
    found = read("/doc/need/perdite.html").part('id="matches-title"')
    assert "Idrosensori" in found
    for match in found.split("sl-match-body")[1:]:
        shares = [int(one) for one in re.findall(r'sl-reason-figure">(\d+)%', match)]
        assert shares == sorted(shares, reverse=True)
        # each is rounded on its own
        assert abs(sum(shares) - 100) <= len(shares)


def test_every_format_is_offered(site: FlaskClient, read: Read) -> None:
    links = read("/doc/need/perdite.html").links()
    for extension in set(EXTENSIONS) - {"html"}:
        assert f"/doc/need/perdite.{extension}" in links


def test_a_concept_shows_what_is_above_and_below(read: Read) -> None:
    energy = read("/doc/concept/competence-energy.html").part('id="tree-title"')
    narrower = re.findall(r'href="(/doc/concept/[^"]+)"', energy)
    assert len(narrower) > 2
    assert 'href="/doc/concept/competence-energy"' in read(narrower[0]).part('id="tree-title"')


def test_a_language_that_was_asked_for_is_remembered(site: FlaskClient) -> None:
    answer = site.get("/?lang=en")
    assert answer.headers["Content-Language"] == "en"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_language_links_keep_the_question(read: Read) -> None:
    assert "/search?q=acqua&kind=need&lang=en" in read("/search?q=acqua&kind=need").links()


def test_a_sparql_answer_is_a_table_with_downloads(read: Read) -> None:
    page = read(
        "/sparql?text=SELECT+%3Fs+WHERE+%7B+%3Fs+a+%3Chttps://w3id.org/smartland/ns%23Need%3E+%7D"
    )
    assert "/doc/need/perdite" in page.links()
    assert "2 righe" in page.text
    assert [one for one in page.links() if one.startswith("/sparql?query=") and "csv" in one]


def test_a_wrong_query_is_explained_and_kept(read: Read) -> None:
    page = read(BAD_QUERY, status=400)
    assert "Interrogazione rifiutata" in page.text
    assert "this is no query" in page.text


def test_a_missing_page_speaks_the_readers_language(read: Read) -> None:
    assert "A questo indirizzo" in read("/nowhere", status=404).text
    assert "at this address" in read("/nowhere", status=404, language="en").text


def test_a_missing_record_offers_the_search(read: Read) -> None:
    page = read("/doc/need/nope", status=404)
    assert [one for one in page.all("form") if one.get("action") == "/search"]


def test_a_name_with_markup_in_it_is_escaped(read: Read) -> None:
    assert "<script>alert" not in read("/doc/need/<script>alert(1)</script>", status=404).html
    assert "<script>alert" not in read("/search?q=<script>alert(1)</script>").html


def test_a_list_of_one_kind_is_called_by_it(read: Read) -> None:
    assert '<h1 class="sl-results-title">Progetti</h1>' in read("/search?kind=project").html
    assert "Risultati della ricerca" in read("/search?kind=project&q=acqua").html
