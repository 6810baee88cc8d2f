"""Sources, runs, jobs and proposals as JSON: what may be told of them, and to whom."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from smartland.domain.fields import PUBLIC, Field, Part
from smartland.domain.resource import Json, instant
from smartland.errors import Label
from smartland.ports.harvests import ItemOutcome, Run
from smartland.ports.jobs import Job
from smartland.ports.proposals import OPEN, Proposal
from smartland.services.reasons import is_ours, speak
from smartland.services.scheduling import HARVEST
from smartland.services.source_addresses import scrub, shown_address
from smartland.services.source_facts import SourceFacts

API = "/api/v1"


def moment(at: datetime | None) -> str | None:
    """RFC 3339 in UTC; None for what has not been."""
    return None if at is None else instant(at)


def source_document(facts: SourceFacts, language: str, *, trusted: bool) -> Json:
    """A registered source; where it is on this machine is told to nobody."""
    source, path = facts.source, f"{API}/sources/{quote(facts.name, safe='')}"
    if source is None:
        return {"name": facts.name}
    return {
        "name": source.name,
        "importer": source.importer,
        "label": facts.label[language],
        "address": shown_address(source.address),
        "schedule": source.schedule,
        "paused": source.paused,
        "due": None if source.paused else moment(source.due),
        "last_run": run_document(facts.last, language, trusted=trusted) if facts.last else None,
        "_links": {
            "self": path,
            "runs": f"{API}/runs?source={quote(source.name, safe='')}",
            "run": f"{path}/run",
            "page": f"/sources/{quote(source.name, safe='')}",
        },
    }


def source_summary(facts: SourceFacts, language: str) -> Json:
    """A source as a fact's provenance names it."""
    last = facts.last
    registered = facts.source is not None
    path = f"{API}/sources/{quote(facts.name, safe='')}"
    return {
        "importer": facts.importer,
        "label": facts.label[language],
        "last_run": moment((last.ended or last.started) if last else None),
        "_links": {"self": path} if registered else {},
    }


def run_document(run: Run, language: str, *, trusted: bool) -> Json:
    """A run with its counts; what a source made it say is for those with a token."""
    told = trusted or is_ours(run.message)
    message = scrub(speak(run.message)[language], run.address) if told else ""
    path = f"{API}/runs/{run.id}"
    return {
        "id": run.id,
        "source": run.source,
        "importer": run.importer,
        "address": shown_address(run.address),
        "state": run.state,
        "started": moment(run.started),
        "ended": moment(run.ended),
        "counts": run.counts,
        "message": message or None,
        "_links": {"self": path, "outcomes": f"{path}/outcomes"},
    }


def outcome_document(outcome: ItemOutcome, run: Run, language: str) -> dict[str, str]:
    """What became of one item."""
    return {
        "key": scrub(outcome.source_key, run.address),
        "outcome": outcome.outcome,
        "iri": outcome.iri,
        "reason": scrub(speak(outcome.reason)[language], run.address),
    }


def job_document(job: Job, address: str, *, trusted: bool) -> Json:
    """A job; ``address`` is that of the source which it is about, if any."""
    links = {"self": f"{API}/jobs/{job.id}"}
    if job.verb == HARVEST:
        links["source"] = f"{API}/sources/{quote(job.argument, safe='')}"
        links["runs"] = f"{API}/runs?source={quote(job.argument, safe='')}"
    return {
        "id": job.id,
        "verb": job.verb,
        "argument": job.argument,
        "state": job.state,
        "attempts": job.attempts,
        "asked": moment(job.asked),
        "started": moment(job.started),
        "ended": moment(job.ended),
        "result": (scrub(job.result, address) or None) if trusted else None,
        "_links": links,
    }


def proposal_document(
    proposal: Proposal, titles: Mapping[str, Label], language: str, *, trusted: bool
) -> Json:
    """A pair; who decided is for those with a token."""
    pair, path = proposal.pair, f"{API}/proposals/{proposal.id}"
    sides = {
        name: {"iri": iri, "title": titles[iri][language]}
        for name, iri in (("one", pair.one), ("other", pair.other))
    }
    verbs = ("accept", "refuse") if proposal.state == OPEN else ("undo",)
    return {
        "id": proposal.id,
        "kind": pair.kind,
        "state": proposal.state,
        "score": pair.score,
        "reasons": [speak(one)[language] for one in pair.reasons],
        **sides,
        "at": moment(proposal.at),
        "decided": moment(proposal.decided),
        **({"actor": proposal.actor or None} if trusted else {}),
        "_links": {verb: f"{path}/{verb}" for verb in verbs},
    }


def public_value(field: Field, value: Json) -> Json:
    """A field's value without what is private in its parts."""
    if not isinstance(field, Part):
        return value
    if isinstance(value, list):
        return [public_value(field, one) for one in value]
    shown = {one.name: one for one in field.of.fields if one.visibility == PUBLIC}
    return {
        name: public_value(shown[name], one) if name in shown else one
        for name, one in value.items()
        if name in shown or name == "iri"
    }
