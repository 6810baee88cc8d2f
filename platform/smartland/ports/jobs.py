"""Work asked of the process that holds the projections, by any process that sees the truth."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


@dataclass(frozen=True)
class Job:
    """``verb`` is reindex or verify; ``result`` is what the worker had to say."""

    id: int
    verb: str
    state: str
    result: str


class Jobs(Protocol):
    """A small queue in the truth's database."""

    def ask(self, verb: str, at: datetime) -> int:
        """Queue a job."""

    def take(self, at: datetime) -> Job | None:
        """The oldest waiting job, now running and ours alone."""

    def finish(self, job: int, state: str, result: str, at: datetime) -> None:
        """Close a job."""

    def job(self, job: int) -> Job | None:
        """One job as it stands."""

    def reset(self) -> None:
        """Jobs left running by a process that died wait again; called by the lock's new owner."""
