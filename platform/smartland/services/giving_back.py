"""A harvested catalogue as it came: the union of its descriptions, without what we added to them.

Every description holds all that its source said of the nodes that it reaches, and the classes that
our declarations give to some of them. A class that one of the descriptions which mention a node
does not have was not said by the source; read again, it would spread to that one.
"""

from collections.abc import Container, Iterator

from smartland.rdf.partition import REACH
from smartland.rdf.streams import About, group
from smartland.rdf.terms import iri, is_iri
from smartland.services.spool import Spool
from smartland_vocab.namespaces import RDF

_TYPE = iri(RDF.type)
_Classes = dict[str, frozenset[str]]


def given_back(spool: Spool, source: str) -> Iterator[About]:
    """What each description of a source adds to those before it, in the order of the spool."""
    said, seen = _said(spool, source), set[int]()
    for entry in spool.foreign[source]:
        root = iri(entry.iri)
        about = group(spool.read(entry.place, entry.size))
        new: dict[str, dict[str, list[str]]] = {}
        for subject, lines in about.items():
            kept = lines if subject == root else _unadded(subject, lines, said)
            if subject == root or _once(subject, kept, seen):
                new[subject] = kept
        yield new


def _said(spool: Spool, source: str) -> _Classes:
    """For every node that anything is said of: the classes that all who mention it agree on."""
    roots = {iri(one.iri) for one in spool.foreign[source]}
    described = {
        subject
        for one in spool.foreign[source]
        for subject, predicate, _ in spool.read(one.place, one.size)
        if predicate == _TYPE and subject not in roots and is_iri(subject)
    }
    said: _Classes = {}
    same: dict[frozenset[str], frozenset[str]] = {}
    for one in spool.foreign[source]:
        triples = spool.read(one.place, one.size)
        if len(triples) > REACH:
            continue  # so large a one may mention what it does not describe
        about = group(triples)
        for node in _reached(iri(one.iri), about, roots) & described:
            classes = frozenset(about.get(node, {}).get(_TYPE, ()))
            agreed = said[node] & classes if node in said else classes
            said[node] = same.setdefault(agreed, agreed)
    return said


def _reached(root: str, about: About, roots: Container[str]) -> set[str]:
    """What a description leads to; a catalogue also keeps statements that nothing leads to, and
    of what those mention it need not hold everything."""
    found, queue = set[str](), [root]
    for node in queue:  # it grows while we walk
        for terms in about.get(node, {}).values():
            new = [one for one in terms if one not in found and one not in roots]
            found.update(new)
            queue.extend(new)
    return found


def _unadded(subject: str, lines: dict[str, list[str]], said: _Classes) -> dict[str, list[str]]:
    agreed = said.get(subject)
    if agreed is None or _TYPE not in lines:
        return lines
    kept = {predicate: terms for predicate, terms in lines.items() if predicate != _TYPE}
    classes = [one for one in lines[_TYPE] if one in agreed]
    return {_TYPE: classes, **kept} if classes else kept


def _once(subject: str, lines: dict[str, list[str]], seen: set[int]) -> bool:
    """True the first time that exactly this, and anything at all, is said of a subject."""
    mark = hash((subject, tuple((verb, tuple(terms)) for verb, terms in lines.items())))
    if not lines or mark in seen:
        return False
    seen.add(mark)
    return True
