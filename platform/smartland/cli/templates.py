"""The files that people fill in, from the command line."""

from pathlib import Path

import click

from smartland.domain.kinds import KINDS
from smartland.services.filling import all_templates, template_of
from smartland.wiring import find_importers

ALL = "all"


@click.command()
@click.argument("kind", type=click.Choice([ALL, *KINDS]))
@click.option("--xlsx", is_flag=True, help="A workbook instead of CSV; “all” is always one.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; the template's own name in this folder unless given.",
)
def template(kind: str, xlsx: bool, output: Path | None) -> None:  # noqa: FBT001 - a click flag
    """Write the template of KIND (or of all kinds) to be filled in as a spreadsheet."""
    importers = find_importers()
    if kind == ALL:
        made = all_templates(importers)
    else:
        made = template_of(importers, (kind,), workbook=xlsx)
    path = output or Path(made.name)
    try:
        path.write_bytes(made.body)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    click.echo(path)
