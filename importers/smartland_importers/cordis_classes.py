"""The way from CORDIS's codes of EuroSciVoc to the IRIs of its concepts.

The codes are numbers (``/29/97/543``, each step one concept), the IRIs are random: only the
vocabulary itself joins them.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath

from smartland.rdf.parse import parse
from smartland.rdf.terms import iri_of, is_iri, split_literal
from smartland_vocab.namespaces import RDFS, SKOS

EUROSCIVOC = "http://data.europa.eu/8mn/euroscivoc/"
_NOTATION, _LABEL = f"<{SKOS.notation}>", f"<{SKOS.prefLabel}>"
_DEFINED_BY = f"<{RDFS.isDefinedBy}>"


@dataclass(frozen=True)
class Classes:
    """IRIs by the number of a concept and by its English name, where only one has that name."""

    by_code: dict[str, str]
    by_title: dict[str, str]

    def find(self, code: str, title: str) -> str:
        """The IRI of the last step of ``code``, else of ``title``; empty when neither is known."""
        return self.by_code.get(code.rpartition("/")[2], "") or self.by_title.get(
            "" if code else title.casefold(), ""
        )


def is_vocabulary(name: str) -> bool:
    """True for a file of EuroSciVoc itself: its name says so, and it is RDF."""
    path = PurePosixPath(name.lower())
    return path.suffix in (".ttl", ".rdf") and "euroscivoc" in name.lower()


def read_classes(body: bytes, name: str) -> Classes:
    """The look-up of one vocabulary in Turtle or RDF/XML, also a copy under other IRIs that says
    by which it is defined. Raises Malformed, TooLarge or UnsupportedFormat."""
    iris: dict[str, str] = {}
    codes: dict[str, str] = {}
    titles: dict[str, list[str]] = defaultdict(list)
    for subject, predicate, value in parse(body, "", f"{EUROSCIVOC}{name.rpartition('/')[2]}"):
        if subject.startswith(f"<{EUROSCIVOC}"):
            iris.setdefault(subject, iri_of(subject))
        if predicate == _DEFINED_BY:
            told = iri_of(value) if is_iri(value) else split_literal(value)[0]
            if told.startswith(EUROSCIVOC):
                iris[subject] = told
        elif predicate == _NOTATION and not is_iri(value):
            codes[subject] = split_literal(value)[0]
        elif predicate == _LABEL and not is_iri(value):
            text, language, _ = split_literal(value)
            if language in ("en", ""):
                titles[text.casefold()].append(subject)
    return Classes(
        {code: iris[subject] for subject, code in codes.items() if subject in iris},
        {
            title: iris[subjects[0]]
            for title, subjects in titles.items()
            if len(subjects) == 1 and subjects[0] in iris
        },
    )
