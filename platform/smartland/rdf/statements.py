"""What a graph says, by property: the lookups of checks that SHACL does not make."""

from collections.abc import Iterable, Iterator, KeysView, Mapping
from itertools import repeat

from smartland.rdf.terms import split_literal
from smartland_vocab.namespaces import RDF

Values = str | dict[str, None]
"""The object of a statement, or several; nearly every subject has one value a property."""


class Statements:
    """An index of N-Triples lines on the properties ``wanted`` (IRIs) and ``rdf:type``.

    Each statement counts once, however often it is written; values come in order of the lines.
    """

    def __init__(self, lines: str, wanted: Iterable[str]) -> None:
        self._by: dict[str, dict[str, Values]] = {one: {} for one in (RDF.type, *wanted)}
        self._others: dict[str, tuple[str, int]] = {}
        self.triples = lines.count("\n")
        self._read(lines)
        self._types: dict[str, list[str]] = {}
        for subject, term in self.pairs(RDF.type):
            self._types.setdefault(term[1:-1], []).append(subject)

    def _read(self, lines: str) -> None:
        """One pass; ``unread`` gets the properties that are not wanted."""
        by, others = {f"<{one}>": said for one, said in self._by.items()}, self._others
        for subject, predicate, rest in _statements(lines):
            if predicate not in by:
                first, count = others.get(predicate, (subject, 0))
                others[predicate] = (first, count + 1)
                continue
            said, term = by[predicate], rest[:-2]
            there = said.setdefault(subject, term)
            if there is term or there == term:
                continue
            if isinstance(there, dict):
                there[term] = None
            else:
                said[subject] = {there: None, term: None}

    def of(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The terms of one property of a subject (a term); the property is an IRI."""
        values = self._by[predicate].get(subject)
        if values is None:
            return ()
        return (values,) if isinstance(values, str) else tuple(values)

    def subjects(self, predicate: str) -> KeysView[str]:
        """The subjects that have any value of the property."""
        return self._by[predicate].keys()

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """(subject, object) of every statement with a property."""
        for subject, values in self._by[predicate].items():
            if isinstance(values, str):
                yield subject, values
            else:
                for term in values:
                    yield subject, term

    def typed(self, *classes: str) -> tuple[str, ...]:
        """The subjects of any of the classes, each once."""
        found = (one for name in classes for one in self._types.get(name, ()))
        return tuple(dict.fromkeys(found))

    @property
    def unread(self) -> Mapping[str, tuple[str, int]]:
        """Property term that is not wanted → (first subject, how often)."""
        return self._others


def _statements(text: str, size: int = 1 << 22) -> Iterator[list[str]]:
    """Subject, predicate and the rest of each line, cut out by pieces and without a loop of
    Python's own: there are a million of them in a large catalogue."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + size) + 1 or len(text)
        lines = filter(None, text[start:end].split("\n"))
        yield from map(str.split, lines, repeat(" "), repeat(2))
        start = end


def text_of(term: str) -> str:
    """What a person reads of a term: the text of a literal, the IRI, the label."""
    if term.startswith('"'):
        return split_literal(term)[0]
    return term[1:-1] if term.startswith("<") else term
