"""Classification codes → concepts, by the mappings that the scheme itself declares."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.resource import Document

EXACT, CLOSE, NARROW, BROAD = 0.95, 0.8, 0.75, 0.4
"""How far a EuroSciVoc class speaks for a concept, by the SKOS mapping between them. Of a broad
match the class is the wider one: what is classified there need not be about the concept."""
_MAPPINGS = {
    "exact_match": EXACT,
    "close_match": CLOSE,
    "narrow_match": NARROW,
    "broad_match": BROAD,
}
PANEL = 0.35
"""An ERC panel is a whole discipline."""
SECTION = 0.3
SHARED = 0.6
BY_DIGITS: Mapping[int, float] = {2: 0.55, 3: 0.7, 4: 0.8, 5: 0.85, 6: 0.85}
"""How far an activity speaks for a concept, by the digits of the ATECO code that they share."""

_SECTIONS = (
    ("A", 1, 3), ("B", 5, 9), ("C", 10, 33), ("D", 35, 35), ("E", 36, 39), ("F", 41, 43),
    ("G", 45, 47), ("H", 49, 53), ("I", 55, 56), ("J", 58, 63), ("K", 64, 66), ("L", 68, 68),
    ("M", 69, 75), ("N", 77, 82), ("O", 84, 84), ("P", 85, 85), ("Q", 86, 88), ("R", 90, 93),
    ("S", 94, 96), ("T", 97, 98), ("U", 99, 99),
)  # fmt: skip
"""Sections of ATECO 2007 with their first and last division (ISTAT)."""


@dataclass(frozen=True)
class Coded:
    """A concept that a code speaks for, how far (0–1), and the way there, as people read it."""

    concept: str
    confidence: float
    path: str


class Codes:
    """The codes that the concepts of a scheme are mapped to."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._ateco: dict[str, list[str]] = defaultdict(list)
        self._spelled: dict[str, str] = {}
        self._erc: dict[str, list[str]] = defaultdict(list)
        self._classes: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for iri, document in documents.items():
            for code in document.get("ateco_code", ()):
                self._ateco[_compact(code)].append(iri)
                self._spelled[_compact(code)] = code
            for code in document.get("erc_panel", ()):
                self._erc[_compact(code)].append(iri)
            for name, worth in _MAPPINGS.items():
                for other in document.get(name, ()):
                    self._classes[other].append((iri, worth))

    def of_ateco(self, codes: Iterable[str]) -> Iterator[Coded]:
        """By the longest code of the scheme that an activity falls under; dots do not count."""
        for code in codes:
            known, worth = self._wider(_compact(code))
            concepts = self._ateco.get(known, ())
            # An activity under which several competences fall says little of each
            shared = worth if len(concepts) < 2 else worth * SHARED
            for iri in concepts:
                yield Coded(iri, shared, f"ATECO {code} → {self._spelled[known]}")

    def of_euroscivoc(self, classes: Iterable[str]) -> Iterator[Coded]:
        """By the IRIs of EuroSciVoc classes."""
        for one in classes:
            for iri, worth in self._classes.get(one, ()):
                yield Coded(iri, worth, f"EuroSciVoc {one.rsplit('/', 1)[-1]}")

    def of_erc(self, panels: Iterable[str]) -> Iterator[Coded]:
        """By ERC panels; ``PE10_3`` is of the panel PE10."""
        for panel in panels:
            for iri in self._erc.get(_compact(panel.partition("_")[0]), ()):
                yield Coded(iri, PANEL, f"ERC {panel}")

    def _wider(self, code: str) -> tuple[str, float]:
        digits = code if code.isdigit() else ""
        for length in range(len(digits), 1, -1):
            if digits[:length] in self._ateco:
                return digits[:length], BY_DIGITS.get(length, 0.0)
        section = _section(digits) if digits else code[:1]
        return section, SECTION


def best_of(found: Iterable[Coded]) -> Sequence[Coded]:
    """The way that says most to each concept, best first."""
    best: dict[str, Coded] = {}
    for one in found:
        known = best.get(one.concept)
        if known is None or one.confidence > known.confidence:
            best[one.concept] = one
    return sorted(best.values(), key=lambda one: (-one.confidence, one.concept))


def _compact(code: str) -> str:
    return "".join(one for one in code.upper() if one.isalnum())


def _section(digits: str) -> str:
    division = int(digits[:2])
    return next((name for name, low, high in _SECTIONS if low <= division <= high), "")
