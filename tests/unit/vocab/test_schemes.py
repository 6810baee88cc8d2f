"""The SKOS schemes are complete, consistent and bilingual."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEMES = ROOT / "vocab" / "smartland_vocab" / "schemes"

BASE = "https://w3id.org/smartland/concept/"
SL = "https://w3id.org/smartland/ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


STABLE_CODES = {
    "call-status": {"forthcoming", "open", "closed"},
    "claim-state": {"proposed", "confirmed"},
    "competence-level": {"basic", "practised", "expert", "reference"},
    "corridor": {"mobility", "water", "energy", "digital", "care"},
    "direction": {"offered", "sought"},
    "flow-state": {
        "draft", "published", "matched", "in-contact",
        "partnership", "closed", "withdrawn", "archived",
    },
    "instrument": {
        "grant", "loan", "guarantee", "equity", "prize", "voucher", "tax-credit",
        "public-private-partnership", "innovation-procurement",
    },
    "project-status": {
        "idea", "planned", "funded", "running", "completed", "suspended", "cancelled",
    },
    "role": {"coordinator", "partner", "third-party", "funder", "end-user"},
    "size-class": {"micro", "small", "medium", "large"},
    "startup-status": {"innovative-startup", "innovative-sme", "certified-incubator"},
    "stakeholder-kind": {"firm", "association", "administration", "university"},
    "territory-type": {"municipality", "province", "region", "homogeneous-area"},
    "trl": {f"trl-{level}" for level in range(1, 10)},
}  # fmt: skip
NAMES = sorted([*STABLE_CODES, "competence", "filiera"])

each_scheme = pytest.mark.parametrize("name", NAMES)


@cache
def load(name: str) -> ox.Store:
    store = ox.Store()
    store.load(path=SCHEMES / f"{name}.ttl", format=ox.RdfFormat.TURTLE)
    return store


@cache
def terms(name: str, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
    pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    found = [quad.object for quad in load(name).quads_for_pattern(*pattern)]
    return [term for term in found if isinstance(term, ox.NamedNode | ox.Literal)]


def values(name: str, subject: str, predicate: str) -> list[str]:
    return [term.value for term in terms(name, subject, predicate)]


def texts(name: str, subject: str, predicate: str, language: str) -> list[str]:
    found = terms(name, subject, predicate)
    return [t.value for t in found if isinstance(t, ox.Literal) and t.language == language]


def languages(name: str, subject: str, predicate: str) -> list[str]:
    found = terms(name, subject, predicate)
    return sorted(t.language or "" for t in found if isinstance(t, ox.Literal))


def iris(quads: Iterable[ox.Quad]) -> list[str]:
    subjects = [quad.subject for quad in quads]
    return [subject.value for subject in subjects if isinstance(subject, ox.NamedNode)]


@cache
def subjects(name: str, predicate: str, target: str) -> list[str]:
    pattern = (None, ox.NamedNode(predicate), ox.NamedNode(target), None)
    return iris(load(name).quads_for_pattern(*pattern))


def concepts(name: str) -> list[str]:
    return subjects(name, RDF_TYPE, f"{SKOS}Concept")


def ancestors(name: str, concept: str) -> set[str]:
    """Return every concept above this one; a cycle puts the concept among its own ancestors."""
    found: set[str] = set()
    pending = values(name, concept, f"{SKOS}broader")
    while pending:
        parent = pending.pop()
        if parent not in found:
            found.add(parent)
            pending += values(name, parent, f"{SKOS}broader")
    return found


def code(concept: str) -> str:
    return concept.rsplit("/", 1)[1]


def repeated(items: list[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]


def without_both(name: str, predicate: str) -> list[str]:
    return [c for c in concepts(name) if languages(name, c, predicate) != ["en", "it"]]


def test_one_file_per_scheme() -> None:
    assert sorted(path.stem for path in SCHEMES.glob("*.ttl")) == NAMES


@each_scheme
def test_scheme_is_named_after_its_file(name: str) -> None:
    assert subjects(name, RDF_TYPE, f"{SKOS}ConceptScheme") == [BASE + name]


@each_scheme
@pytest.mark.parametrize("predicate", [f"{DCT}title", f"{DCT}description"])
def test_scheme_is_described_in_both_languages(name: str, predicate: str) -> None:
    assert languages(name, BASE + name, predicate) == ["en", "it"]


@each_scheme
def test_no_blank_nodes(name: str) -> None:
    ends = (term for quad in load(name) for term in (quad.subject, quad.object))
    assert not [term for term in ends if isinstance(term, ox.BlankNode)]


@each_scheme
def test_every_subject_is_the_scheme_or_a_concept(name: str) -> None:
    assert {*iris(load(name))} == {BASE + name, *concepts(name)}


@each_scheme
def test_concept_codes_are_kebab_case_under_the_scheme(name: str) -> None:
    shape = re.compile(re.escape(f"{BASE}{name}/") + r"[a-z]+[a-z0-9]*(-[a-z0-9]+)*")
    assert not [concept for concept in concepts(name) if not shape.fullmatch(concept)]


@pytest.mark.parametrize("name", sorted(STABLE_CODES))
def test_codes_that_other_data_rely_on_do_not_change(name: str) -> None:
    assert {code(concept) for concept in concepts(name)} == STABLE_CODES[name]


@each_scheme
def test_one_preferred_label_per_language(name: str) -> None:
    assert not without_both(name, f"{SKOS}prefLabel")


@each_scheme
def test_one_definition_per_language(name: str) -> None:
    assert not without_both(name, f"{SKOS}definition")


@each_scheme
@pytest.mark.parametrize("language", ["it", "en"])
def test_definitions_are_one_sentence(name: str, language: str) -> None:
    found = [t for c in concepts(name) for t in texts(name, c, f"{SKOS}definition", language)]
    assert not [text for text in found if not text.endswith(".") or ". " in text]


@each_scheme
@pytest.mark.parametrize("language", ["it", "en"])
def test_preferred_labels_are_unique(name: str, language: str) -> None:
    labels = [t for c in concepts(name) for t in texts(name, c, f"{SKOS}prefLabel", language)]
    assert not repeated([label.casefold() for label in labels])


@each_scheme
@pytest.mark.parametrize("language", ["it", "en"])
def test_alternative_labels_differ_from_the_preferred(name: str, language: str) -> None:
    def repeats(concept: str) -> bool:
        preferred = texts(name, concept, f"{SKOS}prefLabel", language)
        return bool({*preferred} & {*texts(name, concept, f"{SKOS}altLabel", language)})

    assert not [concept for concept in concepts(name) if repeats(concept)]


@each_scheme
def test_one_notation_equal_to_the_code(name: str) -> None:
    expected = {concept: [code(concept).removeprefix("trl-")] for concept in concepts(name)}
    assert {c: values(name, c, f"{SKOS}notation") for c in concepts(name)} == expected


@each_scheme
def test_notations_are_unique(name: str) -> None:
    assert not repeated([v for c in concepts(name) for v in values(name, c, f"{SKOS}notation")])


@each_scheme
def test_every_concept_is_in_its_scheme(name: str) -> None:
    assert sorted(subjects(name, f"{SKOS}inScheme", BASE + name)) == sorted(concepts(name))


@each_scheme
def test_every_concept_is_top_or_has_one_broader(name: str) -> None:
    def places(concept: str) -> int:
        kinds = (f"{SKOS}topConceptOf", f"{SKOS}broader")
        return sum(len(values(name, concept, kind)) for kind in kinds)

    assert not [concept for concept in concepts(name) if places(concept) != 1]


@each_scheme
def test_scheme_lists_its_top_concepts(name: str) -> None:
    listed = sorted(values(name, BASE + name, f"{SKOS}hasTopConcept"))
    assert listed == sorted(subjects(name, f"{SKOS}topConceptOf", BASE + name))


@each_scheme
@pytest.mark.parametrize("link", ["broader", "related"])
def test_links_stay_inside_the_scheme(name: str, link: str) -> None:
    found = {v for c in concepts(name) for v in values(name, c, f"{SKOS}{link}")}
    assert found <= {*concepts(name)}


@each_scheme
def test_no_concept_is_its_own_ancestor(name: str) -> None:
    assert not [concept for concept in concepts(name) if concept in ancestors(name, concept)]


@each_scheme
def test_related_links_are_symmetric(name: str) -> None:
    pairs = {(c, r) for c in concepts(name) for r in values(name, c, f"{SKOS}related")}
    assert {(b, a) for a, b in pairs} == pairs


@each_scheme
def test_related_concepts_are_not_in_one_line_of_descent(name: str) -> None:
    pairs = [(c, r) for c in concepts(name) for r in values(name, c, f"{SKOS}related")]
    assert not [(c, r) for c, r in pairs if r in ancestors(name, c) | {c}]


def test_every_corridor_target_exists() -> None:
    pairs = ((name, concept) for name in NAMES for concept in concepts(name))
    found = {corridor for pair in pairs for corridor in values(*pair, f"{SL}corridor")}
    assert found == {*concepts("corridor")}


def test_every_filiera_is_in_one_corridor() -> None:
    found = [values("filiera", c, f"{SL}corridor") for c in concepts("filiera")]
    assert Counter(len(corridors) for corridors in found) == {1: 25}


def test_five_filiere_in_each_corridor() -> None:
    found = (values("filiera", c, f"{SL}corridor")[0] for c in concepts("filiera"))
    assert Counter(found) == dict.fromkeys(concepts("corridor"), 5)


def test_competences_are_at_least_420() -> None:
    assert len(concepts("competence")) >= 420


def test_competences_have_three_levels() -> None:
    depths = Counter(len(ancestors("competence", c)) + 1 for c in concepts("competence"))
    assert sorted(depths) == [1, 2, 3]


def test_competence_areas_are_between_12_and_16() -> None:
    assert 12 <= len(values("competence", f"{BASE}competence", f"{SKOS}hasTopConcept")) <= 16


def test_competence_groups_are_never_empty() -> None:
    parents = {v for c in concepts("competence") for v in values("competence", c, f"{SKOS}broader")}
    upper = {c for c in concepts("competence") if len(ancestors("competence", c)) < 2}
    assert upper == parents
