"""Judged queries and how well a search answers them: success@1 and nDCG@10 (Järvelin and
Kekäläinen 2002, gains as judged, discount log2 of the rank plus one)."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartland.domain.kinds.shared import COMPETENCES
from smartland.services.searching.answers import SearchQuery
from smartland.wiring import Services

FILE = Path(__file__).resolve().parents[1] / "data" / "search_judgements.tsv"
DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """One query of people: ``relevant`` is ``kind/key`` → grade (2: what was meant, 1: fits)."""

    task: str
    text: str
    kinds: tuple[str, ...]
    relevant: Mapping[str, float]


@dataclass(frozen=True)
class Scored:
    """What the answer to one judged query was worth; ``best`` are the first keys found."""

    judged: Judged
    success: bool
    ndcg: float
    total: int
    best: tuple[str, ...]


def read_judged(services: Services) -> list[Judged]:
    """The judgements, with ``concept:x`` standing for all that declares the competence x."""
    holders = _holders(services)
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        task, text, kinds, relevant = line.split("\t")
        grades = dict(_grades(relevant.split(), holders))
        found.append(Judged(task, text, tuple(kinds.split()), grades))
    return found


def _grades(
    spelled: Sequence[str], holders: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, float]]:
    for one in spelled:
        name, _, grade = one.partition("=")
        if name.startswith("concept:"):
            concept = f"{COMPETENCES}/{name.removeprefix('concept:')}"
            yield from ((key, 1.0) for key in holders[concept])
        else:
            yield name, float(grade or 1)


def _holders(services: Services) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for head in services.catalogue.truth.all_heads():
        value = head.document.get("competence", ())
        for iri in (value,) if isinstance(value, str) else value:
            found[iri].append(f"{head.kind}/{head.key}")
    return found


def score(judged: Judged, ask: Callable[[SearchQuery], Sequence[str]]) -> Scored:
    """``ask`` gives the keys of an answer, best first, with as many as are wanted."""
    keys = ask(SearchQuery(q=judged.text, kinds=judged.kinds, limit=DEPTH))
    gains = [judged.relevant.get(key, 0.0) for key in keys[:DEPTH]]
    ideal = sorted(judged.relevant.values(), reverse=True)[:DEPTH]
    ndcg = _dcg(gains) / _dcg(ideal)
    return Scored(judged, bool(gains) and gains[0] > 0, ndcg, len(keys), tuple(keys[:5]))


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def table(scored: Sequence[Scored]) -> str:
    """success@1, nDCG@10 and queries without a result, by class of query and in all."""
    classes: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        classes[one.judged.task].append(one)
    lines = [f"{'class':10} {'queries':>7} {'success@1':>9} {'nDCG@10':>8} {'empty':>6}"]
    for name, ones in (*classes.items(), ("all", list(scored))):
        success, ndcg = mean([one.success for one in ones]), mean([one.ndcg for one in ones])
        empty = sum(not one.total for one in ones)
        lines.append(f"{name:10} {len(ones):7} {success:9.3f} {ndcg:8.3f} {empty:6}")
    return "\n".join(lines)


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return sum(values) / len(values)
