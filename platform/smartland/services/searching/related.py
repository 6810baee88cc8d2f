"""What else there is for who looks at a resource: alike, complementary, able to fund it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.kinds.shared import CALL_STATES
from smartland.domain.resource import Revision
from smartland.errors import Invalid, Label, Problem
from smartland.ports.search import SearchIndex, TermIs
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.gathering import Gathering, Profiles
from smartland.services.match import Match
from smartland.services.searching.similar import Similar

SIMILAR, COMPLEMENTARY, FUNDABLE = "similar", "complementary", "fundable"
RELATIONS: Mapping[str, Label] = {
    SIMILAR: Label(it="Simili", en="Similar"),
    COMPLEMENTARY: Label(it="Complementari", en="Complementary"),
    FUNDABLE: Label(it="Finanziabile da", en="Fundable by"),
}
MAX_LIMIT = 50

LIKE: Mapping[str, tuple[str, ...]] = {
    "stakeholder": ("stakeholder",),
    "unit": ("stakeholder", "unit"),
    "claim": ("claim",),
    "need": ("need",),
    "offer": ("offer",),
    "project": ("project",),
    "call": ("call",),
    "tender": ("tender", "call"),
    "dataset": ("dataset",),
    "data-service": ("data-service", "dataset"),
    "concept": ("concept",),
}
"""Kind → the kinds that can be like it; code lists, places and catalogues are like nothing."""

COMPLETES: Mapping[str, str] = {
    "need": "offer",
    "offer": "need",
    "claim": "need",
    "project": "dataset",
    "dataset": "project",
    "data-service": "project",
    "call": "project",
    "tender": "offer",
    "stakeholder": "stakeholder",
    "unit": "stakeholder",
}
"""Kind → the kind that gives what it lacks: stakeholders are completed by those who can do what
they seek, data by the projects that could use them."""

FUNDED = ("stakeholder", "unit", "claim", "need", "offer", "project", "dataset", "data-service")
"""What an open call could pay for."""

_NO_RELATION = Label(
    it="Nessuna relazione «{name}»: ci sono {names}.", en="There is no relation “{name}”: {names}."
)
_BAD_LIMIT = Label(it=f"Tra 1 e {MAX_LIMIT}.", en=f"Between 1 and {MAX_LIMIT}.")


@dataclass(frozen=True)
class RelatedOne:
    """A resource with its ``score`` in (0,1], comparable within one relation, and the reason."""

    revision: Revision
    score: float
    reason: Label


class Related:
    """Typed suggestions for every resource."""

    def __init__(
        self, catalogue: Catalogue, index: SearchIndex, concepts: Concepts, match: Match
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._concepts = concepts
        self._match = match
        self._profiles = Profiles()

    def relations_of(self, kind: str) -> Sequence[str]:
        """The relations that make sense for ``kind``."""
        known = ((SIMILAR, LIKE), (COMPLEMENTARY, COMPLETES), (FUNDABLE, FUNDED))
        return [relation for relation, kinds in known if kind in kinds]

    def of(self, kind: str, key: str, relation: str, limit: int = 10) -> Sequence[RelatedOne]:
        """The best of one relation; none where it makes no sense for the kind.

        Raises NotFound or Gone for the resource, Invalid for the relation or limit.
        """
        if relation not in RELATIONS:
            text = _NO_RELATION.format(name=relation, names=", ".join(RELATIONS))
            raise Invalid.of((Problem("relation", text),))
        if not 1 <= limit <= MAX_LIMIT:
            raise Invalid.of((Problem("limit", _BAD_LIMIT),))
        about = self._catalogue.get(kind, key)
        if relation not in self.relations_of(kind):
            return ()
        if relation == SIMILAR:
            return self._similar(about, LIKE[kind], limit)
        if relation == FUNDABLE and kind == "need":
            # both ask: there is no answering side to match, only the same subject
            return self._similar(about, ("call",), limit, TermIs("status", f"{CALL_STATES}/open"))
        want = COMPLETES[kind] if relation == COMPLEMENTARY else "call"
        found = self._match.for_resource(kind, key, want, limit)
        return [RelatedOne(one.revision, one.score, one.reason) for one in found]

    def _similar(
        self, about: Revision, kinds: tuple[str, ...], limit: int, only: TermIs | None = None
    ) -> Sequence[RelatedOne]:
        today = self._catalogue.clock().date().isoformat()
        taxonomy = self._concepts.current()
        gathering = Gathering(self._catalogue.truth, taxonomy, today, self._profiles)
        found = Similar(self._index, gathering, taxonomy).to(about, kinds, limit, only)
        return [RelatedOne(one.revision, one.score, one.reason) for one in found]
