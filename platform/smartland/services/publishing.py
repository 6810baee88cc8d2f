"""Descriptions as files: one resource in any of the formats that the web asks for."""

import csv
import io
import json
from collections.abc import Iterable, Mapping

from smartland.domain.fields import PUBLIC, Field, Part
from smartland.domain.identity import graph_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json, Revision, instant
from smartland.errors import Label, NotAcceptable
from smartland.rdf.formats import serialise
from smartland.rdf.write import part_iri
from smartland.services.tables import safe_cell

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
BESIDE = ("_meta", "_links", "_profile")
"""What our answers say beside the fields."""
NO_FORMAT = Label(
    it="Formato «{asked}» non disponibile. Ci sono: {known}.",
    en="There is no format “{asked}”. There are: {known}.",
)


class Publishing:
    """Writes revisions out; ``base`` is the IRI base of this installation."""

    def __init__(self, base: str) -> None:
        self._base = base

    def document(self, revision: Revision) -> dict[str, Json]:
        """The public JSON of a resource: identity, fields, provenance and links.

        Parts tell their IRI, as the graph does. ``returned`` takes all this away again.
        """
        kind = KINDS[revision.kind]
        path = f"{revision.kind}/{revision.key}"
        return {
            "iri": revision.iri,
            "kind": revision.kind,
            "key": revision.key,
            **_public(kind.fields, revision.iri, revision.document),
            "_meta": {
                "etag": revision.etag,
                "revision": revision.number,
                "sequence": revision.sequence,
                "modified": instant(revision.at),
                "source": revision.source or None,
                "visibility": "private" if revision.private else "public",
            },
            "_links": {
                "self": f"{self._base}api/v1/{path}",
                "page": graph_iri(self._base, revision.kind, revision.key),
                "history": f"{self._base}api/v1/{path}/history",
                "matches": f"{self._base}api/v1/{path}/matches",
            },
        }

    def returned(self, revision: Revision, body: Json) -> Json:
        """A body that a client made from ``document(revision)``, as if it were written anew:
        what is still as it was given is as it is stored."""
        if not isinstance(body, Mapping):
            return body
        given, stored = self.document(revision), revision.document
        return {
            name: stored[name] if name in stored and value == given.get(name) else value
            for name, value in body.items()
            if name not in BESIDE and not (name in IDENTITY and value == given[name])
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


def _public(fields: Iterable[Field], subject: str, document: Document) -> dict[str, Json]:
    """The public fields of a resource or part, every part with its IRI."""
    found = {}
    for field in fields:
        value = document.get(field.name)
        if value is None or field.visibility != PUBLIC:
            continue
        if not isinstance(field, Part):
            found[field.name] = value
        elif field.many:
            found[field.name] = [_part(field, subject, one) for one in value]
        else:
            found[field.name] = _part(field, subject, value)
    return found


def _part(field: Part, subject: str, value: Document) -> dict[str, Json]:
    iri = part_iri(subject, field.name, value)
    return {"iri": iri, **_public(field.of.fields, iri, value)}


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
    return safe_cell(text)
