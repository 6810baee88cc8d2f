"""The concepts of our own schemes, by what a person may write for them: code, IRI or label."""

from collections.abc import Mapping
from functools import cache

from smartland.domain.text import every_word
from smartland.rdf.terms import iri_of, lines_in, split_literal
from smartland.rdf.vocabulary import schemes_graphs
from smartland_vocab.namespaces import SKOS

_NAMES = {f"<{SKOS.prefLabel}>": 2, f"<{SKOS.altLabel}>": 1}


def is_own(scheme: str) -> bool:
    """True for a scheme that is packaged with the vocabulary."""
    return scheme in schemes_graphs()


def concept_iri(scheme: str, written: str) -> str:
    """The concept of one of our schemes; empty for what names none, or several.

    ``written`` is its IRI, its code (``energy``), or a label in Italian or English, the preferred
    ones before the others.
    """
    known = _concepts(scheme)
    return known.get(written) or known.get(_folded(written), "")


def notations(scheme: str) -> tuple[str, ...]:
    """The codes of the concepts of one of our schemes, in the order of their IRIs."""
    iris = dict.fromkeys(one for one in _concepts(scheme).values() if one)
    return tuple(iri.rpartition("/")[2] for iri in sorted(iris))


@cache
def _concepts(scheme: str) -> Mapping[str, str]:
    """IRI, code and folded labels → IRI; a label that two concepts have equally → nothing."""
    found: dict[str, str] = {}
    rank: dict[str, int] = {}
    for line in lines_in(schemes_graphs()[scheme]):
        subject, predicate, term = line.removesuffix(" .\n").split(" ", 2)
        iri = iri_of(subject)
        if not iri.startswith(f"{scheme}/"):
            continue
        found[iri] = iri
        found[iri.rpartition("/")[2]] = iri
        if predicate in _NAMES:
            label, weight = _folded(split_literal(term)[0]), _NAMES[predicate]
            if weight > rank.get(label, 0):
                found[label], rank[label] = iri, weight
            elif weight == rank[label] and found[label] != iri:
                found[label] = ""
    # a code is never a label of another concept
    return found | {_folded(iri.rpartition("/")[2]): iri for iri in found.values() if iri}


def _folded(text: str) -> str:
    return "".join(every_word(text))
