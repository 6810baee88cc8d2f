"""Who may answer at all: a filter with three answers, never a score."""

from dataclasses import dataclass

from smartland.errors import Label
from smartland.matching.geography import Geography
from smartland.matching.profile import SEAT, Place, Profile

YES, NO, UNKNOWN = "yes", "no", "unknown"

_KIND_UNKNOWN = Label(
    it="il tipo di attore non è indicato", en="the kind of stakeholder is not given"
)
_PLACE_UNKNOWN = Label(
    it="non risulta se la sede è in un territorio ammesso",
    en="it is not known whether the seat is in an eligible territory",
)


@dataclass(frozen=True)
class Eligibility:
    """``verdict`` is yes, no or unknown; ``missing`` are the data that it would take to know."""

    verdict: str
    missing: tuple[Label, ...] = ()


def judge(need: Profile, answer: Profile, geography: Geography) -> Eligibility:
    """Whether ``answer`` is of a kind and from a territory that ``need`` admits.

    Only stakeholders, and what one of them puts forward, are judged by kind and territory; where
    nothing is demanded all are eligible.
    """
    verdicts = (_by_kind(need, answer), _by_place(need, answer, geography))
    if any(verdict == NO for verdict, _ in verdicts):
        return Eligibility(NO)
    missing = tuple(label for verdict, label in verdicts if verdict == UNKNOWN)
    return Eligibility(UNKNOWN if missing else YES, missing)


def _by_kind(need: Profile, answer: Profile) -> tuple[str, Label]:
    if not need.eligible_kinds or answer.stakeholder_kind in need.eligible_kinds:
        return YES, _KIND_UNKNOWN
    return (NO if answer.stakeholder_kind else UNKNOWN), _KIND_UNKNOWN


def _by_place(need: Profile, answer: Profile, geography: Geography) -> tuple[str, Label]:
    if not need.eligible_places:
        return YES, _PLACE_UNKNOWN

    def admits(place: Place) -> list[bool | None]:
        return [geography.within(place.territory, one) for one in need.eligible_places]

    answers = [one for place in answer.places for one in admits(place)]
    if any(answers):
        return YES, _PLACE_UNKNOWN
    # Where nothing else speaks for it, the seat decides
    seats = [one for place in answer.places if place.role == SEAT for one in admits(place)]
    decided = bool(seats) and all(one is False for one in seats)
    return (NO if decided else UNKNOWN), _PLACE_UNKNOWN
