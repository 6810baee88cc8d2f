"""All descriptions of one kind as files: JSON, CSV, Turtle, N-Quads, and their pages."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Self

from smartland.domain.identity import graph_iri
from smartland.domain.kind import Kind
from smartland.domain.resource import Json, Revision
from smartland.rdf.read import split_lines
from smartland.rdf.streams import FORMS, group
from smartland.rdf.terms import iri_of, lines_in
from smartland.services.generations import Building
from smartland.services.publishing import Publishing
from smartland.services.sitemaps import SitemapParts
from smartland.services.tables import Languages, Table
from smartland_vocab.namespaces import PREFIXES

FOLDER = "dump/"
QUADS = ".nq.gz"
DUMP_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "ttl": "text/turtle",
    "nq.gz": "application/gzip",
}
"""The files of a kind by their ending, with their media types."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SPACES = {namespace.iri: name for name, namespace in PREFIXES.items()}


@dataclass
class KindFacts:
    """What there is of one kind: numbers, the day of the last change, an example, the prefixes
    of the vocabularies used, and the parts of the sitemap."""

    name: str
    entities: int = 0
    triples: int = 0
    modified: str = ""
    example: str = ""
    vocabularies: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, noted: Json) -> Self:
        """What a manifest holds. Raises TypeError for something else."""
        return cls(**noted)


def dump_kind(
    kind: Kind,
    revisions: Iterable[Revision],
    building: Building,
    publishing: Publishing,
    base: str,
) -> KindFacts:
    """Write the files of one kind, in one pass over its descriptions and one over what that wrote:
    the columns of the table are only known when all texts were seen."""
    facts = KindFacts(kind.name)
    languages = Languages()
    vocabularies: set[str] = set()
    pages = SitemapParts(building, kind.name)
    quads_name = f"{FOLDER}{kind.name}{QUADS}"[: -len(".gz")]
    try:
        with ExitStack() as stack:
            documents = stack.enter_context(building.sink(f"{FOLDER}{kind.name}.json"))
            turtle = stack.enter_context(building.sink(f"{FOLDER}{kind.name}.ttl"))
            quads = stack.enter_context(building.sink(quads_name, plain=False))
            documents.write("[\n")
            turtle.write(FORMS["ttl"].head)
            for revision in revisions:
                document = line_of(revision, publishing)
                languages.note(kind, document)
                documents.write(f"{',' if facts.entities else ''}{_json(document)}\n")
                triples = split_lines(revision.triples)
                vocabularies.update(_spaces(one[1]) for one in triples)
                turtle.write(f"{FORMS['ttl'].piece(group(triples))}\n")
                graph = graph_iri(base, kind.name, revision.key)
                quads.write(quads_of(revision.triples, graph))
                pages.add(graph, _day(revision.at))
                _note(facts, revision, len(triples))
            documents.write("]\n")
        pages.end()
    finally:
        pages.abandon()
    facts.vocabularies = sorted(vocabularies & PREFIXES.keys())
    facts.sitemaps = pages.parts
    _write_table(kind, languages, building)
    return facts


def line_of(revision: Revision, publishing: Publishing) -> dict[str, Json]:
    """The public JSON of a description in a dump: without the links, which its key gives."""
    document = publishing.document(revision)
    document.pop("_links")
    meta = document.pop("_meta")
    shown = {name: one for name, one in meta.items() if one and name != "visibility"}
    return {**document, "_meta": shown}


def quads_of(triples: str, graph: str) -> str:
    """N-Triples lines as N-Quads lines of one graph."""
    return "".join(f"{line[:-3]} <{graph}> .\n" for line in lines_in(triples))


def read_lines(path: Path) -> Iterator[Json]:
    """The documents of a JSON dump, one at a time: each has a line of its own."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            text = line.strip("\n,")
            if text not in ("[", "]"):
                yield json.loads(text)


def _write_table(kind: Kind, languages: Languages, building: Building) -> None:
    table = Table(kind, languages)
    with building.sink(f"{FOLDER}{kind.name}.csv") as sink:
        sink.write(table.head())
        for document in read_lines(building.folder / f"{FOLDER}{kind.name}.json"):
            sink.write(table.line(document))


def _note(facts: KindFacts, revision: Revision, triples: int) -> None:
    facts.entities += 1
    facts.triples += triples
    facts.modified = max(facts.modified, _day(revision.at))
    facts.example = facts.example or revision.iri


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


@lru_cache(maxsize=1_000)
def _spaces(predicate: str) -> str:
    iri = iri_of(predicate)
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return _SPACES.get(iri[:end], "")


def _json(document: Json) -> str:
    return _ENCODER.encode(document)
