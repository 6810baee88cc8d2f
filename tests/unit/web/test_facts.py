"""Documents as facts, by the declarations."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from smartland.domain.fields import FIELD_TYPES
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision
from smartland.errors import Label
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels, tail
from smartland.web.pages import facts
from smartland.web.pages.naming import Naming
from smartland.web.pages.shown import Fact

BASE = "https://dati.example/"


class NothingPublished:
    """A catalogue and its labels that know nothing."""

    def by_iris(self, iris: Sequence[str]) -> Mapping[str, Revision]:
        """Nothing is here."""
        return {}

    def many(self, iris: Sequence[str]) -> Mapping[str, Label]:
        """The end of each IRI."""
        return {iri: tail(iri) for iri in iris}


@pytest.fixture
def naming() -> Naming:
    nothing = NothingPublished()
    return Naming(
        cast("Catalogue", nothing), cast("Labels", nothing), base=BASE, language="it", root=""
    )


def _facts(kind: str, document: Mapping[str, Any], naming: Naming) -> dict[str, Fact]:
    return {one.name: one for one in facts.read_facts(KINDS[kind], document, naming, ())}


def test_every_field_type_is_shown() -> None:
    assert set(facts.SHOW) == set(FIELD_TYPES)


def test_private_fields_are_not_shown(naming: Naming) -> None:
    document = {"title": {"it": "x"}, "contact": "a@b.example", "contact_name": "Mario"}
    assert set(_facts("need", document, naming)) == {"title"}


def test_amounts_days_and_codes_are_written_for_people(naming: Naming) -> None:
    document = {"cup": "J41B21000010001", "budget": "1250000", "start": "2026-03-01"}
    found = _facts("project", document, naming)
    assert found["budget"].values[0].text == "1.250.000 €"
    assert found["start"].values[0].text == "1º marzo 2026"
    assert found["cup"].values[0].code


def test_a_text_in_another_language_says_so(naming: Naming) -> None:
    found = _facts("need", {"title": {"en": "A need"}}, naming)
    assert (found["title"].values[0].text, found["title"].values[0].language) == ("A need", "en")


def test_the_pages_own_language_is_enough(naming: Naming) -> None:
    found = _facts("need", {"title": {"en": "A need", "it": "Un bisogno"}}, naming)
    assert [one.text for one in found["title"].values] == ["Un bisogno"]


def test_a_link_that_is_a_script_is_text(naming: Naming) -> None:
    found = _facts("stakeholder", {"homepage": "javascript:alert(1)"}, naming)
    assert found["homepage"].values[0].href == ""


def test_a_part_says_what_its_further_values_are(naming: Naming) -> None:
    document = {"rights_holder": {"name": {"it": "Comune"}, "identifier": "c_l690"}}
    values = _facts("dataset", document, naming)["rights_holder"].values
    assert [(one.text, one.note) for one in values] == [
        ("Comune", ""),
        ("c_l690", "codice IPA o fiscale"),
    ]


def test_a_part_without_values_shows_its_name(naming: Naming) -> None:
    document = {"rights_holder": {"iri": "https://a.example/ente"}}
    values = _facts("dataset", document, naming)["rights_holder"].values
    assert [(one.text, one.href) for one in values] == [("ente", "https://a.example/ente")]


def test_long_lists_are_cut_and_say_how_many_are_left(naming: Naming) -> None:
    document = {"dataset": [f"https://a.example/{n}" for n in range(facts.MAX_VALUES + 7)]}
    values = _facts("catalogue", document, naming)["dataset"].values
    assert len(values) == facts.MAX_VALUES + 1
    assert values[-1].text == "altri 7 non mostrati"


def test_participants_are_a_table_and_no_fact(naming: Naming) -> None:
    document = {"participation": [{"stakeholder": f"{BASE}id/stakeholder/x", "share": "100"}]}
    assert _facts("project", document, naming) == {}
    table = facts.read_tables(KINDS["project"], document, naming)[0]
    assert table.columns == ("chi partecipa", "quota dei costi (€)")
    assert table.rows[0][1][0].text == "100 €"


def test_columns_nobody_fills_are_left_out(naming: Naming) -> None:
    document = {"contact_point": [{"name": {"it": "a"}}, {"name": {"it": "b"}}]}
    assert facts.read_tables(KINDS["dataset"], document, naming)[0].columns == ("nome",)


def test_a_distribution_offers_its_download_before_its_page(naming: Naming) -> None:
    document = {
        "distribution": [
            {"access_url": "https://a.example/p", "download_url": ["https://a.example/f.csv"]}
        ]
    }
    download = facts.read_downloads(KINDS["dataset"], document, naming)[0]
    assert [one.href for one in download.links] == ["https://a.example/f.csv"]


def test_what_is_mentioned_is_known_beforehand(naming: Naming) -> None:
    document = {
        "participation": [{"stakeholder": "https://a.example/s"}],
        "corridor": ["https://a.example/c"],
    }
    fields = KINDS["project"].public_fields
    assert set(facts.mentioned(fields, document)) == {"https://a.example/s", "https://a.example/c"}


def test_a_name_of_ours_that_nobody_describes_is_no_link(naming: Naming) -> None:
    found = _facts("stakeholder", {"homepage": f"{BASE}source/x/relative"}, naming)
    assert found["homepage"].values[0].href == ""
