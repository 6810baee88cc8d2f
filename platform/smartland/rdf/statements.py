"""What a graph says, by property: the lookups of checks that SHACL does not make."""

from collections.abc import Iterable, Iterator, Mapping

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
        for line in _lines(lines):
            subject, predicate, rest = line.split(" ", 2)
            said = by.get(predicate)
            if said is None:
                first, count = others.get(predicate, (subject, 0))
                others[predicate] = (first, count + 1)
                continue
            term = rest[:-2]
            there = said.get(subject)
            if there is None:
                said[subject] = term
            elif isinstance(there, dict):
                there[term] = None
            elif there != term:
                said[subject] = {there: None, term: None}

    def of(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The terms of one property of a subject (a term); the property is an IRI."""
        values = self._by[predicate].get(subject)
        if values is None:
            return ()
        return (values,) if isinstance(values, str) else tuple(values)

    def has(self, subject: str, predicate: str) -> bool:
        """True when the subject has any value of the property."""
        return subject in self._by[predicate]

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


def _lines(text: str, size: int = 1 << 22) -> Iterator[str]:
    """The lines without their ends; cut out by pieces, for they are many."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + size) + 1 or len(text)
        yield from filter(None, text[start:end].split("\n"))
        start = end


def text_of(term: str) -> str:
    """What a person reads of a term: the text of a literal, the IRI, the label."""
    if term.startswith('"'):
        return split_literal(term)[0]
    return term[1:-1] if term.startswith("<") else term
