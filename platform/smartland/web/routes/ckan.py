"""``/api/3/action/…``: CKAN's Action API, reading only; under ``/all`` with what was harvested."""

import json
from functools import partial

from flask import Blueprint, Response, redirect, request

from smartland.domain.resource import Json
from smartland.errors import Invalid, Malformed, NotFound
from smartland.services.ckan.call import Call
from smartland.services.ckan.portal import ACTIONS, Ckan
from smartland.web.negotiation import language
from smartland.web.reading import read_body
from smartland.web.routes.caching import cached, tag_of, unchanged
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services

VERSIONS = (1, 2, 3)
EVERYTHING = "include_harvested"


def ckan_blueprint(services: Services) -> Blueprint:
    """The actions at every address where CKAN has them: with and without a version.

    A harvester's operator gives the site's address for what is described here, and that address
    with ``/all`` for everything; ``include_harvested=true`` does the same for one call.
    """
    blueprint = Blueprint("ckan", __name__)
    doors = CkanDoors(services)
    for prefix, everything in (("", False), ("/all", True)):
        act = partial(doors.act, everything=everything)
        for rule, name in (("", "plain"), ("<int:version>/", "versioned")):
            endpoint = f"{name}{'_all' if everything else ''}"
            blueprint.add_url_rule(
                f"{prefix}/api/{rule}action/<action>", endpoint, act, methods=["GET", "POST"]
            )
        blueprint.add_url_rule(
            f"{prefix}/dataset/<name>", f"dataset{'_all' if everything else ''}", doors.dataset
        )
    return blueprint


class CkanDoors:
    """The actions, and the pages to which CKAN's names lead."""

    def __init__(self, services: Services) -> None:
        self._ckan = Ckan(services.catalogue, services.projections.index)
        self._truth = services.catalogue.truth
        self._base = services.core.base

    def act(self, action: str, version: int = 3, *, everything: bool = False) -> Response:
        """One action, answered in CKAN's shape and with its status codes."""
        if action not in ACTIONS or version not in VERSIONS:
            return json_answer(f"Bad request - Action name not known: {action[:100]}", 400)
        try:
            arguments = _arguments()
        except ValueError as error:
            return json_answer(f"Bad request - JSON Error: {str(error)[:300]}", 400)
        tongue = language(request)
        tag = tag_of(self._truth.last_sequence(), action, arguments, tongue, everything)
        if request.method == "GET" and (known := unchanged(tag)):
            return _varied(known)
        call = Call(arguments, tongue, everything)
        if call.flag(EVERYTHING):
            call = Call(arguments, tongue, everything=True)
        answer = self._answer(action, call)
        if request.method == "GET" and answer.status_code == 200:
            cached(answer, tag)
        return _varied(answer)

    def dataset(self, name: str) -> Response:
        """303 to the page of a dataset. Raises NotFound."""
        package = self._ckan.answer("package_show", Call({"id": name}))
        iri = next(one["value"] for one in package["extras"] if one["key"] == "uri")
        head = self._truth.head(iri)
        key = head.key if head else name
        answer = Response(status=303)
        answer.headers["Location"] = redirect(f"/doc/dataset/{key}").headers["Location"]
        return answer

    def _answer(self, action: str, call: Call) -> Response:
        body: dict[str, Json] = {"help": f"{self._base}api/3/action/help_show?name={action}"}
        try:
            result = self._ckan.answer(action, call)
        except NotFound as error:
            return _failed(body, 404, "Not Found Error", error.message.en)
        except Malformed as error:
            return _failed(body, 400, "Search Query Error", error.message.en)
        except Invalid as error:
            fields = {one.field: [one.message.en] for one in error.problems}
            wrong = {"__type": "Validation Error", **fields}
            return json_answer({**body, "success": False, "error": wrong}, 409)
        return json_answer({**body, "success": True, "result": result})


def _arguments() -> dict[str, Json]:
    """The arguments: of the URL, a form, or a JSON object. Raises ValueError.

    CKAN reads JSON whatever its type says it is: old clients send it as a form.
    """
    if request.method == "GET" or not request.content_length:
        return _flat()
    if request.mimetype == "multipart/form-data":
        return request.form.to_dict()
    body = read_body(request).strip()
    if request.mimetype == "application/x-www-form-urlencoded" and not body.startswith(b"{"):
        return request.form.to_dict()
    try:
        given = json.loads(body or b"{}")
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(given, dict):
        raise ValueError("Request data JSON decoded is not a dictionary")
    return given


def _flat() -> dict[str, Json]:
    """The arguments of the URL; one that is repeated is a list."""
    return {
        name: values[0] if len(values) == 1 else values for name, values in request.args.lists()
    }


def _failed(body: dict[str, Json], status: int, sort: str, message: str) -> Response:
    error = {"__type": sort, "message": message}
    return json_answer({**body, "success": False, "error": error}, status)


def _varied(answer: Response) -> Response:
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer
