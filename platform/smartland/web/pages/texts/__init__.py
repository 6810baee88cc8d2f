"""What the pages say in Italian and English; templates read it as ``t.name``.

Longer prose (privacy, accessibility, how to use the API) is in ``templates/prose``.
"""

from collections.abc import Mapping

from smartland.errors import Label
from smartland.web.pages.texts.data import DATA
from smartland.web.pages.texts.developers import DEVELOPERS
from smartland.web.pages.texts.filling import FILLING
from smartland.web.pages.texts.harvesting import HARVESTING
from smartland.web.pages.texts.proposed import PROPOSED
from smartland.web.pages.texts.resource import RESOURCE
from smartland.web.pages.texts.searching import SEARCHING
from smartland.web.pages.texts.site import SITE
from smartland.web.pages.texts.validation import VALIDATION

TEXTS: Mapping[str, Label] = {
    **SITE,
    **SEARCHING,
    **RESOURCE,
    **DEVELOPERS,
    **DATA,
    **VALIDATION,
    **PROPOSED,
    **HARVESTING,
    **FILLING,
}


class Texts:
    """The texts in one language, by attribute. Raises AttributeError for one that is not there."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __getattr__(self, name: str) -> str:
        try:
            return TEXTS[name][self._language]
        except KeyError:
            raise AttributeError(f"no text named {name}") from None
