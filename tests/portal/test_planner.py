"""The planner on the web: the form, the plan, the link, the files. Hong Kong's data, as visitors see it."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.test import Client
from icalendar import Calendar

from superconnector.apps.programmes.plan_files import project_text
from superconnector.base.links import sign_link
from superconnector.ecosystem import Ecosystem, read_profile
from superconnector.ecosystem.projects import read_project
from superconnector.portal import project_form as form
from superconnector.portal.visitor import to_plain
from tests.portal.markup import Page, problems

pytestmark = pytest.mark.django_db

LINES = [("Shop", "software", "420,000", "1", "6"), ("Campaign", "marketing", "400000.50", "6", "7")]
PLAN = "/plan/result/"


def filled(*lines: tuple[str, ...], **changes: object) -> dict[str, object]:
    """What a browser sends for these lines."""
    data = {"start": "2027-03-01", "months": "12", "cash": "", "first": "grant", "most": "", "plan": "1"}
    for place, cell in enumerate(form.CELLS):
        data[f"line_{cell}"] = [line[place] if place < len(line) else "" for line in lines]
    return {**data, **changes}


def sent(client: Client, data: dict[str, object], status: int, path: str = "/plan/") -> Page:
    """The page that answers the form; there is nothing wrong with it."""
    response = client.post(path, data)
    assert response.status_code == status
    source = response.content.decode()
    assert not source or problems(source) == []
    return Page(source or "<html></html>")


def draft(*lines: tuple[str, ...], **changes: str) -> form.Draft:
    top = {"start": "2027-03-01", "months": "12", **changes}
    return form.Draft(**top, lines=tuple(form.Row(*line) for line in lines))


@pytest.fixture
def merchant(client: Client, hong_kong: Ecosystem, hong_kong_files: dict[str, str]) -> Client:
    """A visitor who answered as the tea merchant does, and who has described a project."""
    profile = read_profile(hong_kong_files["examples/retailer-e-commerce-profile.yaml"], hong_kong)
    session = client.session
    session["answers"] = to_plain(profile)
    session.save()
    sent(client, filled(*LINES), 302)
    return client


def link(hong_kong: Ecosystem, project: object, facts: object = None) -> str:
    return sign_link({"facts": facts or {}, "project": project})


# --- the form --------------------------------------------------------------------------------------------


def test_the_results_lead_to_the_planner(visit):
    assert "/plan/" in visit("/results/").links()


def test_an_ecosystem_without_kinds_of_cost_has_no_planner(small_site, visit):
    assert "/plan/" not in visit("/results/").links()
    visit("/plan/", 404)


def test_an_empty_form_has_five_lines(visit):
    page = visit("/plan/")
    assert len([e for e in page.all("input") if e.get("name") == "line_name"]) == 5
    assert "You have answered no question yet" in page.text


@pytest.mark.parametrize("language", ["", "/zh-hant", "/zh-hans"])
def test_the_form_comes_in_three_languages(visit, language):
    heading = {"": "Plan a project", "/zh-hant": "計劃一個項目", "/zh-hans": "计划一个项目"}
    assert visit(f"{language}/plan/").h1 == heading[language]


def test_a_line_is_added_and_nothing_is_lost(client):
    page = sent(client, filled(*LINES, start="soon", add="1"), 200)
    names = [e.get("value") for e in page.all("input") if e.get("name") == "line_name"]
    assert names == ["Shop", "Campaign", ""]
    assert page.one("start").get("value") == "soon"


def test_a_line_is_removed(client):
    page = sent(client, filled(*LINES, remove="0"), 200)
    assert [e.get("value") for e in page.all("input") if e.get("name") == "line_name"] == ["Campaign"]


@pytest.mark.parametrize(
    ("number", "status"), [("9", 200), ("9999999999", 200), ("-1", 422), ("x", 422), ("", 422)]
)
def test_removing_no_line_removes_nothing(client, number, status):
    response = client.post("/plan/", filled(*LINES, start="", remove=number))
    assert response.status_code == status
    page = Page(response.content.decode())
    assert len([e for e in page.all("input") if e.get("name") == "line_name"]) == 2


def test_there_are_at_most_forty_lines(client):
    page = sent(client, filled(*[LINES[0]] * 50, add="1"), 200)
    assert len([e for e in page.all("input") if e.get("name") == "line_name"]) == 40
    assert [e for e in page.all("button") if e.get("name") == "add"] == []


@pytest.mark.parametrize(
    ("field", "changes", "said"),
    [
        ("start", {"start": ""}, "Enter the day on which the project starts."),
        ("start", {"start": "2027-02-30"}, "There is no such day: 2027-02-30. Check the month and the day."),
        ("months", {"months": "0"}, "Enter a number from 1 to 60."),
        ("months", {"months": "61"}, "Enter a number from 1 to 60."),
        ("months", {"months": "a year"}, "Enter a number in figures, for example 120000."),
        ("cash", {"cash": "-1"}, "Enter zero or more."),
        ("most", {"most": "0"}, "Enter a number from 1 to 60."),
        ("line-0-kind", {"line_kind": ["gold", "marketing"]}, "Line 1: Choose the kind of cost."),
        ("line-1-amount", {"line_amount": ["1", ""]}, "Line 2: Enter the amount of this cost."),
        (
            "line-0-amount",
            {"line_amount": ["0", "1"]},
            "Line 1: Enter an amount above zero, or remove the line.",
        ),
        ("line-0-amount", {"line_amount": ["-5", "1"]}, "Line 1: Enter zero or more."),
        (
            "line-1-months",
            {"line_months": ["6", "8"]},
            "Line 2: It lasts until month 13, the project until month 12. Shorten it or start it earlier.",
        ),
        ("line-0-from_month", {"line_from_month": ["0", "6"]}, "Line 1: Enter a number from 1 to 60."),
    ],
)
def test_an_error_stands_at_its_field_and_in_the_summary(client, field, changes, said):
    page = sent(client, filled(*LINES, **changes), 422)
    assert page.one(field).get("aria-invalid") == "true"
    assert " ".join(page.one(f"{field}-error").text.split()) == said
    (summary,) = [e for e in page.elements if e.get("class") == "error-summary"]
    assert [e.get("href") for e in page.all("a") if summary in e.around] == [f"#{field}"]
    assert "project" not in client.session


def test_a_form_without_lines(client):
    assert "Enter at least one cost line." in sent(client, filled(), 422).text


def test_a_form_that_was_sent_in_pieces(client):
    sent(client, {"line_name": ["a"], "line_amount": ["1", "2", "3"]}, 422)
    sent(client, {"start": "\x00", "line_name": ["\x00" * 900, "x" * 900]}, 422)


def test_lines_that_add_up_to_too_much(client):
    page = sent(client, filled(*[("x", "software", "999999999999", "1", "1")] * 40), 422)
    assert "All lines together:" in page.text


# --- the plan --------------------------------------------------------------------------------------------


def test_without_a_project_the_way_leads_to_the_form(client):
    for path in (PLAN, "/plan/result.pdf"):
        assert client.get(path).headers["Location"] == "/plan/"


def test_the_plan_of_a_visitor(merchant, visit):
    page = visit(PLAN)
    assert page.h1 == "Public money: up to HK$205,000.12 of HK$820,000.50"
    assert "Proven: no other combination does better." in page.text
    assert "/programmes/bud/" in page.links()
    assert "pays 25% of what is claimed." in page.text
    assert page.one("deepest-month").text.strip() != ""


def test_a_stranger_gets_a_plan_of_nothing_and_what_could_be_asked(client, visit):
    sent(client, filled(*LINES), 302)
    page = visit(PLAN)
    assert page.h1 == "Public money HK$0 of HK$820,000.50"
    assert "No programme that pays for costs is certain to be open to you." in page.text
    assert [href for href in page.links() if href.startswith("/find/")] != []


@pytest.mark.parametrize("language", ["/zh-hant", "/zh-hans"])
def test_the_plan_in_chinese(merchant, visit, language):
    assert visit(f"{language}{PLAN}").h1.endswith("HK$205,000.12")


def test_cash_that_does_not_suffice_is_said(merchant, visit):
    sent(merchant, filled(*LINES, cash="1000"), 302)
    assert "No combination keeps within your cash." in visit(PLAN).text


def test_what_was_typed_is_text_and_nothing_else(merchant, visit):
    attack = "<script>alert(1)</script>{{ 7*7 }}%(n)s"
    sent(merchant, filled((attack, "software", "100", "1", "1")), 302)
    assert attack in visit(PLAN).text
    assert attack in [e.get("value") for e in visit("/plan/").all("input")]


@pytest.mark.parametrize(
    "stored",
    [
        None,
        7,
        "x",
        {},
        {"lines": []},
        {**form.to_plain(draft(LINES[0])), "lines": [["a"]]},
        {**form.to_plain(draft(LINES[0])), "lines": [[1, 2, 3, 4, 5]]},
        {**form.to_plain(draft(LINES[0])), "start": None},
        {**form.to_plain(draft(LINES[0])), "months": "9" * 61},
        {**form.to_plain(draft(LINES[0])), "lines": [list(LINES[0])] * 41},
        form.to_plain(draft(("x", "gold", "1", "1", "1"))),
        form.to_plain(draft(LINES[0], start="never")),
    ],
)
def test_a_session_that_was_tampered_with(client, stored):
    session = client.session
    session["project"] = stored
    session.save()
    assert client.get(PLAN).headers["Location"] == "/plan/"


def test_what_was_typed_survives_the_session():
    typed = draft(*LINES, cash="1", most="2", no_equity="1", first="cash")
    assert form.from_plain(form.to_plain(typed)) == typed


# --- the link --------------------------------------------------------------------------------------------


def shared(page: Page) -> str:
    return page.one("link").get("value").removeprefix("http://testserver")


def test_a_link_shows_the_same_plan_to_others(merchant, visit):
    address = shared(visit(PLAN))
    stranger = Client()
    page = Page(stranger.get(address).content.decode())
    assert page.h1 == visit(PLAN).h1
    assert "Your own answers are unchanged." in page.text
    assert "project" not in stranger.session
    assert stranger.get(address.replace("/plan/result/", "/plan/result.csv")).status_code == 200


def test_a_link_that_was_changed(merchant, visit):
    address = shared(visit(PLAN))
    page = visit(address[:-3] + "xyz", 400)
    assert "This link is incomplete or was changed." in page.text
    visit(PLAN + "?a=" + "x" * 7000, 400)


@pytest.mark.parametrize("project", [None, 7, {"lines": []}, []])
def test_a_link_without_a_project(client, visit, hong_kong, project):
    assert "This link holds no project." in visit(PLAN, 400, a=link(hong_kong, project)).text


def test_a_link_of_answers_is_no_link_of_a_plan(visit, token):
    assert "This link holds no project." in visit(PLAN, 400, a=token).text


def test_facts_of_a_link_that_do_not_fit_are_left_out(client, visit, hong_kong):
    facts = {"applicant.type": 7, "no.such": True, "applicant.listed": "maybe"}
    page = visit(PLAN, a=link(hong_kong, form.to_plain(draft(*LINES)), facts))
    assert page.h1 == "Public money HK$0 of HK$820,000.50"


def test_a_project_that_is_too_long_for_a_link(client, visit):
    names = [(f"{n:02}" + "".join(chr(0x4E00 + 397 * n + 31 * i) for i in range(58))) for n in range(40)]
    sent(client, filled(*[(name, "software", "1000", "1", "1") for name in names]), 302)
    assert "This project is too long for a link." in visit(PLAN).text


# --- the files -------------------------------------------------------------------------------------------


def test_the_project_file_gives_the_same_plan(merchant, hong_kong):
    text = merchant.get("/plan/result.yaml").content
    asked = read_project(text, hong_kong)
    assert [(line.kind, line.amount) for line in asked.project.lines] == [
        ("software", 420_000_00),
        ("marketing", 400_000_50),
    ]
    assert asked.project.start == date(2027, 3, 1)
    assert asked.profile["applicant.type"] == "company"


def test_the_table_adds_up(merchant):
    response = merchant.get("/plan/result.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.csv"'
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert round(sum(float(row["pays"]) for row in rows), 2) == 820_000.50
    assert {row["payer"] for row in rows} == {"bud", "applicant"}


def test_no_spreadsheet_takes_a_name_for_a_formula(merchant):
    sent(merchant, filled(("=1+1", "software", "100", "1", "1")), 302)
    rows = csv.DictReader(StringIO(merchant.get("/plan/result.csv").content.decode("utf-8-sig")))
    assert {row["name"] for row in rows} == {"'=1+1"}


def test_the_calendar_has_the_last_days(merchant):
    calendar = Calendar.from_ical(merchant.get("/plan/result.ics").content)
    events = [(str(e["summary"]), e.decoded("dtstart")) for e in calendar.walk("VEVENT")]
    assert events[0] == ("The project starts", date(2027, 3, 1))
    assert [day for title, day in events if "BUD" in title] == [date(2027, 2, 28)]


@pytest.mark.parametrize("language", ["", "/zh-hant", "/zh-hans"])
def test_the_pdf_opens_with_a_font_for_its_language(merchant, language):
    content = merchant.get(f"{language}/plan/result.pdf").content
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert (b"Song" in content or b"MSung" in content) is (language != "")


def test_no_other_kinds_of_files(client):
    assert client.get("/plan/result.exe").status_code == 404


# --- limits ----------------------------------------------------------------------------------------------


def test_a_plan_counts_as_twenty_requests(settings, client, visit):
    settings.API_RATE = "40/d"
    for months in (12, 13):
        sent(client, filled(*LINES, months=str(months)), 302)
        visit(PLAN)
    visit(PLAN)  # known already
    sent(client, filled(*LINES, months="14"), 302)
    assert "Wait a minute" in visit(PLAN, 429).text


def test_only_these_methods(client):
    assert client.put("/plan/").status_code == 405
    assert client.post(PLAN).status_code == 405
    assert client.delete("/plan/result.pdf").status_code == 405


def test_the_form_needs_its_token(client):
    assert Client(enforce_csrf_checks=True).post("/plan/", filled(*LINES)).status_code == 403


# --- people, and who else pays ---------------------------------------------------------------------------

TEAM = ("Team", "staff", "1,152,000", "1", "24", "2", "doctoral", "")


def read_line(hong_kong: Ecosystem, *cells: str) -> tuple[dict[str, object], form.Errors]:
    terms, errors = form.read(draft(cells), hong_kong)
    return terms["lines"][0], errors


def test_people_of_a_line(hong_kong):
    terms, errors = read_line(hong_kong, *TEAM[:4], "12", *TEAM[5:])
    assert (terms["people"], errors) == ([{"level": "doctoral", "number": 2}], [])
    assert "payer" not in terms
    assert read_line(hong_kong, *TEAM[:4], "12", "", "master", "")[0]["people"] == [
        {"level": "master", "number": 1}
    ]


def test_people_need_a_degree_and_are_counted(hong_kong):
    assert [field for field, _ in read_line(hong_kong, *TEAM[:4], "12", "2", "professor", "")[1]] == [
        "line-0-level"
    ]
    assert [field for field, _ in read_line(hong_kong, *TEAM[:4], "12", "21", "master", "")[1]] == [
        "line-0-people"
    ]


def test_a_line_that_a_partner_pays_is_not_claimed(hong_kong):
    terms, errors = read_line(hong_kong, "Stand", "marketing", "600000", "1", "1", "", "", "1")
    assert (terms["payer"], errors) == ("partner", [])
    project = {"start": date(2027, 3, 1), "months": 1, "lines": [terms]}
    asked = read_project(project_text({}, project, hong_kong), hong_kong)
    assert [line.payer for line in asked.project.lines] == ["partner"]


def test_the_form_keeps_people_and_payer(client):
    page = sent(client, filled((*TEAM[:4], "x", *TEAM[5:7], "1")), 422)
    assert page.one("line-0-people").get("value") == "2"
    chosen = [e.get("value") for e in page.all("option") if "selected" in e.attributes]
    assert chosen == ["staff", "doctoral", "1"]


def test_rows_of_old_links_know_of_no_people():
    plain = form.to_plain(draft(("Shop", "software", "1", "1", "1")))
    plain["lines"] = [["Shop", "software", "1", "1", "1"]]
    assert form.from_plain(plain) == draft(("Shop", "software", "1", "1", "1"))
    plain["lines"] = [["Shop", "software", "1", "1", "1", "2"]]
    assert form.from_plain(plain) is None


def test_an_example_comes_back_as_its_form_would_be_filled(hong_kong, hong_kong_files):
    text = hong_kong_files["examples/biotech-spin-off-project.yaml"]
    asked = read_project(text, hong_kong, lambda name: hong_kong_files[f"examples/{name}"])
    again = form.read(form.draft_of(asked.project), hong_kong)
    assert again[1] == []
    read = read_project(project_text(asked.profile, again[0], hong_kong), hong_kong)
    assert [(ln.amount, ln.people) for ln in read.project.lines] == [
        (ln.amount, ln.people) for ln in asked.project.lines
    ]


def test_the_calendar_says_what_to_hand_in(merchant, visit):
    text = visit(PLAN).text
    assert "4 documents to bring" in text
    assert "Quotations." in text
