"""Descriptions as files: one resource in any of the formats that the web asks for."""

import csv
import io
import json
import re
from collections.abc import Mapping

from smartland.domain.identity import graph_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json, Revision
from smartland.errors import Label, NotAcceptable
from smartland.rdf.formats import serialise

JSON = "application/json"
CSV = "text/csv"
EXTENSIONS = {
    "html": "text/html",
    "json": JSON,
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
    "csv": CSV,
}
IDENTITY = ("iri", "kind", "key")
"""The columns that every table has, an empty one too."""
NO_FORMAT = Label(
    it="Formato «{asked}» non disponibile. Ci sono: {known}.",
    en="There is no format “{asked}”. There are: {known}.",
)

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Publishing:
    """Writes revisions out; ``base`` is the IRI base of this installation."""

    def __init__(self, base: str) -> None:
        self._base = base

    def document(self, revision: Revision) -> dict[str, Json]:
        """The public JSON of a resource: identity, fields, provenance and links."""
        kind = KINDS[revision.kind]
        path = f"{revision.kind}/{revision.key}"
        return {
            "iri": revision.iri,
            "kind": revision.kind,
            "key": revision.key,
            **kind.public(revision.document),
            "_meta": {
                "etag": revision.etag,
                "revision": revision.number,
                "sequence": revision.sequence,
                "modified": revision.at.isoformat().replace("+00:00", "Z"),
                "source": revision.source or None,
            },
            "_links": {
                "self": f"{self._base}api/v1/{path}",
                "page": graph_iri(self._base, revision.kind, revision.key),
                "history": f"{self._base}api/v1/{path}/history",
                "matches": f"{self._base}api/v1/{path}/matches",
            },
        }

    def render(self, revision: Revision, media_type: str) -> bytes:
        """The resource in one format. Raises NotAcceptable for a format that we do not write."""
        if media_type == JSON:
            return json.dumps(self.document(revision), ensure_ascii=False, indent=1).encode()
        if media_type == CSV:
            return rows([self.document(revision)])
        if media_type not in EXTENSIONS.values() or media_type == "text/html":
            known = ", ".join(EXTENSIONS.values())
            raise NotAcceptable(NO_FORMAT.format(asked=media_type, known=known))
        return serialise(revision.triples, media_type)


def rows(documents: list[dict[str, Json]]) -> bytes:
    """Documents as CSV (RFC 4180, UTF-8): a column a field and language, lists joined by ``|``.

    A cell that a spreadsheet would run as a formula is prefixed with an apostrophe.
    """
    flat = [dict(_flatten(document)) for document in documents]
    names = list(dict.fromkeys((*IDENTITY, *(name for row in flat for name in row))))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue().encode()


def _flatten(document: Document) -> list[tuple[str, str]]:
    cells: list[tuple[str, str]] = []
    for name, value in document.items():
        if name.startswith("_"):
            continue
        if isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values()):
            cells.extend((f"{name}@{tag}", _cell(text)) for tag, text in value.items())
        else:
            cells.append((name, _cell(value)))
    return cells


def _cell(value: Json) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        text = "|".join(value)
    elif isinstance(value, str):
        text = value
    else:
        text = json.dumps(value, ensure_ascii=False)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
