"""Which language and which media type a request asks for."""

import re
from collections.abc import Sequence

from flask import Request

from smartland.errors import LANGUAGES, Label, NotAcceptable

MAX_HEADER = 4_000
MAX_RANGES = 50
NO_TYPE = Label(it="Formati disponibili: {known}.", en="Available formats: {known}.")

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def language(request: Request) -> str:
    """``it`` or ``en``: by ``?lang=``, the cookie, then Accept-Language; else Italian."""
    for wanted in (request.args.get("lang"), request.cookies.get("lang")):
        if wanted in LANGUAGES:
            return wanted
    return request.accept_languages.best_match(LANGUAGES, "it") or "it"


def media_type(request: Request, offered: Sequence[str]) -> str:
    """The best of ``offered`` (preferred first) for the Accept header; the first for ``*/*``.

    Parameters such as ``charset`` and ``profile`` are ignored. Raises NotAcceptable.
    """
    best = best_type(request.headers.get("Accept", ""), offered)
    if not best:
        raise NotAcceptable(NO_TYPE.format(known=", ".join(offered)))
    return best


def best_type(header: str, offered: Sequence[str]) -> str:
    """The best of ``offered`` for an Accept header (RFC 9110 §12.5.1); empty when none will do."""
    ranges = _ranges(header.strip() or "*/*")
    best, quality = "", 0.0
    for one in offered:
        found = _quality(one, ranges)
        if found > quality:
            best, quality = one, found
    return best


def wants_page(request: Request) -> bool:
    """True for a browser: it names HTML before any data format."""
    return _quality("text/html", _ranges(request.headers.get("Accept", ""))) > _quality(
        "application/json", _ranges(request.headers.get("Accept", "*/*"))
    )


def _ranges(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    # a quoted parameter may hold commas and semicolons, and says nothing that we look at
    for item in _QUOTED.sub("", header[:MAX_HEADER]).split(",")[:MAX_RANGES]:
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if "/" not in name:
            continue
        quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        try:
            found[name] = max(found.get(name, 0.0), min(float(quality), 1.0))
        except ValueError:
            continue
    return found


def _quality(offered: str, ranges: dict[str, float]) -> float:
    main = offered.split("/", 1)[0]
    for name in (offered, f"{main}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
