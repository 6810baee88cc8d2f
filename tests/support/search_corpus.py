"""A made-up catalogue of any size: documents of several kinds, and what the index gets of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS, shared
from smartland.domain.resource import CREATE, Json, Revision
from smartland.ports.search import IndexDocument
from smartland.services.concepts import Concepts
from smartland.services.indexing import Indexing
from smartland.services.places import Places
from smartland.services.revising import Draft
from smartland.settings import Settings
from smartland.wiring import Core, open_core
from support.search_words import running_text, subjects

BASE = "http://localhost:8000/"
EU = "http://publications.europa.eu/resource/authority/"
REGIONS, PROVINCES, MUNICIPALITIES = 20, 100, 2_000
BATCH = 2_000
THEMES = ("AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "REGI", "SOCI", "TECH", "TRAN")
FREQUENCIES = ("DAILY", "MONTHLY", "ANNUAL", "IRREG")
PROGRAMMES = tuple(f"Programma {number}" for number in range(30))
MIX = ("project",) * 7 + ("stakeholder",) * 5 + ("dataset",) * 4 + ("offer", "need", "call", "call")
"""How often each kind occurs, in twentieths."""


class Corpus:
    """Document ``number`` is always the same one; ``core`` holds the vocabularies and the places
    that documents speak of."""

    def __init__(self, folder: Path) -> None:
        self.core = open_core(Settings(data_dir=folder, base_url=BASE))
        self.core.load_vocabularies()
        self.concepts = _by_scheme(self.core)
        _commit(self.core, _territories())
        truth = self.core.database.truth
        self._indexing = Indexing(
            self.core.labels.many, Places(truth).current, Concepts(truth).current
        )

    def draft(self, number: int) -> Draft:
        """What is written to a truth."""
        chance = Random(number)  # noqa: S311 - texts, not secrets
        kind = MIX[number % len(MIX)]
        document = _DOCUMENTS[kind](chance, number, self)
        key = f"n-{number}"
        return Draft(KINDS[kind], resource_iri(BASE, kind, key), key, CREATE, document)

    def fill(self, size: int) -> None:
        """Write the first ``size`` documents to the truth."""
        for first in range(0, size, BATCH):
            numbers = range(first, min(first + BATCH, size))
            self.core.catalogue.commit([self.draft(number) for number in numbers], "bench")

    def documents(self, size: int, first: int = 0) -> Iterator[IndexDocument]:
        """What the index gets of documents ``first`` to ``size``, made by our own indexing."""
        for begin in range(first, size, BATCH):
            numbers = range(begin, min(begin + BATCH, size))
            yield from self._indexing.documents([_revision(self.draft(n), n + 1) for n in numbers])

    def some(self, chance: Random, scheme: str, most: int) -> list[str]:
        """Up to ``most`` concepts, the first of a scheme more often than the last."""
        known = self.concepts[scheme]
        count = chance.randint(1, most)
        return sorted({known[int(len(known) * chance.random() ** 2)] for _ in range(count)})


def place(chance: Random) -> str:
    """A municipality; big ones more often."""
    number = int(MUNICIPALITIES * chance.random() ** 2)
    return resource_iri(BASE, "territory", f"istat-{number:06}")


def _project(chance: Random, number: int, corpus: Corpus) -> Json:
    return {
        **_texts(chance, "title", 70),
        "acronym": "".join(word[:2] for word in subjects(chance, "en", 3)).upper(),
        "cup": f"J{number % 100:02}C{number:010}",
        "budget": f"{chance.randrange(20_000, 4_000_000)}.00",
        "participation": [{"stakeholder": _holder(chance)} for _ in range(3)],
        "programme": chance.choice(PROGRAMMES),
        "status": corpus.some(chance, shared.PROJECT_STATES, 1)[0],
        "start": _day(chance),
        **_classified(chance, corpus),
    }


def _stakeholder(chance: Random, number: int, corpus: Corpus) -> Json:
    first, second = subjects(chance, "it", 2)
    legal = chance.choice(("S.r.l.", "S.p.A.", "società cooperativa", "Comune", "Università"))
    return {
        "name": {"it": f"{first.capitalize()} {second.capitalize()} {legal}"},
        "description": {"it": running_text(chance, "it", chance.randint(15, 50))},
        "stakeholder_kind": corpus.some(chance, shared.STAKEHOLDER_KINDS, 1)[0],
        "vat": f"{number:011}",
        "municipality": place(chance),
        "location": {"lat": 36 + 11 * chance.random(), "lon": 7 + 11 * chance.random()},
        "corridor": corpus.some(chance, shared.CORRIDORS, 2),
        "filiera": corpus.some(chance, shared.FILIERE, 2),
        "founded": _day(chance),
    }


def _dataset(chance: Random, number: int, _: Corpus) -> Json:
    return {
        **_texts(chance, "title", 50),
        "identifier": f"ente:{number}",
        "theme": [f"{EU}data-theme/{chance.choice(THEMES)}"],
        "keyword": {"it": list(subjects(chance, "it", 4))},
        "frequency": f"{EU}frequency/{chance.choice(FREQUENCIES)}",
        "modified": _day(chance),
    }


def _flow(chance: Random, _: int, corpus: Corpus) -> Json:
    return {
        **_texts(chance, "title", 60),
        "stakeholder": _holder(chance),
        "state": corpus.some(chance, shared.FLOW_STATES, 1)[0],
        "valid_until": _day(chance),
        **_classified(chance, corpus),
    }


def _call(chance: Random, number: int, corpus: Corpus) -> Json:
    return {
        **_texts(chance, "title", 80),
        "identifier": f"BANDO-{number}",
        "closes": _day(chance),
        "budget": f"{chance.randrange(100_000, 40_000_000)}.00",
        "status": corpus.some(chance, shared.CALL_STATES, 1)[0],
        "instrument": corpus.some(chance, shared.INSTRUMENTS, 2),
        "programme": chance.choice(PROGRAMMES),
        **_classified(chance, corpus),
    }


_DOCUMENTS = {
    "project": _project,
    "stakeholder": _stakeholder,
    "dataset": _dataset,
    "offer": _flow,
    "need": _flow,
    "call": _call,
}


def _texts(chance: Random, title: str, length: int) -> dict[str, Json]:
    """Title and description in Italian, four times in ten in English too."""
    languages = ("it", "en") if chance.random() < 0.4 else ("it",)
    return {
        title: {
            one: " ".join(subjects(chance, one, 3)) + " " + running_text(chance, one, 4)
            for one in languages
        },
        "description": {
            one: running_text(chance, one, chance.randint(length // 2, length * 3 // 2))
            for one in languages
        },
    }


def _classified(chance: Random, corpus: Corpus) -> dict[str, Json]:
    return {
        "competence": corpus.some(chance, shared.COMPETENCES, 3),
        "corridor": corpus.some(chance, shared.CORRIDORS, 2),
        "filiera": corpus.some(chance, shared.FILIERE, 2),
        "territory": [place(chance)],
    }


def _holder(chance: Random) -> str:
    return resource_iri(BASE, "stakeholder", f"n-{7 + 20 * chance.randrange(2_000)}")


def _day(chance: Random) -> str:
    return f"{chance.randint(2014, 2027)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _territories() -> Iterator[Draft]:
    """Regions, their provinces, and their municipalities, each part of the one above."""
    for number in range(REGIONS):
        yield _territory(f"istat-{number:02}", f"Regione {number}", "")
    for number in range(PROVINCES):
        yield _territory(f"istat-{number:03}", f"Provincia {number}", f"{number % REGIONS:02}")
    for number in range(MUNICIPALITIES):
        yield _territory(f"istat-{number:06}", f"Comune {number}", f"{number % PROVINCES:03}")


def _territory(key: str, name: str, above: str) -> Draft:
    kind = "municipality" if len(key) == 12 else "region"
    document: dict[str, Json] = {
        "name": {"it": name},
        "territory_type": f"{shared.TERRITORY_TYPES}/{kind}",
    }
    if above:
        document["part_of"] = resource_iri(BASE, "territory", f"istat-{above}")
    iri = resource_iri(BASE, "territory", key)
    return Draft(KINDS["territory"], iri, key, CREATE, document)


def _commit(core: Core, drafts: Iterator[Draft]) -> None:
    core.catalogue.commit(list(drafts), "bench")


def _by_scheme(core: Core) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for head in core.database.truth.all_heads():
        for scheme in head.document.get("in_scheme", ()):
            found[scheme].append(head.iri)
    return found


def _revision(draft: Draft, sequence: int) -> Revision:
    """As if it had been written: the index needs neither graph nor history."""
    return Revision(
        sequence=sequence,
        number=1,
        iri=draft.iri,
        kind=draft.kind.name,
        key=draft.key,
        operation=CREATE,
        document=draft.document,
        extra="",
        triples="",
        etag=f"etag-{sequence}",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        actor="bench",
    )
