"""What each document says of competences, and whom it speaks for, and how loudly."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from smartland.domain.kinds.shared import ROLES
from smartland.domain.resource import Document, Json, Revision
from smartland.matching.annotation import Annotation, Annotator
from smartland.matching.annotation_words import LANGUAGES

EVIDENCE_KINDS = ("project", "offer", "dataset", "data-service", "stakeholder", "unit")
"""The kinds that speak for a body. A need does not: it says what a body lacks."""

FEW = 3
"""A project of so many partners speaks for each in full; of more, by the root of their share."""
COORDINATOR = 1.5
"""How much more a project says of whoever coordinates it, up to the full."""
CALL = 0.5
"""What the call that a project won says of it, against what the project says itself."""
LOUDNESS: Mapping[str, float] = {
    "project": 0.85,
    "offer": 1.0,
    "stakeholder": 0.9,
    "unit": 0.9,
    "dataset": 0.7,
    "data-service": 0.7,
}
DECLARED: Mapping[str, float] = {"project": 0.8, "offer": 0.95, "call": 0.9}
"""A competence that somebody chose: an offer's is the body's, a project's or call's one of many
partners'."""
LEAST = 0.5
"""Concepts of which a document is less sure are mentioned in passing."""


@dataclass(frozen=True)
class Said:
    """A concept that a document speaks of, how surely (0–1), and the words that say so."""

    concept: str
    confidence: float
    words: str


def read_document(revision: Revision, annotator: Annotator) -> Sequence[Said]:
    """What a document says, each concept once, by concept."""
    document = revision.document
    declared = [
        Annotation(one, DECLARED[revision.kind], ())
        for one in document.get("competence", ())
        if revision.kind in DECLARED
    ]
    codes = annotator.of_codes(
        ateco=[one["code"] for one in document.get("activity", ())],
        euroscivoc=document.get("classification", ()),
    )
    texts = [
        annotation
        for language, text in _texts(document)
        for annotation in annotator.annotate(text, language)
    ]
    return tuple(_surest((*declared, *codes, *texts)))


def join_call(own: Sequence[Said], call: Sequence[Said]) -> Sequence[Said]:
    """What a project says, and what the call that it won says besides."""
    known = {one.concept for one in own}
    more = [Said(one.concept, one.confidence * CALL, one.words) for one in call]
    return (*own, *(one for one in more if one.concept not in known))


def holders_of(revision: Revision) -> Mapping[str, float]:
    """IRI of a body → how far a document speaks for it, in (0,1]; of datasets see ``agents_of``."""
    loud = LOUDNESS.get(revision.kind, 0.0)
    if revision.kind in ("stakeholder", "unit"):
        return {revision.iri: loud}
    if revision.kind == "offer":
        holder = revision.document.get("stakeholder")
        return {holder: loud} if holder else {}
    if revision.kind == "project":
        return _partners(revision.document.get("participation", ()), loud)
    return {}


def agents_of(revision: Revision) -> tuple[str, str]:
    """(IRI, identifier) of whoever holds a dataset, or publishes it where nobody holds it."""
    if revision.kind not in ("dataset", "data-service"):
        return "", ""
    document = revision.document
    agent = document.get("rights_holder") or document.get("publisher") or {}
    return agent.get("iri", ""), agent.get("identifier", "").strip()


def _partners(parts: Sequence[Json], loud: float) -> Mapping[str, float]:
    partners = {one["stakeholder"]: one.get("role", "") for one in parts if "stakeholder" in one}
    each = loud * min(1.0, sqrt(FEW / max(len(partners), 1)))
    return {
        iri: min(1.0, each * COORDINATOR) if role == f"{ROLES}/coordinator" else each
        for iri, role in partners.items()
    }


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """(language, text) with the title in the first line; the language is empty where unknown."""
    title = document.get("title") or document.get("name") or {}
    parts = (title, document.get("description", {}), document.get("keyword", {}))
    if not isinstance(title, Mapping):
        return
    for language in dict.fromkeys(tag for part in parts for tag in part):
        lines = [_line(part.get(language) or "") for part in parts]
        # Without a title of its language the first line would pass for one
        lines[0] = lines[0] or _line(next(iter(title.values()), ""))
        yield language if language in LANGUAGES else "", "\n".join(one for one in lines if one)


def _line(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _surest(found: Iterable[Annotation]) -> Iterator[Said]:
    best: dict[str, Annotation] = {}
    for one in found:
        known = best.get(one.concept)
        if one.confidence >= LEAST and (known is None or one.confidence > known.confidence):
            best[one.concept] = one
    for concept in sorted(best):
        yield Said(concept, best[concept].confidence, next(iter(best[concept].words), ""))
