"""What brings data in; found by the entry point group ``smartland.importers``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from smartland.domain.resource import Description
from smartland.errors import Label
from smartland.ports.fetch import Fetcher


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


Item = Found | Rejected | Removed | Expected


class Importer(Protocol):
    """One sort of source. A bad item is a Rejected; a bad source raises SourceFailed."""

    name: ClassVar[str]
    label: ClassVar[Label]

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """Every item of the source, lazily; ``base`` is this installation's IRI base.

        Reaching the end without an exception means that the source was read completely.
        """
