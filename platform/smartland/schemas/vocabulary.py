"""Which notations our own schemes hold."""

import re
from functools import cache
from importlib.resources import files

from smartland_vocab.namespaces import CONCEPT

_NOTATION = re.compile(r'^\s+skos:notation "([^"]+)"', re.M)


@cache
def notations(scheme: str) -> frozenset[str]:
    """The notations of one of our schemes; empty for a scheme that is not ours.

    The packaged files are ours, one statement a line, so no RDF parser is needed here.
    """
    if not scheme.startswith(CONCEPT.iri):
        return frozenset()
    name = scheme.removeprefix(CONCEPT.iri)
    file = files("smartland_vocab") / "schemes" / f"{name}.ttl"
    return frozenset(_NOTATION.findall(file.read_text(encoding="utf-8")))
