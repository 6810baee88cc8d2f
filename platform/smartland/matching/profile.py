"""What is known of one side of a match, in the form that the signals compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartland.errors import Label
from smartland.matching.geography import Coordinates

CLAIM, PROPOSED, OFFER, PROJECT, DECLARED, RECOGNISED = (
    "claim",
    "proposed",
    "offer",
    "project",
    "declared",
    "recognised",
)
SEAT, ABOUT = "seat", "about"


@dataclass(frozen=True)
class Competence:
    """A concept that a side asks for or offers.

    ``strength`` in [0,1] is how far that is believed, ``origin`` where it is said, ``evidence``
    the IRI of the document that says so, ``detail`` its title or the level claimed.
    """

    concept: str
    strength: float
    origin: str
    evidence: str = ""
    detail: Label | None = None


@dataclass(frozen=True)
class Passage:
    """The words of one document: language → stem → the word as written.

    ``title_stems`` are those of its title, ``title`` is how people know it.
    """

    iri: str
    kind: str
    title: Label
    words: Mapping[str, Mapping[str, str]]
    title_stems: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A territory of a side: its ``seat``, or one that it is ``about`` or works in."""

    territory: str
    role: str
    point: Coordinates | None = None


@dataclass(frozen=True)
class Profile:
    """One side: a need, call or text that asks, or a stakeholder, offer or dataset that answers.

    Many are both: a project asks for competences and shows them. ``eligible_kinds`` and
    ``eligible_places`` are the only ones admitted (empty: all).
    """

    iri: str
    kind: str
    passages: tuple[Passage, ...] = ()
    wanted: tuple[Competence, ...] = ()
    offered: tuple[Competence, ...] = ()
    corridors: frozenset[str] = frozenset()
    filiere: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    stakeholder_kind: str = ""
    eligible_kinds: tuple[str, ...] = ()
    eligible_places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signal:
    """What one signal says of two sides: ``value`` in [0,1], the reason, and its evidence.

    ``evidence`` are the IRIs or words that made the value, strongest first.
    """

    value: float
    reason: Label | None = None
    evidence: tuple[str, ...] = field(default=())


NOTHING = Signal(0.0)
