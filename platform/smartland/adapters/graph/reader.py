"""The program of one reader process: the public graph in memory, one request at a time.

Started as ``python -m smartland.adapters.graph.reader FD SNAPSHOT MEMORY``. It loads its snapshot,
gives up what it no longer needs (files, sockets, memory beyond the cap), says that it is ready,
and answers frames on the inherited socket until that closes. A frame is its length (4 bytes, big
endian) and its body; the first byte of a body says what it is.
"""

import json
import os
import re
import resource
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from smartland.adapters.graph.lines import graph_digests, load_quads

LENGTH = struct.Struct("!I")
QUERY = struct.Struct("!?IIHH")
SEQUENCE = struct.Struct("!Q")
ANSWER, REFUSED, TOO_MUCH, WRONG_FORM = b"A", b"R", b"L", b"F"
CHANGE, ASK, DIGESTS, READY = b"C", b"Q", b"D", b"!"
CHUNK = 32 << 20

RESULT_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
# What stands once a row, and how many times more or less (between rows, after the head). Inside a
# JSON string the quote of ``},{"x`` would be escaped.
_ROWS = {
    "application/sparql-results+json": (re.compile(rb'\},\{"\w'), 1),
    "application/sparql-results+xml": (re.compile(rb"<result>"), 0),
    "text/csv": (re.compile(rb"\r\n"), -1),
    "text/tab-separated-values": (re.compile(rb"\n"), -1),
}


class TooMuch(Exception):
    """The answer passes a limit: its name and its value."""


class Capped:
    """A file that takes only so many bytes."""

    def __init__(self, limit: int) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._limit = limit

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._size > self._limit:
            raise TooMuch(f"bytes {self._limit}")
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        return

    def value(self) -> bytes:
        return b"".join(self._parts)


class Reader:
    """The store and the verbs."""

    def __init__(self) -> None:
        self.store = Store()
        self.sequence = 0
        self.verbs: dict[bytes, Callable[[bytes], bytes]] = {
            CHANGE: self.change,
            ASK: self.ask,
            DIGESTS: self.digests,
        }

    def load(self, snapshot: Path) -> None:
        """Fill the store from an N-Quads file; its name holds the sequence number."""
        self.sequence = int(snapshot.stem.split("-")[1])
        with snapshot.open("rb") as file:
            while lines := file.readlines(CHUNK):
                load_quads(self.store, b"".join(lines))

    def change(self, body: bytes) -> bytes:
        """Replace whole graphs: sequence, length of the names, names by line, N-Quads."""
        (self.sequence,) = SEQUENCE.unpack_from(body)
        (length,) = LENGTH.unpack_from(body, SEQUENCE.size)
        start = SEQUENCE.size + LENGTH.size
        for name in body[start : start + length].decode().split("\n"):
            self.store.remove_graph(NamedNode(name))
        load_quads(self.store, body[start + length :])
        return ANSWER

    def ask(self, body: bytes) -> bytes:
        """Answer a query: limits, then format, query and graphs joined by NUL."""
        own, max_rows, max_bytes, defaults, named = QUERY.unpack_from(body)
        media_type, text, *graphs = body[QUERY.size :].decode().split("\x00")
        nodes: list[Any] = [NamedNode(one) for one in graphs]
        chosen = bool(defaults or named)
        found = self.store.query(
            text,
            use_default_graph_as_union=not own and not chosen,
            default_graph=nodes[:defaults] if chosen else None,
            named_graphs=nodes[defaults:] if chosen else None,
        )
        out = Capped(max_bytes)
        if isinstance(found, QueryTriples):
            self._serialise_graph(found, media_type, out)
        else:
            self._serialise_rows(found, media_type, out)
        answer = out.value()
        if isinstance(found, QuerySolutions):
            row, more = _ROWS[media_type]
            if len(row.findall(answer)) + more > max_rows:
                raise TooMuch(f"rows {max_rows}")
        return ANSWER + SEQUENCE.pack(self.sequence) + answer

    def _serialise_rows(
        self, found: QuerySolutions | QueryBoolean, media_type: str, out: Capped
    ) -> None:
        found.serialize(out, format=RESULT_FORMATS[media_type])  # type: ignore[arg-type]

    def _serialise_graph(self, found: QueryTriples, media_type: str, out: Capped) -> None:
        found.serialize(out, format=GRAPH_FORMATS[media_type])  # type: ignore[arg-type]

    def digests(self, _: bytes) -> bytes:
        """The digest of every graph, as JSON."""
        return ANSWER + json.dumps(dict(graph_digests(self.store))).encode()


def serve(channel: socket.socket, reader: Reader) -> None:
    """Answer frames until the other side closes."""
    while (body := receive(channel)) is not None:
        send(channel, _answer(reader, body))


def _answer(reader: Reader, body: bytes) -> bytes:
    try:
        return reader.verbs[body[:1]](body[1:])
    except TooMuch as error:
        return TOO_MUCH + str(error).encode()
    except KeyError as error:
        return WRONG_FORM + str(error).encode()
    except (SyntaxError, ValueError, OSError) as error:
        # pyoxigraph gives what a file's write raised as the context of its own error
        if isinstance(error.__context__ or error.__cause__, TooMuch):
            return TOO_MUCH + str(error.__context__ or error.__cause__).encode()
        return REFUSED + str(error).encode()


def receive(channel: socket.socket) -> bytes | None:
    """One frame; None when the other side has closed."""
    head = _exactly(channel, LENGTH.size)
    return None if head is None else _exactly(channel, LENGTH.unpack(head)[0])


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    if size == 0:
        return b""
    data = bytearray(size)
    view, got = memoryview(data), 0
    while got < size:
        count = channel.recv_into(view[got:])
        if count == 0:
            return None
        got += count
    return bytes(data)


def send(channel: socket.socket, body: bytes) -> None:
    """One frame."""
    channel.sendall(LENGTH.pack(len(body)) + body)


def give_up_rights(memory: int) -> None:
    """No more files or sockets, no core dumps, memory up to the cap, behind others on the CPU."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    os.nice(5)


def end_with(parent: int) -> None:
    """End this process when the one that started it is gone, even in the middle of a query: the
    socket would tell only between queries."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def main() -> None:
    """Run until the pool closes the socket."""
    descriptor, snapshot, memory = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    channel = socket.socket(fileno=descriptor)
    reader = Reader()
    if snapshot:
        reader.load(Path(snapshot))
    Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    # the first query of a process starts threads and reads locale files: do that while we may
    reader.store.query("ASK {}")
    give_up_rights(memory)
    send(channel, READY + SEQUENCE.pack(reader.sequence))
    serve(channel, reader)


if __name__ == "__main__":
    main()
