"""A SPARQL lookup through the whole stack against the library in process, and from the cache.

Real server, real sockets, one client. Prints medians and ratios of one run.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pyoxigraph

from smartland.adapters.graph.lines import load_quads, to_quads
from smartland.domain.identity import graph_iri
from smartland.settings import Settings
from smartland.wiring import open_core
from support.servers import free_port, wait_for

ROUNDS = 2_000
LOOKUP = "SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}"


class Client:
    """One kept connection, read by hand: http.client would cost as much as what is measured."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> bytes:
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        data = self._socket.recv(65_536)
        while b"\r\n\r\n" not in data:
            data += self._socket.recv(65_536)
        head, _, body = data.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), data
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])  # type: ignore[index]
        while len(body) < length:
            body += self._socket.recv(65_536)
        return body

    def close(self) -> None:
        self._socket.close()


def test_lookup_and_cache(tmp_path: Path) -> None:
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(tmp_path)}
    port = free_port()
    command = [sys.executable, "-m", "smartland", "demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/status")
        iris, text = _content(tmp_path)
        _wait_projected(port)
        _measure(port, iris, text, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=60)


def _measure(port: int, iris: list[str], quads: bytes, server: int) -> None:
    store = pyoxigraph.Store()
    load_quads(store, quads)
    client = Client(port)
    with closing(client):
        _report(client, store, iris, server)


def _report(client: Client, store: pyoxigraph.Store, iris: list[str], server: int) -> None:
    def library(number: int) -> None:
        query = LOOKUP.format(iri=iris[number % len(iris)])
        found = store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)

    def stack(number: int) -> None:
        # a comment makes each query text new, so that the cache has no part in it
        query = f"{LOOKUP.format(iri=iris[number % len(iris)])} # {number}"
        assert client.get(f"/sparql?format=json&query={quote(query)}")

    def cached(_: int) -> None:
        assert client.get(f"/sparql?format=json&query={quote(LOOKUP.format(iri=iris[0]))}")

    def bare(_: int) -> None:
        assert client.get("/api/v1/suggest?q=")

    took = {one.__name__: _median(one) for one in (library, stack, cached, bare)}
    shown = ", ".join(f"{name} {value * 1e3:.3f}" for name, value in took.items())
    print(f"\nmedian ms: {shown}")
    print(f"lookup through the stack / library: {took['stack'] / took['library']:.1f} (goal <= 8)")
    print(f"from the cache / bare JSON route: {took['cached'] / took['bare']:.2f} (goal <= 1.5)")
    spent = {"library": _cpu(library, os.getpid()), "stack": _cpu(stack, server)}
    shown = ", ".join(f"{name} {value * 1e3:.3f}" for name, value in spent.items())
    print(f"CPU ms a lookup: {shown}; ratio {spent['stack'] / spent['library']:.1f}")
    assert took["stack"] > 0


def _cpu(call: Callable[[int], None], process: int) -> float:
    """CPU seconds a call of ``process`` and all its descendants (of ours, where it is ours)."""
    before = _ticks(process)
    for number in range(ROUNDS):
        call(10**6 + number)
    return (_ticks(process) - before) / os.sysconf("SC_CLK_TCK") / ROUNDS


def _ticks(process: int) -> int:
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    tasks = Path(f"/proc/{process}/task").iterdir()
    below = {int(c) for task in tasks for c in (task / "children").read_text().split()}
    return int(stat[11]) + int(stat[12]) + sum(_ticks(c) for c in {*map(int, children), *below})


def _median(call: Callable[[int], None]) -> float:
    for number in range(100):
        call(-1 - number)
    times = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        call(number)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _content(folder: Path) -> tuple[list[str], bytes]:
    core = open_core(Settings(data_dir=folder))
    heads = list(core.database.truth.all_heads())
    core.close()
    iris = [one.iri for one in heads if one.kind == "stakeholder"]
    named = ((graph_iri(core.base, one.kind, one.key), one.triples) for one in heads)
    return iris, b"".join(to_quads(graph, triples) for graph, triples in named)


def _wait_projected(port: int) -> None:
    with closing(Client(port)) as client:
        for _ in range(300):
            if json.loads(client.get("/status"))["behind"] == {"graph": 0, "index": 0}:
                return
            time.sleep(0.1)
    raise AssertionError("the projections did not follow within 30 s")
