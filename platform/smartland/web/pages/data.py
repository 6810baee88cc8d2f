"""The page of what can be downloaded: which files there are, how large, how old, how to mirror."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Response

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.rdf.streams import FORMS
from smartland.services.dumps import DUMP_TYPES, FOLDER, QUADS, KindFacts
from smartland.services.exports import Exports, NotReady, Overview
from smartland.services.own_datasets import ALL, CATALOGUE
from smartland.services.void import NAME as VOID
from smartland.web.pages.formats import number
from smartland.web.pages.frame import Crumb, as_response, current_frame, render
from smartland.web.pages.naming import capital
from smartland.web.pages.texts import TEXTS

_FORM_NAMES = {"ttl": "Turtle", "rdf": "RDF/XML", "jsonld": "JSON-LD"}
_FILE_NAMES = {"csv": "CSV", "json": "JSON", "ttl": "Turtle", "nq.gz": "N-Quads (gzip)"}
COMMANDS = (
    ("mirror_new", 'curl --compressed -z catalog.ttl -o catalog.ttl "{base}catalog.ttl"'),
    ("mirror_all", 'curl -o all.nq.gz "{base}dump/all.nq.gz" && gunzip -t all.nq.gz'),
    (
        "mirror_etag",
        'curl --etag-save tag --etag-compare tag -o project.csv "{base}dump/project.csv"',
    ),
)


@dataclass(frozen=True)
class Download:
    """One file: its address, what it is called, and its size as people read it."""

    href: str
    name: str
    size: str


@dataclass(frozen=True)
class DumpRow:
    """The files of one kind."""

    kind: str
    label: str
    entities: str
    triples: str
    modified: str
    files: tuple[Download, ...]


@dataclass(frozen=True)
class CatalogueRow:
    """A catalogue of a holder or a source."""

    name: str
    datasets: str
    files: tuple[Download, ...]


def data_page(exports: Exports, base: str) -> Callable[[], Response]:
    """The view; before the first generation it says that the files are being made."""

    def view() -> Response:
        frame = current_frame("data")
        language = frame.language
        title = TEXTS["data_title"][language]
        html = render(
            "data.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            found=_found(exports, frame.root, language),
            commands=[(TEXTS[text][language], line.format(base=base)) for text, line in COMMANDS],
            base=base,
        )
        return as_response(html, frame)

    return view


def _found(exports: Exports, root: str, language: str) -> Mapping[str, object] | None:
    try:
        overview = exports.overview()
    except NotReady:
        return None
    files = _Shown(overview, root, language)
    return {
        "made": overview.made,
        "catalogue": files.forms(CATALOGUE, FORMS),
        "whole": files.download(f"{FOLDER}{ALL}{QUADS}", _FILE_NAMES["nq.gz"]),
        "void": files.download(VOID, "VoID"),
        "kinds": [files.dump(one) for one in overview.kinds],
        "holders": files.catalogues("holder", overview.holders),
        "sources": files.catalogues("source", overview.sources),
    }


@dataclass(frozen=True)
class _Shown:
    overview: Overview
    root: str
    language: str

    def download(self, path: str, name: str) -> Download:
        stored = self.overview.files[path]
        return Download(f"{self.root}/{path}", name, file_size(stored.size, self.language))

    def forms(self, path: str, forms: Iterable[str]) -> tuple[Download, ...]:
        return tuple(self.download(f"{path}.{one}", _FORM_NAMES[one]) for one in forms)

    def dump(self, facts: KindFacts) -> DumpRow:
        start = f"{FOLDER}{facts.name}."
        return DumpRow(
            facts.name,
            capital(KINDS[facts.name].plural[self.language]),
            number(facts.entities, self.language),
            number(facts.triples, self.language),
            facts.modified,
            tuple(self.download(start + one, _FILE_NAMES[one]) for one in DUMP_TYPES),
        )

    def catalogues(
        self, sort: str, listed: Iterable[Mapping[str, Json]]
    ) -> tuple[CatalogueRow, ...]:
        return tuple(
            CatalogueRow(
                one["name"],
                number(one["datasets"], self.language),
                self.forms(f"{CATALOGUE}/{sort}/{one['key']}", one["forms"]),
            )
            for one in listed
        )


def file_size(size: int, language: str) -> str:
    """Bytes as people read them: ``1,2 MB``; powers of a thousand, as disks are sold."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):  # noqa: B007 - the last one is wanted after it
        if value < 999.5:
            break
        value /= 1000
    exact = f"{value:.1f}" if value < 99.95 and unit != "B" else f"{value:.0f}"
    return f"{number(exact, language)} {unit}"
