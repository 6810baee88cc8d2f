"""Child processes: what they get of our environment, and how they end with who started them."""

import os
import threading
import time

LOOK = 0.5
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
"""What a child gets of our environment: no secret among it."""


def child_environment() -> dict[str, str]:
    """The environment of a child: what it needs to run, and few arenas of memory."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "2"}


def end_with(parent: int) -> None:
    """End this process within a second of ``parent`` being gone.

    It is looked for: what kernels offer instead (PR_SET_PDEATHSIG) is Linux's alone, is told to a
    child that has just begun to ask too late, and counts a thread's end as the parent's.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
