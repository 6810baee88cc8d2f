"""The shapes run while a document is converted: the engine reads it as it was given.

That is half of the work of a validation. A document that has to be put right first is run once
more as it then is, and so is one that the engine does not read though we do.
"""

from collections.abc import Callable
from functools import partial

from smartland.errors import Malformed
from smartland.ports.validation import Engine, Running
from smartland.rdf.lines import Document, Given
from smartland.rdf.shacl_engine import Results


class Ahead:
    """A run of ``files`` over one document; to be closed."""

    def __init__(self, engine: Engine, files: tuple[str, ...]) -> None:
        self._engine = engine
        self._files = files
        self._running: Running | None = None

    def begin(self, given: Given) -> None:
        """Start: the document has passed the gates."""
        self._running = self._engine.begin(self._files, given)

    def start(
        self, document: Document, files: tuple[str, ...], lines: str
    ) -> Callable[[], Results]:
        """What waits for the results on ``document``, whose lines these are."""
        running = self._running
        if running is None or not document.clean or files != self._files:
            self.close()
            return self._engine(files, lines)
        return partial(self._results, running, lines)

    def close(self) -> None:
        """End what is at work."""
        if self._running is not None:
            self._running.close()

    def _results(self, running: Running, lines: str) -> Results:
        try:
            return running.results(lines)
        except Malformed:
            return self._engine(self._files, lines)()
