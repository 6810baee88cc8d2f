"""What a validation asks of the outside world: an engine that cannot take us down, and answers."""

from collections.abc import Callable
from typing import Protocol

from smartland.rdf.shacl_engine import Results


class Engine(Protocol):
    """Runs packaged SHACL shapes over a document of a stranger."""

    def __call__(self, files: tuple[str, ...], lines: str, /) -> Callable[[], Results]:
        """Start on N-Triples lines; what comes back waits for the results.

        Waiting raises TooLarge where the document asks for more time or memory than it may have.
        """


class Prober(Protocol):
    """Asks whether addresses answer."""

    def head(self, address: str) -> int | None:
        """The status of a HEAD request, redirects not followed or followed; None when there was
        no answer, or the address may not be asked."""
