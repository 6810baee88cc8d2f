"""Whether the engine takes what we wrote: one line that it does not take, in a store that is loaded
in bulk, would cost everything that is loaded with it."""

import re
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from pyoxigraph import NamedNode, RdfFormat, parse

from smartland.rdf.terms import Triple
from smartland_vocab.namespaces import GEO, XSD

_SURROGATE = re.compile("[\ud800-\udfff]")
_SOUND_TAILS = frozenset(
    ["", "@it", "@en"]
    + [f"^^<{one}>" for one in (XSD.integer, XSD.decimal, XSD.date, XSD.dateTime, XSD.boolean)]
    + [f"^^<{GEO.wktLiteral}>"]
)
"""What stands behind the text of almost every literal."""


def checked(lines: str) -> str:
    """``lines``, when the engine reads them. Raises ValueError with what it does not take."""
    try:
        deque(parse(lines.encode(), RdfFormat.N_TRIPLES), maxlen=0)
    except SyntaxError as error:
        raise ValueError(f"not valid RDF: {error}") from error
    return lines


def are_sound(triples: Iterable[Triple]) -> bool:
    """True for triples that the engine surely reads; to look at each term once costs a fraction of
    having them read, and most of them have just been seen."""
    return all(map(_is_sound, set(chain.from_iterable(triples))))


def _is_sound(term: str) -> bool:
    if term[0] == "<":
        return _is_sound_iri(term)
    if term[0] != '"':
        return False
    tail = term[term.rfind('"') + 1 :]
    return tail in _SOUND_TAILS and (term.isascii() or not _SURROGATE.search(term))


@lru_cache(maxsize=5_000)
def _is_sound_iri(term: str) -> bool:
    try:
        NamedNode(term[1:-1])
    except ValueError:
        return False
    return True
