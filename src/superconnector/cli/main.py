"""The command line: one group; each command is loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

COMMANDS = {
    "ask": "superconnector.cli.ask",
    "changes": "superconnector.cli.changes",
    "check": "superconnector.cli.check",
    "coverage": "superconnector.cli.coverage",
    "find": "superconnector.cli.find",
    "plan": "superconnector.cli.plan",
    "population": "superconnector.cli.population",
    "programme": "superconnector.cli.programme",
    "schema": "superconnector.cli.schema",
}
"""Command → the module that holds a click command named `command`."""


class Group(click.Group):
    """Imports the module of a command on demand, so that `check` starts without Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, module in COMMANDS.items() if find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None or find_spec(module) is None:
            return None
        command: click.Command = import_module(module).command
        return command


@click.command(cls=Group)
@click.version_option(package_name="superconnector")
def main() -> None:
    """Say who you are and what you want to do; the ecosystem answers, with the reason and the source."""
