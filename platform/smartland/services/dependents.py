"""Which documents of the index say something that another resource told them.

A document holds the names of its concepts and places, and all that lies above them. When a concept
gets another label or parent, or an area another municipality, they must be made anew.
"""

from collections.abc import Iterator, Mapping, Sequence

from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.resource import Revision
from smartland.ports.search import Everything, SearchIndex, SearchRequest

PAGE = 200
CHUNK = 500
MOST = 9_000
"""An index pages no deeper than 10,000 hits."""


class TooMany(Exception):
    """More documents depend on the changes than it is worth finding one by one."""


def dependents(index: SearchIndex, changed: Sequence[Revision]) -> list[str]:
    """The IRIs of indexed documents to be made anew after ``changed``, without those.

    Raises TooMany.
    """
    concepts = [one for one in changed if one.kind in CONCEPT_KINDS]
    places = [one for one in changed if one.kind == "territory"]
    above = [one.iri for one in concepts]
    questions = {
        "refers": (*above, *(iri for one in places for iri in _told(one))),
        "competence": tuple(above),
        "in": tuple(one.iri for one in places),
    }
    found = dict.fromkeys(
        iri
        for name, values in questions.items()
        for start in range(0, len(values), CHUNK)
        for iri in _all(index, {name: tuple(values[start : start + CHUNK])})
    )
    own = {one.iri for one in changed}
    return [iri for iri in found if iri not in own]


def _told(place: Revision) -> Iterator[str]:
    """The place and the municipalities that it has as members."""
    yield place.iri
    for composition in place.document.get("composition", ()):
        yield from composition["member"]


def _all(index: SearchIndex, filters: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    after: str | None = None
    while True:
        request = SearchRequest(Everything(), filters, limit=PAGE, after=after)
        answer = index.search(request)
        if answer.total > MOST:
            raise TooMany
        yield from (hit.iri for hit in answer.hits)
        after = answer.next
        if after is None:
            return
