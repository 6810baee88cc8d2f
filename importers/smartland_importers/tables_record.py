"""What the readers of files give to ``tables``: records, within limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartland.errors import Label


@dataclass(frozen=True)
class Limits:
    """How much of a table is read: rows, columns, characters a cell, bytes of an unpacked XLSX."""

    rows: int = 2_000_000
    columns: int = 1_000
    cell: int = 131_000
    unpacked: int = 300_000_000


LIMITS = Limits()


@dataclass(frozen=True)
class Record:
    """One row as its file has it: ``cells`` from the first column on; ``remarks`` on repairs.

    ``number`` counts from 1, empty rows included. ``fault`` tells why the row cannot be used.
    """

    number: int
    cells: Sequence[str]
    remarks: tuple[str, ...] = ()
    fault: Label | None = None
