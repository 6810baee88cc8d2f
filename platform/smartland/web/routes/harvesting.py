"""``/api/v1/sources``, ``/importers``, ``/runs``, ``/jobs``: what is harvested, and how it went."""

import csv
import io
from dataclasses import replace
from urllib.parse import quote, urlencode

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.resource import Json
from smartland.errors import Conflict, Invalid, Label, NotFound, Problem
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    MISSING,
    REJECTED,
    UNCHANGED,
    WITHDRAWN,
    Source,
)
from smartland.ports.jobs import Job
from smartland.services.scheduling import HARVEST
from smartland.services.source_facts import KnownSources
from smartland.services.tables import safe_cell
from smartland.web.negotiation import language, media_type
from smartland.web.reading import read_json, read_number, read_writer
from smartland.web.routes import documentation_harvesting as docs
from smartland.web.routes.harvest_bodies import read_plan, read_source
from smartland.web.routes.harvest_documents import (
    API,
    job_document,
    outcome_document,
    run_document,
    source_document,
)
from smartland.web.routes.shared import json_answer, paged
from smartland.web.routes.trust import read_trust
from smartland.wiring import Services

OUTCOMES = (CREATED, CHANGED, UNCHANGED, REJECTED, WITHDRAWN, KEPT, MISSING)
MAX_RUNS, MAX_OUTCOMES = 200, 1_000
MAX_NUMBER = 2_147_483_647
"""The largest number that every database can compare."""
COLUMNS = ("key", "outcome", "iri", "reason")
JSON_TYPES = ("application/json", "application/merge-patch+json")

NO_OUTCOME = Label(it="Uno di: {known}.", en="One of: {known}.")
NO_JOB = Label(it="Nessun lavoro numero {number}.", en="There is no job number {number}.")
NAME_TAKEN = Label(
    it="La sorgente {name} c'è già, con altro importatore o indirizzo: scegliere un altro nome.",
    en="The source {name} is there already, of another importer or address: choose another name.",
)


def harvesting_blueprint(services: Services) -> Blueprint:
    """Sources, runs, outcomes and jobs."""
    blueprint = Blueprint("harvesting", __name__, url_prefix=API, description="Harvesting")
    api = HarvestingApi(services)
    number = f"<int(max={MAX_NUMBER}):number>"
    for rule, method, does, document in (
        ("/sources", "GET", api.sources, docs.SOURCES),
        ("/sources", "POST", api.add, docs.ADD_SOURCE),
        ("/sources/<name>", "GET", api.source, docs.SOURCE),
        ("/sources/<name>", "PATCH", api.plan, docs.PLAN_SOURCE),
        ("/sources/<name>", "DELETE", api.remove, docs.REMOVE_SOURCE),
        ("/sources/<name>/run", "POST", api.ask, docs.RUN_SOURCE),
        ("/importers", "GET", api.importers, docs.IMPORTERS),
        ("/runs", "GET", api.runs, docs.RUNS),
        (f"/runs/{number}", "GET", api.run, docs.RUN),
        (f"/runs/{number}/outcomes", "GET", api.outcomes, docs.OUTCOMES),
        (f"/jobs/{number}", "GET", api.job, docs.JOB),
    ):
        view = blueprint.doc(**document)(does)
        blueprint.route(rule, methods=[method], endpoint=does.__name__)(view)
    blueprint.after_request(_fresh)
    return blueprint


class HarvestingApi:
    """What the routes do."""

    def __init__(self, services: Services) -> None:
        core = services.core
        self._sources, self._log, self._jobs = core.sources, core.harvest_log, core.jobs
        self._importers, self._tokens = core.harvest.importers, core.tokens
        self._known = KnownSources(core.harvest_log, core.harvest.importers)

    def sources(self) -> Response:
        """Every source, when it is due, and how its last run went."""
        trusted = read_trust(request, self._tokens)
        tongue = language(request)
        items = [source_document(one, tongue, trusted=trusted) for one in self._known.all()]
        return json_answer({"items": items, "total": len(items)})

    def add(self) -> Response:
        """201 with the new source; 200 when it was there, and is planned anew."""
        read_writer(request, self._tokens)
        source = read_source(read_json(request), self._importers)
        there = self._log.source(source.name)
        try:
            added = self._sources.add(replace(source, paused=bool(there and there.paused)))
        except Conflict as error:
            # the service's own words name the address, which may be a path of this machine
            raise Conflict(NAME_TAKEN.format(name=source.name)) from error
        answer = json_answer(self._shown(added), 200 if there else 201)
        answer.headers["Location"] = f"{API}/sources/{quote(added.name, safe='')}"
        return answer

    def source(self, name: str) -> Response:
        """One source."""
        trusted = read_trust(request, self._tokens)
        return json_answer(self._shown(self._sources.get(name), trusted=trusted))

    def plan(self, name: str) -> Response:
        """The source with another schedule, paused or resumed."""
        read_writer(request, self._tokens)
        self._sources.get(name)
        schedule, paused = read_plan(read_json(request, JSON_TYPES))
        return json_answer(self._shown(self._sources.plan(name, schedule, paused=paused)))

    def remove(self, name: str) -> Response:
        """204; what it brought stays, with its reports."""
        read_writer(request, self._tokens)
        self._sources.remove(name)
        return Response(status=204)

    def ask(self, name: str) -> Response:
        """202 with the job that harvests the source."""
        read_writer(request, self._tokens)
        job = self._job(self._sources.ask(name))
        answer = json_answer(job_document(job, self._address(job), trusted=True), 202)
        answer.headers["Location"] = f"{API}/jobs/{job.id}"
        return answer

    def importers(self) -> Response:
        """What a source can be read with."""
        items = [
            {"name": name, "label": {"it": one.label.it, "en": one.label.en}}
            for name, one in sorted(self._importers.items())
        ]
        return json_answer({"items": items, "total": len(items)})

    def runs(self) -> Response:
        """The newest runs, of one source or of all."""
        trusted = read_trust(request, self._tokens)
        limit = min(max(read_number(request.args, "limit", 20), 1), MAX_RUNS)
        found = self._sources.runs(request.args.get("source") or None, limit)
        tongue = language(request)
        items = [run_document(one, tongue, trusted=trusted) for one in found]
        return json_answer({"items": items})

    def run(self, number: int) -> Response:
        """One run."""
        trusted = read_trust(request, self._tokens)
        return json_answer(run_document(self._log.run(number), language(request), trusted=trusted))

    def outcomes(self, number: int) -> Response:
        """What became of each item of a run. Keys and reasons quote the source, and so may tell
        who was rejected, or a value that is never published: they need a token."""
        read_writer(request, self._tokens)
        run = self._log.run(number)
        wanted = request.args.get("outcome") or None
        if wanted not in (None, *OUTCOMES):
            text = NO_OUTCOME.format(known=", ".join(OUTCOMES))
            raise Invalid.of((Problem("outcome", text),))
        limit = min(max(read_number(request.args, "limit", 100), 1), MAX_OUTCOMES)
        after = read_number(request.args, "after", 0)
        # one more than asked for tells whether there is a next page
        found = self._log.outcomes(run.id, wanted, limit + 1, after)
        tongue = language(request)
        items = [outcome_document(one, run, tongue) for one in found[:limit]]
        links = page_links(found[limit - 1].number if len(found) > limit else None)
        if media_type(request, ("application/json", "text/csv")) == "text/csv":
            return paged(Response(_table(items), mimetype="text/csv"), links["next"])
        total = sum(n for name, n in run.counts.items() if wanted in (None, name))
        return paged(json_answer({"items": items, "total": total, "_links": links}), links["next"])

    def job(self, number: int) -> Response:
        """How far something that was asked of the worker is."""
        trusted = read_trust(request, self._tokens)
        job = self._job(number)
        return json_answer(job_document(job, self._address(job), trusted=trusted))

    def _shown(self, source: Source, *, trusted: bool = True) -> Json:
        return source_document(self._known.of(source), language(request), trusted=trusted)

    def _job(self, number: int) -> Job:
        found = self._jobs.job(number)
        if found is None:
            raise NotFound(NO_JOB.format(number=number))
        return found

    def _address(self, job: Job) -> str:
        source = self._log.source(job.argument) if job.verb == HARVEST else None
        return source.address if source else ""


def page_links(after: int | None) -> dict[str, str | None]:
    """``_links`` of a page whose next one begins ``after`` so many."""
    own = request.full_path.rstrip("?")
    if after is None:
        return {"self": own, "next": None}
    arguments = {**request.args.to_dict(flat=False), "after": [str(after)]}
    return {"self": own, "next": f"{request.path}?{urlencode(arguments, doseq=True)}"}


def _fresh(answer: Response) -> Response:
    """What changes by itself, and tells more to some, is kept by no cache."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _table(items: list[dict[str, str]]) -> str:
    """CSV (RFC 4180, UTF-8) that no spreadsheet runs as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(item[name]) for name in COLUMNS] for item in items)
    return out.getvalue()
