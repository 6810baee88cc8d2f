"""The program of one reader process: the public graph in memory, one request at a time.

Started as ``python -m smartland.adapters.graph.reader FD POSITION MEMORY PARENT``. It loads the
snapshot at its standard input, gives up what it no longer needs (files, sockets, memory beyond the
cap), says that it is ready, and answers frames on the inherited socket until that closes. A frame
is its length (4 bytes, big endian) and its body. The first byte of a body says what it is; in an
answer the sequence number of the data follows.
"""

import os
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, Store

from smartland.adapters.graph.answer import Results, TooMuch, WrongFormat, write_answer
from smartland.adapters.graph.lines import graph_digests, load_quads

LENGTH = struct.Struct("!I")
CHANGE_HEAD = struct.Struct("!QI")  # sequence, length of the names
QUESTION = struct.Struct("!d?QQHHI")  # seconds, own dataset, rows, bytes, graphs, length of a list
ANSWER_HEAD = struct.Struct("!cQ")
ANSWER, REFUSED, TOO_MUCH, WRONG_FORM, NOT_LOADED = b"A", b"R", b"L", b"F", b"X"
CHANGE, ASK, DIGESTS = b"C", b"Q", b"D"
OUT_OF_MEMORY = 86
"""The exit code after a MemoryError; the engine itself ends by SIGABRT."""
FOR_QUERIES = 100 << 20
"""Bytes that must be left for queries once the data are loaded."""
GRACE = LOOK = 1.0
STACK = 64 << 20
CHUNK = 8 << 20
RECEIVE = 1 << 16


class Reader:
    """The store and the verbs."""

    def __init__(self, sequence: int) -> None:
        self.store = Store()
        self.sequence = sequence
        self.verbs: dict[bytes, Callable[[bytes], bytes]] = {
            CHANGE: self.change,
            ASK: self.ask,
            DIGESTS: self.digests,
        }

    def load(self, file: BinaryIO) -> None:
        """Fill the store from N-Quads."""
        while lines := file.read(CHUNK):
            load_quads(self.store, lines + file.readline())

    def change(self, body: bytes) -> bytes:
        """Replace whole graphs: their names by line, then N-Quads."""
        self.sequence, length = CHANGE_HEAD.unpack_from(body)
        start = CHANGE_HEAD.size
        for name in filter(None, body[start : start + length].decode().split("\n")):
            self.store.remove_graph(NamedNode(name))
        load_quads(self.store, body[start + length :])
        return b""

    def ask(self, body: bytes) -> bytes:
        """Answer a query: limits, then format and graphs by line, then the text."""
        seconds, own, rows, size, defaults, named, length = QUESTION.unpack_from(body)
        # the kernel ends it even where the engine lets no other thread of ours run
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        start = QUESTION.size
        media_type, *graphs = body[start : start + length].decode().split("\n")
        text = body[start + length :].decode()
        nodes: list[Any] = [NamedNode(one) for one in graphs]
        chosen = bool(defaults or named)

        def run() -> Results:
            return self.store.query(
                text,
                use_default_graph_as_union=not own and not chosen,
                default_graph=nodes[:defaults] if chosen else None,
                named_graphs=nodes[defaults:] if chosen else None,
            )

        try:
            return write_answer(run, media_type, rows, size)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def digests(self, _: bytes) -> bytes:
        """The digest of every graph: IRI and digest by line."""
        found = graph_digests(self.store)
        return "".join(f"{graph} {digest}\n" for graph, digest in found).encode()


def serve(channel: int, reader: Reader) -> None:
    """Answer frames until the other side closes."""
    while body := receive(channel):
        kind, answer = _answer(reader, body)
        send(channel, ANSWER_HEAD.pack(kind, reader.sequence) + answer)


def _answer(reader: Reader, body: bytes) -> tuple[bytes, bytes]:
    try:
        return ANSWER, reader.verbs[body[:1]](body[1:])
    except TooMuch as error:
        return TOO_MUCH, str(error).encode()
    except WrongFormat:
        return WRONG_FORM, b""
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        # RuntimeError: a function that the engine does not have
        return REFUSED, str(error).encode()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def receive(channel: int) -> bytes | None:
    """One frame; None when the other side has closed."""
    data = os.read(channel, RECEIVE)
    if len(data) < LENGTH.size:
        return None  # frames are sent whole
    size = LENGTH.unpack_from(data)[0] + LENGTH.size
    parts, got = [data], len(data)
    while got < size:
        part = os.read(channel, min(size - got, CHUNK))
        if not part:
            return None
        parts.append(part)
        got += len(part)
    return b"".join(parts)[LENGTH.size :]


def send(channel: int, body: bytes) -> None:
    """One frame."""
    rest = memoryview(LENGTH.pack(len(body)) + body)
    while rest:
        rest = rest[os.write(channel, rest) :]


def give_up_rights(memory: int) -> None:
    """No more files or sockets, no core dumps, memory up to the cap, behind others on the CPU.

    Raises MemoryError when the data leave too little of it for queries.
    """
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib is one import more to start
        used = int(file.read().split()[0]) * resource.getpagesize()
    if used + FOR_QUERIES > memory:
        raise MemoryError(f"{used} bytes of {memory} are taken by the data")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    os.nice(5)


def run(channel: int, position: int, memory: int) -> None:
    """Load, give up rights, serve."""
    reader = Reader(position)
    try:
        with sys.stdin.buffer as snapshot:
            reader.load(snapshot)
        # what the first query of a process reads from the disk is read while we may
        reader.store.query("ASK {}")
        give_up_rights(memory)
    except (SyntaxError, OSError, MemoryError) as error:
        send(channel, ANSWER_HEAD.pack(NOT_LOADED, 0) + f"{type(error).__name__} {error}".encode())
        return
    send(channel, ANSWER_HEAD.pack(ANSWER, position))
    serve(channel, reader)


def main() -> None:
    """Run until the pool closes the socket, in a thread: its stack is deeper than the main one,
    and the engine's parser and planner are recursive.

    The main thread ends the process when its parent is gone, even in the middle of a query: the
    socket would tell only between queries.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pool's business
    threading.stack_size(STACK)
    *arguments, parent = (int(one) for one in sys.argv[1:])
    thread = threading.Thread(target=run, args=arguments, daemon=True)
    thread.start()
    while thread.is_alive() and os.getppid() == parent:
        thread.join(LOOK)
    os._exit(0)


if __name__ == "__main__":
    main()
