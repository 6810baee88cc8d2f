"""``/api/v1/claim/{key}/accept`` and ``/refuse``: what the owner of a proposal says to it."""

from collections.abc import Mapping, Sequence

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem, StaleWrite
from smartland.services.catalogue import STALE
from smartland.services.evidence.decisions import Decided, Decisions
from smartland.web.negotiation import language
from smartland.web.reading import read_if_match, read_json, read_writer
from smartland.web.routes import documentation as docs
from smartland.web.routes.shared import CONTEXT_LINK, json_answer
from smartland.web.routes.waiting import wait_projected
from smartland.wiring import Services

VERDICTS = ("accept", "refuse")
MOST_AT_ONCE = 1_000
NOT_KEYS = Label(it="Serve una lista di chiavi.", en="A list of keys is needed.")
NOTHING = Label(
    it="Dare le chiavi da accettare («accept») o da rifiutare («refuse»).",
    en="Give the keys to accept or to refuse.",
)
TOO_MANY = Label(it="Al più {most} decisioni alla volta.", en="At most {most} decisions at a time.")


def evidence_blueprint(services: Services) -> Blueprint:
    """The decisions, one at a time and many at once."""
    blueprint = Blueprint(
        "api-evidence", __name__, url_prefix="/api/v1", description="Proposed competences"
    )
    api = EvidenceApi(services)
    for rule, does, document in (
        ("/claim/<key>/accept", api.accept, ACCEPT),
        ("/claim/<key>/refuse", api.refuse, REFUSE),
        ("/evidence/decisions", api.decide, DECIDE),
    ):
        view = blueprint.doc(**document)(does)
        blueprint.route(rule, methods=["POST"], endpoint=does.__name__)(view)
    return blueprint


class EvidenceApi:
    """What the routes do."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._decisions = Decisions(services.catalogue)

    def accept(self, key: str) -> Response:
        """200 with the confirmed claim."""
        actor = read_writer(request, self._services.core.tokens)
        self._check_etag(key)
        revision = self._decisions.accept(key, actor)
        wait_projected(self._services.steward, revision)
        answer = json_answer(self._services.publishing.document(revision))
        answer.set_etag(revision.etag)
        answer.headers["Link"] = CONTEXT_LINK
        return answer

    def refuse(self, key: str) -> Response:
        """204; the claim is withdrawn and is not proposed again."""
        actor = read_writer(request, self._services.core.tokens)
        self._check_etag(key)
        wait_projected(self._services.steward, self._decisions.refuse(key, actor))
        return Response(status=204)

    def decide(self) -> Response:
        """200 with what became of each key, in the order given."""
        actor = read_writer(request, self._services.core.tokens)
        asked = _read_keys(read_json(request))
        decided = [
            *self._decisions.accept_all(asked["accept"], actor),
            *self._decisions.refuse_all(asked["refuse"], actor),
        ]
        return json_answer({"items": [_item(one) for one in decided], "total": len(decided)})

    def _check_etag(self, key: str) -> None:
        """Where the caller says which version it saw, that one is meant. Raises StaleWrite."""
        head = self._services.catalogue.own("claim", key)
        if read_if_match(request, head.etag) not in (None, "*", head.etag):
            raise StaleWrite(STALE)


def _read_keys(body: Json) -> Mapping[str, Sequence[str]]:
    """The keys by verdict. Raises Invalid."""
    given = body if isinstance(body, dict) else {}
    found: dict[str, Sequence[str]] = {name: given.get(name, []) for name in VERDICTS}
    problems = [
        Problem(name, NOT_KEYS)
        for name, keys in found.items()
        if not isinstance(keys, list) or not all(isinstance(one, str) for one in keys)
    ]
    if problems:
        raise Invalid.of(tuple(problems))
    count = sum(len(keys) for keys in found.values())
    if count == 0:
        raise Invalid.of((Problem("accept", NOTHING),))
    if count > MOST_AT_ONCE:
        raise Invalid.of((Problem("accept", TOO_MANY.format(most=MOST_AT_ONCE)),))
    return found


def _item(decided: Decided) -> Json:
    if decided.error is None:
        return {"key": decided.key, "done": True}
    return {"key": decided.key, "done": False, "reason": decided.error[language(request)]}


_KEYS = {"type": "array", "items": {"type": "string"}}
ACCEPT: docs.Operation = {
    "summary": "Confirm a competence that was proposed from evidence",
    "security": docs.BEARER,
    "parameters": [docs.KEY, docs.WAIT],
    "responses": {
        "200": {"description": "Confirmed.", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/claim"},
        }}},
        **{str(status): docs.PROBLEM for status in (401, 404, 409, 410, 412, 503)},
    },
}  # fmt: skip
REFUSE: docs.Operation = {
    "summary": "Refuse a competence that was proposed from evidence, for good",
    "security": docs.BEARER,
    "parameters": [docs.KEY, docs.WAIT],
    "responses": {
        "204": {"description": "Withdrawn; it is not proposed again."},
        **{str(status): docs.PROBLEM for status in (401, 404, 409, 410, 412, 503)},
    },
}
DECIDE: docs.Operation = {
    "summary": "Confirm and refuse many proposed competences at once",
    "security": docs.BEARER,
    "requestBody": {"required": True, "content": {"application/json": {"schema": {
        "type": "object", "properties": {"accept": _KEYS, "refuse": _KEYS},
    }}}},
    "responses": {
        "200": {"description": "What became of each key.", "content": {"application/json": {
            "schema": {"type": "object"},
        }}},
        **{str(status): docs.PROBLEM for status in (400, 401, 413, 415, 422)},
    },
}  # fmt: skip
