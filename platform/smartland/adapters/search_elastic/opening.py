"""Opening the index on a server from what an installation sets."""

from smartland.adapters.search_elastic.client import Address, Server
from smartland.adapters.search_elastic.index import ElasticIndex


def open_elastic(
    url: str, flavour: str, prefix: str, *, api_key: str = "", replicas: int = 0
) -> ElasticIndex:
    """The index called ``prefix`` on the server at ``url``, which may be away just now."""
    return ElasticIndex(Server(Address(url, flavour, api_key)), prefix, replicas=replicas)
