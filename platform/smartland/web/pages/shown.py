"""What templates are given: small values that are ready to be written."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Shown:
    """One value: a text, where it leads to (``outside``: off this site), its language if it is
    not the page's, and a ``note`` beside it. ``code`` texts are set in a fixed pitch."""

    text: str
    href: str = ""
    language: str = ""
    note: str = ""
    code: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Fact:
    """One field of a resource with its values."""

    name: str
    label: str
    values: tuple[Shown, ...]
    help: str = ""


@dataclass(frozen=True)
class Table:
    """The parts of one field: a column a property, a cell a list of values."""

    name: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Shown, ...], ...], ...]
    more: int = 0


@dataclass(frozen=True)
class Download:
    """One distribution of a dataset."""

    title: Shown
    format: str
    description: Shown | None
    links: tuple[Shown, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Tag:
    """A corridor: ``code`` chooses its colour and drawing."""

    code: str
    text: str
    href: str


@dataclass(frozen=True)
class Meta:
    """One line of small print on a result: a place, a date, a status."""

    icon: str
    label: str
    text: str


@dataclass(frozen=True)
class WhyLine:
    """A reason why a result is there: what it is about, and the text with what was asked for
    marked; ``language`` is empty where it is the page's, or was not said."""

    label: str
    text: Markup
    language: str = ""


@dataclass(frozen=True)
class Hit:
    """A resource in a list; ``why`` are the reasons that are in neither title nor snippet."""

    href: str
    title: Markup | str
    language: str
    kind: str
    kind_label: str
    type_label: str = ""
    snippet: Markup | str = ""
    snippet_language: str = ""
    meta: tuple[Meta, ...] = ()
    corridors: tuple[Tag, ...] = ()
    why: tuple[WhyLine, ...] = ()


@dataclass(frozen=True)
class Level:
    """The choices beside one another: those that are always seen, and those behind *more*."""

    choices: tuple["Choice", ...] = ()
    more: tuple["Choice", ...] = ()


@dataclass(frozen=True)
class Choice:
    """One value of a facet: ``id`` is unique on the page, ``value`` what the address carries.

    ``inside`` are the values that it includes; they are shown at once where it is ``open``.
    ``included``: a value above it is chosen, so it counts as chosen too.
    """

    id: str
    value: str
    text: str
    count: int
    chosen: bool
    included: bool = False
    inside: Level = Level()
    open: bool = False


@dataclass(frozen=True)
class FacetGroup:
    """One facet with its choices; ``tree``: some of them hold others."""

    name: str
    label: str
    level: Level
    tree: bool = False


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address without it."""

    label: str
    text: str
    without: str


@dataclass(frozen=True)
class Related:
    """Resources that point to the one shown, by kind and field."""

    label: str
    kind: str
    hits: tuple[Shown, ...]
    more: int = 0
    all_href: str = ""


@dataclass(frozen=True)
class Reason:
    """One signal of a match: what a person reads, and its share of the score in per cent."""

    text: str
    share: int


@dataclass(frozen=True)
class Matched:
    """A suggestion with its score (0-100) and reasons, strongest first; ``unknown``: what it would
    take to know whether the candidate may answer at all."""

    hit: Hit
    score: int
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...] = ()
