"""The officers' pages about a population: who may see them, and that they say what was counted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from superconnector.base.actions import keep_population_report
from superconnector.base.models import JournalEntry, PopulationReport
from superconnector.base.population.changing import changed
from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.reading import open_file
from superconnector.base.population.results import Results
from superconnector.base.population.runs import Request, evaluate
from superconnector.core.rules.survey import Line
from superconnector.ecosystem import Ecosystem
from superconnector.portal.population_page import group_words, split_words
from tests.base.population.conftest import ON, SHOPS
from tests.conftest import NOW
from tests.portal.markup import Page, problems

pytestmark = pytest.mark.django_db
TITLE = "Shops & <stalls>"
BY = ("town", "applicant.employees:100", "applicant.type")


def counted(ecosystem: Ecosystem, file: Path, *settings: str, by: tuple[str, ...] = BY) -> Results:
    file.write_text(SHOPS, encoding="utf-8")
    table = open_file(str(file))
    bound = bind(Plain(), table.columns, table.name, ecosystem)
    other = changed(ecosystem, {}, {}, settings, ON) if settings else None
    return evaluate(table, bound, ecosystem, Request(ON, ON, (), by, other))


@pytest.fixture
def officer(client: Client, settings: object) -> Client:
    """Somebody who has signed in and belongs to the staff; the second factor is tried elsewhere."""
    settings.STAFF_NEED_MFA = False  # type: ignore[attr-defined]
    client.force_login(get_user_model().objects.create_user("olive@example.org", is_staff=True))
    return client


@pytest.fixture
def report(small_site: Ecosystem, tmp_path: Path) -> PopulationReport:
    results = counted(small_site, tmp_path / "shops.csv", "gg.ceiling=120000")
    return keep_population_report(title=TITLE, results=results, actor="tests", now=NOW)[0]


@pytest.fixture
def see(officer: Client) -> Callable[..., Page]:
    """A page as an officer sees it; there is nothing wrong with it."""

    def page(path: str, **query: str) -> Page:
        response = officer.get(path, query)
        assert response.status_code == 200
        source = response.content.decode()
        assert problems(source) == []
        return Page(source)

    return page


def rows(page: Page, table: int) -> list[list[str]]:
    """The cells of the body of a table, by their texts."""
    found: list[list[str]] = []
    owner = page.all("table")[table]
    for element in page.elements:
        if owner in element.around and any(e.tag == "tbody" for e in element.around):
            if element.tag == "tr":
                found.append([])
            elif element.tag in ("th", "td"):
                found[-1].append(" ".join(element.text.split()))
    return found


def widths(page: Page, table: int) -> list[list[tuple[str, float]]]:
    """The pieces of the bar in each row of a table: class and width, of 1000."""
    owner = page.all("table")[table]
    bars: list[list[tuple[str, float]]] = []
    for element in page.elements:
        if owner in element.around and element.tag == "svg":
            bars.append([])
        elif owner in element.around and element.tag == "rect":
            bars[-1].append((element.get("class"), float(element.get("width"))))
    return bars


# --- who may see them ------------------------------------------------------------------------------------


def paths(report: PopulationReport) -> list[str]:
    return [
        reverse("population"),
        reverse("population-report", args=[report.pk]),
        reverse("population-programme", args=[report.pk, "growth-grant"]),
        reverse("population-export", args=[report.pk, "csv"]),
    ]


def test_a_stranger_sees_nothing(client: Client, report: PopulationReport) -> None:
    for path in paths(report):
        response = client.get(path)
        assert response.status_code == 404
        assert TITLE not in response.content.decode()


def test_a_member_sees_nothing(client: Client, report: PopulationReport) -> None:
    client.force_login(get_user_model().objects.create_user("mia@example.org"))
    assert [client.get(path).status_code for path in paths(report)] == [404] * 4


def test_an_officer_who_is_no_longer_active_sees_nothing(officer: Client, report: PopulationReport) -> None:
    assert [officer.get(path).status_code for path in paths(report)] == [200] * 4
    get_user_model().objects.update(is_active=False)
    assert [officer.get(path).status_code for path in paths(report)] == [404] * 4


def test_an_officer_sees_them(see: Callable[..., Page], report: PopulationReport) -> None:
    assert [see(path).h1 for path in paths(report)[:3]] == [
        "What the rules do to everyone",
        TITLE,
        "Growth Grant",
    ]


def test_only_reading(officer: Client, report: PopulationReport) -> None:
    assert [officer.post(path).status_code for path in paths(report)] == [405] * 4


def test_nothing_is_left_in_a_cache(officer: Client, report: PopulationReport) -> None:
    """After signing out, the way back in the browser shows nothing."""
    for path in paths(report):
        assert "no-store" in officer.get(path).headers["Cache-Control"]


def test_a_page_that_was_seen_costs_five_queries(
    officer: Client, report: PopulationReport, django_assert_num_queries: object
) -> None:
    """The session, the person, the report, the edition for the page and its frame; the numbers are held."""
    for path in paths(report)[1:3]:
        officer.get(path)
        with django_assert_num_queries(5):  # type: ignore[operator]
            officer.get(path)


def test_the_numbers_as_files(officer: Client, report: PopulationReport) -> None:
    def file(kind: str) -> bytes:
        response = officer.get(f"/population/{report.pk}/results.{kind}")
        name = f'attachment; filename="population-{report.pk}.{kind}"'
        assert response.headers["Content-Disposition"] == name
        return response.content

    assert json.loads(file("json")) == report.body
    table = pq.read_table(io.BytesIO(file("parquet")))
    lines = list(csv.DictReader(io.StringIO(file("csv").decode())))
    assert table.num_rows == len(lines) == len(report.body["numbers"])
    assert [int(line["value"]) for line in lines] == [int(v) for v in table["value"].to_pylist()]


def test_what_is_not_there(officer: Client, report: PopulationReport) -> None:
    place = f"/population/{report.pk}"
    missing = ["/population/999999/", "/population/99999999999999999999999/", "/population/x/"]
    missing += [f"{place}/nothing/", f"{place}/town-fund/", "/population/999999/growth-grant/"]
    missing += ["/population/999999/results.csv", f"{place}/results.xlsx/"]
    assert [officer.get(path).status_code for path in missing] == [404] * 8


# --- the list --------------------------------------------------------------------------------------------


def test_before_the_first_report(see: Callable[..., Page], small_site: Ecosystem) -> None:
    page = see("/population/")
    assert "No report is stored yet" in page.text
    assert "load_population_report report.json" in page.text


def test_the_list_leads_to_the_report(see: Callable[..., Page], report: PopulationReport) -> None:
    page = see("/population/")
    (card,) = [e for e in page.all("a") if e.get("class") == "card"]
    assert card.get("href") == f"/population/{report.pk}/"
    said = " ".join(card.text.split())
    assert said == f"{TITLE} 6 applicants gg.ceiling=120000 as of 21 November 2026"


def test_the_queries_do_not_grow(
    officer: Client, small_site: Ecosystem, tmp_path: Path, django_assert_num_queries: object
) -> None:
    """The session, the person, the edition, the reports."""
    for number in range(3):
        results = counted(small_site, tmp_path / f"{number}.csv")
        keep_population_report(title=f"No {number}", results=results, actor="tests", now=NOW)
        officer.get("/population/")
        with django_assert_num_queries(4):  # type: ignore[operator]
            officer.get("/population/")


# --- one report ------------------------------------------------------------------------------------------


def test_everyone(see: Callable[..., Page], report: PopulationReport) -> None:
    page = see(f"/population/{report.pk}/")
    assert rows(page, 1) == [
        ["Growth Grant", "2", "1", "3"],
        ["School Laboratory", "1", "0", "5"],
    ]
    assert widths(page, 1) == [
        [("bar-open", 331.3), ("bar-may-be-open", 164.7), ("bar-not-for-you", 498.0)],
        [("bar-open", 164.7), ("bar-not-for-you", 831.3)],
    ]
    assert f"/population/{report.pk}/growth-grant/" in page.links()
    assert "1 programme closed for everybody" in page.text
    assert "All 6 applicants" in page.text
    assert "made up" not in page.text


def test_a_part_of_the_population(
    see: Callable[..., Page], report: PopulationReport, small_site: Ecosystem
) -> None:
    page = see(f"/population/{report.pk}/", part="town|North")
    assert rows(page, 1) == [["Growth Grant", "2", "1", "0"], ["School Laboratory", "0", "0", "3"]]
    assert "North: 3 applicants" in page.text
    assert [e.text for e in page.all("option") if "selected" in e.attributes] == ["North"]
    assert [e.get("label") for e in page.all("optgroup")] == [
        "Town",
        split_words("applicant.employees", small_site),
        split_words("applicant.type", small_site),
    ]


@pytest.mark.parametrize("part", ["town|Nowhere", "x|y", "|", "town", "\0", "<b>"])
def test_a_part_that_is_not_there_is_everyone(
    see: Callable[..., Page], report: PopulationReport, part: str
) -> None:
    page = see(f"/population/{report.pk}/", part=part)
    assert "All 6 applicants" in page.text
    assert [e.text for e in page.all("option") if "selected" in e.attributes] == []


def test_what_it_costs(see: Callable[..., Page], report: PopulationReport) -> None:
    page = see(f"/population/{report.pk}/")
    assert rows(page, 2) == [["Growth Grant · grant", "HK$107,500.75", "HK$0", "HK$60,000", "0"]]
    assert widths(page, 2) == [[("who-0", 639.8), ("who-2", 356.2)]]


def test_two_versions(see: Callable[..., Page], report: PopulationReport) -> None:
    for path in (f"/population/{report.pk}/", f"/population/{report.pk}/growth-grant/"):
        page = see(path)
        assert "Changed: gg.ceiling=120000" in page.text
        assert "1gain 0lose" in page.text.replace(" gain", "gain").replace(" lose", "lose")
        assert rows(page, 0) == [
            ["Applicants: Open", "2", "2", "0"],
            ["Applicants: Not known", "1", "1", "0"],
            ["Applicants: Not open", "3", "3", "0"],
            ["grant: Open, amount known", "HK$107,500.75", "HK$127,500.75", "+HK$20,000"],
            ["grant: Not known, at most", "HK$60,000", "HK$60,000", "HK$0"],
        ]


def test_who_moves_and_a_loss(see: Callable[..., Page], small_site: Ecosystem, tmp_path: Path) -> None:
    results = counted(small_site, tmp_path / "s.csv", "gg.status=closed")
    report, _ = keep_population_report(title="Closed", results=results, actor="tests", now=NOW)
    page = see(f"/population/{report.pk}/growth-grant/")
    assert "Open to Closed: 2" in page.text
    assert ["Applicants: Open", "2", "0", "\N{MINUS SIGN}2"] in rows(page, 0)
    assert ["Applicants: Closed", "0", "6", "+6"] in rows(page, 0)
    groups = {row[0]: row[4:6] for row in rows(page, 3)}
    assert groups == {"Not known": ["0", "0"], "North": ["0", "3"], "South": ["0", "0"]}


def test_terms_that_have_changed_since(
    see: Callable[..., Page], officer: Client, small_site: Ecosystem, tmp_path: Path
) -> None:
    results = counted(small_site, tmp_path / "s.csv")
    older = Results({**results.about, "edition": "f" * 64}, results.lines)
    report, _ = keep_population_report(title="Older", results=older, actor="tests", now=NOW)
    assert "The terms have changed since these numbers were counted." in see(f"/population/{report.pk}/").text


def test_a_programme_that_the_ecosystem_no_longer_has(
    see: Callable[..., Page], small_site: Ecosystem, tmp_path: Path
) -> None:
    results = counted(small_site, tmp_path / "s.csv")
    lines = {version: tuple(_renamed(line) for line in lines) for version, lines in results.lines.items()}
    gone = Results(results.about, lines, ("old-grant, x: no column", "school-lab, y: no column"))
    report, _ = keep_population_report(title="Gone", results=gone, actor="tests", now=NOW)
    assert ["old-grant", "2", "1", "3"] in rows(see(f"/population/{report.pk}/"), 0)
    page = see(f"/population/{report.pk}/old-grant/")
    assert page.h1 == "old-grant"
    assert [row[0] for row in rows(page, 0)] == ["business", "small", "unlisted"]
    assert "old-grant, x: no column" in page.text
    assert "school-lab, y" not in page.text


def _renamed(line: Line) -> Line:
    return replace(line, programme="old-grant") if line.programme == "growth-grant" else line


# --- one programme ---------------------------------------------------------------------------------------


def test_who_fails_where(see: Callable[..., Page], report: PopulationReport) -> None:
    page = see(f"/population/{report.pk}/growth-grant/")
    assert rows(page, 1) == [
        ["A business applies. source 1", "1", "1"],
        ["It has fewer than 100 employees. source 1", "1", "1"],
        ["It is not listed. source 1", "1", "1"],
    ]
    assert widths(page, 1) == [[("pop-alone", 164.7)]] * 3


def test_a_split_and_a_give_are_picked(see: Callable[..., Page], report: PopulationReport) -> None:
    page = see(f"/population/{report.pk}/growth-grant/", by="applicant.employees")
    assert rows(page, 3) == [
        ["below 100", "2", "1", "2", "1", "0", "HK$107,500.75"],
        ["100 or more", "0", "0", "1", "0", "0", "HK$0"],
    ]
    by_town = see(f"/population/{report.pk}/growth-grant/", by="nothing", give="nothing")
    assert [row[0] for row in rows(by_town, 3)] == ["Not known", "North", "South"]


def test_a_closed_programme(see: Callable[..., Page], report: PopulationReport) -> None:
    page = see(f"/population/{report.pk}/web-voucher/")
    assert "Closed for everybody on this day." in page.text


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_in_chinese(see: Callable[..., Page], report: PopulationReport, language: str) -> None:
    page = see(f"/{language}/population/{report.pk}/growth-grant/", by="applicant.type")
    assert page.all("html")[0].get("lang") == language
    assert rows(page, 3)[0][1:4] == ["2", "0", "2"]
    assert see(f"/{language}/population/").h1
    assert see(f"/{language}/population/{report.pk}/").h1 == TITLE


def test_a_made_up_population_says_so(
    see: Callable[..., Page], small_site: Ecosystem, tmp_path: Path
) -> None:
    results = counted(small_site, tmp_path / "s.csv")
    drawn = Results({**results.about, "made_up": True}, results.lines)
    report, _ = keep_population_report(title="Drawn", results=drawn, actor="tests", now=NOW)
    said = "This population is made up: nobody in it exists."
    assert said in see(f"/population/{report.pk}/").text
    assert said in see(f"/population/{report.pk}/growth-grant/").text
    assert "made up" in see("/population/").text


def test_texts_of_a_table_are_texts(see: Callable[..., Page], small_site: Ecosystem, tmp_path: Path) -> None:
    """A town may be called anything: it is shown, and it can be picked."""
    town = "</option><script>x</script> & “Co”"
    file = tmp_path / "s.csv"
    file.write_text(SHOPS.replace("North", town), encoding="utf-8")
    table = open_file(str(file))
    bound = bind(Plain(), table.columns, table.name, small_site)
    results = evaluate(table, bound, small_site, Request(ON, ON, (), ("town",)))
    report, _ = keep_population_report(title="Towns", results=results, actor="tests", now=NOW)
    page = see(f"/population/{report.pk}/", part=f"town|{town}")
    assert f"{town}: 3 applicants" in page.text
    assert town in [row[0] for row in rows(see(f"/population/{report.pk}/growth-grant/"), 2)]


def test_a_report_without_parts(see: Callable[..., Page], small_site: Ecosystem, tmp_path: Path) -> None:
    results = counted(small_site, tmp_path / "s.csv", by=())
    report, _ = keep_population_report(title="Plain", results=results, actor="tests", now=NOW)
    assert see(f"/population/{report.pk}/").all("select") == []
    assert see(f"/population/{report.pk}/growth-grant/").all("select") == []


@pytest.mark.parametrize(
    ("split", "group", "words"),
    [
        ("town", "10 to 12", "10 to 12"),
        ("applicant.employees", "10 to 49", "10 to 49"),
        ("applicant.employees", "1,000 or more", "1,000 or more"),
        ("applicant.employees", "below 10", "below 10"),
        ("applicant.employees", "0", "0"),
        ("applicant.listed", "yes", "Yes"),
        ("applicant.listed", "no", "No"),
        ("applicant.listed", "unknown", "Not known"),
        ("town", "unknown", "Not known"),
    ],
)
def test_the_words_of_a_group(small: Ecosystem, split: str, group: str, words: str) -> None:
    assert group_words(split, group, small) == words


def test_a_report_is_removed_after_a_question_and_the_journal_knows(
    officer: Client, see: Callable[..., Page], report: PopulationReport
) -> None:
    address = reverse("population-remove", args=[report.pk])
    assert f'href="{address}"' in see(reverse("population-report", args=[report.pk])).source
    assert problems(see(address)) == []
    assert PopulationReport.objects.count() == 1
    assert officer.post(address).headers["Location"] == reverse("population")
    assert PopulationReport.objects.count() == 0
    entry = JournalEntry.objects.get(verb="population-report.removed")
    assert (entry.subject, entry.detail) == (f"report:{report.digest}", {"title": TITLE})
    assert officer.post(address).status_code == 404


def test_nobody_else_removes_a_report(client: Client, report: PopulationReport) -> None:
    address = reverse("population-remove", args=[report.pk])
    assert client.post(address).status_code == 404
    client.force_login(get_user_model().objects.create_user("member@example.org"))
    assert client.post(address).status_code == 404
    assert PopulationReport.objects.count() == 1
