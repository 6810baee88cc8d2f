"""For the programs of child processes: to end with the one who started them, however that ended."""

import os
import threading
import time

LOOK = 0.5


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
