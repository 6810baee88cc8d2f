"""Runs cases, each in a process of its own, within limits: ``python -m … FOLDER``, the names of
the cases on standard input, a line each.

One process imports everything and lays out the truths; each case is a fork of it, so that its
memory is its own, and its death, by a limit or a signal, is one outcome and not the end of all.
"""

import contextlib
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from smartland.ports.importer import Importer
from smartland.wiring import find_importers
from smartland_importers.cordis import CordisImporter
from smartland_importers.spreadsheet import SpreadsheetImporter
from smartland_importers.startups import StartupsImporter
from support.hostile.case import Case, Outcome
from support.hostile.cases import CASES
from support.hostile.performing import perform, prepare

ADDRESS_SPACE: Final = 1_500_000_000
"""Bytes that a case may map. The promise is 900 MB in memory; of the rest, 260 MB are code and
read-only pages of native libraries that an idle process maps already, and stacks and arenas of
threads take theirs, mapped and never touched. A leak ends as MemoryError, not as a frozen
machine."""
WALL: Final = 45.0
"""Seconds until a case is killed, with the making of its feed and the audit; its harvest alone has
twenty."""
AT_ONCE: Final = 2


@dataclass(frozen=True)
class _Running:
    case: Case
    process: int
    pipe: int
    ends: float


def main(arguments: Sequence[str]) -> None:
    """Print the outcome of each named case as a line of JSON."""
    folder = Path(arguments[0])
    by_name = {case.name: case for case in CASES}
    waiting = [by_name[name] for name in sys.stdin.read().splitlines()]
    # before the first fork, so that no case pays for what all of them import
    importers: dict[str, Importer] = {
        one.name: one for one in (CordisImporter(), StartupsImporter(), SpreadsheetImporter())
    }
    importers |= find_importers()
    prepare(folder / "truths")
    running: list[_Running] = []
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            case = waiting.pop(0)
            running.append(_start(case, importers[case.importer], folder))
        for one in list(_ended(running)):
            running.remove(one)
            print(json.dumps(_collect(one).as_json()), flush=True)


def _start(case: Case, importer: Importer, folder: Path) -> _Running:
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return _Running(case, process, reading, time.monotonic() + WALL)
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        _perform_here(case, importer, folder, pipe.write)
        pipe.flush()
        os._exit(0)
    raise AssertionError("a fork never returns")


def _perform_here(
    case: Case, importer: Importer, folder: Path, tell: Callable[[str], object]
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            found = perform(case, importer, folder / "truths", Path(place))
        except BaseException:  # noqa: BLE001 - whatever it was, it is what the test wants to know
            found = Outcome(case.name, ending=traceback.format_exc(limit=-6)[-3_000:])
        tell(json.dumps(found.as_json()))


def _ended(running: Sequence[_Running]) -> Iterator[_Running]:
    """Those that have told, died, or run out of time; waits for the first."""
    soonest = min(one.ends for one in running)
    wait = max(soonest - time.monotonic(), 0)
    ready, _, _ = select.select([one.pipe for one in running], [], [], wait)
    now = time.monotonic()
    for one in running:
        if one.pipe in ready:
            yield one
        elif one.ends <= now:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.process, signal.SIGKILL)
            yield one


def _collect(one: _Running) -> Outcome:
    with os.fdopen(one.pipe) as pipe:
        told = pipe.read()
    _, status, usage = os.wait4(one.process, 0)
    late = time.monotonic() >= one.ends
    memory = usage.ru_maxrss / 1_000
    if not told:
        number = os.waitstatus_to_exitcode(status)
        ending = f"killed after {WALL} s" if late else f"the process died: {number}"
        return Outcome(one.case.name, ending=ending, memory=memory)
    return replace(read_outcome(told), memory=memory)


def read_outcome(told: str) -> Outcome:
    """The outcome that was printed as JSON."""
    given = json.loads(told)
    lists = {name: tuple(one) for name, one in given.items() if isinstance(one, list)}
    return Outcome(**{**given, **lists})


if __name__ == "__main__":
    main(sys.argv[1:])
