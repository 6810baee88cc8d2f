"""``/api/v1/{kind}/{key}/provenance`` and ``/part``: who says what, and which merge was wrong."""

from collections.abc import Callable

from flask import Response, request

from smartland.domain.kind import Kind
from smartland.domain.resource import Json, Revision
from smartland.errors import Gone, Invalid, Label, Problem, StaleWrite
from smartland.services.catalogue import GONE, STALE
from smartland.services.origins import edited_fields
from smartland.services.provenance import Origin, Provenance
from smartland.services.source_facts import KnownSources
from smartland.web.negotiation import language
from smartland.web.reading import read_if_match, read_json, read_writer
from smartland.web.routes import documentation as docs
from smartland.web.routes.harvest_documents import API, moment, public_value, source_summary
from smartland.web.routes.shared import UNKNOWN, json_answer
from smartland.web.routes.trust import read_trust
from smartland.wiring import Services

NOT_TAKE = Label(
    it="Serve true (prendere il valore della fonte) o false (tenere il nostro).",
    en="Give true (take the source's value) or false (keep ours).",
)
ROUTES = (
    ("/<key>/provenance", "GET", "provenance", docs.provenance),
    ("/<key>/provenance/<field>", "POST", "settle", docs.settle),
    ("/<key>/part", "POST", "part", docs.part),
)


class OriginApi:
    """What the routes do; ``written`` answers with a revision that was just made."""

    def __init__(
        self, services: Services, kind: Kind, written: Callable[[Revision, int], Response]
    ) -> None:
        self._services = services
        self._kind = kind
        self._written = written

    def provenance(self, key: str) -> Response:
        """Field by field: the sources that say what it says, and what others say."""
        core = self._services.core
        trusted = read_trust(request, core.tokens)
        head = core.catalogue.find(self._kind.name, key)
        if head.merged_into:
            return moved(self._services, head, "/provenance")
        found = core.provenances.of(self._kind.name, key)
        edited = edited_fields(core.catalogue.truth, head)
        # what was taken away here is not given back by this door
        told = {one.field for one in found.origins if trusted or one.field in head.document}
        own = f"{API}/{self._kind.name}/{key}"
        fields = {
            one.field: self._origin(one, own, edited=one.field in edited, told=one.field in told)
            for one in found.origins
        }
        answer = json_answer(
            {
                "iri": found.iri,
                "modified": moment(found.at),
                "fields": fields,
                "sources": self._summaries(found),
                "merged": list(found.names),
                "_links": {"self": f"{own}/provenance", "resource": own},
            }
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def settle(self, key: str, field: str) -> Response:
        """The resource after a conflict was settled."""
        core = self._services.core
        actor = read_writer(request, core.tokens)
        take = _read_take(read_json(request))
        head = core.catalogue.get(self._kind.name, key)
        if read_if_match(request, head.etag) not in (None, "*", head.etag):
            raise StaleWrite(STALE)
        revision = core.provenances.settle(self._kind.name, key, field, actor, take=take)
        return self._written(revision, 200)

    def part(self, key: str) -> Response:
        """A merged resource, which stands by itself again."""
        actor = read_writer(request, self._services.core.tokens)
        return self._written(self._services.catalogue.part(self._kind.name, key, actor), 200)

    def _summaries(self, found: Provenance) -> dict[str, Json]:
        """The sources that are named, by name."""
        names = {source for one in found.origins for source in one.sources}
        names |= {one.source for origin in found.origins for one in origin.others}
        core, tongue = self._services.core, language(request)
        known = KnownSources(core.harvest_log, core.harvest.importers).named(sorted(names))
        return {name: source_summary(one, tongue) for name, one in known.items()}

    def _origin(self, origin: Origin, own: str, *, edited: bool, told: bool) -> Json:
        field = self._kind.by_name[origin.field]
        others = [
            {"source": one.source, "iri": one.claimed}
            | ({"value": public_value(field, one.value)} if told else {})
            for one in origin.others
        ]
        settle = {"settle": f"{own}/provenance/{origin.field}"}
        return {
            "sources": list(origin.sources),
            "edited": edited,
            "others": others,
            "conflict": origin.conflict,
            "_links": settle if origin.conflict else {},
        }


def moved(services: Services, revision: Revision, further: str = "") -> Response:
    """301 to the resource that took this one over, which may have been merged in its turn."""
    winner = services.catalogue.truth.head(revision.merged_into)
    if winner is None:
        raise Gone(GONE.format(kind=revision.kind, key=revision.key))
    answer = Response(status=301)
    answer.headers["Location"] = f"/api/v1/{winner.kind}/{winner.key}{further}"
    return answer


def _read_take(body: Json) -> bool:
    """The decision. Raises Invalid naming what is wrong."""
    given = body if isinstance(body, dict) else {}
    problems = [Problem(name, UNKNOWN) for name in given if name != "take"]
    if not isinstance(given.get("take"), bool):
        problems.append(Problem("take", NOT_TAKE))
    if problems:
        raise Invalid.of(tuple(problems))
    return bool(given["take"])
