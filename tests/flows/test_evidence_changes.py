"""Proposals over time: evidence that goes and comes back, merges, decisions, other writers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from smartland.domain.kinds.shared import CLAIM_STATES, COMPETENCES
from smartland.domain.resource import Revision
from smartland.errors import Conflict, Gone, NotFound
from smartland.ports.harvests import Source
from smartland.services.catalogue import Catalogue
from smartland.services.evidence.claims import EVIDENCE
from smartland.services.evidence.proposing import Evidence
from smartland.services.revising import Draft
from smartland.settings import Settings
from smartland.wiring import open_core
from support.evidence_world import BEES, LEAKS, EvidenceWorld, evidence_world
from support.platform import BASE

LEAK, BEE, PUMP = "leak-detection", "beekeeping", "heat-pumps"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EvidenceWorld]:
    with evidence_world(tmp_path) as found:
        yield found


# what goes, and comes again


def test_a_proposal_goes_with_its_evidence_and_comes_back_with_it(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    project = world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    key = world.claims(alfa)[LEAK].key
    world.catalogue.delete("project", project.key, "owner", "*")
    assert world.evidence.propose().withdrawn == 1
    assert world.claims(alfa) == {}
    world.catalogue.restore("project", project.key, 1, "owner", "*")
    assert world.evidence.propose().created == 1
    assert world.claims(alfa)[LEAK].key == key


def test_a_partner_that_leaves_a_project_loses_what_it_proposed(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    project = world.project("1", LEAKS, [alfa, beta])
    world.evidence.propose()
    left = [{"stakeholder": alfa, "role": "coordinator"}]
    world.catalogue.patch("project", project.key, {"participation": left}, "owner", "*")
    world.evidence.propose()
    assert LEAK in world.claims(alfa)
    assert world.claims(beta) == {}


def test_the_proposals_of_a_body_that_left_go_with_it(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    world.catalogue.delete("stakeholder", "pic-999981634", "owner", "*")
    assert world.evidence.propose().withdrawn == 1
    assert world.claims(alfa) == {}


def test_only_bodies_whose_documents_changed_are_looked_at(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    world.project("2", BEES, [beta])
    run = world.evidence.propose()
    assert not run.whole
    assert (run.bodies, run.created) == (1, 1)
    assert BEE in world.claims(beta)


def test_a_change_of_a_call_is_followed_to_whoever_won_it(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    call = {"title": {"en": "Alpha"}, "description": {"en": "Beta"}, "identifier": "C-1"}
    iri = world.catalogue.create("call", call, "owner").iri
    for number in range(4):
        world.project(str(number), {"en": "Gamma"}, [alfa], call=iri)
    world.evidence.propose()
    world.catalogue.patch("call", "call-C-1", {"title": BEES, "description": BEES}, "owner", "*")
    world.evidence.propose()
    assert BEE in world.claims(alfa)


# merges


def test_after_a_merge_the_winner_has_what_both_have_shown(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [beta])
    world.project("2", BEES, [alfa])
    world.evidence.propose()
    world.catalogue.merge(beta, alfa, "operator")
    run = world.evidence.propose()
    assert (run.created, run.withdrawn) == (1, 1)
    assert set(world.claims(alfa)) == {LEAK, BEE}
    assert world.claims(beta) == {}
    assert world.evidence.propose(since_sequence=0).unchanged == 2


def test_what_the_merged_one_refused_is_not_proposed_to_the_winner(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [beta])
    world.evidence.propose()
    world.evidence.refuse(world.claims(beta)[LEAK].key, "beta")
    world.catalogue.merge(beta, alfa, "operator")
    assert world.evidence.propose().created == 0
    world.project("2", LEAKS, [alfa])
    assert world.evidence.propose(since_sequence=0).created == 0
    assert world.claims(alfa) == {}


def test_what_the_merged_one_claimed_itself_is_not_proposed_to_the_winner(
    world: EvidenceWorld,
) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.own_claim(beta, LEAK)
    world.project("1", LEAKS, [beta, alfa])
    world.catalogue.merge(beta, alfa, "operator")
    world.evidence.propose()
    assert world.claims(alfa) == {}


# decisions


def test_decisions_may_be_said_twice_and_only_of_proposals(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa], keyword={"en": ["beekeeping"]})
    world.project("2", BEES, [alfa])
    world.evidence.propose()
    claims = world.claims(alfa)
    leak, bee = claims[LEAK].key, claims[BEE].key
    assert world.evidence.accept(leak, "x").sequence == world.evidence.accept(leak, "x").sequence
    assert world.evidence.refuse(bee, "x").sequence == world.evidence.refuse(bee, "x").sequence
    with pytest.raises(Conflict):
        world.evidence.refuse(leak, "x")
    with pytest.raises(Gone):
        world.evidence.accept(bee, "x")
    with pytest.raises(NotFound):
        world.evidence.accept("nothing", "x")
    with pytest.raises(Conflict):
        world.evidence.accept(world.own_claim(alfa, PUMP).key, "x")


def test_many_decisions_at_once_each_have_their_outcome(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [alfa, beta])
    world.evidence.propose()
    keys = [world.claims(one)[LEAK].key for one in (alfa, beta)]
    decided = world.evidence.decisions.accept_all([keys[0], "nothing", keys[1]], "x")
    assert [one.error is None for one in decided] == [True, False, True]
    assert world.claims(beta)[LEAK].document["state"] == f"{CLAIM_STATES}/confirmed"


# other writers


class Interrupted(Catalogue):
    """Lets somebody refuse a claim between a run's look and its first write."""

    def __init__(self, catalogue: Catalogue, key: str) -> None:
        super().__init__(catalogue.truth, catalogue.base)
        self._key = key

    def commit(self, drafts: Sequence[Draft], actor: str) -> Sequence[Revision]:
        """As ever, but the first time somebody else is quicker."""
        key, self._key = self._key, ""
        if key:
            self.delete("claim", key, "alfa", "*")
        return super().commit(drafts, actor)


def test_who_decides_during_a_run_is_not_overruled(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    key = world.claims(alfa)[LEAK].key
    world.project("2", LEAKS, [alfa])
    run = Evidence(Interrupted(world.catalogue, key)).propose()
    assert (run.created, run.changed, run.kept) == (0, 0, 1)
    assert world.claims(alfa) == {}


# the demonstration


def test_the_demonstration_gets_proposals_once_and_for_all(tmp_path: Path) -> None:
    core = open_core(Settings(data_dir=tmp_path, base_url=BASE))
    try:
        assert core.harvest.run(Source("demo", "demo", "packaged")).state == "done"
        heard: list[int] = []
        first = Evidence(core.catalogue).propose(heard.append)
        assert first.created >= 100
        assert first.whole
        assert sum(heard) >= first.documents > 0
        claims = [one for one in core.catalogue.page("claim", "", 5_000) if one.source == EVIDENCE]
        assert len(claims) == first.created
        by_body: dict[str, int] = {}
        for one in claims:
            body = one.document["stakeholder"]
            by_body[body] = by_body.get(body, 0) + 1
            assert one.document["competence"].startswith(f"{COMPETENCES}/")
            assert 1 <= len(one.document["evidence"]) <= 10
        assert max(by_body.values()) <= 12
        again = Evidence(core.catalogue).propose(since_sequence=0)
        assert (again.unchanged, again.created, again.changed, again.withdrawn) == (
            first.created, 0, 0, 0,
        )  # fmt: skip
    finally:
        core.close()
