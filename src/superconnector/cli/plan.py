"""superconnector plan: the best provable stack of programmes for one project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from superconnector.apps.programmes import planner
from superconnector.cli.opening import Day, common_options, opened, refuse
from superconnector.cli.output import Page, print_json
from superconnector.cli.plan_json import plan_as_json
from superconnector.cli.plan_page import print_plan
from superconnector.ecosystem import Ecosystem, Problem, today_in
from superconnector.ecosystem.profiles import MAX_BYTES
from superconnector.ecosystem.projects import ProjectError, Request, read_project


@click.command("plan")
@click.argument("project")
@click.option("--on", type=Day(), help="Applications made on this day; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="The whole plan as JSON.")
@click.option(
    "--seconds", type=click.FloatRange(0.01, 600), default=5.0, show_default=True, help="How long to search."
)
@common_options
def command(
    project: str, on: date | None, as_json: bool, seconds: float, folder: str | None, language: str
) -> None:
    """Say which programmes pay which costs of PROJECT (YAML), when, and what is left to pay."""
    ecosystem = opened(folder, language)
    asked = read_project_file(project, ecosystem)
    day = on or today_in(ecosystem)
    planned = planner.plan_project(ecosystem, asked.profile, asked.project, day, seconds)
    if as_json:
        print_json(plan_as_json(ecosystem, planned, language))
    else:
        print_plan(Page(ecosystem), planned)


def read_project_file(file: str, ecosystem: Ecosystem) -> Request:
    """The project of a YAML file; a profile that it names is looked for beside it.

    Every problem is printed, and the command ends with 1.
    """

    def beside(name: str) -> bytes:
        if Path(name).name != name:
            refuse(Problem(file, 0, f"profile: {name[:80]} is not the name of a file beside this one"))
        return _bytes(str(Path(file).parent / name))

    try:
        return read_project(_bytes(file), ecosystem, beside)
    except ProjectError as error:
        refuse(
            *(
                Problem(file, p.line, f"{p.fact}: {p.message}" if p.fact else p.message)
                for p in error.problems
            )
        )


def _bytes(file: str) -> bytes:
    """As much of a file as is ever read. What cannot be read is told, and the command ends with 1."""
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        refuse(Problem(file, 0, "there is no such file"))
    except IsADirectoryError:
        refuse(Problem(file, 0, "this is a folder; name one project in it"))
    except (OSError, ValueError) as error:
        refuse(Problem(file, 0, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
