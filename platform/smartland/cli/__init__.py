"""The command line: ``smartland serve``, ``demo``, ``harvest``, ``reindex``, ``verify``, …"""

import sys
from importlib import import_module
from typing import Final

import click
from environs.exceptions import EnvValidationError

from smartland.errors import SmartlandError

_PLACES: Final = {
    "serve": "serving:serve",
    "demo": "serving:demo",
    "harvest": "harvesting:harvest",
    "samples": "samples:samples",
    "template": "templates:template",
    "source": "sources:source",
    "worker": "sources:worker",
    "review": "review:review",
    "validate": "validate:validate",
    "evidence": "evidence:evidence",
    "follow": "projections:follow_command",
    "reindex": "projections:reindex",
    "verify": "projections:verify_command",
    "token": "access:token",
    "merge": "access:merge",
    "alert": "alerts:alert",
}
"""Command → module and name: a command must not wait for the imports of all others."""


class _Commands(click.Group):
    """The group of all commands; a command is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PLACES:
            return None
        module, _, name = _PLACES[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"smartland.cli.{module}"), name)
        return found


def _fail(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="smartland")
def cli() -> None:
    """Smart Land: stakeholders, competences, needs, calls and projects as linked data."""


def main() -> None:
    """Run the command line; every error of ours becomes one line and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except SmartlandError as error:
        _fail(error.message.en, *(f"{p.field}: {p.message.en}" for p in error.problems))
    except EnvValidationError as error:
        _fail(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
