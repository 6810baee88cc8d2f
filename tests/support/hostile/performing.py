"""Plays one case: its feed through the real harvest into a fresh truth, then the audit."""

import re
import shutil
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from smartland.ports.harvests import Run, Source
from smartland.ports.importer import Importer
from smartland.services.metering import Budget
from smartland.settings import Settings
from smartland.wiring import Core, open_core
from support.harvesting import BASE, Bench
from support.hostile.audit import audit
from support.hostile.case import Case, Outcome
from support.hostile.stage import Stage

FETCH_TIMEOUT = 3.0
"""Seconds a fetch may take on the stage; an installation has 60, too long for a drip in a test."""
EMPTY, WITH_CONCEPTS = "empty", "with-concepts"


def prepare(folder: Path) -> None:
    """Two truths to copy: an empty one, and one that holds our concepts."""
    for name in (EMPTY, WITH_CONCEPTS):
        core = open_core(Settings(data_dir=folder / name, base_url=BASE))
        if name == WITH_CONCEPTS:
            core.load_vocabularies()
        core.close()


def perform(case: Case, importer: Importer, truths: Path, folder: Path) -> Outcome:
    """What became of the case. Raises nothing of the harvest's own: that is a fault, too."""
    data = folder / "data"
    shutil.copytree(truths / (WITH_CONCEPTS if case.vocabulary else EMPTY), data)
    with ExitStack() as stack:
        stage = Stage(folder, stack)
        address = case.feed(stage)
        settings = Settings(
            data_dir=data,
            base_url=BASE,
            fetch_private=stage.private,
            fetch_pace=0.0,
            fetch_timeout=FETCH_TIMEOUT,
        )
        core = open_core(settings)
        stack.callback(core.close)
        harvest = replace(core.harvest, importers={importer.name: importer})
        if case.answers:
            harvest = replace(harvest, budget=Budget(answers=case.answers))
        bench = Bench(core, harvest, importer)
        spent = wall = 0.0
        for _ in range(case.runs):
            used, started = time.process_time(), time.monotonic()
            run = harvest.run(Source("source", importer.name, address))
            spent = max(spent, time.process_time() - used)
            wall = max(wall, time.monotonic() - started)
        return replace(_outcome(case, bench, stage, run), seconds=spent, wall=wall)


def _outcome(case: Case, bench: Bench, stage: Stage, run: Run) -> Outcome:
    found = bench.core.harvest_log.outcomes(run.id, None, 2_000)
    faults = list(audit(bench.core, stage, run))
    if case.check:
        faults += filter(None, [case.check(bench, stage)])
    return Outcome(
        case.name,
        state=run.state,
        message=run.message[:2_000],
        counts=run.counts,
        reasons=tuple(f"{one.outcome} {one.source_key[:200]}: {one.reason}" for one in found[:50]),
        kept=tuple(one for one in case.kept if _is_in(bench.core, one)),
        faults=tuple(dict.fromkeys(one[:500] for one in faults))[:20],
    )


def _is_in(core: Core, name: str) -> bool:
    iri = name if re.match(r"\w+:", name) else f"{BASE}id/{name}"
    return core.catalogue.by_iri(iri) is not None
