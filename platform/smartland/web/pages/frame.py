"""What every page stands in: its language, its place in the site, and the template engine."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Response, make_response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from smartland.errors import LANGUAGES
from smartland.web.negotiation import language
from smartland.web.pages import formats
from smartland.web.pages.texts import Texts

STATIC = Path(__file__).resolve().parents[1] / "static"
TEMPLATES = Path(__file__).resolve().parent / "templates"
LANGUAGE_COOKIE = "lang"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Crumb:
    """One step of the way from the home page; the last has no address."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Frame:
    """``root`` is what precedes every path (no slash at its end); ``section`` the menu's entry;
    ``path`` and ``query`` say which page this is."""

    language: str
    root: str = ""
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    section: str = ""

    def in_language(self, language: str) -> str:
        """The address of this page in another language."""
        kept = [(name, value) for name, value in self.query if name != "lang"]
        # two slashes at the beginning would make the first part of the path a host
        path = quote("/" + self.path.lstrip("/"))
        return f"{self.root}{path}?{urlencode([*kept, ('lang', language)])}"


def current_frame(section: str = "") -> Frame:
    """The frame of the request that is being answered."""
    return Frame(
        language=language(request),
        root=request.script_root.rstrip("/"),
        path=request.path,
        query=tuple(request.args.items(multi=True)) if request.method == "GET" else (),
        section=section,
    )


def render(
    template: str, frame: Frame, *, title: str, crumbs: Sequence[Crumb] = (), **content: object
) -> str:
    """The HTML of a page."""
    return (
        _environment()
        .get_template(template)
        .render(
            t=Texts(frame.language),
            frame=frame,
            lang=frame.language,
            root=frame.root,
            title=title,
            crumbs=tuple(crumbs),
            **content,
        )
    )


def as_response(html: str, frame: Frame, status: int = 200) -> Response:
    """An answer that caches by language, and remembers a language that was asked for by name."""
    response = make_response(html, status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.headers["Content-Language"] = frame.language
    response.vary.update(("Accept", "Accept-Language", "Cookie"))
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            frame.language,
            max_age=_YEAR,
            samesite="Lax",
            secure=request.is_secure,
            httponly=True,
            path=f"{frame.root}/",
        )
    return response


@cache
def asset(name: str) -> str:
    """The address of a static file below the root, with a mark that changes with its content."""
    file = STATIC / name
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else "0"
    return f"/static/{name}?v={mark}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=asset, safe_link=formats.safe_link)
    environment.filters.update(
        number=formats.number, day=formats.day, money=formats.money, moment=formats.moment
    )
    return environment
