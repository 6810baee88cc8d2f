"""From published descriptions to profiles: what each kind asks for, offers, and is about."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from smartland.domain.fields import PUBLIC, Text
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.shared import CLAIM_STATES, COMPETENCES, DIRECTIONS
from smartland.domain.resource import Document, Json, Revision
from smartland.domain.text import fold
from smartland.errors import Label
from smartland.matching import profile as sides
from smartland.matching import weights
from smartland.matching.profile import Competence, Passage, Place, Profile
from smartland.matching.stems import stem, telling_words
from smartland.matching.taxonomy import Taxonomy

OFFERED, SOUGHT = f"{DIRECTIONS}/offered", f"{DIRECTIONS}/sought"
PROPOSED_STATE = f"{CLAIM_STATES}/proposed"
COMPETENCE_PREFIX = f"{COMPETENCES}/"

_WORD = re.compile(r"[^\W_]+")

LONGEST_TEXT = 20_000
MOST_STEMS = 300
MOST_RECOGNISED = 6
"""Concepts named in a text beyond these are mentioned in passing."""

_OFFERS: Mapping[str, tuple[str, float]] = {
    "offer": (sides.OFFER, weights.OFFER),
    "project": (sides.PROJECT, weights.PROJECT),
}
_HOLDERS: Mapping[str, str] = {
    "claim": "stakeholder",
    "need": "stakeholder",
    "offer": "stakeholder",
    "unit": "unit_of",
    "call": "issuer",
    "tender": "issuer",
}


def holders(revision: Revision) -> tuple[str, ...]:
    """The stakeholders (or units) that a description is evidence of, or is published by."""
    if revision.kind == "stakeholder":
        return (revision.iri,)
    if revision.kind == "project":
        parts = revision.document.get("participation", ())
        return tuple(dict.fromkeys(one["stakeholder"] for one in parts if "stakeholder" in one))
    holder = revision.document.get(_HOLDERS.get(revision.kind, ""))
    return (holder,) if holder else ()


def read_revision(revision: Revision, title: Label, taxonomy: Taxonomy) -> Profile:
    """The profile of one description by itself, of any kind; a claim's title is its concept's."""
    document = revision.document
    passage = _read_passage(revision, title)
    declared = _strings(document.get("competence"))
    if revision.kind == "concept":
        declared = (revision.iri,)
    recognised = () if declared else _recognise(_whole_text(revision), revision.iri, taxonomy)
    return Profile(
        iri=revision.iri,
        kind=revision.kind,
        passages=(passage,),
        wanted=_wanted(revision, declared, recognised),
        offered=_offered(revision, title, declared, recognised, taxonomy),
        corridors=frozenset(_own(revision, "corridor")),
        filiere=frozenset(_own(revision, "filiera")),
        places=_places(revision),
        stakeholder_kind=document.get("stakeholder_kind", ""),
        eligible_kinds=_strings(document.get("eligible_kind") or document.get("kind_sought")),
        eligible_places=_strings(document.get("territory")) if revision.kind == "call" else (),
    )


def read_text(text: str, concepts: Sequence[str], taxonomy: Taxonomy) -> Profile:
    """The profile of a free text, which may ask or offer; concepts named in it count less."""
    text = text[:LONGEST_TEXT]
    declared = tuple(Competence(one, 1.0, sides.DECLARED) for one in concepts)
    known = {one.concept for one in declared}
    found = tuple(one for one in _recognise(text, "", taxonomy) if one.concept not in known)
    title = Label(it=text[:80], en=text[:80])
    passage = Passage("", "text", title, {"und": _stems([text])})
    competences = declared + found
    return Profile("", "text", (passage,), wanted=competences, offered=competences)


def with_evidence(stakeholder: Profile, evidence: Sequence[Profile]) -> Profile:
    """A stakeholder with what its claims, offers, needs and projects say of it."""
    asks = [one for one in evidence if one.kind in ("claim", "need")]
    shows = [one for one in evidence if one.kind != "need"]
    return replace(
        stakeholder,
        passages=stakeholder.passages + tuple(p for one in evidence for p in one.passages),
        offered=stakeholder.offered + tuple(c for one in shows for c in one.offered),
        wanted=stakeholder.wanted + tuple(c for one in asks for c in one.wanted),
        corridors=stakeholder.corridors.union(*(one.corridors for one in evidence)),
        filiere=stakeholder.filiere.union(*(one.filiere for one in evidence)),
    )


def with_holder(document: Profile, holder: Profile) -> Profile:
    """A need, offer or call with what is known of whoever published it: its kind, and its seat
    where the description names no territory of its own."""
    return replace(
        document,
        places=document.places or holder.places,
        stakeholder_kind=document.stakeholder_kind or holder.stakeholder_kind,
    )


def _wanted(
    revision: Revision, declared: Sequence[str], recognised: Sequence[Competence]
) -> tuple[Competence, ...]:
    if revision.kind == "claim" and revision.document.get("direction") != SOUGHT:
        return ()
    if revision.kind in ("stakeholder", "unit", "offer", "dataset", "data-service"):
        return ()
    asked = (Competence(one, 1.0, sides.DECLARED, revision.iri) for one in declared)
    return tuple(asked) or tuple(recognised)


def _offered(
    revision: Revision,
    title: Label,
    declared: Sequence[str],
    recognised: Sequence[Competence],
    taxonomy: Taxonomy,
) -> tuple[Competence, ...]:
    if revision.kind == "claim":
        return _claimed(revision, declared, taxonomy)
    if revision.kind in ("need", "call", "tender"):
        return ()
    if not declared:
        return tuple(recognised)
    origin, strength = _OFFERS.get(revision.kind, (sides.DECLARED, weights.DECLARED))
    detail = title if origin != sides.DECLARED else None
    return tuple(Competence(one, strength, origin, revision.iri, detail) for one in declared)


def _claimed(
    revision: Revision, declared: Sequence[str], taxonomy: Taxonomy
) -> tuple[Competence, ...]:
    if revision.document.get("direction") == SOUGHT:
        return ()
    if revision.document.get("state") == PROPOSED_STATE:
        strength = weights.PROPOSED * float(revision.document.get("confidence", "1"))
        return tuple(Competence(one, strength, sides.PROPOSED, revision.iri) for one in declared)
    level = revision.document.get("level", "")
    strength = weights.LEVELS.get(level.rsplit("/", 1)[-1], weights.CLAIM_WITHOUT_LEVEL)
    detail = taxonomy.label(level) if level else None
    return tuple(Competence(one, strength, sides.CLAIM, revision.iri, detail) for one in declared)


def _recognise(text: str, iri: str, taxonomy: Taxonomy) -> tuple[Competence, ...]:
    found = taxonomy.mentioned(text[:LONGEST_TEXT], COMPETENCE_PREFIX)[:MOST_RECOGNISED]
    return tuple(Competence(one, weights.RECOGNISED, sides.RECOGNISED, iri) for one in found)


def _own(revision: Revision, name: str) -> tuple[str, ...]:
    """The corridors or supply chains of a description; such a concept is its own."""
    return (revision.iri,) if revision.kind == name else _strings(revision.document.get(name))


def _places(revision: Revision) -> tuple[Place, ...]:
    document = revision.document
    if revision.kind == "call":
        # Who may answer is a filter; where the money comes from is not where the work is
        return tuple(Place(one, sides.ABOUT) for one in _strings(document.get("territory")))
    places = []
    seat, location = document.get("municipality", ""), document.get("location")
    if seat or location:
        point = (location["lat"], location["lon"]) if location else None
        places.append(Place(seat, sides.SEAT, point))
    places += [Place(one, sides.ABOUT) for one in _strings(document.get("territory"))]
    return tuple(places)


def _read_passage(revision: Revision, title: Label) -> Passage:
    texts: dict[str, list[str]] = {}
    for language, text in _texts(revision):
        texts.setdefault(language, []).append(text)
    if revision.kind == "claim":
        # A claim may have no words of its own; elsewhere concepts count as concepts only
        texts.setdefault("it", []).append(title.it)
        texts.setdefault("en", []).append(title.en)
    words = {language: _stems(found) for language, found in texts.items()}
    titles = frozenset(_stems([title.it, title.en]))
    return Passage(revision.iri, revision.kind, title, words, titles)


def _whole_text(revision: Revision) -> str:
    return "\n".join(text for _, text in _texts(revision))[:LONGEST_TEXT]


def _texts(revision: Revision) -> Iterator[tuple[str, str]]:
    """The searched texts of a description with their language."""
    for name in _text_fields(revision.kind):
        if name in revision.document:
            yield from _by_language(revision.document[name])


@cache
def _text_fields(kind: str) -> tuple[str, ...]:
    """The public fields of a kind whose words are searched."""
    return tuple(
        field.name
        for field in KINDS[kind].fields
        if isinstance(field, Text) and field.weight and field.visibility == PUBLIC
    )


def _by_language(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield "und", value
    elif isinstance(value, list):
        for one in value:
            yield from _by_language(one)
    elif isinstance(value, Mapping):
        for language, texts in value.items():
            for text in (texts,) if isinstance(texts, str) else texts:
                yield language, text


def _stems(texts: Sequence[str]) -> Mapping[str, str]:
    """Stem → word for the most frequent words of ``texts``, in that order."""
    text = "\n".join(texts)[:LONGEST_TEXT]
    spelled = _spellings(text)
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for word in telling_words(text):
        found = stem(word)
        counts[found] += 1
        written.setdefault(found, spelled.get(word, word))
    return {one: written[one] for one, _ in counts.most_common(MOST_STEMS)}


def _spellings(text: str) -> Mapping[str, str]:
    """Folded word → the word with its accents, for those that have some."""
    if text.isascii():
        return {}
    spelled = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return {fold(word): word for word in spelled if not word.isascii()}


def _strings(value: Json) -> tuple[str, ...]:
    """One IRI or several as a tuple."""
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def is_current(document: Document, today: str) -> bool:
    """Whether a description still stands on ``today`` (an ISO day): neither expired nor over."""
    for name in ("valid_until", "closes"):
        if document.get(name, "9999")[:10] < today:
            return False
    state = document.get("state") or document.get("status") or ""
    return state.rsplit("/", 1)[-1] not in OVER


OVER = frozenset({"draft", "closed", "withdrawn", "archived", "cancelled"})
"""The notations of flow states, call and project statuses that are not put forward."""
