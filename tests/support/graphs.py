"""Small graphs for the SPARQL store, and questions to it."""

import json
import time
from collections.abc import Callable

from smartland.adapters.graph.pool import ReaderPool
from smartland.ports.graph import GraphChange, QueryRequest

JSON = "application/sparql-results+json"
MEMORY = 700_000_000


def change(number: int, text: str = "x", triples: int = 1) -> GraphChange:
    lines = (
        f'<https://example.org/s{number}> <https://example.org/p{n}> "{text}" .\n'
        for n in range(triples)
    )
    return GraphChange(f"https://example.org/g{number}", "".join(lines))


def ask(pool: ReaderPool, text: str, deadline: float = 20.0) -> bytes:
    return pool.query(QueryRequest(text, JSON, deadline, 10_000, 10**7)).body


def count(pool: ReaderPool) -> int:
    answer = json.loads(ask(pool, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"))
    return int(answer["results"]["bindings"][0]["n"]["value"])


def pids(pool: ReaderPool) -> set[int]:
    return {reader.pid for reader in pool._fleet.readers()}


def eventually(fact: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
