"""The search index as a projection: flat documents in, a query AST and facets out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class IndexDocument:
    """One public resource, flat.

    ``title`` and ``text`` are by language (``it``, ``en``; ``und`` where none was said, searched
    in both). ``codes`` are exact identifiers (CUP, IPA code…). ``terms`` are exact values by
    facet or filter name, hierarchies with every ancestor. ``numbers`` are decimals, ``dates``
    ISO 8601 days, both by sort or range name. ``digest`` is the SHA-256 of the resource.
    ``version`` is the truth's sequence number of the change that made it: an index that holds a
    newer one keeps that.
    """

    iri: str
    kind: str
    key: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    codes: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    digest: str = ""
    version: int = 0


@dataclass(frozen=True)
class Words:
    """Free words; with ``every`` all must occur, else any (more is better).

    The last word also matches as a prefix when ``prefix`` is set. ``fuzzy`` admits typing errors.
    With ``exact`` a word is found as typed or in another number or gender (``matching.forms``),
    not by its stem; wherever it stands it scores 1 as typed, 0.8 in another form.
    """

    text: str
    every: bool = True
    prefix: bool = False
    fuzzy: bool = False
    exact: bool = False
    boost: float = 1.0


@dataclass(frozen=True)
class Phrase:
    """Words side by side, in order."""

    text: str
    boost: float = 1.0


@dataclass(frozen=True)
class CodeIs:
    """An identifier, compared without case, spaces and dots."""

    value: str
    boost: float = 1.0


@dataclass(frozen=True)
class TermIs:
    """One exact value of a declared facet or filter."""

    name: str
    value: str
    boost: float = 1.0


@dataclass(frozen=True)
class Range:
    """Numbers or days between two bounds, both inclusive; None is open."""

    name: str
    low: float | str | None = None
    high: float | str | None = None


@dataclass(frozen=True)
class Everything:
    """Every document, all with the same score."""


@dataclass(frozen=True)
class AllOf:
    """What matches all of ``parts``; their scores add up."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class AnyOf:
    """What matches one of ``parts``; their scores add up."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class BestOf:
    """What matches one of ``parts``, with the best of their scores: several names of one thing."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Not:
    part: "Query"


Query = Words | Phrase | CodeIs | TermIs | Range | Everything | AllOf | AnyOf | BestOf | Not


@dataclass(frozen=True)
class SearchRequest:
    """``filters``: values of one name are alternatives, names are joined by *and*.

    Each facet is counted without the filter of its own name (multi-select). ``sort`` is
    ``relevance``, ``title``, ``-title``, or a name in numbers/dates with an optional ``-``.
    ``after`` is the opaque ``next`` of the previous page.
    """

    query: Query
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    facet_size: int = 50
    sort: str = "relevance"
    limit: int = 20
    after: str | None = None


@dataclass(frozen=True)
class Hit:
    """One document found: higher ``score`` is better; comparable within one answer only."""

    iri: str
    kind: str
    key: str
    score: float


@dataclass(frozen=True)
class SearchAnswer:
    """``facets``: name → (value, count), most frequent first, ties by value. ``next``: cursor."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    next: str | None
    sequence: int


@dataclass(frozen=True)
class IndexState:
    """``engine`` with its version answers from ``documents`` documents; ``fault``: what is wrong
    with the engine that should answer, so that another stands in or searches are refused."""

    engine: str
    version: str
    documents: int
    fault: str = ""


class SearchIndex(Protocol):
    """The index; holds nothing that cannot be rebuilt from the truth.

    An engine that is away raises Busy with the seconds after which to try again.
    """

    def position(self) -> int:
        """The last sequence number committed together with the documents; 0 when nothing was."""

    def apply(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], sequence: int
    ) -> None:
        """Add or replace ``documents`` by IRI, drop ``removed`` IRIs, commit at ``sequence``.

        What is applied again, or late, never takes the place of something newer.
        """

    def rebuild(self, documents: Iterable[IndexDocument], sequence: int) -> None:
        """Fill a new generation and swap to it; searches never fail meanwhile."""

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request. Raises Invalid for an unknown field, sort or cursor."""

    def vocabulary(
        self, prefix: str, limit: int, *, titles: bool = True
    ) -> Sequence[tuple[str, int]]:
        """Folded words that begin with ``prefix`` (one folded word), of titles or of all text,
        with the number of documents that hold each, most frequent first."""

    def state(self) -> "IndexState":
        """What answers searches now; never raises because an engine is away."""

    def digests(self) -> Mapping[str, str]:
        """IRI → ``digest`` of every document held: what verification compares with the truth."""

    def close(self) -> None:
        """Release the writer lock and every file."""
