"""Graphs as Turtle for readers: grouped by subject, prefixed, blank nodes where they are used.

Every literal keeps its lexical form: ``1.50`` stays ``1.50``, and what is no number stays quoted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from smartland.rdf.names import turtle_name
from smartland.rdf.terms import Triple, iri_of, is_blank, is_iri
from smartland_vocab.namespaces import PREFIXES, RDF, XSD

_TYPE = f"<{RDF.type}>"
_BARE = {
    XSD.integer: re.compile(r"0|-?[1-9][0-9]*"),
    XSD.decimal: re.compile(r"-?[0-9]+\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
"""Literals without quotes (Turtle §6.5): only such as every parser gives back as they stand."""
DEEPEST = 20
"""Brackets within brackets; a longer chain of blank nodes goes on by label."""


def turtle(triples: Iterable[Triple]) -> str:
    """The graph as Turtle; the same triples in the same order give the same text."""
    writer = _Writer(triples)
    body = "\n".join(writer.blocks())
    used = (f"@prefix {name}: <{PREFIXES[name].iri}> .\n" for name in sorted(writer.prefixes))
    return f"{''.join(used)}\n{body}"


class _Writer:
    """What is said about each subject, and which blank nodes are written already."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.prefixes: set[str] = set()
        self._about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        uses: Counter[str] = Counter()
        for subject, predicate, value in triples:
            self._about[subject][predicate].append(value)
            uses[value] += 1
        self._nestable = {one for one in self._about if is_blank(one) and uses[one] == 1}

    def blocks(self) -> Iterator[str]:
        """One text a subject: named ones first, then blank nodes that no bracket took in."""
        nested = frozenset(self._nestable)
        for subject in sorted(self._about, key=is_blank):
            if subject not in nested:
                yield f"{self._name(subject)} {self._lines(subject, 1)} .\n"
        # what is left is reached only from within a ring of blank nodes
        while self._nestable:
            subject = min(self._nestable)
            self._nestable.remove(subject)
            yield f"{subject} {self._lines(subject, 1)} .\n"

    def _lines(self, subject: str, depth: int) -> str:
        step = "\n" + "    " * depth
        about = self._about[subject]
        return f" ;{step}".join(
            f"{self._verb(predicate)} "
            + f",{step}    ".join(self._value(one, depth) for one in about[predicate])
            for predicate in sorted(about, key=lambda one: one != _TYPE)
        )

    def _verb(self, predicate: str) -> str:
        return "a" if predicate == _TYPE else self._name(predicate)

    def _value(self, term: str, depth: int) -> str:
        if term not in self._nestable or depth >= DEEPEST:
            return self._name(term)
        self._nestable.remove(term)
        return f"[ {self._lines(term, depth + 1)} ]"

    def _name(self, term: str) -> str:
        if is_iri(term):
            return self._short(iri_of(term))
        if is_blank(term) or not term.endswith(">"):
            return term
        text, _, datatype = term[:-1].rpartition("^^<")
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(text[1:-1]):
            return text[1:-1]
        return f"{text}^^{self._short(datatype)}"

    def _short(self, iri: str) -> str:
        name = turtle_name(iri)
        if not name.startswith("<"):
            self.prefixes.add(name.partition(":")[0])
        return name
