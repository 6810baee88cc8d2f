"""What typed texts find: words, concepts and what lies under them, places, codes, names, fields."""

from collections.abc import Sequence

import pytest

from smartland.ports.search import AllOf, AnyOf, Everything, Not, Phrase, TermIs, Words
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.finding import Search
from smartland.services.searching.meaning import plain_query
from support.match_world import World, corridor, small_world, stakeholder_kind, territory


@pytest.fixture
def world() -> World:
    """A few bodies, needs and claims in a small world."""
    world = small_world()
    town = {"stakeholder_kind": stakeholder_kind("administration")}
    pavia = world.stakeholder("ipa-c_g388", "Comune di Pavia", "pavia", ipa_code="c_g388", **town)
    varzi = world.stakeholder("ipa-c_l690", "Comune di Varzi", "varzi", ipa_code="c_l690", **town)
    world.stakeholder("spa", "Acque Pavia S.p.A.", "pavia", vat="00743110157")
    world.stakeholder("srl", "Acque Pavia S.r.l.", "lecco")
    world.stakeholder("asst", "A.S.S.T. Lecco", "lecco")
    world.need("roof", varzi, "solar", title="Tetti della scuola")
    world.need("panels", pavia, title="Photovoltaics on the roof of the library")
    world.need("mill", pavia, "wind", title="Un mulino sul crinale", corridor=[corridor("energy")])
    return world


def find(world: World, text: str, **more: object) -> Sequence[str]:
    assert world.match
    found = Search(world.index, world.catalogue).find(SearchQuery(text, **more))  # type: ignore[arg-type]
    return [] if found.relaxed else [one.revision.key for one in found.items]


def test_a_concept_is_found_by_its_name_in_the_other_language(world: World) -> None:
    assert find(world, "fotovoltaico") == ["roof", "panels"]
    assert set(find(world, "photovoltaics")) == {"roof", "panels"}


def test_what_is_narrower_is_found_below_what_says_it(world: World) -> None:
    assert set(find(world, "fonti rinnovabili")) == {"roof", "mill"}
    world.need("words", "x", title="Fonti rinnovabili in valle")
    assert find(world, "fonti rinnovabili")[0] == "words"


def test_a_whole_area_is_found_by_what_says_it_only(world: World) -> None:
    assert find(world, "energia") == ["mill"]


def test_towns_and_provinces_are_found_by_what_lies_there(world: World) -> None:
    assert find(world, "fotovoltaico pavia") == []
    assert find(world, "comune provincia di pavia") == ["ipa-c_g388", "ipa-c_l690"]
    assert set(find(world, "tipo:attore lombardia")) == {
        *("ipa-c_g388", "ipa-c_l690", "spa", "srl", "asst")
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["acque pavia spa", "Acque Pavia S.p.A.", "acque pavia società per azioni"]
)
def test_the_legal_form_is_not_asked_for_but_decides(world: World, text: str) -> None:
    assert find(world, text) == ["spa", "srl"]


@pytest.mark.parametrize("text", ["asst lecco", "A.S.S.T. Lecco", "a.s.s.t lecco"])
def test_acronyms_are_found_with_and_without_dots(world: World, text: str) -> None:
    assert find(world, text) == ["asst"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("00743110157", "spa"),
        ("IT 00743110157", "spa"),
        ("partita iva 00743110157", "spa"),
        ("partita_iva:00743110157", "spa"),
        ('"00743110157"', "spa"),
        ("C_G388", "ipa-c_g388"),
        ("ipa:c_g388", "ipa-c_g388"),
    ],
)
def test_codes_are_found_exactly_and_first(world: World, text: str, key: str) -> None:
    assert find(world, text)[0] == key


def test_what_is_called_exactly_so_comes_first(world: World) -> None:
    world.need("ode", "x", title="Pavia, Pavia, Pavia e il comune: comune di Pavia")
    assert find(world, "comune di pavia")[0] == "ipa-c_g388"
    assert find(world, "COMUNE PAVIA")[0] == "ipa-c_g388"


def test_what_holds_a_word_as_typed_comes_before_what_shares_its_stem(world: World) -> None:
    world.need("harbour", "x", title="Il porto")
    world.need("many", "x", title="Una porta, due porte, tre porte")
    assert find(world, "porto") == ["harbour", "many"]
    assert find(world, "porte") == ["many", "harbour"]


def test_a_code_that_is_a_word_of_the_taxonomy_comes_after_titles_that_say_it(world: World) -> None:
    world.stakeholder("ipa-fonti", "Comune di Lecco", "lecco", ipa_code="fonti")
    world.stakeholder("ipa-asvb", "Azienda di Varzi", "varzi", ipa_code="asvb")
    world.need("water", "x", title="Le fonti del torrente")
    world.need("said", "x", title="La risposta di ASVB al comune")
    assert find(world, "fonti") == ["water", "ipa-fonti"]
    assert find(world, "codice:fonti") == ["ipa-fonti"]
    assert find(world, "asvb") == ["ipa-asvb", "said"], "an acronym is no word"


def test_a_name_comes_before_a_code_of_letters(world: World) -> None:
    world.stakeholder("ipa-asvb", "Azienda di Varzi", "varzi", ipa_code="asvb")
    world.stakeholder("srl2", "Asvb S.r.l.", "lecco")
    assert find(world, "asvb") == ["srl2", "ipa-asvb"]


def test_the_name_of_a_kind_means_that_kind(world: World) -> None:
    assert set(find(world, "bisogni")) == {"roof", "panels", "mill"}
    assert find(world, "bisogni mulino") == ["mill"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tipo:bisogni", {"roof", "panels", "mill"}),
        ("kind:need -tipo:bisogno", set()),
        ("tipo:need competenza:fotovoltaico", {"roof"}),
        ('tipo:need competenza:"fonti rinnovabili"', {"roof", "mill"}),
        ("competence:solar tipo:need", {"roof"}),
        ("corridoio:energia", {"mill"}),
        ("attore:administration territorio:varzi", {"ipa-c_l690"}),
        ("tipo:administration in:pavia", {"ipa-c_g388"}),
        ('in:"provincia di lecco"', {"srl", "asst"}),
        (f"in:{territory('lecco')}", {"srl", "asst"}),
        ("tipo:administration -in:varzi", {"ipa-c_g388"}),
    ],
)
def test_values_of_fields_go_by_their_names(world: World, text: str, found: set[str]) -> None:
    assert set(find(world, text)) == found


def test_numbers_and_days_lie_between_bounds(world: World) -> None:
    world.need("dear", "x", title="Caro", budget="50000", valid_until="2026-05-31")
    world.need("cheap", "x", title="Poco", budget="9999.50", valid_until="2027-01-01")
    assert find(world, "budget:>10k") == ["dear"]
    assert find(world, "budget:<=10.000") == ["cheap"]
    assert find(world, "valid_until:2026") == ["dear"]
    assert find(world, "valid_until:>2026 caro") == []
    assert find(world, "anno:2026..2027 -budget:>10k") == ["cheap"]
    assert find(world, "budget:caro") == ["dear"], "a value without sense is a word"


def test_a_question_without_words_asks_for_everything() -> None:
    assert plain_query(" ") == Everything()
    assert plain_query("-fibra") == AllOf((Everything(), Not(Words("fibra"))))


def test_phrases_and_conditions_hold_whatever_the_code() -> None:
    found = plain_query('c_f205 "banda larga" -tipo:need')
    assert isinstance(found, AllOf)
    assert isinstance(found.parts[0], AnyOf)
    assert found.parts[1:] == (Phrase("banda larga"), Not(TermIs("kind", "need")))
