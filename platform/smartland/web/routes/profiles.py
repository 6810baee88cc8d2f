"""``/api/v1/{kind}/{key}/profile``: what an application profile has against one description."""

from collections.abc import Callable

from flask import Response, request

from smartland.domain.kind import Kind
from smartland.domain.resource import Json, Revision
from smartland.errors import Label, TooLarge
from smartland.rdf.profiles import DCAT_AP_IT
from smartland.services.profiling import PROFILED, assess, assessment_document
from smartland.web.reading import read_writer
from smartland.web.routes.documentation import Operation
from smartland.web.routes.documentation_profiles import profile
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services

TOO_LONG = Label(
    it="La descrizione è troppo lunga per essere controllata qui: inviarla a /api/v1/validate.",
    en="The description is too long to be checked here: send it to /api/v1/validate.",
)
Route = tuple[str, str, str, Callable[[Kind], Operation]]
ROUTES: tuple[Route, ...] = (("/<key>/profile", "GET", "profile", profile),)


def routes_of(kind: Kind) -> tuple[Route, ...]:
    """The routes for the kinds that profiles speak of; none for the others."""
    return ROUTES if kind.name in PROFILED else ()


def profile_of(revision: Revision) -> dict[str, Json]:
    """``_profile`` of the answer to a write, where there is one: never a reason to refuse it."""
    assessment = assess(revision)
    if assessment is None:
        return {}
    links = {"_links": {"self": f"/api/v1/{revision.kind}/{revision.key}/profile"}}
    return {"_profile": assessment_document(assessment) | links}


class ProfileApi:
    """What the routes do; with a token a private description is checked too."""

    def __init__(self, services: Services, kind: Kind) -> None:
        self._services = services
        self._kind = kind

    def profile(self, key: str) -> Response:
        """The findings, and for a dataset its points and what would raise them."""
        if "Authorization" in request.headers:
            read_writer(request, self._services.core.tokens)
            revision = self._services.catalogue.editable(self._kind.name, key)
        else:
            revision = self._services.catalogue.get(self._kind.name, key)
        asked = request.args.get("profile", DCAT_AP_IT)
        assessment = assess(revision, asked, score=True)
        if assessment is None:
            raise TooLarge(TOO_LONG)
        return json_answer(assessment_document(assessment))
