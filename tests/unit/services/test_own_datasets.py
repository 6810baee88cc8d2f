"""What an installation publishes of its own accord: every kind has its words and files."""

from pathlib import Path

from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, Revision
from smartland.services.agents import Agents
from smartland.services.dumps import DUMP_TYPES, KindFacts
from smartland.services.generations import Building, Generations
from smartland.services.outgoing import Outgoing
from smartland.services.own_datasets import OwnDatasets
from smartland.services.own_texts import FILES, KINDS_TEXTS
from smartland.services.publisher import Publisher
from smartland.services.void import void
from support.fake_truth import BASE, NOW, FakeTruth

PUBLISHER = Publisher("Regione Lombardia", "r_lombar", BASE)
FACTS = [KindFacts("project", 2, 30, "2026-05-01", f"{BASE}id/project/1", ["dct", "sl"])]


def test_every_kind_has_its_words() -> None:
    assert set(KINDS_TEXTS) == set(KINDS)
    assert set(FILES) == set(DUMP_TYPES)


def test_titles_are_in_both_languages() -> None:
    agent = Agents(FakeTruth(), BASE, PUBLISHER).own
    own = OwnDatasets(BASE, PUBLISHER, agent, "2026-01-01")
    projects, graph = own.datasets(FACTS)
    assert projects.document["title"] == {
        "it": "Progetti di Smart Land", "en": "Projects of Smart Land",
    }  # fmt: skip
    assert projects.iri == f"{BASE}dump/project"
    assert projects.document["contact_point"] == [], "no mailbox was set"
    assert graph.document["distribution"][0]["download_url"] == [f"{BASE}dump/all.nq.gz"]


def test_what_cannot_be_completed_goes_out_as_it_is(tmp_path: Path) -> None:
    """A dataset that is missing from one run is deleted by the portals."""
    truth = FakeTruth()
    agents = Agents(truth, BASE, PUBLISHER)
    own = OwnDatasets(BASE, PUBLISHER, agents.own, "2026-01-01")
    building = Building(Generations(tmp_path), tmp_path, None, NOW)
    iri = f"{BASE}id/dataset/d"
    contact = {"iri": "http://e.example/with a space", "email": "a@e.example"}
    document = {"title": {"it": "x"}, "contact_point": [contact]}
    triples = f'<{iri}> <http://purl.org/dc/terms/title> "x"@it .\n'
    revision = Revision(
        1, 1, iri, "dataset", "d", CREATE, document, "", triples, "e", NOW, "tester"
    )
    found = Outgoing(building, agents, own, BASE, ())._completed(revision, set())
    assert found.own == ((f"<{iri}>", "<http://purl.org/dc/terms/title>", '"x"@it'),)


def test_void_counts_and_points_at_everything() -> None:
    text = void(BASE, PUBLISHER, f"{BASE}catalog#agent-r_lombar", FACTS)
    assert "void:triples 30" in text
    assert "void:entities 2" in text
    for address in ("sparql", "dump/all.nq.gz", "dump/project.ttl", "id/project/1"):
        assert f"<{BASE}{address}>" in text
