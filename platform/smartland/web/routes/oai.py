"""``/oai``: the OAI-PMH door, by GET and POST."""

from flask import Blueprint, Response, request

from smartland.services.oai.provider import OaiProvider
from smartland.web.negotiation import language
from smartland.wiring import Services


def oai_blueprint(services: Services) -> Blueprint:
    """The data provider."""
    blueprint = Blueprint("oai", __name__)
    provider = OaiProvider(services.catalogue, services.labels)

    @blueprint.route("/oai", methods=["GET", "POST"])
    def oai() -> Response:
        # a POST carries its arguments in the body (§3.1.1.2); what its URL says does not count
        given = request.form if request.method == "POST" else request.args
        pairs = [(name, value) for name, values in given.lists() for value in values]
        answer = Response(provider.answer(pairs, language(request)), mimetype="text/xml")
        answer.headers["Cache-Control"] = "no-cache"
        answer.vary.update(("Accept-Language", "Cookie"))
        return answer

    return blueprint
