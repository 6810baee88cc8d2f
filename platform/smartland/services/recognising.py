"""Whether two descriptions are of one body: identifiers first, then the name.

A code that both carry says yes, unless another code says no or the names have nothing in common:
bodies of one VAT group share its number, and branches that of their house.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from smartland.domain.fields import Code
from smartland.domain.identity import codes_of
from smartland.domain.kind import Kind
from smartland.domain.names import normal_name
from smartland.domain.resource import Document

SAME_NAME = 85.0
"""Similarity (0–100, token set ratio of the normal names) from which names mean one body."""
OTHER_NAME = 55.0
"""Similarity below which a shared code is not believed without a person."""

SURE, MAYBE, NO = "sure", "maybe", "no"


@dataclass(frozen=True)
class Verdict:
    """``sure``, ``maybe`` (for a person to decide) or ``no``, with a score of 0–100 and why."""

    says: str
    score: int
    reasons: tuple[str, ...]


def compare(kind: Kind, one: Document, other: Document) -> Verdict:
    """Whether ``one`` and ``other``, documents of a kind that share a code, are of one thing."""
    theirs = codes_of(kind, other)
    shared = [code for code in codes_of(kind, one) if code in theirs]
    contrary = contrary_codes(kind, one, other)
    if not shared:
        return Verdict(NO, 0, ())
    similar = name_similarity(kind, one, other)
    reasons = tuple(f"same {code}" for code in shared)
    if contrary:
        against = tuple(f"different {name}" for name in contrary)
        return Verdict(MAYBE, round(min(similar, 60)), (*reasons, *against))
    if similar < OTHER_NAME:
        return Verdict(MAYBE, 50, (*reasons, "names have little in common"))
    return Verdict(SURE, 100, reasons)


def name_similarity(kind: Kind, one: Document, other: Document) -> float:
    """0–100: the best likeness between any names of the two; 100 for kinds known by a title.

    Titles of projects and calls are translated and shortened at will: codes decide there.
    """
    if kind.title != "name":
        return 100.0
    mine, yours = names(one), names(other)
    pairs = [fuzz.token_set_ratio(a, b) for a in mine for b in yours]
    if _initials(mine) & set(yours) or _initials(yours) & set(mine):
        pairs.append(SAME_NAME)
    return max(pairs, default=0.0)


def names(document: Document) -> list[str]:
    """Every name that a document gives, normal, without repetition."""
    texts: list[str] = [*document.get("name", {}).values()]
    for more in document.get("alt_name", {}).values():
        texts += more
    if document.get("acronym"):
        texts.append(document["acronym"])
    return list(dict.fromkeys(name for text in texts if (name := normal_name(text))))


def _initials(texts: Iterable[str]) -> set[str]:
    return {"".join(word[0] for word in text.split()) for text in texts if " " in text}


def contrary_codes(kind: Kind, one: Document, other: Document) -> list[str]:
    """The identifying fields in which both carry a code, and not the same."""
    return [
        field.name
        for field in kind.fields
        if isinstance(field, Code) and field.identifies
        if field.name in one and one[field.name] != other.get(field.name, one[field.name])
    ]
