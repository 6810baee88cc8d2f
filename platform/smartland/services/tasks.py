"""What the worker can do, by the verb of the job."""

from collections.abc import Callable, Mapping
from datetime import datetime

from smartland.errors import Label, SourceFailed
from smartland.ports.harvests import INTERRUPTED
from smartland.ports.jobs import Jobs
from smartland.services.catalogue import now
from smartland.services.harvest import DONE, Harvest
from smartland.services.scheduling import AFTER, EVIDENCE, HARVEST, RECOGNISE, Sources, Task

KEEP_RUNS = 5
"""Runs of a source whose every outcome is kept, unless an installation says another number."""

FAILED = Label(it="Raccolta {run} di {source}: {message}", en="Run {run} of {source}: {message}")


def tasks(
    sources: Sources,
    harvest: Harvest,
    jobs: Jobs,
    recognise: Callable[[], str],
    evidence: Callable[[], str],
    clock: Callable[[], datetime] = now,
    keep_runs: int = KEEP_RUNS,
) -> Mapping[str, Task]:
    """Harvest a source and forget what became of the items of its old runs, then look for bodies
    that are here twice and for competences shown."""

    def bring_in(name: str) -> str:
        run = harvest.run(sources.get(name))
        sources.prune(name, keep_runs)
        # what an interrupted run brought in is unchanged now, and nobody has looked at it
        owed = [one for one in sources.runs(name, 2)[1:] if one.state == INTERRUPTED]
        if owed or any(run.counts.get(one) for one in AFTER):
            jobs.ask(RECOGNISE, clock())
            jobs.ask(EVIDENCE, clock())
        if run.state != DONE:
            raise SourceFailed(FAILED.format(run=run.id, source=name, message=run.message))
        return f"run {run.id}: " + ", ".join(f"{n} {one}" for one, n in run.counts.items())

    return {HARVEST: bring_in, RECOGNISE: lambda _: recognise(), EVIDENCE: lambda _: evidence()}
