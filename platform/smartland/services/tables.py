"""A kind as one table: every row has the same columns, which the declarations give.

- A field is a column of its name; one of a part that occurs once is ``part.field``.
- A text per language is a column a language (``title@it``), ``und`` for a text without one; texts
  in other languages than the EU's stand together in ``title@other``, as JSON.
- Several values are joined by ``|``; a ``|`` or ``\\`` within a value has a ``\\`` before it.
- A part that may occur several times is JSON, as are coordinates.
- A cell that a spreadsheet would run as a formula (it begins with ``=``, ``+``, ``-``, ``@``, a
  tab or a line break, and is no plain number) has an apostrophe before it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smartland.domain.fields import PUBLIC, Field, Part, Point, Text
from smartland.domain.kind import Kind
from smartland.domain.resource import Document, Json
from smartland.rdf.write import UNTAGGED

IDENTITY = ("iri", "kind", "key")
WRITTEN = "_modified"
"""The last column: when the description was last written here (some kinds have a ``modified`` of
their own)."""
ALWAYS = ("it", "en", UNTAGGED)
"""Languages that have a column even where nobody used them: a table keeps its shape."""
OFFICIAL = frozenset({
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv",
    "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv", UNTAGGED,
})  # fmt: skip
OTHER = "other"

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SEPARATOR = re.compile(r"[\\|]")


@dataclass
class Languages:
    """The official languages that the texts of a kind are in; told before its table is laid."""

    found: set[str] = field(default_factory=lambda: set(ALWAYS))

    def note(self, kind: Kind, document: Document) -> None:
        """Look at one document."""
        for one in kind.public_fields:
            for text in _texts(one, document.get(one.name)):
                self.found.update(OFFICIAL.intersection(text))

    @property
    def ordered(self) -> tuple[str, ...]:
        """Ours first, the others by their code."""
        return (*ALWAYS, *sorted(self.found.difference(ALWAYS)))


class Table:
    """Writes the documents of a kind as lines of CSV (RFC 4180, UTF-8)."""

    def __init__(self, kind: Kind, languages: Languages) -> None:
        self._kind = kind
        self._languages = languages.ordered
        self.columns = (*IDENTITY, *_columns(kind.public_fields, "", self._languages), WRITTEN)

    def head(self) -> str:
        """The line of the names."""
        return csv_line(self.columns)

    def line(self, document: Document) -> str:
        """The line of one document, identity included."""
        cells = {name: str(document.get(name, "")) for name in IDENTITY}
        cells[WRITTEN] = str(document.get("_meta", {}).get("modified", ""))
        cells.update(_cells(self._kind.public_fields, document, "", self._languages))
        return csv_line([safe_cell(cells.get(name, "")) for name in self.columns])


def safe_cell(text: str) -> str:
    """``text`` so that no spreadsheet runs it (CSV injection, OWASP)."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _texts(one: Field, value: Json) -> Iterator[Mapping[str, Json]]:
    if value is None:
        return
    if isinstance(one, Part) and not one.many:
        for inner in one.of.fields:
            yield from _texts(inner, value.get(inner.name))
    elif isinstance(one, Text) and one.languages:
        yield value


def _columns(fields: Iterable[Field], start: str, languages: Sequence[str]) -> Iterator[str]:
    for one in fields:
        name = f"{start}{one.name}"
        if one.visibility != PUBLIC:
            continue
        if isinstance(one, Text) and one.languages:
            yield from (f"{name}@{tag}" for tag in (*languages, OTHER))
        elif isinstance(one, Part) and not one.many:
            yield f"{name}.iri"
            yield from _columns(one.of.fields, f"{name}.", languages)
        else:
            yield name


def _cells(
    fields: Iterable[Field], document: Document, start: str, languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for one in fields:
        value = document.get(one.name)
        if value is None or one.visibility != PUBLIC:
            continue
        name = f"{start}{one.name}"
        if isinstance(one, Text) and one.languages:
            yield from _text_cells(name, value, languages)
        elif isinstance(one, Part) and not one.many:
            yield f"{name}.iri", str(value.get("iri", ""))
            yield from _cells(one.of.fields, value, f"{name}.", languages)
        else:
            yield name, _cell(one, value)


def _text_cells(
    name: str, value: Mapping[str, Json], languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    rest = {tag: texts for tag, texts in value.items() if tag not in languages}
    for tag in value:
        if tag not in rest:
            yield f"{name}@{tag}", _joined(value[tag])
    if rest:
        yield f"{name}@{OTHER}", _json(rest)


def _cell(one: Field, value: Json) -> str:
    if isinstance(one, Part | Point):
        return _json(value)
    return _joined(value)


def _joined(value: Json) -> str:
    if isinstance(value, list):
        return "|".join(_SEPARATOR.sub(r"\\\g<0>", _plain(one)) for one in value)
    return _plain(value)


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Json) -> str:
    return _ENCODER.encode(value)


def csv_line(cells: Sequence[str]) -> str:
    """A line of CSV (RFC 4180), its end included."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
