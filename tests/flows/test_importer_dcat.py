"""DCAT catalogues, real and hostile, through the importer: nothing lost, nothing let through."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.errors import SourceFailed, TooLarge
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland.rdf.read import compose, read, split_lines
from smartland_importers.dcat import DcatImporter
from support.shared_data import shared
from support.sites import Site, body, serving

BASE = "http://smartland.example/"
# file → datasets and catalogues in it
REAL = {
    "agid_suap": (1, 1),
    "aou_pisana": (3, 1),
    "comune_alessandria": (5, 1),
    "dtd_padigitale2026": (8, 1),
    "dtd_pdnd": (27, 1),
    "lombardia_asst_ovest_milanese": (22, 1),
    "lombardia_ats_brescia": (10, 1),
    "lombardia_brescia_mobilita": (3, 1),
    "pagopa_io": (2, 1),
    "pagopa_pagamenti": (3, 1),
    "uni_campania": (12, 1),
    "uni_piemonte_orientale": (18, 1),
}
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix e: <http://a.example/> .
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def harvest(address: str) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True, timeout=10)
    return list(DcatImporter().read(address, fetcher, BASE))


def harvest_text(text: str, folder: Path, name: str = "source.ttl") -> list[Item]:
    path = folder / name
    path.write_text(PREFIXES + text if name.endswith(".ttl") else text, encoding="utf-8")
    return harvest(str(path))


def found(items: list[Item]) -> dict[str, Found]:
    return {item.description.iri: item for item in items if isinstance(item, Found)}


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


def graph(items: list[Item]) -> rdflib.Graph:
    lines = "".join(item.description.triples for item in found(items).values())
    return rdflib.Graph().parse(data=lines, format="nt")


def kinds(items: list[Item]) -> list[str]:
    return [item.description.kind for item in found(items).values()]


@pytest.mark.parametrize("name", REAL)
def test_a_real_catalogue_comes_in_whole(name: str) -> None:
    path = shared("dcatapit", "real", f"{name}.rdf")
    items = harvest(str(path))
    place = f"{BASE}source/{name}/{name}.rdf"
    assert isomorphic(graph(items), rdflib.Graph().parse(path, publicID=place))
    datasets, catalogues = REAL[name]
    assert kinds(items).count("dataset") == datasets
    assert kinds(items).count("catalogue") == catalogues
    assert not rejected(items)
    assert items[0] == Expected(len(items) - 1)


@pytest.mark.parametrize("name", REAL)
def test_a_real_catalogue_goes_through_documents_and_back(name: str) -> None:
    for item in found(harvest(str(shared("dcatapit", "real", f"{name}.rdf")))).values():
        given = item.description
        kind = KINDS[given.kind]
        reading = read(kind, given.iri, split_lines(given.triples))
        assert reading.document["title"]
        back = set(compose(kind, given.iri, reading.document, reading.extra).splitlines())
        assert back >= set(given.triples.splitlines())


def test_a_second_run_gives_the_same_bytes() -> None:
    path = str(shared("dcatapit", "real", "lombardia_asst_ovest_milanese.rdf"))
    assert harvest(path) == harvest(path)


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("aou_pisana", "a relative IRI, read as <http://smartland.example/source/aou_pisana/CSV>"),
        ("aou_pisana", "an empty dct:license"),
        ("aou_pisana", "dct:language is the text “it”, an IRI was expected"),
        ("dtd_padigitale2026", "dct:landingPage is not a property; dcat:landingPage was meant"),
        ("dtd_padigitale2026", "dct:issue is not a property; dct:issued was meant"),
        ("agid_suap", "2 values of foaf:name of agent <https://agid.gov.it>: "),
    ],
)
def test_known_faults_of_real_catalogues_are_told(name: str, remark: str) -> None:
    items = found(harvest(str(shared("dcatapit", "real", f"{name}.rdf"))))
    said = {text for item in items.values() for text in item.remarks}
    assert any(text.startswith(remark) for text in said)


def test_by_url_the_source_is_the_base_of_relative_iris(site: Site) -> None:
    path = shared("dcatapit", "real", "aou_pisana.rdf")
    site.answers["/cat/catalog"] = body(path.read_bytes(), "application/rdf+xml")
    items = harvest(f"{site.url}/cat/catalog")
    expected = rdflib.Graph().parse(path, publicID=f"{site.url}/cat/catalog")
    assert isomorphic(graph(items), expected)


def test_turtle_and_json_ld_say_the_same_as_rdf_xml(tmp_path: Path) -> None:
    source = rdflib.Graph().parse(shared("dcatapit", "real", "pagopa_io.rdf"), publicID="http://b/")
    for name, form in (("a.ttl", "turtle"), ("a.jsonld", "json-ld"), ("a.nt", "nt")):
        source.serialize(tmp_path / name, format=form, encoding="utf-8")
        assert isomorphic(graph(harvest(str(tmp_path / name))), source)


# shapes of sources

TWO = """
e:cat a dcat:Catalog ; dct:title "c" ; dcat:dataset e:d1, e:d2 .
e:d1 a dcat:Dataset ; dct:title "1" ; dct:publisher e:agent ; dcat:distribution e:x .
e:d2 a dcat:Dataset ; dct:title "2" ; dct:publisher e:agent .
e:agent foaf:name "Agent" .
e:x a dcat:Distribution ; dcat:accessURL <http://b.example/file> .
e:lonely dct:title "said of nothing above" .
"""


def test_shared_nodes_go_along_and_lonely_ones_stay_with_the_catalogue(tmp_path: Path) -> None:
    items = found(harvest_text(TWO, tmp_path))
    for name in ("d1", "d2"):
        assert '"Agent"' in items[f"http://a.example/{name}"].description.triples
    assert "lonely" in items["http://a.example/cat"].description.triples
    assert "b.example" not in items["http://a.example/d2"].description.triples


def test_without_a_catalogue_lonely_statements_get_one(tmp_path: Path) -> None:
    text = 'e:d a dcat:Dataset ; dct:title "1" . e:lonely dct:title "x" .'
    items = found(harvest_text(text, tmp_path))
    own = items["http://smartland.example/source/source/source.ttl"]
    assert own.description.kind == "catalogue"
    assert "lonely" in own.description.triples
    assert "no catalogue" in own.remarks[0]


def test_a_listed_dataset_counts_even_without_its_class(tmp_path: Path) -> None:
    text = """
    e:cat a dcat:Catalog ; dcat:dataset e:d ; dcat:service e:s .
    e:d dct:title "1" . e:s dct:title "2" .
    """
    assert sorted(kinds(harvest_text(text, tmp_path))) == ["catalogue", "data-service", "dataset"]


def test_a_dataset_without_iri_keeps_one_name(tmp_path: Path) -> None:
    text = """
    e:cat a dcat:Catalog ; dcat:dataset [ a dcat:Dataset ; dct:identifier "7" ; dct:title "{}" ] .
    [] a dcat:Dataset ; dct:title "only a title" .
    """
    first = found(harvest_text(text.format("old"), tmp_path))
    second = found(harvest_text(text.format("new"), tmp_path))
    assert set(first) == set(second)
    assert len(first) == 3
    names = [iri for iri in first if iri.startswith(f"{BASE}id/dataset/anon-")]
    assert len(names) == 2
    assert f"<{names[0]}>" in first["http://a.example/cat"].description.triples + names[1]
    assert "blank node" in first[names[0]].remarks[0]


def test_two_datasets_that_nothing_tells_apart_are_rejected(tmp_path: Path) -> None:
    text = """
    [] a dcat:Dataset ; dct:title "x" . [] a dcat:Dataset ; dct:title "x" .
    e:d a dcat:Dataset .
    """
    items = harvest_text(text, tmp_path)
    assert len(rejected(items)) == 2
    assert list(found(items)) == ["http://a.example/d"]


# paging


def page(number: int, following: str, verb: str = "hydra:next") -> bytes:
    text = f"""
    e:cat a dcat:Catalog ; dct:title "c" ; dcat:dataset e:d{number} .
    e:d{number} a dcat:Dataset ; dct:title "{number}" ; dct:publisher [ foaf:name "{number}" ] .
    <http://a.example/view{number}> a hydra:PartialCollectionView ; {verb} {following} .
    """
    return (PREFIXES + text).encode()


@pytest.mark.parametrize("verb", ["hydra:next", "hydra:nextPage"])
@pytest.mark.parametrize("form", ["<{}>", '"{}"'])
def test_pages_are_followed_to_the_end(site: Site, verb: str, form: str) -> None:
    site.answers["/c"] = body(page(1, form.format("?page=2"), verb))
    site.answers["/c?page=2"] = body(page(2, form.format(f"{site.url}/c?page=3"), verb))
    site.answers["/c?page=3"] = body(page(3, form.format("?page=3"), verb))
    items = found(harvest(f"{site.url}/c"))
    assert len(items) == 4
    catalogue = items["http://a.example/cat"].description.triples
    assert catalogue.count("<http://www.w3.org/ns/dcat#dataset>") == 3
    assert site.paths() == ["/c", "/c?page=2", "/c?page=3"]


def test_a_server_that_ignores_the_page_number_ends_the_loop(site: Site) -> None:
    for number in range(1, 9):
        path = "/c" if number == 1 else f"/c?page={number}"
        site.answers[path] = body(page(1, f"<{site.url}/c?page={number + 1}>"))
    items = found(harvest(f"{site.url}/c"))
    assert len(site.asked) == 2
    assert "brings nothing new" in items["http://a.example/cat"].remarks[0]


def test_two_pages_that_point_at_each_other_end(site: Site) -> None:
    site.answers["/1"] = body(page(1, "</2>"))
    site.answers["/2"] = body(page(2, "</1>"))
    assert len(found(harvest(f"{site.url}/1"))) == 3


def test_a_missing_page_fails_the_source(site: Site) -> None:
    site.answers["/c"] = body(page(1, "<?page=2>"))
    with pytest.raises(SourceFailed, match="404"):
        harvest(f"{site.url}/c")


def test_a_broken_page_fails_the_source_and_is_named(site: Site) -> None:
    site.answers["/c"] = body(page(1, "<?page=2>"))
    site.answers["/c?page=2"] = body(page(2, "<x>")[:-20])
    with pytest.raises(SourceFailed, match=r"/c\?page=2.*line"):
        harvest(f"{site.url}/c")


def test_saved_pages_are_followed_within_their_folder(tmp_path: Path) -> None:
    (tmp_path / "2.ttl").write_bytes(page(2, "<../../etc/passwd>"))
    (tmp_path / "1.ttl").write_bytes(page(1, "<2.ttl>"))
    assert len(found(harvest(str(tmp_path / "1.ttl")))) == 3


# what is refused


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "http://b.example/\\u0061 b",
        "http://b.example/<x>",
        "http://b.example/\u202egpj.exe",
    ],
)
def test_a_bad_link_costs_its_dataset_and_no_other(tmp_path: Path, link: str) -> None:
    text = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dcat="http://www.w3.org/ns/dcat#">
      <dcat:Catalog rdf:about="http://a.example/cat">
        <dcat:dataset rdf:resource="http://a.example/bad"/>
        <dcat:dataset rdf:resource="http://a.example/good"/>
      </dcat:Catalog>
      <dcat:Dataset rdf:about="http://a.example/bad">
        <dcat:distribution><dcat:Distribution rdf:about="http://a.example/dist">
          <dcat:accessURL rdf:resource="{link.replace("<", "&lt;").replace(">", "&gt;")}"/>
        </dcat:Distribution></dcat:distribution>
      </dcat:Dataset>
      <dcat:Dataset rdf:about="http://a.example/good"/>
    </rdf:RDF>"""
    items = harvest_text(text, tmp_path, "source.rdf")
    reason = rejected(items)["http://a.example/bad"]
    assert "<http://a.example/dist> has in dcat:accessURL" in reason
    assert set(found(items)) == {"http://a.example/cat", "http://a.example/good"}


def test_a_script_as_text_in_a_link_is_refused_too(tmp_path: Path) -> None:
    text = 'e:d a dcat:Dataset ; dcat:landingPage " javascript:alert(1)" . e:g a dcat:Dataset .'
    assert list(rejected(harvest_text(text, tmp_path))) == ["http://a.example/d"]


def test_a_catalogue_goes_without_what_is_wrong_in_it(tmp_path: Path) -> None:
    text = """
    e:cat a dcat:Catalog ; dcat:dataset <http://a.example/a b>, e:d ; foaf:homepage <javascript:1> .
    e:d a dcat:Dataset . <http://a.example/a b> a dcat:Dataset .
    """
    items = harvest_text(text, tmp_path)
    catalogue = found(items)["http://a.example/cat"]
    assert sum(text.startswith("left out: ") for text in catalogue.remarks) == 2
    assert "javascript" not in catalogue.description.triples
    assert list(rejected(items)) == ["http://a.example/a b"]


@pytest.mark.parametrize(
    "iri",
    [f"{BASE}id/stakeholder/ipa-c_f205", "https://w3id.org/smartland/concept/corridor/energy"],
)
def test_a_source_may_not_describe_what_is_ours(tmp_path: Path, iri: str) -> None:
    items = harvest_text(f"<{iri}> a dcat:Dataset . e:d a dcat:Dataset .", tmp_path)
    assert "belongs to this platform" in rejected(items)[iri]


def test_a_long_literal_and_a_control_character_cost_their_dataset(tmp_path: Path) -> None:
    text = (
        f'e:long a dcat:Dataset ; dct:title "{"x" * 1_000_001}" . '
        'e:nul a dcat:Dataset ; dct:title "\\u0000" . e:good a dcat:Dataset .'
    )
    items = harvest_text(text, tmp_path)
    reasons = rejected(items)
    assert (
        "<http://a.example/long> has in dct:title a literal of 1000003"
        in (reasons["http://a.example/long"])
    )
    assert "U+0000" in reasons["http://a.example/nul"]
    assert list(found(items)) == ["http://a.example/good"]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rdf:RDF/>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><a>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "<html><body>down for maintenance</body></html>",
        "",
    ],
)
def test_a_source_without_a_readable_catalogue_fails(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceFailed):
        harvest_text(text, tmp_path, "source.rdf")


def test_a_literal_of_a_hundred_megabytes_fails_the_source_quickly(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    with path.open("wb") as file:
        file.write(b'<x:s> <x:p> "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'" .')
    with pytest.raises(TooLarge, match="20000000"):
        harvest(str(path))


def test_json_ld_contexts_are_not_fetched(site: Site) -> None:
    site.answers["/c"] = body(
        f'{{"@context": "{site.url}/context", "@id": "x"}}'.encode(), "application/ld+json"
    )
    with pytest.raises(SourceFailed, match="never fetched"):
        harvest(f"{site.url}/c")
    assert site.paths() == ["/c"]
