"""Harvests, edits, merges, partings and restorations in any order: what always holds."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Description, Json, Revision
from smartland.errors import SmartlandError
from smartland.ports.harvests import Source
from smartland.ports.importer import Found
from smartland.services.blending import same_as
from smartland.services.harvest import Deletion
from smartland.services.names import final
from smartland.services.revising import is_whole
from support.harvest_world import CORDIS, IPA, World, opened

SOURCES = (IPA, CORDIS, Source("startups", "list", "startups"))
NUMBERS = ("01199250158", "00743110157", "00488410010", "00905811006")
VALUES: dict[str, tuple[Json, ...]] = {
    "acronym": ("A", "B", "C"),
    "homepage": ("https://a.example/", "https://b.example/"),
    "identifier": (["r:1"], ["r:2"], ["r:1", "r:3"]),
    "alt_name": ({"it": ["Uno"]}, {"it": ["Due"]}),
    "description": ({"it": "x"}, {"it": "y"}, {"en": "z"}),
    "contact": ("a@example.org", "b@example.org"),
}
EDITS: tuple[dict[str, Json], ...] = (
    {"acronym": "E"},
    {"homepage": None},
    {"identifier": ["e:1"]},
    {"same_as": ["https://elsewhere.example/1"]},
    {"description": {"it": "edited"}},
)
STEPS = 24


@dataclass
class Chance:
    """Does something at random, as a source or a person may."""

    world: World
    dice: random.Random
    given: dict[str, list[Found]] = field(default_factory=dict)

    def step(self) -> None:
        does: list[Callable[[], object]] = [
            self.harvest,
            self.harvest,
            self.change,
            self.edit,
            self.merge,
            self.part,
            self.restore,
            self.create,
        ]
        with suppress(SmartlandError):  # what may not be done is refused
            self.dice.choice(does)()

    def harvest(self) -> None:
        source = self.dice.choice(SOURCES)
        if source.name not in self.given:
            self.given[source.name] = [self.item(source, number) for number in range(6)]
        run = self.world.run(source, *self.given[source.name])
        assert run.state == "done", run.message
        assert set(run.counts) <= {"created", "changed", "unchanged", "kept", "withdrawn"}

    def change(self) -> None:
        source = self.dice.choice(SOURCES)
        self.given[source.name] = [
            self.item(source, number) for number in range(6) if self.dice.random() < 0.8
        ]

    def edit(self) -> None:
        self.world.edit(self.any_shown().iri, **self.dice.choice(EDITS))

    def merge(self) -> None:
        self.world.catalogue.merge(self.any_shown().iri, self.any_shown().iri, "curator")

    def part(self) -> None:
        merged = [one for one in heads(self.world).values() if one.merged_into]
        if merged:
            one = self.dice.choice(merged)
            self.world.catalogue.part(one.kind, one.key, "curator")

    def restore(self) -> None:
        one = self.dice.choice(list(heads(self.world).values()))
        number = self.dice.randint(1, one.number)
        self.world.catalogue.restore(one.kind, one.key, number, "curator", one.etag)

    def create(self) -> None:
        number = self.dice.randint(0, 9)
        raw = {"name": f"Mano {number}", "stakeholder_kind": "university", "ror": "01nffqt88"}
        self.world.catalogue.create("stakeholder", raw, "owner")

    def any_shown(self) -> Revision:
        return self.dice.choice(self.world.catalogue.page("stakeholder", "", 100))

    def item(self, source: Source, number: int) -> Found:
        """One of four bodies; the same number has each register's own code."""
        body = number % 4
        name = self.dice.choice((f"Ente Uno{body}", f"ENTE UNO{body}", f"Ente Uno{body} di Milano"))
        document: dict[str, Json] = {"name": {"it": name}, "stakeholder_kind": "administration"}
        document[self.dice.choice(("tax_code", "vat"))] = NUMBERS[body]
        document |= {
            field: self.dice.choice(values)
            for field, values in VALUES.items()
            if self.dice.random() < 0.5
        }
        if source is IPA:
            document["ipa_code"] = f"c_{number}"
        elif source is CORDIS or "vat" in document:  # a VAT number alone is not enough
            document["pic"] = str(999_879_000 + number + 10 * (source is not CORDIS))
        return Found(Description("stakeholder", f"{source.name}-{number}", document))


def heads(world: World) -> dict[str, Revision]:
    return {one.iri: one for one in world.database.truth.changes(0, 100_000)}


def check(world: World) -> None:
    """Nothing is published without what it must say; names and contributions are where they lead;
    nobody is called the same who stands by himself."""
    truth = world.database.truth
    here = heads(world)
    said = truth.contributions(sorted(here))
    last = {iri: final(truth, head) for iri, head in here.items()}
    for iri, head in here.items():
        if head.merged_into and not last[iri].withdrawn:
            assert same_as(last[iri].iri, iri) in last[iri].triples
        if head.withdrawn:
            continue
        assert is_whole(KINDS[head.kind], head.document)
        for other in here:
            if other != iri and same_as(iri, other) in head.triples:
                assert last[other].iri == iri
        for one in said.get(iri, ()):
            assert last[one.claimed].iri == iri


@pytest.mark.parametrize("seed", range(8))
def test_in_any_order(tmp_path: Path, seed: int) -> None:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        world.harvest.deletion = Deletion(ceiling=100)
        dice = random.Random(seed)  # noqa: S311 - the same each time is what is wanted
        chance = Chance(world, dice)
        chance.harvest()
        for _ in range(STEPS):
            chance.step()
            check(world)
        for _ in range(2):  # what one of them changes another may have to take note of
            for source in SOURCES:
                world.run(source, *chance.given.get(source.name, ()))
                check(world)
        number = world.database.truth.last_sequence()
        for source in SOURCES:
            run = world.run(source, *chance.given.get(source.name, ()))
            assert set(run.counts) <= {"unchanged", "kept"}
        assert world.database.truth.last_sequence() == number, "nothing new, nothing written"
