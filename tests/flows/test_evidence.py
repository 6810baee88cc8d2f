"""Competences proposed from evidence: who gets which, what is never touched, what goes away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.kinds.shared import CLAIM_STATES, DIRECTIONS
from smartland.domain.resource import CREATE, Json
from smartland.errors import Gone
from smartland.schemas.documents import validate
from smartland.services.evidence.claims import EVIDENCE
from smartland.services.revising import Draft
from support.evidence_world import BEES, HEAT, LEAKS, EvidenceWorld, evidence_world
from support.platform import BASE

LEAK, BEE, PUMP = "leak-detection", "beekeeping", "heat-pumps"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EvidenceWorld]:
    with evidence_world(tmp_path) as found:
        yield found


# what is proposed


def test_a_project_proposes_its_subject_to_its_partners(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    project = world.project("1", LEAKS, [alfa, beta])
    run = world.evidence.propose()
    assert (run.created, run.changed, run.withdrawn) == (2, 0, 0)
    claim = world.claims(beta)[LEAK]
    assert claim.document["direction"] == f"{DIRECTIONS}/offered"
    assert claim.document["state"] == f"{CLAIM_STATES}/proposed"
    assert claim.document["evidence"] == [project.iri]
    assert claim.document["note"]["it"].startswith("Prove: 1 progetto; vi si legge «")
    assert claim.document["note"]["en"].startswith("Evidence: 1 project; it says “")
    assert 0.6 <= float(claim.document["confidence"]) < 1
    assert (claim.source, claim.actor) == (EVIDENCE, EVIDENCE)
    assert claim.key.startswith("evidence-")
    assert validate(KINDS["claim"], claim.document, BASE) == claim.document


def test_documents_that_agree_make_surer(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [beta, alfa])
    world.evidence.propose()
    one = float(world.claims(alfa)[LEAK].document["confidence"])
    second = world.project("2", LEAKS, [beta, alfa])
    assert world.evidence.propose().changed >= 1
    claim = world.claims(alfa)[LEAK].document
    assert float(claim["confidence"]) > one
    assert second.iri in claim["evidence"]
    assert "2 progetti" in claim["note"]["it"]


def test_a_project_of_many_says_less_of_each(world: EvidenceWorld) -> None:
    few, many = world.body("alfa"), world.body("beta")
    others = [f"{BASE}id/stakeholder/pic-9{number:08d}" for number in range(39)]
    world.project("1", LEAKS, [few, world.body("gamma")])
    crowd: dict[str, Json] = {"title": LEAKS, "grant_number": "2", "participation": [
        {"stakeholder": iri} for iri in (many, *others)
    ]}  # fmt: skip
    from_importer(world, crowd)
    world.evidence.propose()
    assert LEAK in world.claims(few)
    assert world.claims(many) == {}


def test_an_offer_and_a_description_speak_too_but_a_need_does_not(world: EvidenceWorld) -> None:
    alfa = world.body("alfa", description={"en": "Beekeeping. We live from beekeeping and honey."})
    beta = world.body("beta", activity=[{"code": "62.01"}])
    flow = {"description": LEAKS, "stakeholder": beta}
    world.catalogue.create("offer", {"title": LEAKS, **flow}, "owner")
    world.catalogue.create("need", {"title": HEAT, **flow, "description": HEAT}, "owner")
    world.evidence.propose()
    assert BEE in world.claims(alfa)
    assert world.claims(alfa)[BEE].document["evidence"] == [alfa]
    assert set(world.claims(beta)) == {LEAK, "software-engineering"}


def test_a_dataset_speaks_for_whoever_holds_it_by_code(world: EvidenceWorld) -> None:
    body = {"name": "Comune di Varzi", "stakeholder_kind": "administration", "ipa_code": "c_l690"}
    town = world.catalogue.create("stakeholder", body, "owner").iri
    for number in range(2):
        dataset = {
            "title": {"it": "Fognature: reti fognarie"}, "identifier": f"c_l690:{number}",
            "description": {"it": "Le reti fognarie comunali, con le fognature bianche e nere."},
            "rights_holder": {"name": "Comune di Varzi", "identifier": "C_L690"},
        }  # fmt: skip
        world.catalogue.create("dataset", dataset, "owner")
    world.evidence.propose()
    assert len(world.claims(town)["sewerage"].document["evidence"]) == 2


def test_the_call_that_a_project_won_speaks_for_its_partners(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    call = {"title": BEES, "description": BEES, "identifier": "B-1", "competence": [BEE]}
    iri = world.catalogue.create("call", call, "owner").iri
    plain = {"title": {"en": "Alpha"}, "call": iri}
    world.project("1", plain["title"], [alfa], call=iri)
    world.evidence.propose()
    first = world.claims(alfa)
    for number in range(2, 5):
        world.project(str(number), plain["title"], [alfa], call=iri)
    world.evidence.propose()
    assert BEE not in first
    assert BEE in world.claims(alfa)


def from_importer(world: EvidenceWorld, document: dict[str, Json]) -> None:
    """Write a project whose partners are not all here, as a source may."""
    kind = KINDS["project"]
    checked = validate(kind, document, BASE)
    key = f"grant-{document['grant_number']}"
    draft = Draft(kind, f"{BASE}id/project/{key}", key, CREATE, checked, source="cordis")
    world.catalogue.commit((draft,), "harvest:cordis")


# what is not touched


def test_a_second_run_changes_nothing(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [alfa, beta], keyword={"en": ["heat pumps", "beekeeping"]})
    first = world.evidence.propose()
    before = world.catalogue.truth.last_sequence()
    again = world.evidence.propose(since_sequence=0)
    assert again.unchanged == first.created > 0
    assert (again.created, again.changed, again.withdrawn) == (0, 0, 0)
    assert world.catalogue.truth.last_sequence() == before
    assert world.evidence.propose().documents == 0


def test_what_the_owner_confirmed_or_edited_stays_as_it_is(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.project("1", LEAKS, [alfa, beta])
    world.evidence.propose()
    accepted = world.evidence.accept(world.claims(alfa)[LEAK].key, "alfa")
    assert accepted.document["state"] == f"{CLAIM_STATES}/confirmed"
    edited = world.catalogue.patch(
        "claim", world.claims(beta)[LEAK].key, {"level": "expert"}, "beta", "*"
    )
    world.project("2", LEAKS, [alfa, beta])
    run = world.evidence.propose(since_sequence=0)
    assert (run.created, run.changed, run.withdrawn, run.kept) == (0, 0, 0, 2)
    assert world.claims(alfa)[LEAK].sequence == accepted.sequence
    assert world.claims(beta)[LEAK].sequence == edited.sequence


def test_a_refused_proposal_never_comes_back(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    key = world.claims(alfa)[LEAK].key
    gone = world.evidence.refuse(key, "alfa")
    assert gone.withdrawn
    assert gone.note == "refused by its owner"
    world.project("2", LEAKS, [alfa])
    assert world.evidence.propose().kept == 1
    assert world.evidence.propose(since_sequence=0).created == 0
    assert world.claims(alfa) == {}


def test_a_proposal_that_was_withdrawn_by_hand_never_comes_back(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    world.catalogue.delete("claim", world.claims(alfa)[LEAK].key, "alfa", "*")
    world.evidence.propose(since_sequence=0)
    assert world.claims(alfa) == {}


def test_what_the_body_claims_itself_is_not_proposed(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    own = world.own_claim(alfa, LEAK, direction="sought")
    world.project("1", LEAKS, [alfa, beta])
    assert world.evidence.propose().kept == 1
    assert {one.sequence for one in world.claims(alfa).values()} == {own.sequence}
    assert LEAK in world.claims(beta)


def test_a_broader_competence_than_one_claimed_is_not_proposed(world: EvidenceWorld) -> None:
    alfa, beta = world.body("alfa"), world.body("beta")
    world.own_claim(alfa, LEAK)
    world.project("1", {"en": "Water utilities"}, [alfa, beta])
    world.evidence.propose()
    assert set(world.claims(alfa)) == {LEAK}
    assert set(world.claims(beta)) == {"water-utilities"}


def test_a_narrower_competence_than_one_claimed_is_proposed(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.own_claim(alfa, "water-utilities")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    assert set(world.claims(alfa)) == {"water-utilities", LEAK}


def test_a_claim_of_ones_own_made_later_replaces_the_proposal(world: EvidenceWorld) -> None:
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa])
    world.evidence.propose()
    key = world.claims(alfa)[LEAK].key
    own = world.own_claim(alfa, LEAK)
    run = world.evidence.propose()
    assert (run.withdrawn, run.kept) == (1, 1)
    assert world.claims(alfa)[LEAK].sequence == own.sequence
    with pytest.raises(Gone):
        world.catalogue.get("claim", key)
