"""The SKOS schemes map each concept once, and only to terms that exist in the reference data."""

import csv
import zipfile
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEMES = ROOT / "vocab" / "smartland_vocab" / "schemes"
SHARED = ROOT.parent / "shared" / "data"

COMPETENCE = "https://w3id.org/smartland/concept/competence/"
SL = "https://w3id.org/smartland/ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS_DEFINED_BY = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
EUROSCIVOC = "http://data.europa.eu/8mn/euroscivoc/"
ESCO = "http://data.europa.eu/esco/"
EURIO = "http://data.europa.eu/s66#"
DATA_THEME = "http://publications.europa.eu/resource/authority/data-theme/"
SDG = "http://metadata.un.org/sdg/"

MATCHES = tuple(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
CODES = (f"{SL}atecoCode", f"{SL}ercPanel")


@cache
def schemes() -> ox.Store:
    store = ox.Store()
    for path in SCHEMES.glob("*.ttl"):
        store.load(path=path, format=ox.RdfFormat.TURTLE)
    return store


def subjects(quads: Iterable[ox.Quad]) -> list[str]:
    found = [quad.subject for quad in quads]
    return [term.value for term in found if isinstance(term, ox.NamedNode)]


def objects(quads: Iterable[ox.Quad]) -> list[str]:
    found = [quad.object for quad in quads]
    return [term.value for term in found if isinstance(term, ox.NamedNode | ox.Literal)]


@cache
def links(predicate: str) -> list[tuple[str, str]]:
    """Return the (concept, object) pairs of a predicate over every scheme."""
    quads = list(schemes().quads_for_pattern(None, ox.NamedNode(predicate), None, None))
    return list(zip(subjects(quads), objects(quads), strict=True))


def mapped(prefix: str) -> set[str]:
    return {value for kind in MATCHES for _, value in links(kind) if value.startswith(prefix)}


def coded(predicate: str) -> set[str]:
    return {value for _, value in links(predicate)}


def repeated(items: list[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"reference data absent: {'/'.join(parts)}")
    return path


def column(path: Path, header: str) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row[header].strip() for row in csv.DictReader(lines)}


def euroscivoc_iris(archive: Path) -> set[str]:
    """Return the published IRIs, which the file carries as rdfs:isDefinedBy literals."""
    with zipfile.ZipFile(archive) as files:
        text = files.read("EuroSciVoc.ttl").decode("utf-8-sig")
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return {*objects(quad for quad in quads if quad.predicate.value == RDFS_DEFINED_BY)}


def test_most_competences_are_mapped() -> None:
    listed = {c for c, _ in links(f"{SKOS}notation") if c.startswith(COMPETENCE)}
    found = {c for kind in (*MATCHES, *CODES) for c, _ in links(kind)} & listed
    assert len(found) >= 0.6 * len(listed)


def test_no_two_concepts_match_one_term_exactly() -> None:
    assert not repeated([value for _, value in links(f"{SKOS}exactMatch")])


def test_no_concept_matches_one_term_in_two_ways() -> None:
    assert not repeated([f"{c} {value}" for kind in MATCHES for c, value in links(kind)])


def test_every_mapped_iri_is_in_a_known_vocabulary() -> None:
    known = (EUROSCIVOC, ESCO, EURIO, DATA_THEME, SDG)
    assert not [iri for iri in mapped("") if not iri.startswith(known)]


def test_sustainable_development_goals_are_1_to_17() -> None:
    assert mapped(SDG) <= {f"{SDG}{goal}" for goal in range(1, 18)}


def test_euroscivoc_terms_exist() -> None:
    known = euroscivoc_iris(shared("vocab", "euroscivoc", "TopicsEuroSciVoc.ttl.zip"))
    assert mapped(EUROSCIVOC)
    assert not mapped(EUROSCIVOC) - known


def test_esco_terms_exist() -> None:
    files = sorted(shared("vocab", "esco").glob("*.csv"))
    known = {iri for path in files for iri in column(path, "conceptUri")}
    assert mapped(ESCO)
    assert not mapped(ESCO) - known


def test_ateco_codes_exist() -> None:
    known = column(shared("vocab", "italia", "ateco-2007.csv"), "Codice Ateco 2007")
    assert coded(f"{SL}atecoCode")
    assert not coded(f"{SL}atecoCode") - known


def test_erc_panels_exist() -> None:
    known = column(shared("vocab", "italia", "erc-panel-h2020-fp.csv"), "codice_2_livello")
    assert coded(f"{SL}ercPanel")
    assert not coded(f"{SL}ercPanel") - known


def test_data_themes_exist() -> None:
    path = shared("vocab", "eu-authority", "data-theme-filtered.rdf")
    known = {*subjects(ox.parse(path=path, format=ox.RdfFormat.RDF_XML))}
    assert mapped(DATA_THEME)
    assert not mapped(DATA_THEME) - known


def test_eurio_classes_exist() -> None:
    path = shared("ontologies", "EURIO.ttl")
    known = {*subjects(ox.parse(path=path, format=ox.RdfFormat.TURTLE))}
    assert mapped(EURIO)
    assert not mapped(EURIO) - known
