"""Real OpenSearch and Elasticsearch servers on loopback, for tests, benchmarks and by hand.

``python -m support.search_servers start NAME`` runs one until interrupted and prints its URL;
``… run NAME [NAME …] -- COMMAND`` runs a command with ``SMARTLAND_TEST_ELASTICSEARCH`` set to
``flavour=url[,flavour=url]``.
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.search_installs import DISTRIBUTIONS, Distribution, install_java, install_server
from support.servers import free_port

VARIABLE = "SMARTLAND_TEST_ELASTICSEARCH"
SMALL = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For tests: up in half the time, slower when it runs for long."""
FULL = ("-Xms1g", "-Xmx1g")
"""For measurements: what the server chooses itself."""
SETTINGS = """\
cluster.name: smartland-tests
node.name: one
discovery.type: single-node
path.data: {folder}/data
path.logs: {folder}/logs
http.host: 127.0.0.1
transport.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
cluster.routing.allocation.disk.threshold_enabled: false
"""
LOG = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %-5p %c{1.} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


@dataclass
class Server:
    """One server and its ``folder``; ``start`` again after ``kill`` keeps port and data.

    ``options`` are those of its Java.
    """

    distribution: Distribution
    folder: Path
    options: tuple[str, ...]
    port: int = field(default_factory=free_port)
    transport: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def flavour(self) -> str:
        """``opensearch`` or ``elasticsearch``."""
        return self.distribution.flavour

    def start(self) -> None:
        """Start it; ``wait`` until it answers."""
        home, java = install_server(self.distribution), install_java()
        settings = SETTINGS.format(folder=self.folder, port=self.port, transport=self.transport)
        owner = _owner()
        if self.flavour == "opensearch":
            command, environment = _opensearch(home, java, self.folder, self.options)
        else:
            settings += "xpack.security.enabled: false\n"
            command, environment = _elasticsearch(home, java, self.folder, self.options)
        _write_config(self.folder, f"{self.flavour}.yml", settings, owner)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **owner,
            )

    def wait(self, seconds: float = 180.0) -> None:
        """Until it answers. Raises RuntimeError with its log."""
        assert self.process is not None
        end = time.monotonic() + seconds
        # GET / is missing in the small Elasticsearch
        health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=2s"
        while True:
            try:
                with urllib.request.urlopen(health, timeout=5) as answer:
                    if not json.load(answer)["timed_out"]:
                        return
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > end:
                    log = (self.folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"{self.distribution.name}: {log[-3000:]}") from error
            time.sleep(0.2)

    def stop(self) -> None:
        """End it as an operator would; by force after 30 s."""
        if self.process is not None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        self.kill()

    def kill(self) -> None:
        """kill -9 of the server and the launcher that watches it: all that we started."""
        if self.process is not None:
            for number in self._members():
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def cpu_seconds(self) -> float:
        """CPU time of the server so far, in nanosecond steps: clock_getcpuclockid(3) by hand."""
        return sum(time.clock_gettime(~number << 3 | 2) for number in self._members())

    def _members(self) -> list[int]:
        """The processes that came of the one that we started."""
        assert self.process is not None
        numbers = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]
        return [one for one in numbers if _stat(one)[3:4] == [str(self.process.pid)]]


@contextmanager
def server(name: str, options: Sequence[str] = SMALL) -> Iterator[Server]:
    """A server of ``DISTRIBUTIONS``, installed if need be; ended and wiped afterwards."""
    with servers((name,), options) as (one,):
        yield one


@contextmanager
def servers(names: Sequence[str], options: Sequence[str] = SMALL) -> Iterator[list[Server]]:
    """Several at once: they start side by side."""
    with ExitStack() as stack:
        running = [stack.enter_context(_started(name, tuple(options))) for name in names]
        for one in running:
            one.wait()
        yield running


@contextmanager
def _started(name: str, options: tuple[str, ...]) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix=f"smartland-{name}-"))
    one = Server(DISTRIBUTIONS[name], folder, options)
    try:
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)


def given_servers() -> dict[str, str]:
    """Flavour → URL of the servers that the environment names."""
    value = os.environ.get(VARIABLE, "")
    return dict(one.split("=", 1) for one in value.split(",") if one)


def _stat(number: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, see proc(5); none when it is gone."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _owner() -> dict[str, Any]:
    """Whom to run the server as: it refuses to be root."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _write_config(folder: Path, name: str, settings: str, owner: dict[str, Any]) -> None:
    for room in ("config", "data", "logs", "scratch"):
        (folder / room).mkdir(exist_ok=True)
    (folder / "config" / name).write_text(settings)
    (folder / "config" / "log4j2.properties").write_text(LOG)
    if owner:
        for one in (folder, *folder.iterdir(), *(folder / "config").iterdir()):
            os.chown(one, owner["user"], owner["group"])


def _opensearch(
    home: Path, java: Path, folder: Path, options: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """Its own JVM options ask for a module that this small Java lacks, so they are said here."""
    command = [
        str(java / "bin" / "java"),
        *options,
        f"-Djava.io.tmpdir={folder}/scratch",
        f"-Dopensearch.path.home={home}",
        f"-Dopensearch.path.conf={folder}/config",
        "-Dopensearch.distribution.type=zip",
        "-Dlog4j2.disable.jmx=true",
        f"-javaagent:{home}/agent/opensearch-agent.jar",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        *("-cp", f"{home}/lib/*", "org.opensearch.bootstrap.OpenSearch"),
    ]
    return command, {}


def _elasticsearch(
    home: Path, java: Path, folder: Path, options: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """Its launcher starts the server with the modules of its version."""
    file = folder / "config" / "jvm.options"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join((*options, f"-Djava.io.tmpdir={folder}/scratch", "")))
    environment = {
        "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_TMPDIR": f"{folder}/scratch",
    }
    return [str(home / "bin" / "elasticsearch")], environment


def _main(arguments: Sequence[str]) -> int:
    action, *rest = arguments
    at = rest.index("--") if "--" in rest else len(rest)
    names, command = rest[:at], rest[at + 1 :]
    # Make and CI end us with SIGTERM: servers must not outlive it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with servers(names) as running:
        value = ",".join(f"{one.flavour}={one.url}" for one in running)
        print(value, flush=True)
        if action == "run":
            return subprocess.run(command, env={**os.environ, VARIABLE: value}).returncode
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
