"""Processes that index, to be killed, and what must be true afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from smartland.adapters.search_elastic.client import Address, Server
from smartland.adapters.search_elastic.index import ElasticIndex
from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, REPLACE, WITHDRAW, Revision
from smartland.ports.search import SearchIndex
from smartland.ports.truth import Truth
from smartland.services import projection
from smartland.services.revising import Draft
from smartland.settings import read_settings
from smartland.wiring import Core, open_services
from support.indexes import batch

STEP = 20
"""Changes of one commit of the index: few, so that kills fall between many commits."""


def write_changes(core: Core, chance: random.Random, count: int) -> None:
    """``count`` new, changed and withdrawn datasets, each in the change log once."""
    for first in range(0, count, STEP):
        drafts = {}
        for _ in range(min(STEP, count - first)):
            key = f"d-{chance.randrange(count * 3)}"
            drafts[key] = _draft(core, key, chance)
        core.catalogue.commit(list(drafts.values()), "tester")


def _draft(core: Core, key: str, chance: random.Random) -> Draft:
    iri = resource_iri(core.base, "dataset", key)
    head = core.database.truth.heads([iri]).get(iri)
    document = {
        "title": {"it": f"Dati {key} {chance.randrange(1_000)}"},
        "description": {"it": "Misure dell'acqua del fiume. " * 5},
    }
    if head is None or head.withdrawn:
        operation = CREATE if head is None else REPLACE
    else:
        operation = WITHDRAW if chance.random() < 0.2 else REPLACE
    return Draft(KINDS["dataset"], iri, key, operation, document, head=head)


def start_follower(folder: Path, how: str, **settings: str) -> "subprocess.Popen[str]":
    """A process that brings the projections of ``folder`` on (``follow``) or builds them anew
    again and again (``rebuild``); it prints each position of the index."""
    environment = {"SMARTLAND_DATA_DIR": str(folder), "SMARTLAND_SPARQL_READERS": "1", **settings}
    return _start(environment, how)


def start_dying_writer(address: Address, prefix: str, size: int) -> "subprocess.Popen[str]":
    """A process that indexes batch 1, then dies of kill -9 when the documents of batch 2 have
    been written and the position has not."""
    return _start({}, "die", address.url, address.flavour, prefix, str(size))


def _start(settings: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    tests = Path(__file__).resolve().parents[1]
    path = os.pathsep.join((str(tests), os.environ.get("PYTHONPATH", "")))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "support.search_crash", *arguments],
        env={**os.environ, **settings, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_after(process: "subprocess.Popen[str]", chance: random.Random) -> int:
    """Kill it and its readers some time after an acknowledgement; the last of these."""
    assert process.stdout
    last = process.stdout.readline()
    if not last:
        raise AssertionError(process.communicate()[1])
    time.sleep(chance.random())
    os.killpg(process.pid, signal.SIGKILL)
    # What it had printed by then is acknowledged too
    rest = process.communicate()[0].split()
    return int((last, *rest)[-1])


def assert_nothing_missing(truth: Truth, index: SearchIndex, acknowledged: int) -> None:
    """The index stands where it said or later, and holds what the truth held there or newer."""
    position = index.position()
    assert position >= acknowledged
    history: dict[str, list[Revision]] = {}
    for one in truth.changes(0, 1_000_000):
        history.setdefault(one.iri, []).append(one)
    held = index.digests()
    for iri, revisions in history.items():
        before = [one for one in revisions if one.sequence <= position]
        since = [one for one in revisions if one.sequence > position]
        allowed = {"" if one.withdrawn else one.etag for one in (*before[-1:], *since)}
        assert held.get(iri, "") in (allowed if before else {"", *allowed})
    assert held.keys() <= history.keys()


class _Dies(ElasticIndex):
    """Ends like a power cut between the documents and the position of the second change."""

    def _commit(self, alias: str, sequence: int) -> None:
        if sequence == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        super()._commit(alias, sequence)


def _follow(how: str) -> None:
    projection.BATCH = STEP
    services = open_services(read_settings())
    while True:
        if how == "rebuild":
            services.projections.rebuild()
        else:
            services.projections.catch_up(lambda _: _tell(services.projections.index))
        _tell(services.projections.index)


def _tell(index: SearchIndex) -> None:
    print(index.position(), flush=True)


def _die(url: str, flavour: str, prefix: str, size: str) -> None:
    index = _Dies(Server(Address(url, flavour)), prefix)
    for number in (1, 2):
        index.apply(batch(number, int(size)), [], number)
        print(number, flush=True)


def _main(arguments: Sequence[str]) -> None:
    how, *rest = arguments
    if how == "die":
        _die(*rest)
    else:
        _follow(how)


if __name__ == "__main__":
    _main(sys.argv[1:])
