"""From courses to competences: how sure many courses together make us.

Each course speaks of a concept with a confidence; courses that agree are independent witnesses,
weighed down, so that confidence grows with their number and never reaches one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from smartland.matching.annotation import Annotation
from smartland_importers.offerings_courses import Course, Department

NOTICED = 0.3
"""A course below this says nothing of a concept, alone or with others."""
CLAIMED = 0.5
"""Below this a claim would be wrong more often than right."""
ALONE, FURTHER = 0.85, 0.5
"""The weight of the strongest witness, and of each further one: courses of one degree are no
strangers to each other."""
SUREST = 0.95
"""What courses can prove at most: teaching a subject is not yet working in it."""
BOTH_LANGUAGES = 0.1
"""What a second language that says the same takes away of the remaining doubt."""


@dataclass(frozen=True)
class Evidence:
    """A concept and the courses that speak of it, the strongest first."""

    concept: str
    confidence: float
    courses: tuple[Course, ...]


Annotate = Callable[[str, str], Sequence[Annotation]]


def gather(
    courses: Sequence[Course], annotate: Annotate
) -> Iterator[tuple[Department | None, list[Evidence]]]:
    """For each body that holds courses (None is the university), its evidence by concept."""
    held: dict[Department | None, list[Course]] = defaultdict(list)
    for course in courses:
        held[course.department].append(course)
    for department in sorted(held, key=lambda one: (one is not None, one.code if one else "")):
        yield department, _evidence(held[department], annotate)


def _evidence(courses: Sequence[Course], annotate: Annotate) -> list[Evidence]:
    witnesses: dict[str, list[tuple[float, Course]]] = defaultdict(list)
    for course in courses:
        for concept, confidence in concepts_of(course, annotate).items():
            if confidence >= NOTICED:
                witnesses[concept].append((confidence, course))
    found = []
    for concept, heard in sorted(witnesses.items()):
        heard.sort(key=lambda one: (-one[0], one[1].code))
        confidence = together([one for one, _ in heard])
        if confidence >= CLAIMED:
            found.append(Evidence(concept, confidence, tuple(course for _, course in heard)))
    return found


def together(confidences: Sequence[float]) -> float:
    """The confidence of several courses, given from the strongest to the weakest."""
    doubt = 1 - ALONE * confidences[0]
    return min(SUREST, 1 - doubt * prod(1 - FURTHER * one for one in confidences[1:]))


def concepts_of(course: Course, annotate: Annotate) -> Mapping[str, float]:
    """The concepts of one course; its two languages are the same witness."""
    heard: dict[str, list[float]] = defaultdict(list)
    for language in ("it", "en"):
        title, contents = course.titles.get(language, ""), course.contents.get(language, "")
        # the annotator takes the first line for the title
        text = f"{title}\n{contents}".strip()
        for one in annotate(text, language) if text else ():
            heard[one.concept].append(one.confidence)
    return {
        concept: 1 - (1 - max(found)) * (1 - BOTH_LANGUAGES) ** (len(found) - 1)
        for concept, found in heard.items()
    }
