"""A SPARQL lookup through the whole stack against the library in process, and from the cache.

Real server, real sockets, one client. Prints medians and ratios of one run.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyoxigraph

from smartland.settings import Settings
from smartland.wiring import open_core
from support.servers import free_port, wait_for

ROUNDS = 2_000
LOOKUP = "SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}"


def test_lookup_and_cache(tmp_path: Path) -> None:
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(tmp_path)}
    port = free_port()
    command = [sys.executable, "-m", "smartland", "demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/status")
        iris, text = _content(tmp_path)
        _wait_projected(port)
        _measure(port, iris, text)
    finally:
        server.terminate()
        server.wait(timeout=60)


def _measure(port: int, iris: list[str], text: bytes) -> None:
    store = pyoxigraph.Store()
    store.bulk_load(text, pyoxigraph.RdfFormat.N_TRIPLES)
    client = http.client.HTTPConnection("127.0.0.1", port)

    def library(number: int) -> None:
        found = store.query(LOOKUP.format(iri=iris[number % len(iris)]))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)

    def stack(number: int) -> None:
        # a comment makes each query text new, so that the cache has no part in it
        query = f"{LOOKUP.format(iri=iris[number % len(iris)])} # {number}"
        assert _get(client, f"/sparql?format=json&query={quote(query)}")

    def cached(_: int) -> None:
        assert _get(client, f"/sparql?format=json&query={quote(LOOKUP.format(iri=iris[0]))}")

    def bare(_: int) -> None:
        assert _get(client, "/status")

    took = {one.__name__: _median(one) for one in (library, stack, cached, bare)}
    shown = ", ".join(f"{name} {value * 1e3:.3f}" for name, value in took.items())
    print(f"\nmedian ms: {shown}")
    print(f"lookup through the stack / library: {took['stack'] / took['library']:.1f} (goal <= 8)")
    print(f"from the cache / bare JSON route: {took['cached'] / took['bare']:.2f} (goal <= 1.5)")
    assert took["stack"] > 0


def _median(call: Callable[[int], None]) -> float:
    for number in range(100):
        call(-1 - number)
    times = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        call(number)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _get(client: http.client.HTTPConnection, path: str) -> bytes:
    client.request("GET", path)
    answer = client.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    return body


def _content(folder: Path) -> tuple[list[str], bytes]:
    core = open_core(Settings(data_dir=folder))
    heads = list(core.database.truth.all_heads())
    core.close()
    iris = [one.iri for one in heads if one.kind == "stakeholder"]
    return iris, "".join(one.triples for one in heads).encode()


def _wait_projected(port: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(300):
        if json.loads(_get(client, "/status"))["behind"] == {"graph": 0, "index": 0}:
            return
        time.sleep(0.1)
    raise AssertionError("the projections did not follow within 30 s")
