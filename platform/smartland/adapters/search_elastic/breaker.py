"""A circuit breaker: while a server is away nobody waits for it, and now and then one looks."""

import threading
import time
from collections.abc import Callable

from smartland.errors import Label

PAUSE = 5.0
"""Seconds between two looks at a server that was away."""


class Breaker:
    """Closed while all is well; opened by a fault; after each pause one caller may look."""

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._fault: Label | None = None
        self._look_at = 0.0

    @property
    def fault(self) -> Label | None:
        """What opened the breaker; None while it is closed."""
        return self._fault

    @property
    def retry_after(self) -> int:
        """Whole seconds, at least one, after which the next look is due."""
        return max(1, round(self._look_at - self._clock()))

    def take_look(self) -> bool:
        """True for the one caller who is to look now; others are refused for another pause."""
        with self._lock:
            now = self._clock()
            if self._fault is None or now < self._look_at:
                return False
            self._look_at = now + self._pause
            return True

    def open(self, fault: Label) -> None:
        """The server is away."""
        with self._lock:
            self._fault = fault
            self._look_at = self._clock() + self._pause

    def close(self) -> None:
        """The server answers."""
        self._fault = None
