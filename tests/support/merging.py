"""Bodies of several sources that are merged, parted and looked at, in a harvest world."""

from smartland.domain.resource import Revision
from smartland.ports.harvests import Source
from smartland.ports.proposals import Pair
from support.harvest_world import (
    BASE,
    World,
    body,
)

STARTUPS = Source("startups", "list", "startups")
OTHER_NUMBER = "00743110157"


def made(world: World, name: str, **fields: object) -> Revision:
    raw = {"name": name, "stakeholder_kind": "university"} | fields
    return world.catalogue.create("stakeholder", raw, "owner")


def stands(world: World, iri: str) -> bool:
    return not world.head(iri).withdrawn


def part(world: World, iri: str) -> Revision:
    head = world.head(iri)
    return world.catalogue.part("stakeholder", head.key, "curator")


FILLER = [body(f"f{n}", name={"it": f"Comune numero {n}"}, ipa_code=f"c_x{n:03}") for n in range(9)]


def filler_iri(number: int) -> str:
    return f"{BASE}id/stakeholder/ipa-c_x{number:03}"


def paired(world: World, one: str, other: str) -> int:
    world.database.proposals.add([Pair("stakeholder", one, other, 90, ("same name",))], world.today)
    return world.database.proposals.listed("open", 1)[0].id
