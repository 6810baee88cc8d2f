"""Validation of whole documents: the fields by marshmallow, then the rules of the kind."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import marshmallow as ma

from smartland.domain.fields import Field, Part
from smartland.domain.kind import InOrder, Kind, NeedsOneOf
from smartland.domain.resource import Document, Json
from smartland.errors import Invalid, Label, Problem
from smartland.schemas import texts
from smartland.schemas.fields import Declared, Name, Nested
from smartland.schemas.straight import NotStraight, load


class _Strict(ma.Schema):
    # a Label travels through marshmallow as well as a text does
    error_messages: dict[str, Json] = {  # noqa: RUF012 - declared so by marshmallow
        "unknown": texts.UNKNOWN,
        "type": texts.NOT_OBJECT,
    }

    class Meta:
        unknown = ma.RAISE


def validate(kind: Kind, raw: Json, base: str, before: Document | None = None) -> Document:
    """The canonical document of ``raw`` (shorthands resolved, codes and dates checked).

    ``base`` is the installation's IRI base. With ``before``, the current document, only what
    differs from it is judged: a harvested description that breaks a rule can still be improved.
    Raises Invalid with one Problem a field.
    """
    if before is None:
        try:
            document = load(kind, raw, base)
        except NotStraight:
            pass  # below it is said what is wrong, if anything is
        else:
            return _by_rules(kind, document, set(document))
    old = before or {}
    kept, given = _unchanged(raw, old)
    needed = {one.name for one in kind.fields if one.required and one.name not in kept}
    if before is not None:
        needed &= old.keys()  # what was missing before is not missed now
    try:
        loaded: Document = schema(kind, base, _names(kind, given, needed)).load(given)
    except ma.ValidationError as error:
        raise Invalid.of(tuple(_problems(error.messages, ""))) from error
    document = {**kept, **loaded}
    changed = {name for name in {*old, *document} if old.get(name) != document.get(name)}
    return _by_rules(kind, document, changed)


def _by_rules(kind: Kind, document: Document, changed: set[str]) -> Document:
    """The document, when it breaks no rule. Raises Invalid."""
    broken = tuple(_broken_rules(kind, document, changed))
    if broken:
        raise Invalid.of(broken)
    return document


def _unchanged(raw: Json, old: Document) -> tuple[Document, Json]:
    """The fields that ``raw`` repeats from ``old``, and what else it gives."""
    if not isinstance(raw, Mapping):
        return {}, raw
    kept = {name: old[name] for name in old if name in raw and raw[name] == old[name]}
    return kept, {name: one for name, one in raw.items() if name not in kept}


def _names(kind: Kind, raw: Json, needed: set[str]) -> frozenset[str]:
    """The fields that a schema for ``raw`` needs: marshmallow visits every field that it has, and
    most documents give a third of them."""
    given = raw.keys() if isinstance(raw, Mapping) else ()
    return frozenset(kind.by_name.keys() & given | needed)


@lru_cache(maxsize=500)
def schema(kind: Kind, base: str, names: frozenset[str]) -> ma.Schema:
    """The marshmallow schema of some fields of a kind; others are refused."""
    return _build(kind.name, (one for one in kind.fields if one.name in names), base)


def _build(name: str, fields: Iterable[Field], base: str) -> ma.Schema:
    built: dict[str, ma.fields.Field[Json]] = {}
    for field in fields:
        if isinstance(field, Part):
            inner = _build(f"{name}.{field.name}", field.of.fields, base)
            inner.declared_fields["iri"] = Name()
            inner.fields["iri"] = inner.load_fields["iri"] = inner.declared_fields["iri"]
            built[field.name] = Nested(field, base, inner)
        else:
            built[field.name] = Declared(field, base)
    return _Strict.from_dict(built, name=name)()


def _problems(messages: Json, path: str) -> Iterator[Problem]:
    """Marshmallow's nested messages as dotted paths."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            step = "" if name == "_schema" else str(name)
            yield from _problems(inner, ".".join(part for part in (path, step) if part))
        return
    for message in messages if isinstance(messages, list) else [messages]:
        if isinstance(message, Label):
            yield Problem(path or "(document)", message)
        elif isinstance(message, Mapping):
            yield from _problems(message, path)
        else:
            yield Problem(path or "(document)", Label(it=str(message), en=str(message)))


def _broken_rules(kind: Kind, document: Document, changed: set[str]) -> Iterator[Problem]:
    for rule in kind.rules:
        if isinstance(rule, NeedsOneOf):
            if changed & {rule.field, *rule.fields}:
                yield from _needs_one(kind, rule, document)
        elif changed & {rule.earlier, rule.later}:
            yield from _in_order(kind, rule, document)


def _needs_one(kind: Kind, rule: NeedsOneOf, document: Document) -> Iterator[Problem]:
    applies = not rule.field or document.get(rule.field) == rule.value
    if not applies or any(document.get(name) for name in rule.fields):
        return
    labels = [kind.by_name[name].label for name in rule.fields]
    value = rule.value.rsplit("/", 1)[-1] or kind.name
    yield Problem(
        rule.fields[0],
        Label(
            it=texts.NEEDS_ONE.it.format(value=value, fields=", ".join(one.it for one in labels)),
            en=texts.NEEDS_ONE.en.format(value=value, fields=", ".join(one.en for one in labels)),
        ),
    )


def _in_order(kind: Kind, rule: InOrder, document: Document) -> Iterator[Problem]:
    earlier, later = document.get(rule.earlier), document.get(rule.later)
    if not earlier or not later or earlier[:10] <= later[:10]:
        return
    first, second = kind.by_name[rule.earlier].label, kind.by_name[rule.later].label
    yield Problem(
        rule.later,
        Label(
            it=texts.NOT_IN_ORDER.it.format(earlier=first.it, later=second.it),
            en=texts.NOT_IN_ORDER.en.format(earlier=first.en, later=second.en),
        ),
    )
