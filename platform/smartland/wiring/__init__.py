"""The only place that builds adapters: settings in, services out."""

from smartland.wiring.alerting import open_alerts
from smartland.wiring.core import PACKAGED, Core, open_core
from smartland.wiring.following import follow
from smartland.wiring.installed import find_importers
from smartland.wiring.whole import Services, open_services

__all__ = [
    "PACKAGED",
    "Core",
    "Services",
    "find_importers",
    "follow",
    "open_alerts",
    "open_core",
    "open_services",
]
