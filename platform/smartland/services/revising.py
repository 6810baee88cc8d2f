"""What a revision is made of: its hash, its references, patches and differences."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from smartland.domain.fields import Field, Part, Ref
from smartland.domain.identity import codes_of
from smartland.domain.kind import Kind
from smartland.domain.resource import UNSEEN, Contribution, Document, Json, Revision, Write
from smartland.errors import Invalid, Label, Problem
from smartland.rdf.read import compose

_ABSENT = object()
_MAX_DEPTH = 40
NO_OBJECT = Label(it="Serve un oggetto JSON.", en="A JSON object is needed.")


@dataclass(frozen=True)
class Draft:
    """A revision in the making; ``head`` is the current one, None for a new resource.

    ``source`` None leaves that of the head.
    """

    kind: Kind
    iri: str
    key: str
    operation: str
    document: Document
    extra: str = ""
    head: Revision | None = None
    source: str | None = None
    note: str = ""
    merged_into: str = ""
    contributions: tuple[Contribution, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()

    @cached_property
    def triples(self) -> str:
        """The public graph that this makes, as sorted N-Triples lines."""
        gone = self.operation in UNSEEN
        return "" if gone else compose(self.kind, self.iri, self.document, self.extra)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The register codes that it carries."""
        return codes_of(self.kind, self.document)

    def composed(self) -> "Draft":
        """The draft itself, once its graph is known to be writable. Raises ValueError."""
        _ = self.triples
        return self

    @property
    def etag(self) -> str:
        """Another one for each revision, made of public things only: a hash over private fields
        would let anybody try names against it."""
        number = self.head.number + 1 if self.head else 1
        text = f"{self.iri} {number} {self.operation}\n{self.triples}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def same(self) -> bool:
        """True when the current revision says all this already."""
        head = self.head
        return (
            head is not None
            and not head.withdrawn
            and head.document == self.document
            and head.triples == self.triples
        )

    def write(self, actor: str) -> Write:
        """What the truth is to append."""
        head = self.head
        return Write(
            iri=self.iri,
            kind=self.kind.name,
            key=self.key,
            operation=self.operation,
            document=self.document,
            extra=self.extra,
            triples=self.triples,
            etag=self.etag,
            actor=actor,
            expected=head.sequence if head else None,
            source=(head.source if head else "") if self.source is None else self.source,
            owner=head.owner if head else actor,
            note=self.note,
            merged_into=self.merged_into,
            codes=() if self.operation in UNSEEN else self.codes,
            contributions=self.contributions,
            dropped=self.dropped,
        )


def is_whole(kind: Kind, document: Document) -> bool:
    """True when a document says all that its kind must say."""
    return all(one.name in document for one in kind.fields if one.required)


def references(kind: Kind, document: Document) -> list[tuple[str, str]]:
    """(dotted field path, IRI) of every reference to another resource."""
    return list(_references(kind.fields, document, ""))


def _references(fields: Iterable[Field], value: Document, path: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        found = value.get(field.name)
        if found is None or not isinstance(field, Ref | Part):
            continue
        for number, one in enumerate(found if field.many else [found]):
            step = f"{path}{field.name}" + (f".{number}" if field.many else "")
            if isinstance(field, Ref):
                yield step, one
            else:
                yield from _references(field.of.fields, one, f"{step}.")


def part_names(kind: Kind, document: Document) -> list[tuple[str, str]]:
    """(dotted field path, IRI) of every part that has a name."""
    return list(_part_names(kind.fields, document, ""))


def _part_names(fields: Iterable[Field], value: Document, path: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        found = value.get(field.name)
        if found is None or not isinstance(field, Part):
            continue
        for number, one in enumerate(found if field.many else [found]):
            step = f"{path}{field.name}" + (f".{number}" if field.many else "")
            if one.get("iri"):
                yield step, one["iri"]
            yield from _part_names(field.of.fields, one, f"{step}.")


def merge_patch(target: Json, patch: Json, depth: int = 0) -> Json:
    """``patch`` applied to ``target`` as RFC 7396 says. Raises Invalid when it is no object."""
    if not isinstance(patch, Mapping) and depth == 0:
        raise Invalid.of((Problem("(document)", NO_OBJECT),))
    if not isinstance(patch, Mapping) or depth > _MAX_DEPTH:
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value, depth + 1)
    return merged


@dataclass(frozen=True)
class Difference:
    """One value that differs; None on the side where there is none."""

    path: str
    before: Json
    after: Json


def differences(before: Json, after: Json, path: str = "") -> Iterator[Difference]:
    """Where two documents differ, as dotted paths, in order of the names."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({*before, *after}):
            step = f"{path}.{name}" if path else name
            yield from differences(before.get(name, _ABSENT), after.get(name, _ABSENT), step)
        return
    if before != after:
        yield Difference(path, _given(before), _given(after))


def _given(value: Json) -> Json:
    return None if value is _ABSENT else value
