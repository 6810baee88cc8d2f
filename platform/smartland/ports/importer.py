"""What brings data in; found by the entry point group ``smartland.importers``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from smartland.domain.kind import Kind
from smartland.domain.resource import Description, Document, Json
from smartland.errors import Label
from smartland.ports.fetch import Fetcher

ERROR, WARNING = "error", "warning"

Validate = Callable[[Kind, Json, str], Document]
"""The validation of whole documents (``schemas.documents.validate``); raises Invalid."""


@dataclass(frozen=True)
class Found:
    """One item; ``remarks`` are oddities of the source, kept and reported."""

    description: Description
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """One item that cannot be taken; ``reason`` names the field, the line or the subject."""

    source_key: str
    reason: str


@dataclass(frozen=True)
class Removed:
    """An item that the source itself says was deleted; it is withdrawn without waiting."""

    source_key: str


@dataclass(frozen=True)
class Expected:
    """How many items will come, for the progress bar; may be said again when it is known better."""

    total: int


@dataclass(frozen=True)
class Partial:
    """What is read is not the whole source but, say, what changed in it since a day: what does not
    come has not vanished, and leaves only where a Removed says so."""


Item = Found | Rejected | Removed | Expected | Partial


class Importer(Protocol):
    """One sort of source. A bad item is a Rejected; a bad source raises SourceFailed."""

    name: ClassVar[str]
    label: ClassVar[Label]

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """Every item of the source, lazily; ``base`` is this installation's IRI base.

        Reaching the end without an exception means that the source was read completely, unless
        a Partial was among the items.
        """


@dataclass(frozen=True)
class CellProblem:
    """One thing wrong, where a spreadsheet program shows it.

    ``row`` counts from 1, ``column`` is a letter, empty for a whole row; ``sheet`` is empty for
    CSV. An ERROR keeps its row out, a WARNING does not.
    """

    row: int
    column: str
    header: str
    message: Label
    sheet: str = ""
    severity: str = ERROR


@dataclass(frozen=True)
class Examined:
    """An item with what is wrong in its cells; None where a table as a whole is at fault."""

    item: Item | None
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True)
class Template:
    """A file to be filled in."""

    name: str
    media_type: str
    body: bytes


@runtime_checkable
class Examining(Protocol):
    """An importer of what people fill in: it tells them where to mend it."""

    def examine(
        self, address: str, fetcher: Fetcher, base: str, validate: Validate | None = None
    ) -> Iterator[Examined]:
        """The items of ``Importer.read``, each with its problems.

        With ``validate`` what breaks the rules of a kind is a Rejected with its cells too. A
        source that fails as a whole tells all its problems before it raises SourceFailed.
        """


@runtime_checkable
class Templated(Protocol):
    """An importer that has a template to fill in for each kind."""

    def template(self, kinds: Sequence[str], *, workbook: bool) -> Template:
        """The template of some kinds: a workbook with a sheet a kind, or CSV of the only one.

        Raises NotFound for what is no kind.
        """
