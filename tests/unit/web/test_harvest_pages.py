"""The pages of sources and of the review queue, and the section on where data come from."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from flask import Flask

from smartland.ports.harvests import CREATED, REJECTED, UNCHANGED, ItemOutcome, Source
from smartland.web.pages.frame import Frame, render
from smartland.web.pages.harvest_rows import LEAST, ask_commands, make_shares
from smartland.web.pages.naming import Naming
from smartland.web.pages.origins import EntityOrigins, make_origins
from support.answers import BROWSER
from support.harvest_doors import CORDIS, IPA, NUMBER, HarvestWorld, in_cordis, in_ipa
from support.pages import Page
from support.platform import running

RUNNING = Source("cordis-he", "told", "https://cordis.example/he.zip", "*/15 * * * 1-5")
Read = Callable[..., Page]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HarvestWorld]:
    """Sources in every state, a pair to look at, and a body that people edited."""
    with running(tmp_path_factory.mktemp("pages")) as services:
        world = HarvestWorld(services)
        services.core.sources.add(IPA)
        world.two_that_may_be_one()
        services.core.harvest.run(Source("broken", "told", "https://broken.example/x"))
        services.core.harvest_log.save_source(RUNNING)
        run = services.core.harvest_log.start(RUNNING, datetime(2026, 5, 31, tzinfo=UTC))
        services.core.harvest_log.record(run, [ItemOutcome("1", CREATED, "https://x.example/1")])
        services.core.sources.add(Source("asleep", "dcat", "https://d.example/c.ttl", "0 4 * * 1"))
        services.core.sources.plan("asleep", paused=True)
        world.run(Source("gone", "told", "https://gone.example/"))
        services.core.sources.remove("gone")
        world.edit("ipa-c_f205", homepage="https://ours.example/", description={"it": "Nostra."})
        world.run(IPA, in_ipa(homepage="https://new.example/"))
        yield world


@pytest.fixture(scope="module")
def app(world: HarvestWorld) -> Flask:
    return world.app()


@pytest.fixture
def read(app: Flask) -> Read:
    def read(path: str, language: str = "it") -> Page:
        client = app.test_client(use_cookies=False)
        answer = client.get(path, headers={**BROWSER, "Accept-Language": language})
        assert answer.status_code == 200, answer.text[:500]
        assert answer.headers["Cache-Control"] == "no-store"
        return Page(answer.text)

    return read


@pytest.mark.parametrize("path", ["/sources", "/sources/ipa", "/sources/gone", "/review"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_page_is_sound(read: Read, path: str, language: str) -> None:
    page = read(path, language)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert not [one for _, one in page.elements if "style" in one]
    forms = [one for one in page.all("form") if one.get("role") != "search"]
    assert forms == [], "no button that cannot work"
    assert "None" not in page.text.split()
    for _, attributes in page.elements:
        assert set(attributes.get("aria-labelledby", "").split()) <= set(ids)


def test_each_source_says_when_and_how_it_went(read: Read) -> None:
    text = read("/sources").text
    assert "ogni giorno alle 03:00 UTC" in text
    assert "ogni lunedì alle 04:00 UTC sospesa" in text
    assert "*/15 * * * 1-5" in text
    assert "in corso" in text
    assert "non riuscita" in text
    assert "file di questa installazione" in text
    assert "/srv" not in text
    assert "S3CRET" not in read("/sources").html
    assert "gone" not in text


def test_an_address_whose_secret_was_taken_out_is_no_link(read: Read) -> None:
    links = read("/sources/ipa").links()
    assert not [one for one in links if "ipa.example" in one]
    assert "https://cordis.example/he.zip" in read("/sources/cordis-he").links()


def test_a_source_shows_its_runs_and_how_to_ask_for_one(read: Read) -> None:
    page = read("/sources/ipa", "en")
    assert "smartland source run ipa" in page.text
    assert '"http://localhost:8000/api/v1/sources/ipa/run"' in page.text
    assert "smartland harvest --report --source ipa" in page.text
    pictures = [one for one in page.all("svg") if one.get("role") == "img"]
    assert [one["aria-label"] for one in pictures] == ["unchanged: 1", "new: 1, rejected: 1"]


def test_the_reason_of_a_failure_is_for_those_who_hold_a_key(read: Read) -> None:
    page = read("/sources/broken")
    assert "Il motivo è nel resoconto" in page.text
    assert "secret.csv" not in page.html


def test_a_source_that_was_removed_keeps_its_reports(read: Read, app: Flask) -> None:
    page = read("/sources/gone")
    assert "non è più registrata" in page.text
    assert "smartland source run" not in page.text
    assert app.test_client().get("/sources/unheard").status_code == 404


def test_a_pair_stands_side_by_side(read: Read) -> None:
    page = read("/review")
    assert "stesso codice fiscale o partita IVA; le denominazioni hanno poco in comune" in page.text
    assert "Comune di Milano" in page.text
    assert "Zebra Trading" in page.text
    assert "smartland review accept 1" in page.text
    assert "proposals/N/refuse" in page.text
    rows = {one.get("class") for one in page.all("tr")}
    assert {"sl-same", "sl-other", "sl-one-side"} <= rows
    assert "same tax code or VAT number" in read("/review", "en").text
    assert NUMBER in page.text, "it is published by both"


def test_shares_fill_the_picture_and_the_smallest_is_seen() -> None:
    shares = make_shares({CREATED: 1, UNCHANGED: 99_998, REJECTED: 1, "odd": 3}, "en")
    assert [one.outcome for one in shares] == [CREATED, UNCHANGED, REJECTED]
    assert [one.text for one in shares] == ["new: 1", "unchanged: 99,998", "rejected: 1"]
    assert sum(one.width for one in shares) == pytest.approx(100, abs=0.1)
    assert min(one.width for one in shares) > LEAST * 0.9
    for before, after in pairwise(shares):
        assert after.start == pytest.approx(before.start + before.width, abs=0.02)
    assert make_shares({}, "it") == ()


def test_a_name_with_odd_signs_is_safe_in_a_shell() -> None:
    commands = dict(ask_commands("a b; rm -rf $HOME", "https://x.example/"))
    assert commands["by_command"] == "smartland source run 'a b; rm -rf $HOME'"
    assert "a%20b%3B%20rm%20-rf%20%24HOME/run" in commands["by_api"]


def origins(world: HarvestWorld, key: str, language: str = "it") -> EntityOrigins:
    services = world.services
    base = services.core.base
    naming = Naming(services.catalogue, services.labels, base=base, language=language)
    return make_origins(services, world.head(key), naming)


def test_where_data_come_from_is_told_by_source_and_by_edit(world: HarvestWorld) -> None:
    found = origins(world, "ipa-c_f205")
    (ipa,) = found.sources
    assert (ipa.name, ipa.label, ipa.href) == ("ipa", "Registro di prova", "/sources/ipa")
    assert ipa.when is not None
    assert "codice IPA" in ipa.fields
    assert "sito" not in ipa.fields
    assert set(found.edited) == {"descrizione", "sito"}
    (conflict,) = found.conflicts
    assert conflict.label == "sito"
    assert conflict.ours[0].href == "https://ours.example/"
    ((who, values),) = conflict.theirs
    assert who == "Registro di prova (ipa)"
    assert values[0].href == "https://new.example/"


def test_other_values_and_what_was_taken_away(world: HarvestWorld) -> None:
    world.run(Source("third", "told", "https://third.example/"), in_cordis(
        pic="999879883", vat="00743110157", name={"it": "Terzo"}, email="tizio@example.org",
        homepage="https://third.example/"))  # fmt: skip
    world.run(Source("fourth", "told", "https://fourth.example/"), in_cordis(
        pic="999879883", vat="00743110157", name={"it": "Terzo"},
        homepage="https://fourth.example/"))  # fmt: skip
    world.edit("pic-999879883", email=None)
    found = origins(world, "pic-999879883", "en")
    assert len(found.removed) == 1
    assert found.edited == ()
    (other,) = found.others
    assert [who for who, _ in other.theirs] == ["Register for tests (fourth)"]
    assert "tizio" not in str(found)
    world.services.core.sources.remove("fourth")
    hrefs = {one.name: one.href for one in origins(world, "pic-999879883").sources}
    assert hrefs == {"third": "/sources/third", "fourth": ""}


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_section_is_written(world: HarvestWorld, language: str) -> None:
    found = origins(world, "ipa-c_f205", language)
    frame = Frame(language)
    html = render("provenance.html", frame, title="", origins=found)
    text = Page(html).text
    assert ("Modificato qui" if language == "it" else "Edited here") in text
    assert "https://new.example/" in Page(html).links()
    assert "/api/v1/stakeholder/ipa-c_f205/provenance" in Page(html).links()
    assert CORDIS.address not in html
