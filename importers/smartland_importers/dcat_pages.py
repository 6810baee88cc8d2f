"""One source, all its pages: Hydra paging followed to the end, but never in circles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote, unquote, urljoin, urlsplit

from smartland.errors import Label, SmartlandError, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher
from smartland.rdf.parse import Note, Parsed, iri_in, read_document
from smartland.rdf.terms import Triple, iri, is_blank, is_iri, split_literal
from smartland_vocab.namespaces import RDF

ACCEPT = (
    "application/rdf+xml, text/turtle;q=0.9, application/ld+json;q=0.8, "
    "application/n-triples;q=0.7, */*;q=0.1"
)
PAGES = 10_000
TRIPLES = 2_000_000
"""Statements of one source held at once; a larger one is registered in parts."""
SUBJECTS = 500_000
"""What they speak of; each costs as much as some statements, and real ones have five or more."""

_HYDRA = "http://www.w3.org/ns/hydra/core#"
_NEXT = frozenset({f"<{_HYDRA}next>", f"<{_HYDRA}nextPage>"})
_VIEWS = frozenset({f"<{_HYDRA}PartialCollectionView>", f"<{_HYDRA}PagedCollection>"})
_TYPE = iri(RDF.type)
_RELATIVE = re.compile(
    rb"""(?:\b(?:about|resource)\s*=\s*|"@id"\s*:\s*)(?:"([^":<>{}\s]*)"|'([^':<>{}\s]*)')"""
)

TOO_MANY = Label(
    it="La fonte supera {pages} pagine, {triples} triple o {subjects} soggetti: registrarla in "
    "parti.",
    en="The source has more than {pages} pages, {triples} triples or {subjects} subjects: register "
    "it in parts.",
)


@dataclass
class Pages:
    """Everything that a source says. ``relative`` are the IRIs that it wrote as relative ones,
    ``remarks`` what is odd about the paging, ``base`` the IRI of its first page."""

    base: str = ""
    triples: list[Triple] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    relative: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)


def read_pages(address: str, fetcher: Fetcher, base: str) -> Pages:
    """Read ``address`` and the pages that it leads to.

    Blank nodes of different pages are told apart. Raises SourceFailed when a page is missing or
    unreadable: half a source must never look like a whole one.
    """
    found = Pages()
    asked: set[str] = set()
    described: set[str] = set()
    following: str | None = address
    while following is not None:
        asked.add(following)
        page = fetcher.fetch(following, accept=ACCEPT)
        place = document_iri(page.address, base)
        triples = _read(page, place, found, len(asked))
        subjects = _subjects(triples)
        if len(asked) > 1 and subjects <= described:
            found.remarks.append(f"page {following} brings nothing new; paging ended there")
            break
        described |= subjects
        found.triples.extend(triples)
        too_large = len(found.triples) > TRIPLES or len(described) > SUBJECTS
        if too_large or len(asked) >= PAGES:
            label = TOO_MANY.format(pages=PAGES, triples=TRIPLES, subjects=SUBJECTS)
            raise SourceFailed(label)
        following = _next(triples, page, place, asked)
    return found


def document_iri(address: str, base: str) -> str:
    """The IRI that relative ones are resolved against: the URL of the document.

    A local file has none; its relative IRIs become ours, under ``{base}source/{name}/``, so that
    they neither show paths of a machine nor speak in somebody else's name.
    """
    if urlsplit(address).scheme in ("http", "https"):
        return address
    name = PurePath(address).name
    return f"{base}source/{quote(name.removesuffix('.gz').partition('.')[0])}/{quote(name)}"


def _read(page: Fetched, place: str, found: Pages, number: int) -> list[Triple]:
    parsed = _parsed(page, place)
    found.base = found.base or place
    found.relative |= set(_relative(page.body, place))
    if number == 1:
        found.notes.extend(parsed.notes)
        return parsed.triples
    found.notes.extend(Note(_renamed(one.subject, number), one.text) for one in parsed.notes)
    return [(_renamed(s, number), p, _renamed(o, number)) for s, p, o in parsed.triples]


def _parsed(page: Fetched, place: str) -> Parsed:
    try:
        return read_document(page.body, page.media_type, place)
    except SmartlandError as error:
        texts = (f"{page.address}: {text}" for text in (error.message.it, error.message.en))
        raise SourceFailed(Label(*texts)) from error


def _renamed(term: str, number: int) -> str:
    return f"_:p{number}{term[2:]}" if is_blank(term) else term


def _relative(body: bytes, place: str) -> Iterator[str]:
    for match in _RELATIVE.finditer(body):
        reference = (match[1] or match[2] or b"").decode("utf-8", "replace")
        yield urljoin(place, reference)


def _subjects(triples: list[Triple]) -> set[str]:
    """What a page describes, apart from the paging itself; blank nodes by their statements."""
    views = {s for s, p, o in triples if p == _TYPE and o in _VIEWS}
    paged = views | {s for s, p, _ in triples if p in _NEXT}
    return {
        f"{p} {o}" if is_blank(s) else s
        for s, p, o in triples
        if s not in paged and not (is_blank(s) and is_blank(o))
    }


def _next(triples: list[Triple], page: Fetched, place: str, asked: set[str]) -> str | None:
    """The next address that was not asked yet; a source may write it as a literal."""
    for _, predicate, term in triples:
        if predicate not in _NEXT or is_blank(term):
            continue
        target = urljoin(place, iri_in(term) if is_iri(term) else split_literal(term)[0])
        if urlsplit(page.address).scheme not in ("http", "https"):
            target = _sibling(target, page.address, place)
        if target and target not in asked:
            return target
    return None


def _sibling(target: str, file: str, place: str) -> str:
    """The file beside ``file`` that a relative link meant; nothing outside its folder."""
    folder = place.rpartition("/")[0] + "/"
    name = unquote(target.removeprefix(folder))
    if target.startswith(folder) and name and "/" not in name and name not in (".", ".."):
        return str(PurePath(file).with_name(name))
    elsewhere = urlsplit(target).netloc != urlsplit(place).netloc
    return target if elsewhere and urlsplit(target).scheme in ("http", "https") else ""
