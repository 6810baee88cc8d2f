"""Catalogues of others that came in, and leave as they came: read again, they change nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.ports.harvests import Source
from smartland.ports.importer import Found
from smartland.rdf.streams import FORMS
from smartland.rdf.terms import lines_in
from smartland.services.exports import Exports
from smartland.wiring import Services
from smartland_vocab.namespaces import DCAT, DCATAPIT, RDF
from support.exporting import READERS, exports_of, read, subjects
from support.shared_data import shared
from support.sites import body, serving

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


REAL = (
    "agid_suap", "aou_pisana", "comune_alessandria", "dtd_padigitale2026", "dtd_pdnd",
    "lombardia_asst_ovest_milanese", "lombardia_ats_brescia", "lombardia_brescia_mobilita",
    "pagopa_io", "pagopa_pagamenti", "uni_campania", "uni_piemonte_orientale",
)  # fmt: skip


def test_harvested_datasets_are_not_published_twice(services: Services, tmp_path: Path) -> None:
    source = Source("suap", "dcat", str(shared("dcatapit", "real", "agid_suap.rdf")))
    services.core.harvest.run(source)
    exports = exports_of(services, tmp_path / "exports")
    exports.refresh()
    harvested = read(exports, "catalog/source/suap.ttl")
    (dataset,) = subjects(harvested, DCAT.Dataset)
    assert dataset not in subjects(read(exports, "catalog.ttl"), DCAT.Dataset)
    assert exports.overview().sources[0]["datasets"] == 1
    assert not exports.overview().holders


# classes and spellings that the platform adds for consumers that do no inference
ADDED = {
    f"<{one}>"
    for one in (
        RDF.type,
        *(
            f"{space}{name}"
            for space in (DCAT.iri, DCATAPIT.iri, "https://schema.org/")
            for name in ("startDate", "endDate")
        ),
    )
}
PARSERS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.fixture
def place(services: Services) -> Iterator[Callable[[bytes, str], str]]:
    """Puts a document at one address of a site that may be harvested; gives the address."""
    services.core.harvest.fetcher = GuardedFetcher(allow_private=True, timeout=10)
    with serving() as site:

        def put(content: bytes, media_type: str) -> str:
            site.answers["/catalog"] = body(content, media_type)
            return f"{site.url}/catalog"

        yield put


@dataclass
class Trip:
    """A catalogue of somebody else's on its way through: its site, and what came of it here."""

    services: Services
    exports: Exports
    source: Source
    given: bytes
    put: Callable[[bytes, str], str]
    created: int

    def file(self, form: str) -> Path:
        """What we give back."""
        return self.exports.path(f"catalog/source/{self.source.name}.{form}").path

    def back(self, form: str) -> Mapping[str, int]:
        """Put it in the place of the original, which relative IRIs and blank nodes are named
        after, and read it again."""
        self.put(self.file(form).read_bytes(), FORMS[form].media_type)
        return counts(self.services, self.source)


@pytest.fixture
def trip(
    services: Services,
    tmp_path: Path,
    place: Callable[[bytes, str], str],
    request: pytest.FixtureRequest,
) -> Trip:
    """One of the real catalogues, harvested and exported."""
    given = shared("dcatapit", "real", f"{request.param}.rdf").read_bytes()
    source = Source(request.param, "dcat", place(given, FORMS["rdf"].media_type))
    first = counts(services, source)
    assert set(first) == {"created"}
    exports = exports_of(services, tmp_path / "exports")
    assert exports.refresh()
    return Trip(services, exports, source, given, place, first["created"])


@pytest.mark.parametrize("trip", REAL, indirect=True)
def test_a_real_catalogue_is_given_back_to_the_last_statement(trip: Trip) -> None:
    said = came_in(trip.services, trip.source)
    whole = rdflib.Graph().parse(data=trip.given, publicID=trip.source.address, format="xml")
    for form in READERS:
        after = set(statements(trip.file(form)))
        assert not said - after
        assert {line.split(" ", 2)[1] for line in after - said} <= ADDED
        assert isomorphic(rdflib.Graph().parse(data="".join(after & said), format="nt"), whole)


@pytest.mark.parametrize("trip", REAL, indirect=True)
def test_what_is_given_back_changes_nothing_when_it_is_read_again(trip: Trip) -> None:
    for form in READERS:
        assert trip.back(form) == {"unchanged": trip.created}


def test_a_catalogue_with_blank_nodes_and_odd_characters_comes_back(
    services: Services, tmp_path: Path, place: Callable[[bytes, str], str]
) -> None:
    source = Source("odd one/è", "dcat", place(ODD.encode(), FORMS["ttl"].media_type))
    assert counts(services, source) == {"created": 3}
    exports = exports_of(services, tmp_path / "exports")
    exports.refresh()
    (listed,) = exports.overview().sources
    assert listed["name"] == "odd one/è"
    assert listed["forms"] == ["ttl", "jsonld"], "RDF/XML has no name for one of its properties"
    for form in listed["forms"]:
        give_back(exports, place, listed["key"], form)
        assert counts(services, source) == {"unchanged": 3}


def give_back(exports: Exports, place: Callable[[bytes, str], str], key: str, form: str) -> None:
    path = exports.path(f"catalog/source/{key}.{form}").path
    place(path.read_bytes(), FORMS[form].media_type)


ODD = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<http://e.example/c> a dcat:Catalog ; dct:title "Odd" ; dct:description "x" ;
  dcat:dataset <http://e.example/d1>, <http://e.example/d2> .
<http://e.example/d1> a dcat:Dataset ; dct:title "Uno \\u2028 \\" \\\\ ' <b>&amp;"@it ;
  dct:description "x" ; dct:issued "2020" ; dcat:contactPoint _:shared .
<http://e.example/d2> a dcat:Dataset ; dct:title "Due"@it-IT ; dct:description "x" ;
  dcat:contactPoint _:shared ; <http://e.example/p/1> [ dct:title "inner" ] ;
  dct:relation <geo:45.4,9.1> .
_:shared a vcard:Kind ; vcard:fn "Ufficio" .
"""


def came_in(services: Services, source: Source) -> set[str]:
    """What the importer hands over, as N-Triples lines."""
    harvest = services.core.harvest
    items = harvest.importers["dcat"].read(source.address, harvest.fetcher, services.core.base)
    graphs = (one.description.triples for one in items if isinstance(one, Found))
    return {line for graph in graphs for line in lines_in(graph)}


def counts(services: Services, source: Source) -> Mapping[str, int]:
    run = services.core.harvest.run(source)
    assert run.state == "done", run.message
    return run.counts


def statements(file: Path) -> list[str]:
    """The N-Triples lines of a file, its blank nodes labelled as there."""
    found = ox.parse(file.read_bytes(), format=PARSERS[file.suffix])
    return lines_in((ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"").decode())
