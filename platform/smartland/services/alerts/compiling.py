"""A search as the request that the index would get, where no index is open."""

from smartland.ports.search import SearchRequest
from smartland.services.alerts.running import Compile
from smartland.services.catalogue import Catalogue
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.asking import Asking
from smartland.services.searching.checking import check_query
from smartland.services.searching.names import Names
from smartland.services.searching.values import Values


def compiler(catalogue: Catalogue) -> Compile:
    """What reads a search as ``Search.request`` does, of the truth alone. Raises Invalid for what
    cannot be searched."""
    names = Names(catalogue.truth)

    def compile_query(query: SearchQuery) -> SearchRequest:
        check_query(query)
        asking = Asking(Values(catalogue.base, names.concepts(), names.places()))
        return asking.request(query, asking.understand(query.q))

    return compile_query
