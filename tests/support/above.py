"""What lies above what, for pages that are made without a platform."""

from collections.abc import Mapping

from smartland.domain.kinds.territory import MUNICIPALITY, PROVINCE, REGION
from smartland.errors import Label
from smartland.matching.geography import Coordinates, Geography, Territory
from smartland.matching.taxonomy import Node, Taxonomy
from smartland.web.pages.facets import Above

NOTHING_ABOVE = Above(Geography({}), Taxonomy({}))


def taxonomy(broader: Mapping[str, tuple[str, ...]]) -> Taxonomy:
    """Concepts by what is above them."""
    return Taxonomy({iri: Node(iri, Label(iri, iri), (), up) for iri, up in broader.items()})


def region(iri: str) -> Territory:
    """A region without a position of its own."""
    return Territory(iri, Label(iri, iri), REGION)


def province(iri: str, part_of: str, point: Coordinates) -> Territory:
    """A province with its middle."""
    return Territory(iri, Label(iri, iri), PROVINCE, part_of, (), point)


def town(iri: str, part_of: str, point: Coordinates) -> Territory:
    """A municipality with its middle."""
    return Territory(iri, Label(iri, iri), MUNICIPALITY, part_of, (), point)


def geography(*territories: Territory) -> Geography:
    """A map of some territories."""
    return Geography({one.iri: one for one in territories})
