"""IRIs as people write them: by the customary prefixes, and the one class that names a kind."""

import re
from functools import lru_cache

from smartland.domain.kind import Kind
from smartland_vocab.namespaces import PREFIXES, SL, Namespace

SHAPES = Namespace("https://w3id.org/smartland/shapes#")

# the longest namespace first, so that none is taken for a part of another
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1].iri))
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@lru_cache(maxsize=10_000)
def short(iri: str) -> str:
    """``dct:title`` for an IRI of a namespace that we know, else the IRI itself."""
    for prefix, namespace in _BY_LENGTH:
        local = iri.removeprefix(namespace.iri)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return iri


def turtle_name(iri: str) -> str:
    """An IRI as a Turtle term: prefixed where we have the prefix, else in angle brackets."""
    name = short(iri)
    return f"<{iri}>" if name == iri else name


def own_class(kind: Kind) -> str:
    """The class that tells a kind from all others: ours if it has one, else its first."""
    return next((one for one in kind.classes if one.startswith(SL.iri)), kind.classes[0])


def shape_name(local: str) -> str:
    """The Turtle name of one of our SHACL shapes; its prefix stands for ``SHAPES``."""
    return f"slsh:{local}"
