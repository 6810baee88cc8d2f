"""A search through our own server: what the whole answer costs beside the engine's part of it.

A real ``smartland serve`` with ``SMARTLAND_BENCH_HTTP_DOCUMENTS`` (50,000) made-up documents in
its truth, real sockets, 1 and 16 clients. CPU is that of all processes of the server.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest

from smartland.domain.identity import resource_iri
from smartland.settings import Settings
from smartland.web.app import create_app
from smartland.wiring import open_services
from support.search_corpus import BASE, REGIONS, Corpus
from support.search_mix import SIX
from support.search_words import subjects
from support.servers import free_port, wait_for

DOCUMENTS = int(os.environ.get("SMARTLAND_BENCH_HTTP_DOCUMENTS", "50000"))
QUESTIONS = 200
FRESH = 20


@dataclass(frozen=True)
class Served:
    """A running server: its port and its process."""

    port: int
    process: "subprocess.Popen[bytes]"

    def cpu(self) -> float:
        """CPU seconds of it and all its descendants."""
        return sum(time.clock_gettime(~number << 3 | 2) for number in _below(self.process.pid))


@pytest.mark.timeout(7_200)
def test_whole_answers(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    start = time.process_time()
    corpus.fill(DOCUMENTS)
    token = corpus.core.tokens.create("bench")
    corpus.core.close()
    print(f"\n{DOCUMENTS:,} documents written in {time.process_time() - start:.0f} s CPU")
    questions = _questions()
    with _serving(tmp_path) as served:
        _settle(served)
        whole = {name: _ask_all(served, name, paths) for name, paths in questions.items()}
        _print_fresh(served, token)
    engine = _engine_part(tmp_path, questions)
    for name, cost in whole.items():
        print(
            f"{name}: whole answer {cost:.2f} ms CPU, engine {engine[name]:.2f} ms: "
            f"ratio {cost / engine[name]:.1f} (goal <= 2)"
        )
        assert cost > engine[name]


def _questions() -> dict[str, list[str]]:
    chance = Random(23)  # noqa: S311 - words, not secrets
    return {
        "search, 6 facets": [_search(chance) for _ in range(QUESTIONS)],
        "search, top 20": [
            "/api/v1/search?" + urlencode({"q": " ".join(subjects(chance, "it", 2))})
            for _ in range(QUESTIONS)
        ],
        "suggest": [
            "/api/v1/suggest?" + urlencode({"q": subjects(chance, "it", 1)[0][:4]})
            for _ in range(QUESTIONS)
        ],
    }


def _search(chance: Random) -> str:
    region = resource_iri(BASE, "territory", f"istat-{chance.randrange(REGIONS):02}")
    asked = {
        "q": " ".join(subjects(chance, "it", 2)),
        "kind": ["project", "call"],
        "in": region,
        "facets": ",".join(SIX),
    }
    return "/api/v1/search?" + urlencode(asked, doseq=True)


def _ask_all(served: Served, name: str, paths: Sequence[str]) -> float:
    """CPU ms of a request with one client; prints that and the times for 1 and 16."""
    costs = []
    for clients in (1, 16):
        _ask(served, paths[:50], clients)
        begin, start = served.cpu(), time.perf_counter()
        waits = _ask(served, paths, clients)
        took, spent = time.perf_counter() - start, served.cpu() - begin
        costs.append(spent * 1000 / len(paths))
        high = statistics.quantiles(waits, n=20)[-1]
        print(
            f"{name}, {clients} clients: {costs[-1]:.2f} ms CPU, {len(paths) / took:.0f}/s, "
            f"p50 {statistics.median(waits):.1f} ms, p95 {high:.1f} ms"
        )
    return costs[0]


def _ask(served: Served, paths: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each request, asked by so many clients with a connection each."""
    with ThreadPoolExecutor(clients) as pool:
        shares = [paths[at::clients] for at in range(clients)]
        return [
            one for some in pool.map(lambda s: _ask_along(served.port, s), shares) for one in some
        ]


def _ask_along(port: int, paths: Sequence[str]) -> list[float]:
    waits = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for path in paths:
            start = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, body
            waits.append((time.perf_counter() - start) * 1000)
    return waits


def _engine_part(folder: Path, questions: dict[str, list[str]]) -> dict[str, float]:
    """CPU ms that the engine takes of one request of each sort, measured at our port."""
    services = open_services(Settings(data_dir=folder, sparql_readers=1))
    try:
        clock = _Clock()
        index = services.projections.index
        for name in ("search", "vocabulary"):
            setattr(index, name, clock.timed(getattr(index, name)))
        client = create_app(services).test_client()
        found = {}
        for name, paths in questions.items():
            for path in paths[:50]:
                client.get(path)
            clock.spent = 0.0
            for path in paths:
                assert client.get(path).status_code == 200
            found[name] = clock.spent * 1000 / len(paths)
        return found
    finally:
        services.close()


class _Clock:
    """Adds up the CPU time of the calls that go through it."""

    def __init__(self) -> None:
        self.spent = 0.0

    def timed(self, call: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            start = time.process_time()
            try:
                return call(*given, **named)
            finally:
                self.spent += time.process_time() - start

        return run


def _print_fresh(served: Served, token: str) -> None:
    """From the begin of a write to the first search that finds it."""
    waits = []
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
        for number in range(FRESH):
            word = f"novissimo{number}"
            start = time.perf_counter()
            body = {"title": {"it": word}, "description": {"it": "x"}}
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", "/api/v1/dataset", json.dumps(body), headers)
            answer = connection.getresponse()
            assert answer.status == 201, answer.read()
            answer.read()
            while not _total(connection, word):
                assert time.perf_counter() < start + 60
            waits.append((time.perf_counter() - start) * 1000)
    print(f"one document written and found: median {statistics.median(waits):.0f} ms, ", end="")
    print(f"at most {max(waits):.0f} ms (goal < 200)")


def _total(connection: HTTPConnection, word: str) -> int:
    connection.request("GET", f"/api/v1/search?q={word}")
    return int(json.load(connection.getresponse())["total"])


@contextmanager
def _serving(folder: Path) -> Iterator[Served]:
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(folder), "SMARTLAND_SPARQL_READERS": "1"}
    port = free_port()
    command = [sys.executable, "-m", "smartland", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/status", 300)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _settle(served: Served) -> None:
    """Until the projections have followed, and the exports that follow them have been made."""
    quiet = 0
    while quiet < 3:
        with closing(HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
            connection.request("GET", "/status")
            behind = json.load(connection.getresponse())["behind"]
        begin = served.cpu()
        time.sleep(1)
        busy = any(behind.values()) or served.cpu() - begin > 0.05
        quiet = 0 if busy else quiet + 1


def _below(process: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in re.findall(r"\d+", (task / "children").read_text())
    ]
    return [process, *(one for child in children for one in _below(child))]
