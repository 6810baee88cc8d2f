"""A PostgreSQL server of the tests' own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import delete

from smartland.adapters.sql.tables import metadata


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL."""

    port: int

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://smartland@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> str:
        """Make a database; its URL."""
        self.execute("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def empty(self, name: str) -> str:
        """Put one of our databases back to how it was made, whoever is still in it; its URL."""
        # TRUNCATE takes longer: it makes new files for every table and index
        deletions = [str(delete(table)) for table in reversed(metadata.sorted_tables)]
        self.execute(
            name,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            *deletions,
            "INSERT INTO counter VALUES (1, 0)",
        )
        return self.url(name)

    def execute(self, name: str, *statements: str) -> None:
        """Run statements in one of its databases."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def find_programs() -> Path | None:
    """The folder of the server's programs; None when the machine has none."""
    server, config = shutil.which("postgres"), shutil.which("pg_config")
    folders = [Path(server).resolve().parent] if server else []
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(answer.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def serve(programs: Path, folder: Path) -> Iterator[Server]:
    """A server of our own on a free loopback port with its data in ``folder``, then its end."""
    owner = _give_away(folder)
    data, log = folder / "data", folder / "log"
    _init_cluster([programs / "initdb", "-D", data], owner)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-F -c listen_addresses=127.0.0.1 -p {port} -N 80 -c unix_socket_directories="
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *options.split()],
            stdout=output,
            stderr=output,
            cwd=folder,
            **owner,
        )
    try:
        _wait_until_up(Server(port), process, log)
        yield Server(port)
    finally:
        process.send_signal(signal.SIGINT)  # the fast shutdown
        process.wait(20)


def _give_away(folder: Path) -> dict[str, Any]:
    """Whom to run the server as: it refuses to be root, then somebody owns ``folder``."""
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _init_cluster(command: Sequence[str | Path], owner: dict[str, Any]) -> None:
    options = ["-U", "smartland", "-A", "trust", "-E", "UTF8", "--no-sync"]
    # sorts as dictionaries do, where the server can: our order must not depend on it
    dictionary = ["--locale-provider=icu", "--icu-locale=it", "--locale=C"]
    for locale in (dictionary, ["--locale=C"]):
        answer = subprocess.run(
            [*command, *options, *locale], check=False, capture_output=True, cwd="/", **owner
        )
        if answer.returncode == 0:
            return
    raise RuntimeError(answer.stderr.decode())


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text()) from error
            time.sleep(0.05)
        else:
            return
