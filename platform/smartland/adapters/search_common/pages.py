"""Which hits stand on a page, and the cursor of the next: the same for every engine."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from smartland.errors import Invalid, Label, Problem
from smartland.ports.search import SearchRequest

DEEPEST_HIT = 10_000
"""No page reaches beyond this hit: what is ranked there nobody compares, and each page costs all
hits before it."""

_BAD_CURSOR = Label(
    it="Il cursore non è di questa ricerca: ricominciare dalla prima pagina.",
    en="The cursor is not of this search: start again from the first page.",
)
_TOO_DEEP = Label(
    it=f"Si arriva fino al risultato {DEEPEST_HIT}: restringere la ricerca con i filtri.",
    en=f"Pages end at hit {DEEPEST_HIT}: narrow the search with filters.",
)
_BAD_SIZE = Label(
    it=f"«{{name}}» va da {{low}} a {DEEPEST_HIT}.",
    en=f"“{{name}}” goes from {{low}} to {DEEPEST_HIT}.",
)


@dataclass(frozen=True)
class Page:
    """Hits number ``start`` to ``end`` (exclusive) of a request."""

    start: int
    end: int
    fingerprint: str

    def next(self, total: int) -> str | None:
        """The cursor of the page after this one; None after the last that may be asked for."""
        if self.end >= min(total, DEEPEST_HIT) or self.end == self.start:
            return None
        text = json.dumps([self.end, self.fingerprint])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page_of(request: SearchRequest) -> Page:
    """The page that ``request`` asks for; raises Invalid for a bad cursor, size or depth."""
    _check_size("limit", request.limit, 0)
    _check_size("facet_size", request.facet_size, 1)
    # A cursor counts hits of one order under certain filters. The query is left out: whoever
    # widens a query that finds nothing may go on with the cursor of the wider one
    asked = (sorted(request.filters.items()), request.sort)
    fingerprint = hashlib.blake2b(repr(asked).encode(), digest_size=6).hexdigest()
    start = 0 if request.after is None else _read_cursor(request.after, fingerprint)
    if start >= DEEPEST_HIT:
        raise Invalid(_TOO_DEEP, problems=(Problem("cursor", _TOO_DEEP),))
    return Page(start, min(start + request.limit, DEEPEST_HIT), fingerprint)


def _check_size(name: str, size: int, low: int) -> None:
    if not low <= size <= DEEPEST_HIT:
        text = _BAD_SIZE.format(name=name, low=low)
        raise Invalid(text, problems=(Problem(name, text),))


def _read_cursor(cursor: str, fingerprint: str) -> int:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        start, made_for = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        start, made_for = None, None
    if not isinstance(start, int) or start < 0 or made_for != fingerprint:
        raise Invalid(_BAD_CURSOR, problems=(Problem("cursor", _BAD_CURSOR),))
    return start
