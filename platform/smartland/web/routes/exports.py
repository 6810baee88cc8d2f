"""Finished files: catalogues, dumps, VoID, sitemaps; and the page that lists them."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import FileWrapper

from smartland.errors import Busy, Label
from smartland.rdf.streams import FORMS
from smartland.services.dumps import DUMP_TYPES, FOLDER, QUADS
from smartland.services.exports import NOT_READY, RETRY, ExportFile, Exports, NotReady
from smartland.services.own_datasets import ALL, CATALOGUE
from smartland.services.sitemaps import FOLDER as SITEMAPS
from smartland.services.sitemaps import INDEX
from smartland.services.void import NAME as VOID
from smartland.web.negotiation import media_type

WHOLE = 1 << 20
"""Bytes handed to the server at a time: small pieces cost a turn of the interpreter each. A file
of no more than that leaves in one piece, which keeps nobody waiting."""
STREAMS = 24
"""Larger files on their way at once. Each keeps a thread of the server (it has 64) for as long as
its client likes; with all of them taken by clients that stall, nobody would get a page."""
CROWDED = Label(
    it="Troppi file grandi in corso di scaricamento: riprovare tra poco.",
    en="Too many large files are being downloaded: please try again shortly.",
)
PAGE = "text/html"
ROBOTS = """User-agent: *
Disallow: /search?
Disallow: /search.csv
Disallow: /search.atom
Disallow: /sparql?
Disallow: /api/v1/match
Sitemap: {base}{index}
"""
"""Everything may be read; only what computes for each new question is kept from crawlers."""
_FORM_TYPES = {form.media_type: ending for ending, form in FORMS.items()}
_DUMP_TYPES = {media: ending for ending, media in DUMP_TYPES.items() if "." not in ending}


def exports_blueprint(exports: Exports, base: str, page: Callable[[], Response]) -> Blueprint:
    """The routes of finished files; ``page`` makes the HTML that lists them."""
    blueprint = Blueprint("exports", __name__)
    files = _Files(exports)
    robots = ROBOTS.format(base=base, index=INDEX)
    for rule, name, view in (
        (f"/{CATALOGUE}", "catalogue", partial(files.catalogue, CATALOGUE)),
        (f"/{CATALOGUE}.<ending>", "catalogue_file", files.catalogue_file),
        (f"/{CATALOGUE}/<any(holder,source):sort>/<name>", "part", files.part),
        (f"/{FOLDER}<name>", "dump", files.dump),
        ("/.well-known/void", "void", partial(files.send, VOID)),
        (f"/{VOID}", "void_file", partial(files.send, VOID)),
        (f"/{INDEX}", "sitemap", partial(files.send, INDEX)),
        (f"/{SITEMAPS}<name>", "sitemap_part", files.sitemap),
        ("/robots.txt", "robots", partial(Response, robots, mimetype="text/plain")),
        ("/data", "data", page),
    ):
        blueprint.add_url_rule(rule, name, view)
    return blueprint


class _Files:
    """Finds the file that an address means, and sends it."""

    def __init__(self, exports: Exports) -> None:
        self._exports = exports
        self._streams = BoundedSemaphore(STREAMS)

    def catalogue(self, name: str) -> Response:
        """A catalogue in the form that the client prefers; people are led to the page."""
        wanted = media_type(request, (*_FORM_TYPES, PAGE))
        if wanted == PAGE:
            return _varied(_see("/data"))
        file = f"{name}.{_FORM_TYPES[wanted]}"
        return _varied(self.send(file), f"{request.script_root}/{file}")

    def catalogue_file(self, ending: str) -> Response:
        """``/catalog.ttl`` and its like."""
        return self.send(f"{CATALOGUE}.{ending}")

    def part(self, sort: str, name: str) -> Response:
        """The catalogue of a holder or of a source."""
        path = f"{CATALOGUE}/{sort}/{name}"
        return self.send(path) if name.rpartition(".")[2] in FORMS else self.catalogue(path)

    def dump(self, name: str) -> Response:
        """A dump; the name of a dataset alone leads to its place on the page, or to a file."""
        if "." in name:
            return self.send(f"{FOLDER}{name}")
        if name == ALL:
            wanted = media_type(request, (*DUMP_TYPES.values(), PAGE))
            there = "/data" if wanted == PAGE else f"/{FOLDER}{ALL}{QUADS}"
            return _varied(_see(there))
        self._exports.path(f"{FOLDER}{name}.csv")
        wanted = media_type(request, (*_DUMP_TYPES, PAGE))
        ending = _DUMP_TYPES.get(wanted)
        return _varied(_see(f"/{FOLDER}{name}.{ending}" if ending else f"/data#{name}"))

    def sitemap(self, name: str) -> Response:
        """A part of the sitemap."""
        return self.send(f"{SITEMAPS}{name}")

    def send(self, name: str) -> Response:
        """The file, compressed for who takes that; whole, a range of it, or 304.

        Raises NotFound, and NotReady rather than a part of it.
        """
        file = self._exports.path(name, packed=_takes_gzip())
        answer = Response(content_type=_content_type(file.media_type))
        answer.set_etag(file.etag)
        answer.last_modified = file.modified
        answer.headers["Cache-Control"] = "public, no-cache"
        answer.vary.add("Accept-Encoding")
        if file.encoding:
            answer.headers["Content-Encoding"] = file.encoding
        answer.headers["Accept-Ranges"] = "bytes"
        answer.make_conditional(request)
        if answer.status_code != 304:
            answer.content_length = file.size
            if request.method != "HEAD":
                _fill(answer, file, self._streams)
        return answer


def _fill(answer: Response, file: ExportFile, streams: BoundedSemaphore) -> None:
    """Give the answer its bytes. Raises Busy where too many clients read large files already."""
    if file.size <= WHOLE:
        with _open(file) as stored:
            answer.response = FileWrapper(BytesIO(stored.read()), WHOLE)
    else:
        answer.response = _Stream(file, streams)
    answer.direct_passthrough = True
    if "Range" in request.headers:
        _cut(answer, file.size)


class _Stream(FileWrapper):
    """A large file on its way: it has one of the places, and gives it back when it is closed,
    which is all that a server does to an answer that is passed through."""

    def __init__(self, file: ExportFile, streams: BoundedSemaphore) -> None:
        if not streams.acquire(blocking=False):
            raise Busy(CROWDED, retry_after=RETRY)
        self._places: list[BoundedSemaphore] = [streams]
        try:
            super().__init__(_open(file), WHOLE)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        """Close the file and leave."""
        super().close()
        self._leave()

    def _leave(self) -> None:
        # close may be called more than once, by more than one thread
        with suppress(IndexError):
            self._places.pop().release()


def _cut(answer: Response, size: int) -> None:
    """The part that was asked for (206), or an error for one beyond the end (416)."""
    try:
        answer.make_conditional(request, accept_ranges=True, complete_length=size)
    except HTTPException:
        answer.close()
        raise


def _open(file: ExportFile) -> BinaryIO:
    try:
        return file.path.open("rb")
    except OSError as error:
        raise NotReady(NOT_READY, retry_after=RETRY) from error


def _takes_gzip() -> bool:
    accepted = request.accept_encodings
    return 0 < accepted.quality("gzip") >= accepted.quality("identity")


def _content_type(media: str) -> str:
    """Harvesters compare the RDF types letter by letter; their encoding is always UTF-8."""
    return f"{media}; charset=utf-8" if media == "text/csv" else media


def _see(address: str) -> Response:
    answer = Response(status=303)
    answer.headers["Location"] = redirect(address).headers["Location"]
    return answer


def _varied(answer: Response, location: str = "") -> Response:
    answer.vary.add("Accept")
    if location:
        answer.headers["Content-Location"] = location
    return answer
