"""Two descriptions side by side: where they agree, where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.ports.proposals import Proposal
from smartland.services.catalogue import Catalogue
from smartland.services.reasons import speak
from smartland.web.pages.facts import mentioned, show
from smartland.web.pages.naming import Naming
from smartland.web.pages.shown import Shown
from smartland.web.pages.texts import TEXTS

PAIRS_SHOWN = 10
VALUES_SHOWN = 6
SAME, OTHER, ONE_SIDE = "same", "other", "one-side"
_VERDICTS = {SAME: "review_same", OTHER: "review_other", ONE_SIDE: "review_one_side"}


@dataclass(frozen=True)
class Compared:
    """One field of both; ``verdict`` is same, other or one-side, ``said`` in the page's words."""

    label: str
    one: tuple[Shown, ...]
    other: tuple[Shown, ...]
    verdict: str
    said: str


@dataclass(frozen=True)
class PairShown:
    """A proposal as the page shows it; ``commands`` are those of this pair."""

    id: int
    score: str
    reasons: tuple[str, ...]
    one: Shown
    other: Shown
    rows: tuple[Compared, ...]
    accept: str
    refuse: str


def visible(
    proposals: Sequence[Proposal], catalogue: Catalogue
) -> list[tuple[Proposal, Mapping[str, Revision]]]:
    """The proposals of which neither side is private, each with its heads."""
    iris = [iri for one in proposals for iri in (one.pair.one, one.pair.other)]
    heads = catalogue.truth.heads(iris)
    return [
        (one, {iri: heads[iri] for iri in (one.pair.one, one.pair.other) if iri in heads})
        for one in proposals
        if not any(heads[iri].private for iri in (one.pair.one, one.pair.other) if iri in heads)
    ]


def make_pair(proposal: Proposal, heads: Mapping[str, Revision], naming: Naming) -> PairShown:
    """A pair with every public field of either side."""
    pair, language = proposal.pair, naming.language
    sides = [heads.get(iri) for iri in (pair.one, pair.other)]
    documents = [KINDS[pair.kind].public(one.document) if one else {} for one in sides]
    return PairShown(
        id=proposal.id,
        score=TEXTS["review_score"].format(score=pair.score)[language],
        reasons=tuple(speak(one)[language] for one in pair.reasons),
        one=_name(pair.one, sides[0], naming),
        other=_name(pair.other, sides[1], naming),
        rows=tuple(compare_documents(pair.kind, documents[0], documents[1], naming)),
        accept=f"smartland review accept {proposal.id}",
        refuse=f"smartland review refuse {proposal.id}",
    )


def compare_documents(
    kind: str, one: Mapping[str, Json], other: Mapping[str, Json], naming: Naming
) -> list[Compared]:
    """The public fields that either document has, in order of declaration."""
    fields = KINDS[kind].public_fields
    naming.prepare([*mentioned(fields, one), *mentioned(fields, other)])
    rows = []
    for field in fields:
        if field.name not in one and field.name not in other:
            continue
        mine, yours = (
            show(field, document[field.name], naming) if field.name in document else ()
            for document in (one, other)
        )
        verdict = _verdict(mine, yours)
        label, said = field.label[naming.language], TEXTS[_VERDICTS[verdict]][naming.language]
        rows.append(Compared(label, mine[:VALUES_SHOWN], yours[:VALUES_SHOWN], verdict, said))
    return rows


def decide_commands(base: str) -> Sequence[tuple[str, str]]:
    """How a pair is decided through the API: (key of the text, command)."""
    start = f'curl -X POST -H "Authorization: Bearer $TOKEN" "{base}api/v1/proposals/'
    return (
        ("review_accept", f'smartland review accept N\n{start}N/accept"'),
        ("review_refuse", f'smartland review refuse N\n{start}N/refuse"'),
        ("review_undo", f'smartland review undo N\n{start}N/undo"'),
    )


def _verdict(one: tuple[Shown, ...], other: tuple[Shown, ...]) -> str:
    """By what a reader sees: the same words in another language, or order, are the same."""
    if not one or not other:
        return ONE_SIDE
    seen = [sorted(value.text.casefold() for value in side) for side in (one, other)]
    return SAME if seen[0] == seen[1] else OTHER


def _name(iri: str, head: Revision | None, naming: Naming) -> Shown:
    if head is None or head.withdrawn:
        return Shown(iri, note=TEXTS["review_gone"][naming.language])
    return naming.shown(iri)
