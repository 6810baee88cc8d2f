"""Statements that say the same by our declarations: one field under several predicates, a class
that every part of its sort has. What we give back says all of them, what came in says some."""

from collections.abc import Iterable, Iterator
from functools import cache

from smartland.domain.fields import Field, Part
from smartland.domain.kinds import KINDS
from smartland.rdf.terms import iri, iri_of, is_blank, is_iri, split_literal
from smartland_vocab.namespaces import RDF

_TYPE = iri(RDF.type)


def said(predicate: str, term: str) -> tuple[str, str] | None:
    """(predicate, value) alike for every spelling of one statement; None for a class that says no
    more than where its node stands."""
    known = _predicates().get(predicate)
    if known is not None:
        return known, spelling(term)
    return None if predicate == _TYPE and term in _classes() else (predicate, term)


def spelling(term: str) -> str:
    """A value without its datatype, an address as an IRI or as text; a blank node as it is."""
    if is_iri(term):
        return iri_of(term).removeprefix("mailto:")
    if is_blank(term):
        return term
    text, language, _ = split_literal(term)
    return f"{text}@{language}" if language else text


@cache
def _predicates() -> dict[str, str]:
    """Predicate → the one that stands for all of those that some field writes together with it."""
    stands: dict[str, str] = {}
    for field in _every_field(one for kind in KINDS.values() for one in kind.fields):
        together = [iri(one) for one in (field.iri, *field.also)]
        heads = {stands.get(one, one) for one in together}
        first = min(heads)
        stands |= {one: first for one, head in stands.items() if head in heads}
        stands |= dict.fromkeys(together, first)
    return stands


@cache
def _classes() -> frozenset[str]:
    fields = _every_field(one for kind in KINDS.values() for one in kind.fields)
    return frozenset(
        iri(one) for field in fields if isinstance(field, Part) for one in field.of.classes
    )


def _every_field(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field, Part):
            yield from _every_field(field.of.fields)
