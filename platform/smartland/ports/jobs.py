"""Work asked of another process that sees the truth: a queue with leases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
ATTEMPTS = 3
"""How often a job is taken up whose worker died."""


@dataclass(frozen=True)
class Job:
    """``verb`` says what to do with ``argument``; ``result`` is what the worker had to say.

    ``started`` is when the worker took it up, the last time; None until then, or until it ended.
    """

    id: int
    verb: str
    state: str
    result: str
    argument: str = ""
    attempts: int = 0
    asked: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None


class Jobs(Protocol):
    """A small queue in the truth's database; a job whose lease ran out waits again."""

    def ask(self, verb: str, at: datetime, argument: str = "") -> int:
        """Queue a job; one that waits already for the same work is given back instead."""

    def take(self, verbs: Sequence[str], at: datetime, lease: timedelta) -> Job | None:
        """The oldest waiting job of ``verbs``, now running and ours alone until ``at + lease``;
        none whose work (verb and argument) another running one does.

        Running ones whose lease is over wait again first, or fail after ATTEMPTS attempts.
        """

    def beat(self, job: int, at: datetime, lease: timedelta) -> bool:
        """Extend a lease; False when the job is no longer ours."""

    def finish(self, job: int, state: str, result: str, at: datetime) -> None:
        """Close a job."""

    def job(self, job: int) -> Job | None:
        """One job as it stands."""

    def latest(self, limit: int) -> Sequence[Job]:
        """The newest jobs first."""

    def reset(self, verbs: Sequence[str]) -> None:
        """Running jobs of ``verbs`` wait again; called by the only process that does them."""
