"""Short values of filters: ``corridor=energy``, ``in=territory/istat-015146``, ``theme=ENVI``."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from smartland.domain.fields import Concept
from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS
from smartland.services.searching.fields import flat_fields
from smartland_vocab.namespaces import CONCEPT

KEPT = frozenset({"kind", "source"})
"""Filters whose values are no IRIs."""


def expand(name: str, value: str, base: str) -> tuple[str, ...]:
    """The IRIs that a value of the filter ``name`` may stand for; an IRI, or a value of a filter
    that takes texts, stays as it is.

    Concepts are given by notation or as ``scheme/notation``, resources as ``kind/key``. A name
    that several kinds declare, each with its scheme, gives an IRI in each.
    """
    if not value or ":" in value or name in KEPT:
        return (value,)
    first, slash, rest = value.partition("/")
    if not slash:
        return tuple(f"{scheme}/{value}" for scheme in schemes_of_fields().get(name, ())) or (
            value,
        )
    found = []
    if f"{CONCEPT.iri}{first}" in _every_scheme():
        found.append(CONCEPT[value])
    if first in KINDS and rest:
        found.append(resource_iri(base, first, rest))
    return tuple(found) or (value,)


def expand_all(filters: Mapping[str, tuple[str, ...]], base: str) -> Mapping[str, tuple[str, ...]]:
    """``filters`` with every value at full length."""
    return {
        name: tuple(dict.fromkeys(iri for value in values for iri in expand(name, value, base)))
        for name, values in filters.items()
    }


@cache
def schemes_of_fields() -> Mapping[str, tuple[str, ...]]:
    """The concept schemes of each field name, over all kinds."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for field in (one for kind in KINDS.values() for one in flat_fields(kind.fields)):
        if isinstance(field, Concept):
            found[field.name][field.scheme.rstrip("/")] = None
    return {name: tuple(schemes) for name, schemes in found.items()}


@cache
def _every_scheme() -> frozenset[str]:
    return frozenset(one for many in schemes_of_fields().values() for one in many)
