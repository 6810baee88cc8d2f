"""A small world to match in: a few concepts, places and stakeholders, indexed as in production."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from smartland.domain.identity import resource_iri
from smartland.domain.kinds.shared import COMPETENCES, CORRIDORS, DIRECTIONS, STAKEHOLDER_KINDS
from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, MUNICIPALITY, PROVINCE, REGION
from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.indexing import Indexing
from smartland.services.labels import Labels
from smartland.services.match import Match, Suggestion
from smartland.services.places import Places
from smartland_vocab.namespaces import CONCEPT
from support.fake_index import FakeIndex
from support.fake_truth import BASE, NOW, FakeTruth

CONCEPTS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "energy": ("Energia", "Energy", (), ()),
    "renewables": ("Fonti rinnovabili", "Renewable energy", ("energy",), ()),
    "solar": ("Fotovoltaico", "Photovoltaics", ("renewables",), ()),
    "wind": ("Eolico", "Wind power", ("renewables",), ()),
    "storage": ("Accumulo di energia", "Energy storage", ("energy",), ("grids",)),
    "grids": ("Reti elettriche", "Power grids", ("energy",), ()),
    "water": ("Acqua", "Water", (), ()),
    "leaks": ("Ricerca perdite", "Leak detection", ("water",), ()),
}
"""Notation → Italian and English label, broader, related."""
TERRITORIES: dict[str, tuple[str, str, str, tuple[float, float] | None]] = {
    "lombardia": ("Lombardia", REGION, "", None),
    "pavia-province": ("Provincia di Pavia", PROVINCE, "lombardia", None),
    "lecco-province": ("Provincia di Lecco", PROVINCE, "lombardia", None),
    "voghera": ("Voghera", MUNICIPALITY, "pavia-province", (44.9926, 9.0088)),
    "varzi": ("Varzi", MUNICIPALITY, "pavia-province", (44.8236, 9.1969)),
    "pavia": ("Pavia", MUNICIPALITY, "pavia-province", (45.1847, 9.1582)),
    "lecco": ("Lecco", MUNICIPALITY, "lecco-province", (45.8566, 9.3977)),
}
AREA = "oltrepo"


def competence(notation: str) -> str:
    """The IRI of a competence."""
    return f"{COMPETENCES}/{notation}"


def corridor(notation: str) -> str:
    """The IRI of a corridor."""
    return f"{CORRIDORS}/{notation}"


def stakeholder_kind(notation: str) -> str:
    """The IRI of a kind of stakeholder."""
    return f"{STAKEHOLDER_KINDS}/{notation}"


def iri(kind: str, key: str) -> str:
    """The IRI of a resource."""
    return resource_iri(BASE, kind, key)


def territory(key: str) -> str:
    """The IRI of a territory."""
    return iri("territory", key)


@dataclass
class World:
    """Put things in, then ask ``match``: what was put since is indexed first."""

    truth: FakeTruth = field(default_factory=FakeTruth)
    index: FakeIndex = field(default_factory=FakeIndex)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.catalogue = Catalogue(self.truth, BASE, lambda: self.now)
        self.concepts, self.places = Concepts(self.truth), Places(self.truth)
        self._match = Match(self.catalogue, self.index, self.concepts, self.places)
        labels = Labels(self.catalogue)
        self._indexing = Indexing(labels.many, self.places.current, self.concepts.current)

    @property
    def match(self) -> Match:
        """The matcher, its index brought up to date."""
        changes = self.truth.changes(self.index.position(), 100_000)
        newest = {one.iri: one for one in changes}.values()
        there = [one for one in newest if not one.withdrawn]
        gone = [one.iri for one in newest if one.withdrawn]
        documents = self._indexing.documents(there)
        self.index.apply(documents, gone, self.truth.last_sequence())
        return self._match

    def put(self, kind: str, key: str, **document: Json) -> Revision:
        """A resource, with plain strings as its Italian texts."""
        texts = ("title", "name", "description", "note", "label")
        spoken = {
            name: {"it": value} if name in texts and isinstance(value, str) else value
            for name, value in document.items()
        }
        return self.truth.put(kind, key, spoken)

    def stakeholder(self, key: str, name: str, town: str = "", **more: Json) -> str:
        """A firm, unless ``stakeholder_kind`` says otherwise; its IRI."""
        seat = {"municipality": territory(town)} if town else {}
        document = {"stakeholder_kind": stakeholder_kind("firm"), **seat, **more}
        return self.put("stakeholder", key, name=name, **document).iri

    def claim(self, who: str, what: str, direction: str = "offered", **more: Json) -> str:
        """A claim of competence; its IRI."""
        return self.put(
            "claim",
            f"claim-{len(self.truth.log)}",
            stakeholder=who,
            competence=competence(what),
            direction=f"{DIRECTIONS}/{direction}",
            **more,
        ).iri

    def need(self, key: str, who: str, *asks: str, **more: Json) -> str:
        """A need for some competences; its IRI."""
        words = {"title": "Bisogno", "description": "Descrizione"}
        wanted = {"competence": [competence(one) for one in asks]} if asks else {}
        return self.put("need", key, stakeholder=who, **{**words, **wanted, **more}).iri


def small_world() -> World:
    """A world with its concepts and territories, and nobody in it yet."""
    world = World()
    for notation, (it, en, broader, related) in CONCEPTS.items():
        links: dict[str, Any] = {
            "broader": [competence(one) for one in broader],
            "related": [competence(one) for one in related],
        }
        label = {"it": it, "en": en}
        world.truth.put(
            "concept", f"competence-{notation}", {"label": label, **links}, competence(notation)
        )
    for notation, it, en in (("energy", "Energia", "Energy"), ("water", "Acqua", "Water")):
        label = {"it": it, "en": en}
        world.truth.put("corridor", f"corridor-{notation}", {"label": label}, corridor(notation))
    expert = {"label": {"it": "Esperta", "en": "Expert"}}
    world.truth.put(
        "concept", "competence-level-expert", expert, CONCEPT["competence-level/expert"]
    )
    _put_territories(world)
    return world


def _put_territories(world: World) -> None:
    for key, (name, kind, part_of, point) in TERRITORIES.items():
        above = {"part_of": territory(part_of)} if part_of else {}
        place = {"location": {"lat": point[0], "lon": point[1]}} if point else {}
        world.put("territory", key, name=name, territory_type=kind, **above, **place)
    world.put(
        "territory",
        AREA,
        name="Oltrepò",
        territory_type=HOMOGENEOUS_AREA,
        composition=[{"version": 1, "member": [territory("voghera"), territory("varzi")]}],
    )


def names(suggestions: Sequence[Suggestion]) -> list[str]:
    """The keys of what is suggested, best first."""
    return [one.revision.key for one in suggestions]


def label(it: str, en: str | None = None) -> Label:
    """A label; the same in both languages unless told."""
    return Label(it, en if en is not None else it)
