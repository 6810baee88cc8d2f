"""Where a hostile feed is set up: a folder, servers on loopback, a small internet, and canaries."""

import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.query_site import Answering, QuerySite, answering
from support.sites import Site, serving

CANARY = "canary-7d1f-must-never-be-read"
"""Stands in a file and behind an address that no feed may make anybody read."""
PERSON = "anna.privata@person.example"
"""The mailbox of a person, which no harvest may publish."""
PUBLIC_ADDRESS = "93.184.216.34"
"""An address of the open internet, behind which the stage's own servers stand."""
FEED_HOST = "feed.example"


@dataclass
class Stage:
    """One case's place; ``forbidden`` collects what should not have been contacted."""

    folder: Path
    stack: ExitStack
    forbidden: list[str] = field(default_factory=list)
    sites: list[Site | QuerySite] = field(default_factory=list)
    private: bool = True

    # files

    def file(self, name: str, content: bytes | str | Iterable[bytes]) -> str:
        """A file of the source; its path."""
        path = self.folder / "feed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            if isinstance(content, str):
                content = content.encode("utf-8", "surrogatepass")
            for piece in (content,) if isinstance(content, bytes) else content:
                file.write(piece)
        return str(path)

    def secret_file(self) -> Path:
        """A file beside the feed that nobody may read."""
        path = self.folder / "secret.txt"
        path.write_text(CANARY)
        return path

    # servers

    def site(self) -> Site:
        """A server whose answers go by path."""
        site = self.stack.enter_context(serving())
        self.sites.append(site)
        return site

    def api(self, answer: Answering) -> QuerySite:
        """A server that answers by path and query."""
        site = self.stack.enter_context(answering(answer))
        self.sites.append(site)
        return site

    def canary(self) -> Site:
        """A server inside: whoever asks it anything has been lured there."""
        site = self.stack.enter_context(serving())
        self.stack.callback(lambda: self.forbidden.extend(f"canary {one}" for one in site.paths()))
        return site

    # the internet

    def internet(self, *behind: tuple[str, str], names: dict[str, list[list[str]]]) -> None:
        """Resolve ``names`` to their lists of addresses, in turn, the last one for ever.

        ``behind`` are (public address, url of a server of ours). A connection to any other address
        is forbidden, noted, and not made. From now on loopback is not let through.
        """
        self.private = False
        patch = pytest.MonkeyPatch()
        self.stack.callback(patch.undo)
        doors = {address: int(url.rpartition(":")[2]) for address, url in behind}
        patch.setattr(socket, "getaddrinfo", _resolver(names))
        patch.setattr(socket, "create_connection", self._connector(doors))

    def _connector(self, doors: dict[str, int]) -> Callable[..., socket.socket]:
        def connect(place: tuple[str, int], timeout: float | None = None) -> socket.socket:
            if place[0] not in doors:
                self.forbidden.append(f"connection to {place[0]}:{place[1]}")
                raise OSError("no route from the stage")
            connection = socket.socket()
            connection.settimeout(timeout)
            connection.connect(("127.0.0.1", doors[place[0]]))
            return connection

        return connect


def _resolver(names: dict[str, list[list[str]]]) -> Callable[..., list[tuple[object, ...]]]:
    system = socket.getaddrinfo
    left = {name: list(answers) for name, answers in names.items()}

    def resolve(host: str, port: int, *rest: object, **more: object) -> list[tuple[object, ...]]:
        if host not in left:
            # numbers in any spelling are the system's to read; no name leaves the machine
            return list(system(host, port, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM))
        answers = left[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    return resolve
