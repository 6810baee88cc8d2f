"""The threads that keep alerts going: one looks at what changed, some send what is due."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from smartland.services.alerts.delivering import Deliveries
from smartland.services.alerts.running import AlertRunner

POLL = 1.0
"""Seconds between two looks for what other processes wrote."""
BACK_OFF = 5.0
SENDERS = 4
"""Messages on their way at once: a receiver that is slow keeps one of them, not all."""

log = logging.getLogger(__name__)


class AlertThreads:
    """Runs ``runner`` and ``deliveries`` until ``close``. They may run in several processes: what
    one has done, another finds done."""

    def __init__(self, runner: AlertRunner, deliveries: Deliveries, senders: int = SENDERS) -> None:
        self._ended = Event()
        self._woken = Event()
        self._found = Event()
        self._runner = runner
        self._deliveries = deliveries
        names = ["alerts", *(f"webhooks-{number}" for number in range(senders))]
        works = [self._look, *[self._send] * senders]
        self._threads = [
            Thread(target=self._keep, args=(name, work), name=name, daemon=True)
            for name, work in zip(names, works, strict=True)
        ]
        self._faults: dict[str, str] = {}

    @property
    def fault(self) -> str:
        """What went wrong the last time that one of the threads did something; empty: nothing."""
        return next(iter(tuple(self._faults.values())), "")

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is something new: in the truth, or for a webhook."""
        self._woken.set()
        self._found.set()

    @property
    def alive(self) -> bool:
        """True while every thread runs."""
        return all(one.is_alive() for one in self._threads)

    def close(self) -> None:
        """End the threads after what they are doing."""
        self._ended.set()
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=30)

    def _keep(self, name: str, work: Callable[[], None]) -> None:
        while not self._ended.is_set():
            try:
                work()
                self._faults.pop(name, None)
            except Exception as error:
                # whatever one description or one message does, the thread must outlive it; where
                # it stood is stored, and it tries again from there
                self._faults[name] = str(error) or type(error).__name__
                log.exception("alerts could not follow")
                self._ended.wait(BACK_OFF)

    def _look(self) -> None:
        self._woken.wait(POLL)
        self._woken.clear()
        while not self._ended.is_set() and self._runner.step():
            self._found.set()

    def _send(self) -> None:
        while not self._ended.is_set() and self._deliveries.step():
            pass
        self._found.wait(POLL)
        self._found.clear()
