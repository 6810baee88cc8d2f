"""What one harvest may take: a source that never ends must not keep the worker for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher, Posted

ENDLESS = Label(
    it="La fonte non finisce: più di {limit}. Registrarla in parti.",
    en="The source does not end: more than {limit}. Register it in parts.",
)


@dataclass(frozen=True)
class Budget:
    """Of one run: answers, bytes of them unpacked, seconds. Importers that recognise a loop end
    sooner; pages that are new each time can be told from a large source by nothing else."""

    answers: int = 50_000
    size: int = 10_000_000_000
    seconds: float = 6 * 3_600.0


@dataclass
class MeteredFetcher:
    """A fetcher that gives no more than a budget."""

    fetcher: Fetcher
    budget: Budget
    clock: Callable[[], float] = time.monotonic
    answers: int = 0
    size: int = 0
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        """Raises what the fetcher raises, and SourceFailed when the budget is spent."""
        self.answers += 1
        self.check()
        fetched = self.fetcher.fetch(address, accept=accept, posted=posted)
        self.size += len(fetched.body)
        self.check()
        return fetched

    def check(self) -> None:
        """Raises SourceFailed when the budget is spent."""
        limits = self.budget
        if self.answers > limits.answers:
            raise _endless(f"{limits.answers} risposte", f"{limits.answers} answers")
        if self.size > limits.size:
            raise _endless(f"{limits.size} byte", f"{limits.size} bytes")
        if self.clock() - self.started > limits.seconds:
            raise _endless(f"{limits.seconds:.0f} secondi", f"{limits.seconds:.0f} seconds")


def _endless(it: str, en: str) -> SourceFailed:
    return SourceFailed(Label(it=ENDLESS.it.format(limit=it), en=ENDLESS.en.format(limit=en)))
