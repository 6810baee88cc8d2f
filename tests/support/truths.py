"""Writes to test the truth with, and a writer to run as a process of its own."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from smartland.adapters.sql import open_database
from smartland.domain.resource import CREATE, REPLACE, Write

NOW = datetime(2026, 5, 31, 10, 0, 0, 123456, tzinfo=UTC)
BASE = "https://smartland.example.it/id"
TESTS = Path(__file__).resolve().parents[1]


def a_write(key: str, expected: int | None = None) -> Write:
    """A write to ``unit/{key}``, the first one unless a head is expected."""
    return Write(
        iri=f"{BASE}/unit/{key}",
        kind="unit",
        key=key,
        operation=CREATE if expected is None else REPLACE,
        document={"name": {"it": f"Unità {key}"}},
        extra="",
        triples=f'<{BASE}/unit/{key}> <http://purl.org/dc/terms/title> "{key}" .\n',
        etag=f"etag-{key}",
        actor="tester",
        expected=expected,
    )


def start_writer(url: str, name: str, batches: int, size: int) -> subprocess.Popen[str]:
    """A process that writes batches of new units and prints the last sequence of each one that
    was acknowledged."""
    return subprocess.Popen(
        [sys.executable, "-m", "support.truths", url, name, str(batches), str(size)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )


def main(url: str, name: str, batches: int, size: int) -> None:
    """What the process of ``start_writer`` does."""
    database = open_database(url)
    for batch in range(batches):
        writes = [a_write(f"{name}-{batch}-{item}") for item in range(size)]
        print(database.truth.write(writes, datetime.now(UTC))[-1].sequence, flush=True)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
