"""The embedded engine beside real servers and SQLite FTS5, on the same documents in one run.

CPU time of the engine: this process for the embedded ones, the server's processes for a server.
``SMARTLAND_BENCH_DOCUMENTS`` sets the size (200,000), ``SMARTLAND_BENCH_SERVERS`` the servers
(``opensearch,elasticsearch``; empty for none).
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from smartland.ports.search import IndexDocument, SearchIndex, SearchRequest, Words
from support.search_corpus import Corpus
from support.search_engines import Engine, Stored, embedded, remote, sqlite
from support.search_mix import Mix, make_mix

DOCUMENTS = int(os.environ.get("SMARTLAND_BENCH_DOCUMENTS", "200000"))
SERVERS = os.environ.get("SMARTLAND_BENCH_SERVERS", "opensearch,elasticsearch")
QUESTIONS = 60
COMPLETION = "completion"
ALIKE = ("OR+filters+6 facets", "filters+6 facets", "OR, top 20", "all words", "phrase", "code")
"""Where two engines must agree to the document; prefixes and typing errors are bounded by each
engine in its own way."""


@dataclass(frozen=True)
class Measured:
    """``rate`` in documents a CPU second; ``times``: sort of question → CPU ms of each."""

    name: str
    rate: float
    size: int
    times: dict[str, list[float]]
    together: float
    totals: list[int]

    @property
    def per_second(self) -> float:
        """Queries of the mix a CPU second, each sort as often as the others."""
        means = [statistics.mean(times) for times in self.times.values()]
        return 1000 / statistics.mean(means)


@pytest.mark.timeout(7_200)
def test_engines_side_by_side(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus")
    start = time.process_time()
    stored = Stored(tmp_path / "documents", corpus.documents(DOCUMENTS))
    print(f"\n{DOCUMENTS:,} documents made in {time.process_time() - start:.0f} s CPU")
    mix = make_mix(corpus, DOCUMENTS, QUESTIONS)
    with ExitStack() as stack:
        engines = [stack.enter_context(embedded(tmp_path / "tantivy"))]
        engines += [stack.enter_context(remote(name)) for name in SERVERS.split(",") if name]
        engines.append(stack.enter_context(sqlite(tmp_path / "fts5.db")))
        measured = [_measure(engine, stored, mix) for engine in engines]
        _print(measured)
        ours, *others = measured
        for other in others[:-1]:
            assert other.totals == ours.totals
            ratio = ours.per_second / other.per_second
            print(f"{other.name}: queries per CPU second ÷ {ratio:.1f} (goal >= 5)")
            assert ratio > 1
        _print_fresh(engines[0].index, corpus)


@pytest.mark.timeout(7_200)
def test_growth(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus")
    stored = Stored(tmp_path / "documents", corpus.documents(DOCUMENTS))
    means = []
    for size in (DOCUMENTS // 5, DOCUMENTS):
        with embedded(tmp_path / f"tantivy-{size}") as engine:
            engine.fill(stored.read(size))
            mix = make_mix(corpus, DOCUMENTS // 5, QUESTIONS)
            times = _questions(engine, mix)
            means.append({name: statistics.mean(of) for name, of in times.items()})
    small, large = means
    print(f"\nCPU at {DOCUMENTS:,} documents ÷ at {DOCUMENTS // 5:,}:")
    print(", ".join(f"{name} {large[name] / small[name]:.1f}" for name in small))
    growth = sum(large.values()) / sum(small.values())
    print(f"whole mix {growth:.1f} (goal <= 5)")
    assert growth < 7


def _measure(engine: Engine, stored: Stored, mix: Mix) -> Measured:
    ours = engine.cpu is time.process_time
    read, own, begin = stored.spent, time.process_time(), engine.cpu()
    engine.fill(stored.read(DOCUMENTS))
    spent = time.process_time() - own - (stored.spent - read)
    if not ours:
        spent += engine.cpu() - begin
    _questions(engine, mix)  # warm: a server compiles itself while it runs
    times = _questions(engine, mix)
    requests = [one for name in ALIKE for one in mix.searches[name]]
    totals = [engine.ask(one) for one in requests]
    return Measured(
        engine.name, DOCUMENTS / spent, engine.size(), times, _together(engine, mix), totals
    )


def _questions(engine: Engine, mix: Mix) -> dict[str, list[float]]:
    found = {}
    for name, requests in mix.searches.items():
        if name != "fuzzy" or engine.index:
            found[name] = [_cpu(engine, partial(engine.ask, one)) for one in requests]
    if engine.complete:
        found[COMPLETION] = [
            _cpu(engine, partial(engine.complete, typed)) for typed in mix.beginnings
        ]
    return found


def _cpu(engine: Engine, call: Callable[[], object]) -> float:
    start = engine.cpu()
    call()
    return (engine.cpu() - start) * 1000


def _together(engine: Engine, mix: Mix) -> float:
    """CPU ms of a search when 16 ask at the same time."""
    if engine.index is None:
        return 0.0
    requests = [one for some in mix.searches.values() for one in some]
    start = engine.cpu()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(engine.ask, requests))
    return (engine.cpu() - start) * 1000 / len(requests)


def _print(measured: Sequence[Measured]) -> None:
    first = measured[0]
    print(f"{'CPU ms: p50 / p95':22}" + "".join(f"{one.name:>25}" for one in measured))
    for name in first.times:
        row = "".join(_cell(one.times.get(name), first.times[name]) for one in measured)
        print(f"{name:22}{row}")
    figures: dict[str, Callable[[Measured], float]] = {
        "16 clients, mean": lambda one: one.together,
        "queries per CPU s": lambda one: one.per_second,
        "documents per CPU s": lambda one: one.rate,
        "MB": lambda one: one.size / 1e6,
    }
    for name, figure in figures.items():
        print(f"{name:22}" + "".join(f"{figure(one):25,.1f}" for one in measured))


def _cell(times: list[float] | None, ours: list[float]) -> str:
    if times is None:
        return f"{'-':>25}"
    middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    ratio = middle / statistics.median(ours)
    return f"{f'{middle:.2f} / {high:.2f} (x{ratio:.1f})':>25}"


def _print_fresh(index: SearchIndex | None, corpus: Corpus) -> None:
    """How long a change of one document takes to be found."""
    assert index is not None
    (document,) = corpus.documents(1)
    waits = []
    for number in range(20):
        word = f"novissimo{number}"
        start = time.perf_counter()
        index.apply([_saying(document, word, DOCUMENTS + number)], [], DOCUMENTS + number)
        assert index.search(SearchRequest(Words(word))).total == 1
        waits.append((time.perf_counter() - start) * 1000)
    print(f"one document changed and found: {statistics.median(waits):.0f} ms, ", end="")
    print(f"at most {max(waits):.0f} ms")


def _saying(document: IndexDocument, word: str, version: int) -> IndexDocument:
    return replace(document, title={"it": word}, version=version)
