"""The search for bodies that are here twice, and what people decide about each pair."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from rapidfuzz import fuzz

from smartland.domain.fields import Code
from smartland.domain.identity import codes_of
from smartland.domain.kinds import KINDS
from smartland.domain.names import legal_forms
from smartland.domain.resource import Document, Revision
from smartland.errors import Conflict, Label
from smartland.ports.proposals import ACCEPTED, OPEN, REFUSED, Pair, Proposal, Proposals
from smartland.services.catalogue import NO_MERGE, Catalogue, now
from smartland.services.names import final
from smartland.services.recognising import NO, compare, contrary_codes, names

STAKEHOLDER = "stakeholder"
ALIKE = 90.0
"""Similarity (0–100, token sort ratio of the normal names) from which two bodies of one place are
put to a person."""
SPELT_ALIKE = 75.0
"""Similarity (0–100) of the words in which two names differ, above which they are spellings."""
COMMON = 40
"""A word, or name, that more bodies than these share tells none of them apart."""
BATCH = 1_000
SAME_PLACE, SAME_NAME, LIKE_NAME = "same municipality", "same name", "similar name"

_COMPARED = (
    *("name", "alt_name", "acronym"),
    *(one.name for one in KINDS[STAKEHOLDER].fields if isinstance(one, Code) and one.identifies),
)

CLOSED = Label(it="La proposta {number} è già {state}.", en="Proposal {number} is {state} already.")


@dataclass(frozen=True)
class _Body:
    """What is compared of a stakeholder: its names (no acronym: too many share one) and legal
    forms; ``place`` is the IRI of its municipality or empty."""

    iri: str
    names: tuple[str, ...]
    forms: frozenset[str]
    place: str
    document: Document


class Recognition:
    """Fills and empties the review queue."""

    def __init__(
        self,
        catalogue: Catalogue,
        proposals: Proposals,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._catalogue = catalogue
        self._proposals = proposals
        self._clock = clock

    def look(self) -> int:
        """Compare all stakeholders; how many new pairs were put to people.

        Costs one pass over the stakeholders and a comparison for each pair that shares a code, a
        name, or a place and an uncommon word of the name.
        """
        bodies = {one.iri: one for one in self._bodies()}
        pairs = {(one.one, one.other): one for one in _pairs(bodies)}
        return self._proposals.add(list(pairs.values()), self._clock())

    def queue(self, state: str = OPEN, limit: int = 50, after: int = 0) -> Sequence[Proposal]:
        """Pairs in a state, the likeliest first."""
        return self._proposals.listed(state, limit, after)

    def count(self, state: str = OPEN) -> int:
        """How many pairs are in a state."""
        return self._proposals.count(state)

    def accept(self, number: int, actor: str) -> Revision:
        """Merge a pair, or what its members were merged into since: the better known one wins.

        One that was merged already, also by a process that died before it said so, is closed.
        Raises NotFound or Conflict.
        """
        proposal = self._proposals.proposal(number)
        if proposal.state != OPEN:
            raise Conflict(CLOSED.format(number=number, state=proposal.state))
        known = sorted(self._members(proposal).values(), key=_standing, reverse=True)
        revision = known[0]
        if len({one.iri for one in known}) > 1:
            revision = self._catalogue.merge(known[1].iri, known[0].iri, actor)
        self._proposals.decide(number, ACCEPTED, actor, self._clock())
        return revision

    def refuse(self, number: int, actor: str) -> None:
        """Say that the two are different, for good. Raises NotFound or Conflict."""
        proposal = self._proposals.proposal(number)
        if proposal.state != OPEN:
            raise Conflict(CLOSED.format(number=number, state=proposal.state))
        self._proposals.decide(number, REFUSED, actor, self._clock())

    def undo(self, number: int, actor: str) -> Revision:
        """Part a pair that was merged: both stand by themselves again, for good. Raises NotFound,
        or Conflict when it is not merged."""
        proposal = self._proposals.proposal(number)
        pair = (proposal.pair.one, proposal.pair.other)
        heads = self._catalogue.truth.heads(pair)
        merged = sorted(
            (one for one in heads.values() if one.merged_into), key=lambda one: -one.sequence
        )
        if proposal.state != ACCEPTED or not merged:
            raise Conflict(CLOSED.format(number=number, state=proposal.state))
        # both may have gone into a third: the last merge is the one of this pair
        revision = self._catalogue.part(merged[0].kind, merged[0].key, actor)
        self._proposals.decide(number, REFUSED, actor, self._clock())
        return revision

    def _members(self, proposal: Proposal) -> Mapping[str, Revision]:
        """What the two of a pair lead to now. Raises Conflict when one was never there."""
        pair = (proposal.pair.one, proposal.pair.other)
        heads = self._catalogue.truth.heads(pair)
        if len(heads) < len(pair):
            raise Conflict(NO_MERGE)
        return {iri: final(self._catalogue.truth, head) for iri, head in heads.items()}

    def _bodies(self) -> Iterator[_Body]:
        after = ""
        while page := self._catalogue.page(STAKEHOLDER, after, BATCH):
            after = page[-1].key
            for head in page:
                place = head.document.get("municipality", "")
                yield _body(head.iri, place, head.document)


def _body(iri: str, place: str, document: Document) -> _Body:
    known = {one: document[one] for one in ("name", "alt_name") if one in document}
    forms = (legal_forms(text) for text in document.get("name", {}).values())
    # all bodies are held at once: of each no more than is compared
    compared = {one: document[one] for one in _COMPARED if one in document}
    return _Body(iri, tuple(names(known)), frozenset().union(*forms), place, compared)


def _standing(head: Revision) -> tuple[bool, int, int]:
    """How well a description stands for its body: registered first, then rich, then old."""
    codes = codes_of(KINDS[head.kind], head.document)
    return ("ipa_code" in head.document, len(codes), -head.sequence)


def _pairs(bodies: Mapping[str, _Body]) -> Iterator[Pair]:
    kind = KINDS[STAKEHOLDER]
    for one, other in _candidates(bodies.values()):
        verdict = compare(kind, one.document, other.document)
        if verdict.says != NO:
            yield _pair(one, other, verdict.score, verdict.reasons)
        elif not contrary_codes(kind, one.document, other.document):
            found = _by_name(one, other)
            if found is not None:
                yield found


def _candidates(bodies: Iterable[_Body]) -> Iterator[tuple[_Body, _Body]]:
    """Each pair once that shares a code, a whole name, or a place and a word of the name."""
    kind = KINDS[STAKEHOLDER]
    blocks: dict[tuple[str, ...], list[_Body]] = defaultdict(list)
    for one in bodies:
        keys: set[tuple[str, ...]] = {("code", code) for code in codes_of(kind, one.document)}
        keys |= {("name", name) for name in one.names}
        words = {word for name in one.names for word in name.split()}
        keys |= {("word", one.place, word) for word in words if one.place}
        for key in keys:
            blocks[key].append(one)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        if len(block) > COMMON:
            continue
        for one, other in combinations(sorted(block, key=lambda body: body.iri), 2):
            if (one.iri, other.iri) not in seen:
                seen.add((one.iri, other.iri))
                yield one, other


def _by_name(one: _Body, other: _Body) -> Pair | None:
    """A pair whose names are the same or nearly, as far as their places and forms agree."""
    if one.place and other.place and one.place != other.place:
        return None
    if one.forms and other.forms and one.forms != other.forms:
        return None
    placed = bool(one.place and one.place == other.place)
    same = {name for name in one.names if name in other.names and (placed or _telling(name))}
    if same:
        where = (SAME_PLACE,) if placed else ()
        return _pair(one, other, 95 if placed else 75, (SAME_NAME, *where))
    if not placed:
        return None
    likeness = max(
        (fuzz.token_sort_ratio(a, b) for a in one.names for b in other.names if _alike(a, b)),
        default=0.0,
    )
    if likeness < ALIKE:
        return None
    return _pair(one, other, round(likeness) - 10, (LIKE_NAME, SAME_PLACE))


def _telling(name: str) -> bool:
    """True for a name that two bodies hardly share by chance: several words."""
    return " " in name


def _alike(one: str, other: str) -> bool:
    """False when what differs tells them apart: school 1 is not school 2, nor Pavia Varese."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    mine, yours = set(one.split()), set(other.split())
    left, right = " ".join(sorted(mine - yours)), " ".join(sorted(yours - mine))
    return not (left and right) or fuzz.ratio(left, right) >= SPELT_ALIKE


def _pair(one: _Body, other: _Body, score: int, reasons: tuple[str, ...]) -> Pair:
    return Pair(STAKEHOLDER, one.iri, other.iri, score, reasons)
