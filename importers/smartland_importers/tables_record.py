"""What the readers of files give to ``tables``: records, within limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartland.errors import Label


@dataclass(frozen=True)
class Limits:
    """How much of a table is read: rows, columns, characters a cell; of XLSX the bytes that it
    unpacks to and the XML elements of one part."""

    rows: int = 2_000_000
    columns: int = 1_000
    cell: int = 131_000
    unpacked: int = 300_000_000
    elements: int = 12_000_000


LIMITS = Limits()
LONGEST_TEXT = 1_000_000
"""Characters of a text in XLSX that are put together at all; programs allow 32,767 in a cell."""


@dataclass(frozen=True)
class Record:
    """One row as its file has it: ``cells`` from the first column on; ``remarks`` on repairs.

    ``number`` counts from 1, empty rows included. ``fault`` tells why the row cannot be used.
    """

    number: int
    cells: Sequence[str]
    remarks: tuple[str, ...] = ()
    fault: Label | None = None
