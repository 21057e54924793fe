"""superconnector check: everything that is wrong with an ecosystem folder, in one run."""

from __future__ import annotations

from pathlib import Path

import click

from superconnector.ecosystem.checking import check
from superconnector.ecosystem.folder import gather
from superconnector.ecosystem.problems import Severity


@click.command("check")
@click.argument("folder", type=click.Path())
@click.option("--quiet", is_flag=True, help="Errors only, no warnings.")
def command(folder: str, quiet: bool) -> None:
    """Check every file of FOLDER; print `file:line: message` and exit with 1 if there is an error."""
    files, unread = gather(folder)
    missing = not Path(folder).is_dir()
    found = [] if missing else check(files, [problem.path for problem in unread])
    problems = sorted({*unread, *found})
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in errors if quiet else problems:
        click.echo(f"{folder.rstrip('/')}/{problem}")
    warnings = len(problems) - len(errors)
    click.echo(f"{len(files)} files, {len(errors)} errors, {warnings} warnings", err=True)
    raise SystemExit(1 if errors else 0)
