"""superconnector population: what the rules do to a whole table of applicants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from superconnector.base.population.mapping import Plain, bind, read_mapping
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import Table, open_file
from superconnector.base.population.results import FORMATS, check_target, save
from superconnector.base.population.runs import evaluate
from superconnector.cli.opening import Day, common_options, opened, refuse
from superconnector.cli.population_report import show
from superconnector.ecosystem import Ecosystem, today_in


@click.group("population")
def command() -> None:
    """Say what the rules do to a whole table of applicants, and what a change would do."""


@command.command("evaluate")
@click.argument("file")
@click.option("--on", type=Day(), help="As of this day; today unless given.")
@click.option("--mapping", metavar="FILE", help="Which column says which fact (YAML); else by their names.")
@click.option("--by", multiple=True, metavar="FACT", help="Also by this fact or column; may be repeated.")
@click.option(
    "--out", metavar="PLACE", help="Write results to a .csv, .parquet or .json, or to a new folder."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *FORMATS.values()]),
    default="table",
    help="What is printed.",
)
@common_options
def evaluate_command(
    file: str,
    on: date | None,
    mapping: str | None,
    by: tuple[str, ...],
    out: str | None,
    form: str,
    folder: str | None,
    language: str,
) -> None:
    """Evaluate every applicant of FILE (CSV, Parquet) against all programmes."""
    ecosystem = opened(folder, language)
    try:
        if out:
            check_target(Path(out))
        table = open_file(file)
        bound = bind(_mapping(mapping, ecosystem), table.columns, table.name, ecosystem)
        with _progress(table) as progress:
            results = evaluate(
                table, bound, by, ecosystem, on or today_in(ecosystem), today_in(ecosystem), progress
            )
        if out:
            save(results, Path(out))
    except TableError as error:
        refuse(*error.problems)
    show(results, form)


def _mapping(file: str | None, ecosystem: Ecosystem) -> Plain:
    if file is None:
        return Plain()
    try:
        return read_mapping(file, Path(file).read_bytes(), ecosystem)
    except OSError as error:
        raise TableError(f"{file}: cannot be read: {error.strerror}") from None


@contextmanager
def _progress(table: Table) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal; nothing where the messages go to a file."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda rows: None
        return
    columns = (TextColumn("{task.completed:,.0f} rows"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("rows", total=table.rows)
        yield lambda rows: bar.advance(task, rows)
