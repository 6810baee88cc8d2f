"""``/changes``, ``/changes.rdfp`` and the Atom feeds: what is new, for mirrors and readers."""

import json
from functools import partial

from flask import Blueprint, Response, request

from smartland.services.atom import MAX_ENTRIES
from smartland.services.atom import MEDIA_TYPE as ATOM
from smartland.services.catalogue import kind_named
from smartland.services.feeds import FeedPage, Feeds
from smartland.services.mirroring import MAX_REVISIONS, Mirroring, Stretch
from smartland.web.negotiation import language, media_type
from smartland.web.reading import read_number
from smartland.web.routes.caching import cached, tag_of, unchanged
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services

JSON, LINES = "application/json", "application/x-ndjson"
PATCH = "application/rdf-patch"


def changes_blueprint(services: Services) -> Blueprint:
    """The change log for mirrors and the feeds for readers."""
    blueprint = Blueprint("changes", __name__)
    truth, base = services.catalogue.truth, services.core.base
    doors = ChangeDoors(Mirroring(truth, base), Feeds(truth, base), services)
    blueprint.add_url_rule("/changes", "changes", doors.changes)
    blueprint.add_url_rule("/changes.rdfp", "patch", doors.patch)
    blueprint.add_url_rule("/feed.atom", "feed", partial(doors.feed, ""))
    blueprint.add_url_rule("/feed/<kind>.atom", "feed_of_kind", doors.feed)
    return blueprint


class ChangeDoors:
    """What is new since a sequence number, and the newest of all."""

    def __init__(self, mirroring: Mirroring, feeds: Feeds, services: Services) -> None:
        self._mirroring = mirroring
        self._feeds = feeds
        self._truth = services.catalogue.truth

    def changes(self) -> Response:
        """Entries as JSON, or as JSON lines where the Accept header prefers them."""
        after, limit = read_number(request.args, "after", 0), _limit(100, MAX_REVISIONS)
        wanted = media_type(request, (JSON, LINES))
        tag = tag_of(self._truth.last_sequence(), after, limit, wanted)
        if known := unchanged(tag):
            return _varied(known)
        stretch = self._mirroring.changes(after, limit)
        entries = [self._mirroring.entry(one) for one in stretch.changes]
        following = _next(stretch, limit)
        if wanted == LINES:
            lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in entries)
            answer = Response("".join(lines), mimetype=LINES)
        else:
            answer = json_answer(
                {
                    "after": stretch.after,
                    "position": stretch.position,
                    "last": stretch.last,
                    "entries": entries,
                    "next": following or None,
                }
            )
        return _varied(cached(_placed(answer, stretch, following), tag))

    def patch(self) -> Response:
        """The changes of the public graph as RDF Patch."""
        after, limit = read_number(request.args, "after", 0), _limit(100, MAX_REVISIONS)
        tag = tag_of(self._truth.last_sequence(), after, limit, PATCH)
        if known := unchanged(tag):
            return known
        text, stretch = self._mirroring.patch(after, limit)
        answer = Response(text, content_type=f"{PATCH}; charset=utf-8")
        return cached(_placed(answer, stretch, _next(stretch, limit)), tag)

    def feed(self, kind: str) -> Response:
        """An Atom feed. Raises NotFound for an unknown kind."""
        if kind:
            kind_named(kind)
        before, limit = read_number(request.args, "before", 0), _limit(50, MAX_ENTRIES)
        wanted = FeedPage(kind, before, limit, language(request))
        tag = tag_of(self._truth.last_sequence(), wanted)
        answer = unchanged(tag)
        if answer is None:
            answer = cached(Response(self._feeds.page(wanted), mimetype=ATOM), tag)
        answer.headers["Content-Language"] = wanted.language
        answer.vary.update(("Accept-Language", "Cookie"))
        return answer


def _limit(usual: int, most: int) -> int:
    return min(max(read_number(request.args, "limit", usual), 1), most)


def _next(stretch: Stretch, limit: int) -> str:
    if stretch.complete:
        return ""
    return f"{request.path}?after={stretch.position}&limit={limit}"


def _placed(answer: Response, stretch: Stretch, following: str) -> Response:
    """``answer`` with how far it goes, and where the rest is (RFC 8288)."""
    answer.headers["X-Sequence"] = str(stretch.position)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _varied(answer: Response) -> Response:
    answer.vary.add("Accept")
    return answer
