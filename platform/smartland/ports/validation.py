"""What a validation asks of the outside world: an engine that cannot take us down, and answers."""

from collections.abc import Callable
from typing import Protocol

from smartland.rdf.lines import Given
from smartland.rdf.shacl_engine import Results


class Running(Protocol):
    """Shapes at work on one document."""

    def results(self, lines: str) -> Results:
        """Wait for them; blank nodes have the labels of ``lines``, the document as N-Triples lines
        in its own order. Raises TooLarge or Malformed."""

    def close(self) -> None:
        """End the work; what is not needed any more takes no time or memory."""


class Engine(Protocol):
    """Runs packaged SHACL shapes over a document of a stranger."""

    def __call__(self, files: tuple[str, ...], lines: str, /) -> Callable[[], Results]:
        """Start on N-Triples lines; what comes back waits for the results.

        Waiting raises TooLarge where the document asks for more time or memory than it may have.
        """

    def begin(self, files: tuple[str, ...], given: Given) -> Running:
        """Start on a document as it was given, before it is converted."""


class Prober(Protocol):
    """Asks whether addresses answer."""

    def head(self, address: str) -> int | None:
        """The status of a HEAD request, redirects not followed or followed; None when there was
        no answer, or the address may not be asked."""
