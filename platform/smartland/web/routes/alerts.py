"""``/api/v1/saved-searches``, the feed of each, and ``/search.atom``: told instead of asked."""

from flask import Blueprint as PlainBlueprint
from flask import Response, request
from flask_smorest import Blueprint

from smartland.errors import LANGUAGES
from smartland.ports.saved_searches import SavedSearch
from smartland.services.alerts.assembling import Alerts
from smartland.services.alerts.feed import Part, search_feed
from smartland.services.alerts.queries import query_of, write_query
from smartland.services.atom import MAX_ENTRIES
from smartland.services.atom import MEDIA_TYPE as ATOM
from smartland.services.tokens import TokenOffice
from smartland.web.negotiation import language
from smartland.web.reading import read_json, read_number, read_writer
from smartland.web.routes import documentation_alerts as docs
from smartland.web.routes.alert_bodies import (
    PATH,
    outcome_document,
    read_changes,
    read_new,
    search_document,
)
from smartland.web.routes.caching import cached, tag_of, unchanged
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services

JSON_TYPES = ("application/json", "application/merge-patch+json")
USUAL = 50


def alerts_blueprint(services: Services) -> Blueprint:
    """Saved searches for those with a token, and their feeds for those who know the address."""
    blueprint = Blueprint("alerts", __name__, url_prefix=PATH, description="Saved searches")
    api = AlertsApi(services.alerts, services.core.tokens)
    for rule, method, does, document in (
        ("", "GET", api.all, docs.SEARCHES),
        ("", "POST", api.create, docs.CREATE),
        ("/<id>", "GET", api.one, docs.READ),
        ("/<id>", "PATCH", api.change, docs.CHANGE),
        ("/<id>", "DELETE", api.remove, docs.REMOVE),
        ("/<id>/test", "POST", api.test, docs.TEST),
        ("/<id>/feed.atom", "GET", api.feed, docs.FEED),
    ):
        view = blueprint.doc(**document)(does)
        blueprint.route(rule, methods=[method], endpoint=does.__name__)(view)
    blueprint.after_request(_private)
    return blueprint


def search_feed_blueprint(services: Services) -> PlainBlueprint:
    """The feed of any search."""
    blueprint = PlainBlueprint("search_feed", __name__)
    recent = services.alerts.recent(services.search)
    truth, index = services.catalogue.truth, services.projections.index

    def feed() -> Response:
        """What the parameters of a search find, the last changed first."""
        query, part = query_of(request.args.items(multi=True)), _part(language(request))
        tag = tag_of(truth.last_sequence(), index.position(), write_query(query), part)
        answer = unchanged(tag)
        if answer is None:
            found, following = recent.page(query, part.before, part.limit)
            body = search_feed(services.core.base, query, found, part, following)
            answer = cached(Response(body, mimetype=ATOM), tag)
        answer.headers["Content-Language"] = part.language
        answer.vary.update(("Accept-Language", "Cookie"))
        return answer

    blueprint.add_url_rule("/search.atom", "feed", feed)
    return blueprint


class AlertsApi:
    """What the routes do. A saved search of another owner is not there."""

    def __init__(self, alerts: Alerts, tokens: TokenOffice) -> None:
        self._alerts = alerts
        self._saving = alerts.saving
        self._tokens = tokens

    def all(self) -> Response:
        """The saved searches of the token's holder."""
        owned = self._saving.of_owner(self._owner())
        items = [search_document(one, language(request)) for one in owned]
        return json_answer({"items": items, "total": len(items), "_links": {"self": PATH}})

    def create(self) -> Response:
        """A new one; the only answer with the secret of its webhook."""
        owner = self._owner()
        sent = read_new(read_json(request))
        made = self._saving.create(owner, sent.wanted, sent.webhook or "")
        self._alerts.threads.wake()
        answer = json_answer(search_document(made, language(request), secret=True), 201)
        answer.headers["Location"] = f"{PATH}/{made.id}"
        return answer

    def one(self, id: str) -> Response:  # noqa: A002 - as the address calls it
        """One of them."""
        return json_answer(search_document(self._owned(id), language(request)))

    def change(self, id: str) -> Response:  # noqa: A002
        """One of them, changed."""
        search = self._owned(id)
        sent = read_changes(read_json(request, JSON_TYPES))
        changed = self._saving.change(search, sent.wanted)
        if sent.webhook is not None:
            changed = self._saving.set_webhook(changed, sent.webhook)
        self._alerts.threads.wake()
        made = bool(sent.webhook)
        return json_answer(search_document(changed, language(request), secret=made))

    def remove(self, id: str) -> Response:  # noqa: A002
        """One of them, forgotten."""
        self._saving.remove(self._owned(id))
        return Response(status=204)

    def test(self, id: str) -> Response:  # noqa: A002
        """A test message, sent while the client waits."""
        outcome = self._saving.test(self._owned(id))
        self._alerts.threads.wake()
        return json_answer(outcome_document(outcome, language(request)))

    def feed(self, id: str) -> Response:  # noqa: A002
        """What a saved search found; for whoever knows the address."""
        search = self._saving.get(id)
        wanted = request.args.get("lang", "")
        part = _part(wanted if wanted in LANGUAGES else search.language)
        # titles are those of now, and what is withdrawn is left out: any change may matter
        newest, known = self._alerts.feeds.newest(search), (search.name, search.query)
        tag = tag_of(self._saving.sequence(), newest, known, part)
        answer = unchanged(tag)
        if answer is None:
            answer = cached(Response(self._alerts.feeds.page(search, part), mimetype=ATOM), tag)
        answer.headers["Content-Language"] = part.language
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    def _owner(self) -> str:
        return read_writer(request, self._tokens)

    def _owned(self, id: str) -> SavedSearch:  # noqa: A002
        return self._saving.get(id, self._owner())


def _part(tongue: str) -> Part:
    before = read_number(request.args, "before", 0)
    limit = min(max(read_number(request.args, "limit", USUAL), 1), MAX_ENTRIES)
    return Part(before, limit, tongue)


def _private(answer: Response) -> Response:
    """Addresses are secrets here: not kept, not indexed, not passed on."""
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
