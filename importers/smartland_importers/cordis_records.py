"""What the files say, one small record a statement, before it is joined.

Named tuples: there is one or two of them a row, and a frozen dataclass takes three times as long.
"""

from collections.abc import Mapping
from typing import NamedTuple

Facts = Mapping[str, str]
"""Our field name → the cell as the file has it; empty cells are left out."""


class Described(NamedTuple):
    """A project, an organisation or a topic as one row or object describes it.

    ``stamp`` is when CORDIS wrote it (``stamp`` of cordis_values), empty where it is not told.
    """

    sort: str
    key: str
    facts: Facts
    stamp: str = ""


class Part(NamedTuple):
    """A participation of the organisation ``pic`` in a project; ``facts`` are its own."""

    project: str
    pic: str
    facts: Facts
    stamp: str = ""


class Tag(NamedTuple):
    """A EuroSciVoc class, a part of the programme or a website of a project."""

    project: str
    sort: str
    code: str
    title: str = ""


class SameProject(NamedTuple):
    """The record number and the grant number of one project."""

    rcn: str
    number: str


Record = Described | Part | Tag | SameProject
