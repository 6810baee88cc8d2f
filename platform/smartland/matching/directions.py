"""What can be sought for what, and which of the two sides then asks."""

from collections.abc import Mapping

from smartland.errors import Invalid, Label, Problem
from smartland.matching.signals import ANSWER, NEED

TEXT = "text"
ANSWERING = ("stakeholder", "offer", "dataset", "data-service")
"""Kinds that can only answer; the side that seeks them asks."""
ASKING = ("need", "call", "tender")
"""Kinds that can only ask; the side that seeks them answers."""

_TO_ASKERS = ("stakeholder", "offer", "project", "dataset")
_TO_ANSWERERS = ("need", "call", "tender", "project", "stakeholder", "offer")

SOUGHT: Mapping[str, tuple[str, ...]] = {
    "need": _TO_ASKERS,
    "call": _TO_ASKERS,
    "tender": _TO_ASKERS,
    "project": (*_TO_ASKERS, "call", "need"),
    "stakeholder": _TO_ANSWERERS,
    "unit": _TO_ANSWERERS,
    "offer": ("need", "call", "tender", "project"),
    "claim": _TO_ANSWERERS,
    "dataset": ("project", "need", "call", "dataset"),
    "data-service": ("project", "need", "call"),
    "concept": (*_TO_ASKERS, "need", "call"),
    "corridor": (*_TO_ASKERS, "need", "call"),
    "filiera": (*_TO_ASKERS, "need", "call"),
    TEXT: (*_TO_ASKERS, "data-service", *ASKING),
}
"""Kind → the kinds that can be sought for it."""

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "stakeholder": ("need", "call"),
    "unit": ("need", "call"),
}
"""What is sought when nobody says; elsewhere the first of ``SOUGHT``."""

_UNFIT = Label(
    it="Per «{kind}» non si cerca «{want}»: si può cercare {possible}.",
    en="“{want}” cannot be sought for “{kind}”: it can be one of {possible}.",
)


def kinds_sought(kind: str, want: str | None) -> tuple[str, ...]:
    """The kinds to seek for a resource of ``kind``; none where nothing fits it.

    Raises Invalid for a ``want`` that makes no sense for it.
    """
    possible = SOUGHT.get(kind, ())
    if not want:
        return DEFAULTS.get(kind, possible[:1])
    if want not in possible:
        names = ", ".join(possible) or "–"
        message = _UNFIT.format(kind=kind, want=want, possible=names)
        raise Invalid(message, problems=(Problem("want", message),))
    return (want,)


def side_of(kind: str, sought: tuple[str, ...]) -> str:
    """On which side the resource stands for which ``sought`` kinds are found."""
    if sought[0] in ANSWERING:
        return NEED
    if sought[0] in ASKING:
        return ANSWER
    # Projects both ask for competences and show them
    return ANSWER if kind in (*ANSWERING, "unit", "claim") else NEED
