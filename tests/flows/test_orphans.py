"""kill -9 of a process leaves none of those that it had started, nor those that they had."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from smartland.adapters import orphan
from smartland.adapters.graph import reader
from smartland.cli import shared
from smartland.services.scheduling import TICK
from smartland.web import server
from support.servers import free_port, wait_for

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not Path("/proc/self/stat").exists(), reason="processes are counted in /proc"
    ),
]

SMARTLAND = [sys.executable, "-m", "smartland"]
PROMISED, WITHIN = 5.0, 20.0
"""Seconds; what is promised of an idle machine, and what a test waits on one that is not."""
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
VALIDATING = """
from smartland.adapters.shacl_process import ShaclProcess
lines = "".join(
    f"<http://e/{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    f"<http://www.w3.org/ns/dcat#Dataset> .\\n"
    for n in range(40_000)
)
ShaclProcess()(("dcat-ap-it",), lines)()
"""
READING = """
import sys
from pathlib import Path
from smartland.adapters.upload_process import UploadProcess
from smartland.ports.uploads import Upload
rows = (b"%d,Ente %d,firm\\n" % (n, n) for n in range(90_000))
body = b"id,name.it,stakeholder_kind\\n" + b"".join(rows)
upload = Upload("enti.csv", body, "stakeholder")
for item in UploadProcess(Path(sys.argv[1])).read("spreadsheet", upload, "http://e/", 120.0):
    pass
"""


def members(leader: int) -> dict[int, str]:
    """What runs of the processes that ``leader`` began: number → command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                state, *_ = fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader and state != "Z":
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(folder.name)] = command.decode(errors="replace")
    return found


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"SMARTLAND_DATA_DIR": str(folder), "SMARTLAND_SPARQL_READERS": "2"}


@contextmanager
def started(folder: Path, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that leads those that it starts; what the test leaves of them is ended."""
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for one in members(process.pid):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait()


@contextmanager
def serving(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """A server that answers, with all the processes that belong to it, and its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with started(folder, "-m", "smartland", "serve", "--port", str(port)) as process:
        wait_for(f"{address}/status")
        # itself, the one that answers, two readers and the worker
        assert wait_until(lambda: len(members(process.pid)) >= 5, 60), members(process.pid)
        assert wait_until(lambda: any("worker" in one for one in running(process)), 60)
        yield process, address


def running(process: "subprocess.Popen[bytes]") -> list[str]:
    return list(members(process.pid).values())


def assert_nothing_is_left(process: "subprocess.Popen[bytes]") -> None:
    gone = wait_until(lambda: not members(process.pid), WITHIN)
    assert gone, members(process.pid)


def test_every_process_looks_often_enough() -> None:
    """The server and the worker see it, end what is under way, and then their own children see."""
    for look, last in ((server.LOOK, server.LAST), (TICK, shared.LAST), (shared.LOOK, shared.LAST)):
        assert look + last + max(reader.LOOK, 2 * orphan.LOOK) <= PROMISED


def test_a_server_that_is_killed_leaves_nothing_and_another_one_starts(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, _):
        process.kill()
        process.wait()
        assert_nothing_is_left(process)
    with serving(tmp_path) as (process, _):
        process.terminate()
        assert process.wait(30) == 0, "and it ends as ever when it is asked to"
        assert_nothing_is_left(process)


def test_a_server_that_is_killed_with_a_query_under_way_leaves_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address):
        query = urllib.parse.urlencode({"query": HEAVY})
        asking = threading.Thread(target=ask, args=(f"{address}/sparql?{query}",))
        asking.start()
        time.sleep(1)
        assert asking.is_alive(), "the query is too light"
        process.kill()
        process.wait()
        assert_nothing_is_left(process)
        asking.join()


def ask(address: str) -> None:
    with suppress(OSError):
        urllib.request.urlopen(address, timeout=30).read()


def test_a_server_ends_with_the_process_that_answers(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, _):
        (answering,) = [
            number
            for number, command in members(process.pid).items()
            if "serve" in command and number != process.pid
        ]
        os.kill(answering, signal.SIGKILL)
        # it was not killed itself: it ends in order, and waits for its worker first
        assert wait_until(lambda: process.poll() is not None, WITHIN)
        assert not members(process.pid)


@pytest.mark.parametrize(
    ("program", "child"), [(VALIDATING, "shacl_child"), (READING, "upload_child")]
)
def test_a_child_at_work_ends_with_the_one_who_waits_for_it(
    tmp_path: Path, program: str, child: str
) -> None:
    with started(tmp_path, "-c", program, str(tmp_path)) as process:
        assert wait_until(lambda: any(child in one for one in running(process)), 60)
        time.sleep(1)
        assert any(child in one for one in running(process)), "its work is too light"
        process.kill()
        process.wait()
        assert_nothing_is_left(process)


def test_a_harvest_that_is_killed_leaves_nobody_projecting(tmp_path: Path) -> None:
    source = tmp_path / "catalogue.ttl"
    head = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> ."
    source.write_text(head + "".join(
        f'<http://e.example/{n}> a dcat:Dataset ; dct:title "{n}" ; dct:description "x" .\n'
        for n in range(5_000)
    ))  # fmt: skip
    arguments = ("-m", "smartland", "harvest", "dcat", str(source))
    with started(tmp_path / "data", *arguments) as process:
        assert wait_until(lambda: any("follow" in one for one in running(process)), 60)
        process.kill()
        process.wait()
        assert_nothing_is_left(process)
