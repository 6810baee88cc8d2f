"""Which concepts our own schemes hold."""

import re
from functools import cache

from smartland_vocab.files import read_scheme
from smartland_vocab.namespaces import CONCEPT

_CONCEPT = re.compile(r"^[a-z-]+:([A-Za-z0-9-]+) a skos:Concept\b", re.M)


@cache
def notations(scheme: str) -> frozenset[str]:
    """The last parts of the IRIs of a scheme's concepts; empty for a scheme that is not ours.

    The packaged files are ours, one statement a line, so no RDF parser is needed here.
    """
    if not scheme.startswith(CONCEPT.iri):
        return frozenset()
    return frozenset(_CONCEPT.findall(read_scheme(scheme.removeprefix(CONCEPT.iri))))
