"""One hostile feed: what it is, how it is served, and what must become of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from support.harvesting import Bench
from support.hostile.stage import Stage

DONE, FAILED = "done", "failed"

Check = Callable[[Bench, Stage], str]
"""Looks at what a harvest left behind; what is wrong with it, empty when nothing is."""


@dataclass(frozen=True)
class Case:
    """``feed`` lays out the feed and gives its address. ``says`` is a pattern of the run's message,
    ``counts`` the outcomes, ``reason`` a pattern of the reason (or remark) of some item.

    ``kept`` are IRIs, or ``kind/key`` of ours, that must have come in; ``vocabulary`` asks for a
    truth that holds our concepts; ``runs`` is how often the source is harvested; ``answers`` is a
    smaller budget than an installation has, for feeds that nothing but the budget can end.
    """

    name: str
    importer: str
    feed: Callable[[Stage], str]
    state: str = FAILED
    says: str = ""
    counts: Mapping[str, int] | None = None
    reason: str = ""
    kept: tuple[str, ...] = ()
    vocabulary: bool = False
    runs: int = 1
    answers: int = 0
    check: Check | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a case in its process; ``ending`` says how that ended.

    ``seconds`` of the processor and of the ``wall`` for the longest harvest alone, ``memory`` in
    megabytes of the whole process. ``faults`` are what no feed may bring about: see
    ``support.hostile.audit``.
    """

    name: str
    ending: str = "ended"
    state: str = ""
    message: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    seconds: float = 0.0
    wall: float = 0.0
    memory: float = 0.0

    def as_json(self) -> Mapping[str, object]:
        """The form in which it leaves the process."""
        return asdict(self)
