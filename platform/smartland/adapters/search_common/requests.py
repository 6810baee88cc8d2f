"""What of a request is checked before any engine sees it."""

from smartland.adapters.search_common.fields import date_field, number_field
from smartland.ports.search import SearchRequest
from smartland.ports.search_names import IndexNames, unknown

RELEVANCE = "relevance"


def check_names(names: IndexNames, request: SearchRequest) -> None:
    """Raise Invalid for a facet, filter or sort that the index does not know."""
    for name in request.facets:
        names.check_facet(name)
    for name in request.filters:
        names.check_term(name)
    if request.sort != RELEVANCE:
        sort_field(names, request.sort)


def sort_field(names: IndexNames, sort: str) -> str:
    """The field that ``sort``, with or without its ``-``, goes by; raises Invalid."""
    name = sort.removeprefix("-")
    if name == "title":
        return "title_order"
    if name in names.numbers:
        return number_field(name)
    if name in names.dates:
        return date_field(name)
    raise unknown(sort)
