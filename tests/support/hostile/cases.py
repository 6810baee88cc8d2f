"""Every hostile feed."""

from support.hostile import (
    json_feeds,
    portal_feeds,
    rdf_feeds,
    research_feeds,
    syntax_feeds,
    table_feeds,
    web_feeds,
)

CASES = (
    *rdf_feeds.CASES,
    *syntax_feeds.CASES,
    *web_feeds.CASES,
    *research_feeds.CASES,
    *portal_feeds.CASES,
    *json_feeds.CASES,
    *table_feeds.CASES,
)
