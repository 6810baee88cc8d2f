"""``smartland samples``: every sort of source, brought in twice from a folder of real files."""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from smartland.cli.harvesting import following
from smartland.cli.shared import harvest_with_bar, open_truth
from smartland.ports.harvests import REJECTED, Run, Source
from smartland.wiring import Core

SAMPLES = (
    ("ipa", "."),
    ("dcat", "dcatapit/real/*.rdf"),
    ("ckan", "ckan"),
    ("startups", "firms/startup_registry.csv.gz"),
    ("cordis", "cordis/horizon_europe_head100"),
    ("cordis", "cordis/fp7_286_projects_full_text.json.gz"),
    ("cordis", "cordis/water"),
    ("cordis", "cordis"),
    ("eu-calls", "calls/sedia_open_calls.json.gz"),
    ("regional-calls", "calls/regional_feeds"),
    ("pnrr", "."),
    ("cerif", "oai"),
    ("university-offerings", "universities/unipv_ugov_offerings.xml"),
)
"""Importer, and the file, folder or pattern in the folder of samples that it reads."""
_VALUES = re.compile(r"[“«\"'][^”»\"']*[”»\"']|\d[\d.,:/-]*")
MOST_REASONS = 5


@dataclass(frozen=True)
class Sample:
    """One source and its two runs."""

    path: str
    first: Run
    second: Run
    reasons: Sequence[tuple[str, int]]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--no-follow", is_flag=True, help="Leave the projections to the server.")
def samples(folder: Path, no_follow: bool) -> None:  # noqa: FBT001 - a click flag
    """Bring in every sample of FOLDER twice, and print what became of each as a table."""
    with open_truth() as core, nullcontext() if no_follow else following():
        found = [_bring_in(core, importer, path, folder) for importer, path in _paths(folder)]
    for line in table(found):
        click.echo(line)
    if any(one.first.state != "done" or one.second.state != "done" for one in found):
        sys.exit(1)


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    for importer, pattern in SAMPLES:
        if pattern == ".":
            yield importer, folder.resolve()
            continue
        for path in sorted(folder.resolve().glob(pattern)):
            yield importer, path


def _bring_in(core: Core, importer: str, path: Path, folder: Path) -> Sample:
    name = path.relative_to(folder.resolve()).as_posix()
    source = Source(f"{importer}-{re.sub(r'[^A-Za-z0-9]+', '-', name)}", importer, str(path))
    first = harvest_with_bar(core, source)
    second = harvest_with_bar(core, source)
    rejected = core.harvest_log.outcomes(first.id, REJECTED, 1_000_000)
    reasons = Counter(_VALUES.sub("…", one.reason)[:160] for one in rejected)
    return Sample(name, first, second, reasons.most_common(MOST_REASONS))


def table(found: Sequence[Sample]) -> Iterator[str]:
    """The runs as a table in Markdown, and below it why items were rejected."""
    yield "| importer | source | first run | second run |"
    yield "|---|---|---|---|"
    for one in found:
        yield f"| {one.first.importer} | {one.path} | {_said(one.first)} | {_said(one.second)} |"
    yield ""
    for one in found:
        for reason, count in one.reasons:
            yield f"- {one.first.importer} {one.path}: {count} rejected: {reason}"


def _said(run: Run) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in sorted(run.counts.items()))
    return f"{counts or 'nothing'}{'' if run.state == 'done' else f' ({run.state}: {run.message})'}"
