"""The command line: ``smartland serve``, ``demo``, ``harvest``, ``reindex``, ``verify``, …"""

import sys

import click
from environs.exceptions import EnvValidationError

from smartland.cli.access import merge, token
from smartland.cli.evidence import evidence
from smartland.cli.harvesting import harvest
from smartland.cli.projections import follow_command, reindex, verify_command
from smartland.cli.review import review
from smartland.cli.samples import samples
from smartland.cli.serving import demo, serve
from smartland.cli.shared import fail
from smartland.cli.sources import source, worker
from smartland.cli.templates import template
from smartland.cli.validate import validate
from smartland.errors import SmartlandError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="smartland")
def cli() -> None:
    """Smart Land: stakeholders, competences, needs, calls and projects as linked data."""


COMMANDS = (
    serve,
    demo,
    harvest,
    samples,
    template,
    source,
    worker,
    review,
    validate,
    evidence,
    follow_command,
    reindex,
    verify_command,
    token,
    merge,
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line; every error of ours becomes one line and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except SmartlandError as error:
        fail(error.message.en, *(f"{p.field}: {p.message.en}" for p in error.problems))
    except EnvValidationError as error:
        fail(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
