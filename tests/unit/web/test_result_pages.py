"""The result list on a small published world: what it says of its question, and where it leads."""

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from support.pages import Page

Read = Callable[..., Page]
QUESTION = "/search?q=acqua&kind=need&kind=project&in=territory/istat-018&sort=title"


def test_the_same_list_is_offered_to_programs(site: FlaskClient, read: Read) -> None:
    page = read(QUESTION)
    query = QUESTION.partition("?")[2]
    for path in ("/search.csv", "/search.atom", "/api/v1/search"):
        assert f"{path}?{query}" in page.links()
        assert site.get(f"{path}?{query}").status_code == 200
    alternates = {one.get("type"): one["href"] for one in page.all("link")
                  if one.get("rel") == "alternate" and "hreflang" not in one
                  and "search" in one["href"]}  # fmt: skip
    assert unescape(alternates["application/atom+xml"]) == f"/search.atom?{query}"


def test_a_typing_error_is_mended_by_a_link(read: Read) -> None:
    page = read("/search?q=acquedoto montano")
    assert "Nessuna scheda contiene «acquedoto»." in page.text
    assert "/search?q=acquedotto+montano" in page.links()
    assert [one for one in page.all("article") if "sl-hit" in one["class"]]


def test_a_name_of_no_filter_is_said(read: Read) -> None:
    assert "«colour:» non è un filtro" in read("/search?q=colour:acqua").text


def test_concepts_that_were_understood_can_be_left_out(read: Read) -> None:
    page = read("/search?q=energia")
    assert "Cerca solo le parole «energia»" in page.text
    assert "/search?q=%22energia%22" in page.links()
    assert "Cerca solo le parole" not in read("/search?q=%22energia%22").text


def test_a_concept_is_given_as_the_reason_for_the_words_as_typed(read: Read) -> None:
    page = read("/search?q=Mobilità+sostenibile&kind=need")
    assert "Collegato a «Mobilità sostenibile»" in page.text
    assert "Cerca solo le parole «Mobilità sostenibile»" in page.text


def test_places_are_a_tree_with_counts(read: Read) -> None:
    page = read("/search?kind=stakeholder")
    region = page.html.index('value="territory/istat-03"')
    province = page.html.index('value="territory/istat-018"')
    town = page.html.index('value="territory/istat-018171"')
    assert region < province < town
    assert page.html.count('<details class="sl-inside"', region, town) == 2


def test_the_map_has_its_text_and_keeps_the_question(read: Read) -> None:
    page = read("/search?q=acqua&view=map")
    assert "#filter-in" in page.links()
    hidden = [one for one in page.all("input") if one.get("type") == "hidden"]
    assert [(one["name"], one["value"]) for one in hidden] == [("view", "map")]
    circles = [one for one in page.all("a") if "&in=" in one["href"] and "view=map" in one["href"]]
    assert circles
    assert all("q=acqua" in one["href"] for one in circles)
    assert "sl-map" not in read("/search?q=acqua").html.replace("sl-map-toggle", "")


def test_the_fields_of_the_map_give_one_address(read: Read) -> None:
    page = read("/search?view=map&south=44.7&west=9&north=45&east=9.4&q=")
    assert "/search.csv?box=44.7,9,45,9.4" in page.links()
    sides = {one["name"]: one["value"] for one in page.all("input") if one.get("type") == "number"}
    assert sides == {"south": "44.7", "west": "9", "north": "45", "east": "9.4"}


@pytest.mark.parametrize("query", ["box=1,2,3", "south=46&west=9&north=45&east=10", "south=x"])
def test_a_wrong_rectangle_is_explained(read: Read, query: str) -> None:
    assert "Servono quattro gradi decimali" in read(f"/search?{query}", status=422).text


def test_the_next_page_goes_on_counting(read: Read) -> None:
    page = read("/search?kind=concept")
    assert '<ol class="sl-hits" start="1">' in page.html
    following = next(one for one in page.links() if "from=21" in one)
    second = read(following)
    assert '<ol class="sl-hits" start="21">' in second.html
    assert "(21–40 su" in second.text
    first = {one for one in page.links() if one.startswith("/doc/concept/")}
    assert not first & {one for one in second.links() if one.startswith("/doc/concept/")}


def test_orders_of_one_kind_stay_in_the_address(read: Read) -> None:
    page = read("/search?kind=call&sort=closes")
    assert "/search?kind=call&sort=closes&view=map" in page.links()
    chosen = [one["value"] for one in read("/search?q=acqua&sort=title").all("option")
              if "selected" in one]  # fmt: skip
    assert chosen == ["title"]


def test_no_result_has_no_map_and_no_table(read: Read) -> None:
    page = read("/search?q=zzzqqq")
    assert page.text.count("Nessuna scheda contiene «zzzqqq»") == 1
    assert not [one for one in page.links() if "search.csv" in one or "view=map" in one]
    assert [one for one in page.links() if "search.atom" in one]
