"""What a search is asked and what it answers, between the doors and the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartland.domain.resource import Revision
from smartland.errors import Label


@dataclass(frozen=True)
class SearchQuery:
    """``kinds`` empty: everything but code lists and places, which are found, and counted, only
    when they are asked for by kind. ``filters``: name → values. ``box``: south, west, north and
    east of a rectangle on the map, in degrees; its west may lie east of its east (antimeridian).
    ``explain``: say for each result why it is here."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = "relevance"
    limit: int = 20
    cursor: str | None = None
    box: tuple[float, float, float, float] | None = None
    explain: bool = False


@dataclass(frozen=True)
class Passage:
    """A piece of a field's text; ``marks`` are the [start, end) of what was asked for, in order and
    apart. ``field`` is the field's name of the kind (a dotted path in parts), ``label`` what
    people call it, ``language`` the tag of the text (``und`` where none was said)."""

    field: str
    label: Label
    language: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ConceptReason:
    """The document holds ``held``, which is ``asked`` or something narrower: ``path`` leads from
    the one to the other by label. ``words`` is what was typed."""

    words: str
    asked: str
    held: str
    path: tuple[Label, ...]


@dataclass(frozen=True)
class Why:
    """Why a result is here: its code was typed (``code``), or words stand in its texts, or a
    concept or place of it was named by them. ``similar``: (typed, found) words that only look
    alike. Passages: the title first if it has marks, then the best of the texts; at most three."""

    code: str = ""
    passages: tuple[Passage, ...] = ()
    concepts: tuple[ConceptReason, ...] = ()
    similar: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Result:
    """One resource found; ``score`` is comparable within one answer only."""

    revision: Revision
    score: float
    why: Why | None = None


@dataclass(frozen=True)
class MissingWord:
    """A word that no document holds under the filters asked for; ``nearest`` are words that some
    do, the likeliest first."""

    word: str
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """``words`` of the query name the concept ``iri``: what holds it, or something narrower, is
    found too, and ranked below what holds the words."""

    words: str
    iri: str
    label: Label


@dataclass(frozen=True)
class Results:
    """A page of results; facets as (value, count), most frequent first.

    ``relaxed``: nothing held every word as typed, so these hold some of them, or similar ones;
    ``missing`` says which word is to blame (none when each occurs, but never together).
    ``suggestion``: the query with its likeliest typing errors mended, if that finds something.
    ``unknown_fields``: names before a colon that are no filters, and were taken for words.
    """

    total: int
    items: tuple[Result, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    next: str | None
    sequence: int
    relaxed: bool = False
    missing: tuple[MissingWord, ...] = ()
    suggestion: str = ""
    understood: tuple[Understood, ...] = ()
    unknown_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class SuggestedWord:
    """A way to go on typing: the whole text of the box with its last word completed, and how many
    resources hold all its words (of very frequent ones: in their titles); by kind, most first, for
    the likeliest way only."""

    text: str
    total: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SuggestedResource:
    """A resource whose title (or code) begins like what was typed."""

    iri: str
    kind: str
    key: str
    title: Label


@dataclass(frozen=True)
class Suggestions:
    """What the search box offers while somebody types."""

    words: tuple[SuggestedWord, ...]
    resources: tuple[SuggestedResource, ...]
