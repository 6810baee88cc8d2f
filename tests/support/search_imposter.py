"""A server on loopback that behaves like a search server, or as badly as it is told to."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = Mapping[str, Any] | bytes


@dataclass
class Imposter:
    """``status``, ``body`` and ``delay`` of every answer when set; otherwise an empty index that
    takes whatever it is given. ``asked`` is (method, path, body) of every request.

    ``items`` are the outcomes of the next bulk requests; then every change is accepted.
    """

    product: str = "Elasticsearch"
    status: int = 0
    body: Body | None = None
    delay: float = 0.0
    items: list[Mapping[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    aliases: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    def paths(self, part: str) -> list[str]:
        """The paths asked for that hold ``part``."""
        return [path for _, path, _ in self.asked if part in path]

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Body]:
        """Status and body of one answer."""
        self.asked.append((method, path, body))
        time.sleep(self.delay)
        if self.status or self.body is not None:
            return self.status or 200, {} if self.body is None else self.body
        return 200, self._well(method, path, body)

    def _well(self, method: str, path: str, body: bytes) -> Body:
        if path == "/":
            return {"version": {"number": "8.19.0"}}
        if "_bulk" in path:
            return {"errors": False, "items": [*self._outcomes(body)]}
        if "_search" in path:
            return EMPTY
        if method == "GET" and "_alias" in path:
            return self.aliases
        if method == "PUT":
            self.aliases = {path.strip("/"): {"aliases": json.loads(body)["aliases"]}}
        return {"acknowledged": True}

    def _outcomes(self, body: bytes) -> Iterator[Mapping[str, Any]]:
        lines = [json.loads(line) for line in body.splitlines() if line]
        for line in lines:
            if set(line) <= {"index", "delete"}:
                (action,) = line
                yield {action: self.items.pop(0) if self.items else {"status": 201}}


EMPTY: Mapping[str, Any] = {
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
    "aggregations": {"position": {"value": None}, "words": {"buckets": []}},
}


@contextmanager
def imposter(**manners: Any) -> Iterator[Imposter]:  # noqa: ANN401  # fields of Imposter
    """One that runs."""
    one = Imposter(**manners)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            one.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, answer = one.answer(self.command, self.path, body)
            sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            if one.product:
                self.send_header("X-Elastic-Product", one.product)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    one.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
