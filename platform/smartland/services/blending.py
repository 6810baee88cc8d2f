"""One description out of what several sources, and people, say of a resource.

Field by field, as a three-way merge does with lines: what nobody here edited follows the sources,
what somebody edited stays, and where the source then says something new there is a conflict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from smartland.domain.fields import Field, Part, Text
from smartland.domain.kind import Kind
from smartland.domain.names import normal_name
from smartland.domain.resource import Contribution, Document, Json, Revision
from smartland.rdf.read import without
from smartland.rdf.terms import iri as iri_term
from smartland.rdf.terms import lines_in
from smartland_vocab.namespaces import OWL

OTHER_NAMES = "alt_name"


@dataclass(frozen=True)
class Blend:
    """A document, the undeclared triples beside it, and the fields that people edited."""

    document: Document
    extra: str
    edited: tuple[str, ...] = ()


def same_as(target: str, other: str) -> str:
    """The statement that two IRIs name one thing, as an N-Triples line."""
    return f"{iri_term(target)} {iri_term(OWL.sameAs)} {iri_term(other)} .\n"


def overlay(kind: Kind, target: str, said: Sequence[Contribution], home: str) -> Blend:
    """What the sources say together: the first that has a field says it, lists are joined.

    First comes ``home``, the source of the resource itself, then the others under their own IRI.
    """
    ordered = in_order(said, target, home)
    documents = [_given(one.document) for one in ordered]
    document = {
        field.name: value
        for field in kind.fields
        if (value := _joined(kind, field, documents)) is not None
    }
    _keep_names(kind, document, documents)
    own = next((one.extra for one in ordered if one.claimed == target), "")
    return Blend(document, "".join(sorted({*lines_in(own), *_names(target, said)})))


def blend(
    kind: Kind,
    head: Revision,
    before: Sequence[Contribution],
    after: Sequence[Contribution],
    home: str = "",
) -> Blend:
    """The head, after its sources went from saying ``before`` to saying ``after``.

    ``home`` is the source of the resource from then on, when that changes. The names that came
    with ``before`` stay: they lead here until they are parted.
    """
    then = overlay(kind, head.iri, before, head.source)
    now = overlay(kind, head.iri, after, home or head.source)
    edited = [one for one in kind.fields if _differs(one, head.document, then.document)]
    document = {
        field.name: value
        for field in kind.fields
        for value in [(head.document if field in edited else now.document).get(field.name)]
        if value is not None
    }
    here = set(lines_in(head.extra))
    names = _names(head.iri, after) | (_names(head.iri, before) & here)
    told = set(lines_in(without(now.extra, head.iri, edited)))
    extra = "".join(sorted({*(here - set(lines_in(then.extra))), *told, *names}))
    return Blend(document, extra, tuple(one.name for one in edited))


def conflicts(given: Contribution, before: Contribution | None, blended: Blend) -> Contribution:
    """``given`` with the edited fields of which its source has changed its mind."""
    old = before.document if before else {}
    known = before.conflicts if before else ()
    changed = {
        name
        for name in blended.edited
        if name in known or (before and given.document.get(name) != old.get(name))
    }
    found = tuple(sorted(n for n in changed if given.document.get(n) != blended.document.get(n)))
    return replace(given, conflicts=found)


def in_order(said: Iterable[Contribution], target: str, home: str) -> list[Contribution]:
    """Contributions to ``target``, those that come first in front."""

    def rank(one: Contribution) -> tuple[bool, bool, str, str]:
        return (one.claimed != target, one.source != home, one.claimed, one.source)

    return sorted(said, key=rank)


def home_of(said: Iterable[Contribution], target: str, home: str) -> str:
    """The source of a resource of which so much is said: ``home`` where it still speaks; empty
    where only people do."""
    return next((one.source for one in in_order(said, target, home) if one.source), "")


def _given(document: Document) -> Document:
    """What is said, without what was taken out."""
    return {name: value for name, value in document.items() if value is not None}


def _names(target: str, said: Iterable[Contribution]) -> set[str]:
    return {same_as(target, one.claimed) for one in said if one.claimed != target}


def _differs(field: Field, one: Document, other: Document) -> bool:
    return bool(one.get(field.name) != other.get(field.name))


def _joined(kind: Kind, field: Field, documents: Sequence[Document]) -> Json:
    values = [one[field.name] for one in documents if field.name in one]
    if not values:
        return None
    if isinstance(field, Text) and field.languages and field.name != kind.title:
        return _languages(values, many=field.many)
    # parts of two sources may tell the same thing differently: they are not put side by side
    if field.many and not isinstance(field, Part):
        return _union(values)
    return values[0]


def _languages(values: Sequence[Mapping[str, Json]], *, many: bool) -> Json:
    joined: dict[str, Json] = {}
    for value in values:
        for language, texts in value.items():
            if many:
                joined[language] = _union([joined.get(language, []), texts])
            else:
                joined.setdefault(language, texts)
    return joined


def _union(lists: Iterable[Sequence[Json]]) -> list[Json]:
    found: list[Json] = []
    for values in lists:
        found += [value for value in values if value not in found]
    return found


def _keep_names(kind: Kind, document: dict[str, Json], documents: Sequence[Document]) -> None:
    """What another source calls it is one of its other names, where the kind has such."""
    if OTHER_NAMES not in kind.by_name or len(documents) < 2:
        return
    names: dict[str, list[str]] = {
        language: list(texts) for language, texts in document.get(OTHER_NAMES, {}).items()
    }
    known = {normal_name(text) for text in document.get(kind.title, {}).values()}
    known |= {normal_name(text) for texts in names.values() for text in texts}
    for other in documents[1:]:
        for language, text in other.get(kind.title, {}).items():
            if normal_name(text) not in known:
                known.add(normal_name(text))
                names.setdefault(language, []).append(text)
    if names:
        document[OTHER_NAMES] = names
