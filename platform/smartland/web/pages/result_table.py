"""A result list as a table for spreadsheets: it follows the cursors, written while it is read.

- Names of columns are those of the fields, and do not change with the language; what stands in the
  cells is what people read: titles, names of concepts and places, dates and amounts as they are.
- Results of one kind have the main columns of that kind; of several kinds, what all have.
- Several values are joined by ``|``; a cell that a spreadsheet would run as a formula has an
  apostrophe before it. Lines end with CR LF (RFC 4180), cells are parted by commas.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from flask import Response

from smartland.domain.fields import PUBLIC, Code, Concept, Field, Flag, Part, Point, Ref, Text
from smartland.domain.identity import graph_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.services.indexing import PLACE_FIELDS
from smartland.services.searching.answers import Results, SearchQuery
from smartland.services.searching.finding import MAX_LIMIT, Search
from smartland.services.tables import csv_line, safe_cell
from smartland.web.pages.hits import (
    SMALL_PRINT,
    SUMMARIES,
    TYPE_FIELDS,
    speak_title,
    summary,
)
from smartland.web.pages.naming import Naming, pick

MOST_ROWS = 10_000
MARK = "\ufeff"
"""Excel takes UTF-8 for the system's old encoding unless a file begins with this."""
MIXED = ("kind", "title", "description", "place", "iri", "page")
LAST = ("iri", "page")
SEPARATOR = "|"


@dataclass(frozen=True)
class ResultTable:
    """Writes the results of one question, ``most`` of them at most; its ``naming`` says in which
    language."""

    search: Search
    naming: Naming
    query: SearchQuery
    most: int = MOST_ROWS

    def begin(self) -> Results:
        """The first page, so that a wrong question is refused before anything is written.

        Raises Invalid and Busy as the search does.
        """
        return self.search.find(replace(self.query, limit=MAX_LIMIT, facets=(), explain=False))

    def lines(self, found: Results) -> Iterator[str]:
        """The whole table from its first page on, a piece a page."""
        columns = table_columns(self.query.kinds)
        yield csv_line(columns)
        left = self.most
        while True:
            revisions = [one.revision for one in found.items][:left]
            self.naming.learn(iri for one in revisions for iri in _mentioned(one))
            yield "".join(csv_line(self._row(one, columns)) for one in revisions)
            left -= len(revisions)
            if not found.next or left <= 0:
                return
            page = replace(self.query, limit=MAX_LIMIT, facets=(), cursor=found.next, explain=False)
            found = self.search.find(page)

    def _row(self, revision: Revision, columns: Sequence[str]) -> list[str]:
        return [safe_cell(self._cell(revision, name)) for name in columns]

    def _cell(self, revision: Revision, column: str) -> str:
        if column in LAST or len(self.query.kinds) != 1:
            return _SHARED[column](revision, self.naming)
        kind = KINDS[revision.kind]
        if column == kind.title:
            return _title(revision, self.naming)
        return self._value(kind.by_name[column], revision.document.get(column))

    def _value(self, field: Field, value: Json) -> str:
        if isinstance(value, list):
            return SEPARATOR.join(self._value(field, one) for one in value)
        if value is None:
            return ""
        if isinstance(field, Concept | Ref):
            return self.naming.text(value) if "://" in value else value
        if isinstance(field, Text) and field.languages:
            found = pick(value, self.naming.language)
            return found.text if found else ""
        if isinstance(field, Flag):
            return "true" if value else "false"
        return str(value)


def table_answer(table: ResultTable, mark: str = "") -> Response:
    """The table as a file to keep, sent while it is made; ``mark`` is what it begins with.

    Raises as the search does, before anything is sent.
    """
    found = table.begin()
    answer = Response(chain((mark,), table.lines(found)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="smartland.csv"'
    answer.headers["X-Total-Count"] = str(found.total)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Language"] = table.naming.language
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    return answer


def table_columns(kinds: Sequence[str]) -> tuple[str, ...]:
    """The columns for what is looked for."""
    if len(kinds) != 1:
        return MIXED
    name = kinds[0]
    shown = {one for one, _ in SMALL_PRINT.get(name, ())} | {TYPE_FIELDS.get(name, ""), *SUMMARIES}
    return (*(one.name for one in KINDS[name].fields if _is_main(one, name, shown)), *LAST)


def _is_main(field: Field, kind: str, shown: set[str]) -> bool:
    if field.visibility != PUBLIC or isinstance(field, Part | Point):
        return False
    identifies = isinstance(field, Code) and bool(field.identifies)
    wanted = field.name in shown or field.facet or field.required or identifies
    return wanted or field.name == KINDS[kind].title


def _mentioned(revision: Revision) -> Iterator[str]:
    """The concepts and things whose names the cells may show."""
    for field in KINDS[revision.kind].public_fields:
        if isinstance(field, Concept | Ref):
            value = revision.document.get(field.name)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and "://" in one:
                    yield one


def _title(revision: Revision, naming: Naming) -> str:
    return speak_title(revision, naming).text


def _summary(revision: Revision, naming: Naming) -> str:
    found = summary(revision.document, naming.language)
    return found.text if found else ""


def _places(revision: Revision, naming: Naming) -> str:
    values = [revision.document.get(name) for name in PLACE_FIELDS]
    iris = [iri for one in values for iri in (one if isinstance(one, list) else [one]) if iri]
    return SEPARATOR.join(dict.fromkeys(naming.text(iri) for iri in iris))


_SHARED: Mapping[str, Callable[[Revision, Naming], str]] = {
    "kind": lambda one, naming: KINDS[one.kind].label[naming.language],
    "title": _title,
    "description": _summary,
    "place": _places,
    "iri": lambda one, _: one.iri,
    "page": lambda one, naming: graph_iri(naming.base, one.kind, one.key),
}
"""What the columns that all kinds have say."""
