"""An answer as bytes, bounded while it is written: what a reader process does with a query."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

Results = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True)
class RowFormat:
    """``mark`` stands once a row, or oftener: at most marks + ``more`` rows were written."""

    engine: QueryResultsFormat
    mark: bytes
    more: int


ROW_FORMATS = {
    "application/sparql-results+json": RowFormat(QueryResultsFormat.JSON, b"},{", 1),
    "application/sparql-results+xml": RowFormat(QueryResultsFormat.XML, b"<result>", 0),
    "text/csv": RowFormat(QueryResultsFormat.CSV, b"\n", -1),
    "text/tab-separated-values": RowFormat(QueryResultsFormat.TSV, b"\n", -1),
}
GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


class WrongFormat(Exception):
    """The form of the query has no answer in that media type."""


class TooMuch(Exception):
    """The answer passes a limit: its name and its value."""


class _Perhaps(Exception):
    """There are as many marks as rows are allowed, and text may hold marks too."""


class Capped:
    """A file that takes only so many bytes and marks; ``fault`` is what it raised."""

    def __init__(self, max_bytes: int, mark: bytes = b"", max_marks: int = 0) -> None:
        self._parts: list[bytes] = []
        self._left = max_bytes
        self._limit = max_bytes
        self._mark = mark
        self._marks_left = max_marks
        self._tail = b""
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            self.fault = TooMuch(f"bytes {self._limit}")
            raise self.fault
        if self._mark:
            self._count(data)
        self._parts.append(data)
        return len(data)

    def _count(self, data: bytes) -> None:
        text = self._tail + data
        self._marks_left -= text.count(self._mark)
        keep = len(self._mark) - 1  # a mark may lie across two writes
        self._tail = text[-keep:] if keep else b""
        if self._marks_left < 0:
            self.fault = _Perhaps()
            raise self.fault

    def flush(self) -> None:
        """Nothing waits."""

    def value(self) -> bytes:
        return b"".join(self._parts)


def write_answer(
    run: Callable[[], Results], media_type: str, max_rows: int, max_bytes: int
) -> bytes:
    """The answer of the query that ``run`` evaluates; a graph is bounded by its bytes alone.

    Raises WrongFormat or TooMuch, and what the engine raises.
    """
    found = run()
    if isinstance(found, QueryTriples):
        if media_type not in GRAPH_FORMATS:
            raise WrongFormat(media_type)
        return _write(found, GRAPH_FORMATS[media_type], Capped(max_bytes))
    if media_type not in ROW_FORMATS:
        raise WrongFormat(media_type)
    rows = ROW_FORMATS[media_type]
    if isinstance(found, QueryBoolean):
        return _write(found, rows.engine, Capped(max_bytes))
    out = Capped(max_bytes, rows.mark, max_rows - rows.more)
    try:
        return _write(found, rows.engine, out)
    except _Perhaps:
        if sum(1 for _ in islice(_solutions(run()), max_rows + 1)) > max_rows:
            raise TooMuch(f"rows {max_rows}") from None
    return _write(run(), rows.engine, Capped(max_bytes))


def _solutions(found: Results) -> Iterator[Any]:
    return iter(found) if isinstance(found, QuerySolutions) else iter(())


def _write(found: Results, engine: QueryResultsFormat | RdfFormat, out: Capped) -> bytes:
    try:
        found.serialize(out, format=engine)  # type: ignore[arg-type]  # which of each goes together, the caller knows
    except (OSError, ValueError) as error:
        # the engine wraps what a file raises in an error of its own
        raise (out.fault or error) from None
    return out.value()
