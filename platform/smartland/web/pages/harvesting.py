"""The pages of sources and of the review queue."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from smartland.errors import NotFound
from smartland.services.scheduling import NO_SOURCE
from smartland.services.source_facts import KnownSources
from smartland.web.pages.formats import number
from smartland.web.pages.frame import Crumb, as_response, current_frame, render
from smartland.web.pages.harvest_rows import (
    ask_commands,
    make_run,
    make_source,
    report_commands,
)
from smartland.web.pages.naming import Naming
from smartland.web.pages.pairs import PAIRS_SHOWN, decide_commands, make_pair, visible
from smartland.web.pages.texts import TEXTS
from smartland.web.reading import read_number
from smartland.wiring import Services

RUNS_SHOWN = 50


def harvest_pages(services: Services) -> Blueprint:
    """``/sources``, ``/sources/{name}`` and ``/review``."""
    views = HarvestViews(services)
    blueprint = Blueprint("harvest-pages", __name__)
    for rule, name, view in (
        ("/sources", "sources", views.sources),
        ("/sources/<name>", "source", views.source),
        ("/review", "review", views.review),
    ):
        blueprint.add_url_rule(rule, name, view)
    return blueprint


class HarvestViews:
    """The pages, on one set of services."""

    def __init__(self, services: Services) -> None:
        self._services = services
        core = services.core
        self._known = KnownSources(core.harvest_log, core.harvest.importers)

    def sources(self) -> Response:
        """What this installation harvests."""
        frame = current_frame("sources")
        language, title = frame.language, TEXTS["sources"][frame.language]
        rows = [make_source(one, language, frame.root) for one in self._known.all()]
        html = render(
            "sources.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            rows=rows,
            count=TEXTS["sources_count"].format(count=number(len(rows), language))[language],
        )
        return _fresh(as_response(html, frame))

    def source(self, name: str) -> Response:
        """One source and its runs; of one that was removed the runs are left."""
        frame = current_frame("sources")
        language, base = frame.language, self._services.core.base
        facts = self._known.named((name,))[name]
        if facts.source is None and facts.last is None:
            raise NotFound(NO_SOURCE.format(name=name))
        runs = self._services.core.sources.runs(name, RUNS_SHOWN)
        all_sources = Crumb(TEXTS["sources"][language], f"{frame.root}/sources")
        kind = TEXTS["source"][language]
        html = render(
            "source.html",
            frame,
            title=f"{kind} {name}",
            crumbs=(all_sources, Crumb(name)),
            row=make_source(facts, language, frame.root),
            runs=[make_run(one, language) for one in runs],
            newest=TEXTS["runs_newest"].format(count=RUNS_SHOWN)[language]
            if len(runs) == RUNS_SHOWN
            else "",
            asking=_spoken(ask_commands(name, base), language) if facts.source else (),
            reading=_spoken(report_commands(name, runs[0].id, base), language) if runs else (),
        )
        return _fresh(as_response(html, frame))

    def review(self) -> Response:
        """The pairs that wait for a person, side by side."""
        frame = current_frame("review")
        language, core = frame.language, self._services.core
        title = TEXTS["review"][language]
        after = read_number(request.args, "after", 0)
        found = core.recognition.queue(limit=PAIRS_SHOWN + 1, after=after)
        shown = visible(found[:PAIRS_SHOWN], core.catalogue)
        naming = Naming(
            core.catalogue, core.labels, base=core.base, language=language, root=frame.root
        )
        following = after + PAIRS_SHOWN if len(found) > PAIRS_SHOWN else 0
        html = render(
            "review.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            pairs=[make_pair(one, heads, naming) for one, heads in shown],
            count=TEXTS["review_count"].format(count=number(core.recognition.count(), language))[
                language
            ],
            commands=_spoken(decide_commands(core.base), language),
            next_href=f"{frame.root}/review?after={following}" if following else "",
            first_href=f"{frame.root}/review" if after else "",
        )
        return _fresh(as_response(html, frame))


def _spoken(commands: Iterable[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    return [(TEXTS[text][language], command) for text, command in commands]


def _fresh(answer: Response) -> Response:
    """These pages change by themselves: no cache keeps them."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
