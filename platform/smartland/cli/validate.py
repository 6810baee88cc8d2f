"""Catalogues against application profiles, file by file."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import click

from smartland.cli.shared import open_truth
from smartland.errors import SmartlandError
from smartland.rdf.findings import SEVERITIES, Group
from smartland.rdf.mqa import Mqa, rating
from smartland.rdf.mqa_table import TOTAL
from smartland.rdf.profiles import DCAT_AP_IT, PROFILES
from smartland.services.validation import UPLOADS, Checked, Validation
from smartland.services.validation_answers import points, report_document

HINTS_SHOWN = 8


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--profile", default=DCAT_AP_IT, show_default=True, type=click.Choice([*PROFILES]))
@click.option("--score", is_flag=True, help="Score the datasets as data.europa.eu would (0–405).")
@click.option("--probe", is_flag=True, help="Ask the addresses in them too; implies --score.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, by file.")
def validate(
    files: tuple[str, ...],
    profile: str,
    score: bool,  # noqa: FBT001 - a click flag
    probe: bool,  # noqa: FBT001 - a click flag
    as_json: bool,  # noqa: FBT001 - a click flag
) -> None:
    """Check FILES (RDF files, or http addresses) against an application profile.

    Exit code 1 when any of them breaks what the profile makes mandatory, or cannot be read.
    """
    found: dict[str, Checked | SmartlandError] = {}
    with open_truth() as core:
        for name in files:
            found[name] = _check(core.validation, name, profile, score or probe, probe)
    if as_json:
        body = {name: _document(one) for name, one in found.items()}
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        for name, one in found.items():
            for line in _lines(name, one):
                click.echo(line)
    if not all(isinstance(one, Checked) and one.report.conforms for one in found.values()):
        sys.exit(1)


def _check(
    validation: Validation,
    name: str,
    profile: str,
    score: bool,  # noqa: FBT001 - as the command has it
    probe: bool,  # noqa: FBT001 - as the command has it
) -> Checked | SmartlandError:
    try:
        if name.startswith(("http://", "https://")):
            return validation.check_address(name, profile, score=score, probe=probe)
        file = Path(name).resolve()
        try:
            body = file.read_bytes()
        except OSError as error:
            raise click.ClickException(f"{name}: {error.strerror}") from error
        base = UPLOADS + quote(file.name)
        return validation.check(body, "", base, profile, score=score, probe=probe)
    except SmartlandError as error:
        return error


def _document(one: Checked | SmartlandError) -> object:
    return report_document(one) if isinstance(one, Checked) else {"error": one.message.en}


def _lines(name: str, one: Checked | SmartlandError) -> Iterator[str]:
    if not isinstance(one, Checked):
        yield f"{name}: {one.message.en}"
        return
    report = one.report
    counts = ", ".join(f"{report.counts[s]} {s.lower()}" for s in SEVERITIES)
    verdict = "conforms" if report.conforms else "does not conform"
    at_least = "" if report.complete else "at least "
    yield f"{name}: {verdict} to {report.profile} ({report.triples} triples; {at_least}{counts})"
    for group in report.groups:
        yield from _group_lines(group)
    if one.score:
        yield from _score_lines(one.score)


def _group_lines(group: Group) -> Iterator[str]:
    first = group.findings[0]
    yield f"  {group.severity:<9} {group.count:>6} x  {first.message.en}"
    yield f"  {'':<9} {'':>6}    {group.mend.en}"
    where = first.focus + (f" and {group.count - 1} more" if group.count > 1 else "")
    if first.focus:
        yield f"  {'':<9} {'':>6}    at {where}"


def _score_lines(mqa: Mqa) -> Iterator[str]:
    low, high = points(mqa.catalogue.low), points(mqa.catalogue.high)
    reach = f"{low}" if low == high else f"{low} to {high}"
    rated = rating(mqa.catalogue.low).en
    yield f"  score {reach} of {TOTAL} ({rated}), mean of {mqa.count} datasets"
    for one in mqa.catalogue.hints[:HINTS_SHOWN]:
        yield f"  {'+' + str(points(one.gain)):>9}  {one.metric.hint.en}"
