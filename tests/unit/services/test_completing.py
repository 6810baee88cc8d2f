"""Descriptions made ready for harvesters: every trap that real catalogues fell into."""

from datetime import UTC, datetime

import pytest
import rdflib

from smartland.domain.kinds.stakeholder import ADMINISTRATION
from smartland.domain.resource import CREATE, Json, Revision, Write
from smartland.rdf.terms import to_lines
from smartland.services.agents import Agents
from smartland.services.completing import Completed, Completion
from smartland.services.publisher import Publisher, publisher_of
from smartland_vocab.namespaces import DCAT, DCATAPIT, DCT, FOAF, OWL, RDF, VCARD
from support.fake_truth import BASE, NOW, FakeTruth

EU = "http://publications.europa.eu/resource/authority/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
MILAN = f"{BASE}id/stakeholder/ipa-c_f205"
PUBLISHER = Publisher("Regione Lombardia", "r_lombar", "https://www.regione.example/")


@pytest.fixture
def truth() -> FakeTruth:
    """The municipality of Milan is known."""
    truth = FakeTruth()
    document = {
        "name": {"it": "Comune di Milano", "en": "City of Milan"},
        "stakeholder_kind": ADMINISTRATION,
        "ipa_code": "c_f205",
    }
    write = Write(
        MILAN, "stakeholder", "ipa-c_f205", CREATE, document, "", "", "e", "t", None,
        codes=("ipa-c_f205",),
    )  # fmt: skip
    truth.write([write], NOW)
    return truth


def complete(truth: FakeTruth, **document: Json) -> tuple[Completed, rdflib.Graph]:
    given = {"title": {"it": "Titolo"}, "description": {"it": "Testo"}, **document}
    revision = Revision(
        1, 1, f"{BASE}id/dataset/d1", "dataset", "d1", CREATE, given, "", "", "e",
        datetime(2026, 3, 4, 5, tzinfo=UTC), "t",
    )  # fmt: skip
    found = Completion(Agents(truth, BASE, PUBLISHER)).dataset(revision)
    triples = [*found.own, *(one for said in found.shared.values() for one in said)]
    return found, rdflib.Graph().parse(data=to_lines(triples), format="nt")


def said(graph: rdflib.Graph, predicate: str, subject: str = "") -> set[str]:
    node = rdflib.URIRef(subject or f"{BASE}id/dataset/d1")
    return {str(one) for one in graph.objects(node, rdflib.URIRef(predicate))}


def test_what_nobody_said_is_said_as_unknown(truth: FakeTruth) -> None:
    _, graph = complete(truth)
    assert said(graph, RDF.type) == {DCAT.Dataset, DCATAPIT.Dataset}
    assert said(graph, DCT.identifier) == {"r_lombar:d1"}
    assert said(graph, DCAT.theme) == {f"{EU}data-theme/OP_DATPRO"}
    assert said(graph, DCT.accrualPeriodicity) == {f"{EU}frequency/UNKNOWN"}
    assert said(graph, DCT.modified) == {"2026-03-04"}
    (holder,) = said(graph, DCT.rightsHolder)
    assert said(graph, DCT.identifier, holder) == {"r_lombar"}
    assert holder in said(graph, DCT.publisher)


def test_a_licence_that_nobody_gave_is_not_given_away(truth: FakeTruth) -> None:
    _, graph = complete(truth, distribution=[{"access_url": "http://e.example/f.csv"}])
    (file,) = said(graph, DCAT.distribution)
    assert file.startswith(BASE), "an IRI node, never a blank one"
    (licence,) = said(graph, DCT.license, file)
    assert licence.endswith("/C11_Unknown")
    assert said(graph, DCT["format"], file) == {f"{EU}file-type/CSV"}


@pytest.mark.parametrize(
    "spelling",
    [
        CC_BY,
        "http://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/4.0",
        "https://creativecommons.org/licenses/by/4.0/deed.it",
        "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40",
        "https://w3id.org/italia/controlled-vocabulary/licences/A21:CCBY40",
    ],
)
def test_every_spelling_of_cc_by_is_the_one_that_both_portals_know(
    truth: FakeTruth, spelling: str
) -> None:
    files = [{"access_url": "http://e.example/f", "license": {"iri": spelling}}]
    _, graph = complete(truth, distribution=files)
    (file,) = said(graph, DCAT.distribution)
    assert said(graph, DCT.license, file) == {CC_BY}
    assert said(graph, RDF.type, CC_BY) == {DCT.LicenseDocument, DCATAPIT.LicenseDocument}
    italian = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
    assert said(graph, OWL.sameAs, CC_BY) == {italian}


def test_a_licence_is_never_named_in_other_languages_only(truth: FakeTruth) -> None:
    licence = {"iri": "http://e.example/l", "name": {"de": "Lizenz"}}
    files = [{"access_url": "http://e.example/f", "license": licence}]
    _, graph = complete(truth, distribution=files)
    names = graph.objects(rdflib.URIRef("http://e.example/l"), rdflib.URIRef(FOAF.name))
    assert {getattr(one, "language", None) for one in names} == {"de", "it"}


def test_a_known_body_has_one_iri_one_code_and_one_name(truth: FakeTruth) -> None:
    found, graph = complete(
        truth,
        publisher={"name": {"it": "Milano"}, "identifier": "C_F205"},
        rights_holder={"name": {"en": "Milan city", "it": "Il Comune"}, "identifier": "c_f205"},
    )
    assert said(graph, DCT.publisher) == said(graph, DCT.rightsHolder) == {MILAN}
    assert said(graph, DCT.identifier, MILAN) == {"c_f205"}
    names = list(graph.objects(rdflib.URIRef(MILAN), rdflib.URIRef(FOAF.name)))
    assert names == [rdflib.Literal("Comune di Milano", lang="it")]
    assert found.holder.key == "ipa-c_f205"


def test_a_contact_is_never_an_agent_and_can_be_written_to(truth: FakeTruth) -> None:
    holder = {"iri": "http://e.example/ente", "identifier": "x_1", "name": {"it": "Ente"}}
    contacts = [
        {"iri": "http://e.example/ente", "name": {"it": "Ente"}, "email": "a@e.example"},
        {"name": {"it": "Senza posta"}, "telephone": "tel:+3902"},
    ]
    _, graph = complete(truth, rights_holder=holder, contact_point=contacts)
    (contact,) = said(graph, DCAT.contactPoint)
    assert contact != "http://e.example/ente"
    assert said(graph, VCARD.hasEmail, contact) == {"mailto:a@e.example"}
    assert str(VCARD.Kind) not in said(graph, RDF.type, "http://e.example/ente")


def test_a_period_is_spelt_for_everybody_who_reads_it(truth: FakeTruth) -> None:
    _, graph = complete(truth, temporal=[{"start": "2020-01-01T00:00:00Z", "end": "2021-12-31"}])
    (period,) = said(graph, DCT.temporal)
    for space in (DCATAPIT.iri, DCAT.iri, "http://schema.org/"):
        assert said(graph, f"{space}startDate", period) == {"2020-01-01"}
        assert said(graph, f"{space}endDate", period) == {"2021-12-31"}


def test_a_period_without_a_start_does_not_go_out(truth: FakeTruth) -> None:
    _, graph = complete(truth, temporal=[{"end": "2021-12-31"}])
    assert not said(graph, DCT.temporal)


def test_texts_without_a_language_are_italian(truth: FakeTruth) -> None:
    _, graph = complete(truth, title={"und": "Senza"}, keyword={"und": ["a"], "en": ["b"]})
    titles = list(graph.objects(rdflib.URIRef(f"{BASE}id/dataset/d1"), rdflib.URIRef(DCT.title)))
    assert titles == [rdflib.Literal("Senza", lang="it")]
    keywords = graph.objects(rdflib.URIRef(f"{BASE}id/dataset/d1"), rdflib.URIRef(DCAT.keyword))
    assert {(str(one), getattr(one, "language", None)) for one in keywords} == {
        ("a", "it"), ("b", "en"),
    }  # fmt: skip


def test_sizes_stay_at_home_and_media_types_have_one_spelling(truth: FakeTruth) -> None:
    file = {
        "access_url": "http://e.example/f",
        "byte_size": "10",
        "media_type": "https://www.iana.org/assignments/media-types/text/csv",
    }
    _, graph = complete(truth, distribution=[file])
    (node,) = said(graph, DCAT.distribution)
    assert not said(graph, DCAT.byteSize, node)
    csv = "http://www.iana.org/assignments/media-types/text/csv"
    assert said(graph, DCAT.mediaType, node) == {csv}
    assert said(graph, RDF.type, csv) == {DCT.MediaType}


def test_the_publisher_of_an_installation_that_set_nothing_pretends_nothing() -> None:
    found = publisher_of("https://dati.example.it/")
    assert found.identifier == "dati.example.it"
    assert found.email == ""
    assert publisher_of(BASE, ipa=" R_Lombar ").identifier == "r_lombar"
    with pytest.raises(ValueError, match="IPA"):
        publisher_of(BASE, ipa="Regione Lombardia")
