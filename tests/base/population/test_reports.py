"""Reports in the database: kept once, with an entry in the journal; the command that loads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from superconnector.base.actions import keep_population_report
from superconnector.base.models import JournalEntry, PopulationReport
from superconnector.base.population.access import may_see_population
from superconnector.base.population.figures import figures
from superconnector.base.population.results import Results, as_json, save
from superconnector.base.queries import figures_of, population_reports
from superconnector.ecosystem import Ecosystem
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(run: Callable[..., Results], shops: str) -> Results:
    return run(shops, by=["town"])


@pytest.fixture
def file(results: Results, tmp_path: Path) -> Path:
    target = tmp_path / "r.json"
    save(results, target)
    return target


def load(*arguments: str) -> str:
    said = StringIO()
    call_command("load_population_report", *arguments, stdout=said)
    return said.getvalue()


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        load(*arguments)
    assert not PopulationReport.objects.exists()
    return str(error.value)


def test_a_report_is_kept_once_with_its_entry(results: Results) -> None:
    report, is_new = keep_population_report(title="Shops", results=results, actor="Ada", now=NOW)
    assert (is_new, str(report), report.on) == (True, "Shops (2026-11-21)", date(2026, 11, 21))
    again, is_new = keep_population_report(title="Other", results=results, actor="Ben", now=NOW)
    assert (is_new, again.pk, again.title) == (False, report.pk, "Shops")
    (entry,) = JournalEntry.objects.filter(verb="population-report.kept")
    assert (entry.actor, entry.subject) == ("Ada", f"report:{report.digest}")
    assert entry.detail == {"title": "Shops", "rows": 6}


def test_a_report_without_a_title_is_refused_with_its_entry(results: Results) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_population_report(title="", results=results, actor="Ada", now=NOW)
    assert not JournalEntry.objects.filter(verb="population-report.kept").exists()


def test_what_is_kept_comes_back(results: Results, django_assert_num_queries: object) -> None:
    report, _ = keep_population_report(title="Shops", results=results, actor="Ada", now=NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert figures_of(report.digest) == figures(results)
    with django_assert_num_queries(0):  # type: ignore[operator]
        figures_of(report.digest)
    with pytest.raises(PopulationReport.DoesNotExist):
        figures_of("0" * 64)


def test_the_newest_comes_first_and_bodies_stay_where_they_are(
    run: Callable[..., Results], shops: str, django_assert_num_queries: object
) -> None:
    for title, by in (("first", ["town"]), ("second", ["applicant.type"]), ("third", [])):
        keep_population_report(title=title, results=run(shops, by=by), actor="Ada", now=NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = [(r.title, r.about["rows"], r.get_deferred_fields()) for r in population_reports()]
    assert found == [("third", 6, {"body"}), ("second", 6, {"body"}), ("first", 6, {"body"})]


def test_a_file_is_loaded(file: Path, results: Results, small_site: Ecosystem) -> None:
    said = load(str(file), "--title", "Shops of the town")
    report = PopulationReport.objects.get()
    place = f"6 applicants, at /population/{report.pk}/\n"
    assert said == f"Kept: Shops of the town (2026-11-21), {place}"
    assert report.body == as_json(results)
    assert load(str(file)) == f"Kept already: Shops of the town (2026-11-21), {place}"
    assert load(str(file), "--if-none") == ""
    assert PopulationReport.objects.count() == 1


def test_without_a_title_it_has_the_name_of_the_table(file: Path, shops: str, small_site: Ecosystem) -> None:
    load(str(file))
    assert PopulationReport.objects.get().title == shops[:200]


def test_a_made_up_population_is_drawn_and_loaded(site: Ecosystem) -> None:
    arguments = ("--sample", "300", "--on", "2026-11-21", "--set", "bud.share=1:1", "--title", "Sample")
    load(*arguments)
    report = PopulationReport.objects.get()
    found = figures_of(report.digest)
    assert found.about["made_up"] is True
    assert (found.about["table"], found.about["rows"]) == ("sample-300.parquet", 300)
    assert found.splits == ("applicant.sector", "applicant.employees", "district")
    assert list(found.changes) == ["bud"]
    assert load(*arguments).startswith("Kept already: ")


def test_the_command_says_what_is_wrong(file: Path, tmp_path: Path, site: Ecosystem) -> None:
    assert refusal() == "Name one file of results, or ask for --sample ROWS."
    assert refusal(str(file), "--sample", "10") == "Name one file of results, or ask for --sample ROWS."
    assert (
        refusal(f"{tmp_path}/none.json") == f"{tmp_path}/none.json: cannot be read: No such file or directory"
    )
    assert refusal(str(file)) == "These results are about smallville; this site is hong-kong."
    assert refusal("--sample", "0") == "ask for 1 to 100,000,000 rows"
    assert refusal("--sample", "10", "--set", "bud") == (
        "--set bud: write programme.field=value: tvp.ceiling=800000"
    )
    file.write_text(json.dumps({"about": {}, "numbers": []}))
    assert "r.json: about.table: give a text\n" in refusal(str(file))
    assert not JournalEntry.objects.filter(verb="population-report.kept").exists()


def test_a_sample_needs_a_recipe(small_site: Ecosystem) -> None:
    assert refusal("--sample", "10") == (
        "population.yaml: the ecosystem has no such file, so nothing says how to draw a population"
    )


@pytest.mark.parametrize(
    ("signed_in", "staff", "may"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_only_officers_may_see(signed_in: bool, staff: bool, may: bool) -> None:
    assert may_see_population(SimpleNamespace(is_authenticated=signed_in, is_staff=staff)) is may


def test_nobody_may_not_see() -> None:
    assert may_see_population(None) is False
    assert may_see_population(object()) is False
