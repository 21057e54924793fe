"""python -m django load_population_report FILE.json [--title TEXT], or --sample ROWS."""

import tempfile
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from superconnector.base.actions import keep_population_report
from superconnector.base.models import PopulationReport
from superconnector.base.population.changing import changed
from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import open_file
from superconnector.base.population.recipe import read_recipe
from superconnector.base.population.results import Results
from superconnector.base.population.runs import Request, evaluate
from superconnector.base.population.sampling import write
from superconnector.base.population.stored import read_report
from superconnector.base.queries import current_edition, files_of
from superconnector.ecosystem import load, today_in

SPLITS = ("applicant.sector", "applicant.employees", "district")
"""By what a made-up population is split: its columns of sector, size and district."""


class Command(BaseCommand):
    """Keep the results of `superconnector population evaluate` as a report that officers see."""

    requires_system_checks = ()  # migrate has made them; they would import every page
    help = "Keep results of `superconnector population evaluate … --out FILE.json` as a report for officers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.json")
        parser.add_argument("--title", help="what officers see in the list; the name of the table if missing")
        parser.add_argument(
            "--sample", type=int, metavar="ROWS", help="evaluate a made-up population instead"
        )
        parser.add_argument("--on", type=date.fromisoformat, help="as of this day; for --sample")
        parser.add_argument(
            "--set",
            dest="changes",
            action="append",
            default=[],
            metavar="P.FIELD=VALUE",
            help="compare; for --sample; may be repeated",
        )
        parser.add_argument("--if-none", action="store_true", help="do nothing if there is a report already")

    def handle(self, *, file: Path | None, sample: int | None, title: str | None, **options: Any) -> None:
        if (file is None) == (sample is None):
            raise CommandError("Name one file of results, or ask for --sample ROWS.")
        if options["if_none"] and PopulationReport.objects.exists():
            return
        try:
            results = _read(file) if file else _sampled(sample or 0, options["on"], options["changes"])
        except TableError as error:
            raise CommandError("\n".join(error.problems)) from None
        edition = current_edition()
        if edition is not None and edition.ecosystem != results.about["ecosystem"]:
            raise CommandError(
                f"These results are about {results.about['ecosystem']}; this site is {edition.ecosystem}."
            )
        title = (title or str(results.about["table"])).encode(errors="replace").decode()[:200]
        report, is_new = keep_population_report(
            title=title, results=results, actor="command line", now=timezone.now()
        )
        said = "Kept" if is_new else "Kept already"
        self.stdout.write(
            f"{said}: {report}, {results.about['rows']:,} applicants, at /population/{report.pk}/"
        )


def _read(file: Path) -> Results:
    try:
        return read_report(file.name, file.read_bytes())
    except OSError as error:
        raise TableError(f"{file}: cannot be read: {error.strerror}") from None


def _sampled(rows: int, on: date | None, settings: list[str]) -> Results:
    """A made-up population of the current edition, evaluated with its splits."""
    edition = current_edition()
    if edition is None:
        raise TableError("no ecosystem is loaded; run: python -m django load_ecosystem")
    files = files_of(edition)
    ecosystem = load(files)
    recipe = read_recipe(files, ecosystem)
    today = today_in(ecosystem)
    on = on or today
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"sample-{rows}.parquet")
        write(recipe, rows, 1, str(path))
        table = open_file(str(path))
        bound = bind(Plain(), table.columns, table.name, ecosystem)
        other = changed(ecosystem, files, {}, settings, on) if settings else None
        by = tuple(name for name in SPLITS if name in table.columns)
        found = evaluate(table, bound, ecosystem, Request(on, today, (), by, other))
    return replace(found, about={**found.about, "table": path.name})
