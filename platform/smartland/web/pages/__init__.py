"""The pages that people read: views, texts and templates."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response

from smartland.domain.resource import Revision
from smartland.web.pages.searching import SearchViews
from smartland.web.pages.views import Views, error_page
from smartland.wiring import Services


@dataclass(frozen=True)
class Pages:
    """The blueprint of the pages, and those that other routes answer with."""

    blueprint: Blueprint
    entity: Callable[[Revision], Response]
    sparql: Callable[[], Response]
    error: Callable[[int, str, str, tuple[tuple[str, str], ...]], str]


def make_pages(services: Services) -> Pages:
    """Every page on ``services``; static files are served by the application."""
    views, searching = Views(services), SearchViews(services)
    blueprint = Blueprint("pages", __name__)
    for rule, name, view in (
        ("/", "home", views.home),
        ("/search", "search", searching.list),
        ("/search.csv", "search_table", searching.table),
        ("/opensearch.xml", "opensearch", searching.description),
        ("/doc/<kind>/<key>/history", "history", views.history),
        ("/vocabulary", "vocabulary", views.vocabulary),
        ("/api", "api", views.api),
        ("/sparql-editor", "sparql_editor", views.sparql_editor),
        ("/accessibility", "accessibility", partial(views.prose, "accessibility")),
        ("/privacy", "privacy", partial(views.prose, "privacy")),
    ):
        blueprint.add_url_rule(rule, name, view)
    return Pages(blueprint, views.entity, views.sparql, error_page)
