"""``/api/v1/proposals``: pairs of bodies that may be one, and what people say to each."""

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.resource import Revision
from smartland.errors import Invalid, Label, Problem
from smartland.ports.proposals import ACCEPTED, OPEN, REFUSED, Proposal
from smartland.web.negotiation import language
from smartland.web.reading import read_number, read_writer
from smartland.web.routes import documentation_harvesting as docs
from smartland.web.routes.harvest_documents import API, proposal_document
from smartland.web.routes.harvesting import MAX_NUMBER, page_links
from smartland.web.routes.shared import CONTEXT_LINK, json_answer, paged
from smartland.web.routes.trust import read_trust
from smartland.web.routes.waiting import wait_projected
from smartland.wiring import Services

STATES = (OPEN, ACCEPTED, REFUSED)
MAX_PAIRS = 200
NO_STATE = Label(it="Uno di: {known}.", en="One of: {known}.")


def reviewing_blueprint(services: Services) -> Blueprint:
    """The review queue."""
    blueprint = Blueprint("reviewing", __name__, url_prefix=API, description="Review of duplicates")
    api = ReviewingApi(services)
    one = f"/proposals/<int(max={MAX_NUMBER}):number>"
    for rule, method, does, document in (
        ("/proposals", "GET", api.proposals, docs.PROPOSALS),
        (f"{one}/accept", "POST", api.accept, docs.ACCEPT),
        (f"{one}/refuse", "POST", api.refuse, docs.REFUSE),
        (f"{one}/undo", "POST", api.undo, docs.UNDO),
    ):
        view = blueprint.doc(**document)(does)
        blueprint.route(rule, methods=[method], endpoint=does.__name__)(view)
    return blueprint


class ReviewingApi:
    """What the routes do."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._recognition = services.core.recognition
        self._tokens = services.core.tokens

    def proposals(self) -> Response:
        """Pairs in a state, the likeliest first; those with a private side only with a token."""
        trusted = read_trust(request, self._tokens)
        state = request.args.get("state") or OPEN
        if state not in STATES:
            text = NO_STATE.format(known=", ".join(STATES))
            raise Invalid.of((Problem("state", text),))
        limit = min(max(read_number(request.args, "limit", 20), 1), MAX_PAIRS)
        after = read_number(request.args, "after", 0)
        found = self._recognition.queue(state, limit + 1, after)
        shown = [one for one in found[:limit] if trusted or not self._is_private(one)]
        iris = [iri for one in shown for iri in (one.pair.one, one.pair.other)]
        titles, tongue = self._services.labels.many(iris), language(request)
        items = [proposal_document(one, titles, tongue, trusted=trusted) for one in shown]
        links = page_links(after + limit if len(found) > limit else None)
        body = {"items": items, "total": self._recognition.count(state), "_links": links}
        answer = paged(json_answer(body), links["next"])
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def accept(self, number: int) -> Response:
        """200 with the resource that answers for both."""
        actor = read_writer(request, self._tokens)
        return self._written(self._recognition.accept(number, actor))

    def refuse(self, number: int) -> Response:
        """204; the two are not put to people again."""
        actor = read_writer(request, self._tokens)
        self._recognition.refuse(number, actor)
        return Response(status=204)

    def undo(self, number: int) -> Response:
        """200 with the resource that stands by itself again."""
        actor = read_writer(request, self._tokens)
        return self._written(self._recognition.undo(number, actor))

    def _is_private(self, proposal: Proposal) -> bool:
        iris = (proposal.pair.one, proposal.pair.other)
        return any(one.private for one in self._services.catalogue.truth.heads(iris).values())

    def _written(self, revision: Revision) -> Response:
        wait_projected(self._services.steward, revision)
        answer = json_answer(self._services.publishing.document(revision))
        answer.set_etag(revision.etag)
        answer.headers["Link"] = CONTEXT_LINK
        return answer
