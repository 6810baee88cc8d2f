"""The projections brought up to date by whoever may, where no server does it."""

from collections.abc import Callable

from smartland.errors import Busy
from smartland.settings import Settings
from smartland.wiring.whole import open_services

FEW, MANY = 200, 3_000
"""Changes that are projected together, at first and then at least."""


def follow(
    settings: Settings, progress: Callable[[int], None], more: Callable[[], bool] = lambda: False
) -> bool:
    """Bring the projections up to date in this process, again and again while there may be
    ``more``; False when another process does it."""
    try:
        services = open_services(settings, patience=0.0)
    except Busy:
        return False
    try:
        coming, enough = True, FEW
        while coming:
            coming = more()
            # a commit of the index costs the same for one document and for thousands
            if not coming or services.projections.lag() >= enough:
                services.projections.catch_up(progress)
                enough = min(enough * 2, MANY)
    finally:
        services.close()
    return True
