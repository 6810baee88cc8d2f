"""Graphs as flattened JSON-LD that stands alone: prefixes only, and the context in the file."""

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from smartland.domain.resource import Json
from smartland.rdf.names import short
from smartland.rdf.parse import iri_in
from smartland.rdf.terms import Triple, is_blank, is_iri, split_literal
from smartland_vocab.namespaces import PREFIXES, RDF


def json_ld(triples: Iterable[Triple]) -> bytes:
    """The graph as UTF-8 JSON-LD 1.1; every literal keeps its lexical form as a string."""
    nodes: dict[str, dict[str, Json]] = defaultdict(dict)
    triples = list(triples)
    names = _Names(triples)
    for subject, predicate, value in triples:
        node = nodes[subject]
        node["@id"] = _id(subject)
        if iri_in(predicate) == RDF.type:
            node.setdefault("@type", []).append(names.short(value))
        else:
            node.setdefault(names.short(predicate), []).append(names.value(value))
    body = {"@context": names.context(), "@graph": list(nodes.values())}
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


class _Names:
    """Short names, and which prefixes they used."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._used: set[str] = set()
        # with a prefix "geo" in the context, <geo:45.4,9.1> would be read as a short name
        self._taken = {iri_in(one).partition(":")[0] for triple in triples for one in triple}

    def short(self, term: str) -> str:
        """A property, class or datatype by its prefix, where there is one."""
        if is_blank(term):
            return term
        iri = iri_in(term)
        name = _short(iri)
        prefix = name.partition(":")[0]
        if name == iri or prefix in self._taken:
            return iri
        self._used.add(prefix)
        return name

    def value(self, term: str) -> Json:
        """An object in JSON-LD."""
        if is_iri(term) or is_blank(term):
            return {"@id": _id(term)}
        text, language, datatype = split_literal(term)
        if language:
            return {"@value": text, "@language": language}
        return {"@value": text, "@type": self.short(f"<{datatype}>")} if datatype else text

    def context(self) -> Json:
        """What the prefixes that were used stand for."""
        return {name: PREFIXES[name].iri for name in sorted(self._used)}


@lru_cache(maxsize=10_000)
def _short(iri: str) -> str:
    return short(iri)


def _id(term: str) -> str:
    return term if is_blank(term) else iri_in(term)
