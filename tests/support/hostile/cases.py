"""Every hostile feed."""

from support.hostile import portal_feeds, rdf_feeds, research_feeds, syntax_feeds, web_feeds

CASES = (
    *rdf_feeds.CASES,
    *syntax_feeds.CASES,
    *web_feeds.CASES,
    *research_feeds.CASES,
    *portal_feeds.CASES,
)
