"""superconnector population: what the rules do to a whole table of applicants."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from superconnector.base.population.asking import ask
from superconnector.base.population.changing import Changed, changed
from superconnector.base.population.databases import is_address, open_database
from superconnector.base.population.mapping import Plain, bind, read_mapping
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import Table, open_file
from superconnector.base.population.recipe import grounds, read_recipe
from superconnector.base.population.results import FORMATS, check_target, save
from superconnector.base.population.runs import Request, evaluate
from superconnector.base.population.sampling import write
from superconnector.base.population.verdicts import check_verdicts, verdict_file
from superconnector.base.population.writing import whole_file
from superconnector.cli.opening import Day, common_options, folder_of, opened, refuse
from superconnector.cli.output import clean
from superconnector.cli.population_report import show
from superconnector.ecosystem import Ecosystem, read_folder, today_in

REPEATED = "may be repeated"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of `evaluate` that say what is asked."""

    on: date | None
    table: str | None
    mapping: str | None
    programmes: tuple[str, ...]
    by: tuple[str, ...]
    settings: tuple[str, ...]
    edited: tuple[str, ...]

    def request(self, ecosystem: Ecosystem, folder: str | None) -> Request:
        """The same, read. Raises TableError."""
        today = today_in(ecosystem)
        on = self.on or today
        return Request(on, today, self.programmes, self.by, self._changed(ecosystem, folder, on))

    def _changed(self, ecosystem: Ecosystem, folder: str | None, on: date) -> Changed | None:
        if not (self.settings or self.edited):
            return None
        files = read_folder(folder_of(folder)) if self.edited else {}
        return changed(ecosystem, files, {name: _text(name) for name in self.edited}, self.settings, on)

    def plain_mapping(self, ecosystem: Ecosystem) -> Plain:
        """The mapping file, if there is one. Raises TableError."""
        if self.mapping is None:
            return Plain()
        return read_mapping(self.mapping, _bytes(self.mapping), ecosystem)


@click.group("population")
def command() -> None:
    """Say what the rules do to a whole table of applicants, and what a change would do."""


@command.command("evaluate")
@click.argument("source", metavar="FILE")
@click.option("--on", type=Day(), help="As of this day; today unless given.")
@click.option("--table", metavar="NAME", help="The table, if FILE is sqlite:///FILE or postgresql://…")
@click.option("--mapping", metavar="FILE", help="Which column says which fact (YAML); else by their names.")
@click.option("--programme", "programmes", multiple=True, metavar="ID", help=f"Only this one; {REPEATED}.")
@click.option("--by", multiple=True, metavar="FACT", help=f"Also by this fact or column; {REPEATED}.")
@click.option("--set", "settings", multiple=True, metavar="P.FIELD=VALUE", help=f"Compare; {REPEATED}.")
@click.option(
    "--with", "edited", multiple=True, metavar="FILE", help=f"Compare with an edited file; {REPEATED}."
)
@click.option(
    "--out", metavar="PLACE", help="Write results to a .csv, .parquet or .json, or to a new folder."
)
@click.option("--verdicts", metavar="FILE", help="Write each applicant's outcomes to a .parquet or .csv.")
@click.option("--id", "column", metavar="COLUMN", help="The column that names the applicants in --verdicts.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *FORMATS.values()]),
    default="table",
    help="What is printed.",
)
@common_options
def evaluate_command(
    source: str,
    out: str | None,
    verdicts: str | None,
    column: str | None,
    form: str,
    folder: str | None,
    language: str,
    **options: object,
) -> None:
    """Evaluate every applicant of FILE against all programmes.

    FILE is CSV or Parquet, or the address of a database. A column is named after a fact
    (applicant.employees or applicant_employees), or mapped to one by --mapping.
    """
    ecosystem = opened(folder, language)
    try:
        if out:
            check_target(Path(out))
        asked = _Asked(**options)  # type: ignore[arg-type]
        table = open_database(source, asked.table) if is_address(source) else open_file(source)
        _check_together(out, verdicts, column)
        if verdicts:
            check_verdicts(Path(verdicts), column, table.columns, table.name)
        request = asked.request(ecosystem, folder)
        bound = bind(asked.plain_mapping(ecosystem), table.columns, table.name, ecosystem)
        each = verdict_file(Path(verdicts), column) if verdicts else nullcontext()
        with _progress(table) as progress, each as sink:
            results = evaluate(table, bound, ecosystem, request, progress, sink)
        if out:
            save(results, Path(out))
    except TableError as error:
        refuse(*error.problems)
    show(results, form, ecosystem.file.currency_sign, [ecosystem.aliases.get(p, p) for p in asked.programmes])


def _check_together(out: str | None, verdicts: str | None, column: str | None) -> None:
    if column and not verdicts:
        raise TableError("--id: names the applicants in --verdicts FILE; give both")
    if verdicts and out and Path(out).resolve() == Path(verdicts).resolve():
        raise TableError(f"{out}: --out and --verdicts are two files; give two names")


@command.command("sample")
@click.argument("rows", type=click.IntRange(min=1), metavar="N")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="One seed, one table.")
@click.option("--out", required=True, metavar="FILE.parquet", help="Where to write it.")
@common_options
def sample_command(rows: int, seed: int, out: str, folder: str | None, language: str) -> None:
    """Write a made-up population of N applicants, drawn as population.yaml of the ecosystem says.

    Prints which of its margins are published, with source and year, and which are assumed, with the reason.
    """
    ecosystem = opened(folder, language)
    target = Path(out)
    try:
        if target.suffix != ".parquet":
            raise TableError(f"{out}: name a file that ends in .parquet")
        recipe = read_recipe(read_folder(folder_of(folder)), ecosystem)
        with whole_file(target) as part:
            write(recipe, rows, seed, str(part))
    except TableError as error:
        refuse(*error.problems)
    said = {"n": f"{rows:,}", "file": clean(out), "seed": seed}
    click.echo(_("%(n)s applicants in %(file)s, seed %(seed)s") % said + "\n")
    for head, lines in zip((_("Published:"), _("Assumed:")), grounds(recipe), strict=True):
        click.echo(head)
        for line in lines:
            click.echo(clean(line))


@command.command("ask")
@click.argument("results", metavar="RESULTS.parquet")
@click.argument("question", metavar="SQL")
def ask_command(results: str, question: str) -> None:
    """Answer one SELECT over the table `results`, as JSON lines.

    Its columns: version, programme, item, split, part, measure, value.
    """
    try:
        answer = ask(results, question)
    except TableError as error:
        refuse(*error.problems)
    for row in answer.to_pylist():
        click.echo(json.dumps(row, default=_number, ensure_ascii=False))


def _number(value: object) -> int | float | str:
    """Decimals that are whole as whole numbers, everything else that JSON lacks as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise TableError(f"{file}: cannot be read: {error.strerror}") from None


def _text(file: str) -> str:
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{file}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None


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
