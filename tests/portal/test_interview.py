"""The interview: one question a page, answers kept in the session and nowhere else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from superconnector.ecosystem import today_in
from tests.portal.conftest import COMPANY
from tests.portal.markup import Page, problems


def tally(page: Page) -> list[str]:
    """The running count in words."""
    return [" ".join(e.text.split()) for e in page.all("li") if any(a.get("id") == "tally" for a in e.around)]


def chosen(page: Page) -> list[str]:
    """The options that are ticked."""
    return [e.get("value") for e in page.all("input") if "checked" in e.attributes]


STRANGER = ["0 Open to you", "2 May be open", "0 Not for you", "1 Closed"]
SCHOOL = ["1 Open to you", "0 May be open", "1 Not for you", "1 Closed"]


# --- the way through ------------------------------------------------------------------------------------


def test_it_starts_with_the_first_question(client, small_site):
    assert client.get("/find/").headers["Location"] == "/find/applicant.type/"


def test_the_last_answer_leads_to_the_results(client, small_site):
    response = client.post("/find/applicant.type/", {"answer": "school"})
    assert response.headers["Location"] == "/results/"
    assert client.get("/find/").headers["Location"] == "/results/"


def test_an_answer_leads_to_the_question_that_settles_most(client, small_site):
    response = client.post("/find/applicant.type/", {"answer": "company"})
    assert response.headers["Location"] == "/find/applicant.employees/"
    response = client.post("/find/applicant.employees/", {"answer": "12"})
    assert response.headers["Location"] == "/find/applicant.listed/"


def test_a_heading_from_the_home_page_asks_for_the_exact_kind(client, small_site, visit):
    response = client.post("/find/applicant.type/", {"answer": "business", "coarse": "1"})
    assert response.headers["Location"] == "/find/applicant.type/?below=business"
    page = visit(response.headers["Location"])
    options = [e.get("value") for e in page.all("input") if e.get("name") == "answer"]
    assert options == ["company", "sole_trader"]


def test_a_plain_answer_from_the_home_page_is_taken_at_once(client, small_site):
    response = client.post("/find/applicant.type/", {"answer": "school", "coarse": "1"})
    assert response.headers["Location"] == "/results/"


def test_not_knowing_is_an_answer(client, small_site, visit):
    response = client.post("/find/applicant.type/", {"skip": "1", "answer": "company"})
    assert response.headers["Location"] == "/find/applicant.employees/"
    page = visit("/find/answers/")
    assert "Kind of applicant You don't know" in page.text
    assert tally(page) == STRANGER


def test_an_answer_takes_the_place_of_not_knowing(client, small_site, say, visit):
    say(applicant__type=None)
    say(applicant__type="school")
    page = visit("/find/answers/")
    assert "You don't know" not in page.text
    assert tally(page) == SCHOOL


def test_a_change_leads_back_to_the_check_page(company, visit):
    response = company.post("/find/applicant.employees/?change=1", {"answer": "150"})
    assert response.headers["Location"] == "/find/answers/"
    assert "Employees 150" in visit("/find/answers/").text


def test_back_leads_to_the_question_before(company, visit):
    backs = {
        fact: next(e.get("href") for e in visit(f"/find/{fact}/").all("a") if e.get("class") == "back")
        for fact in (*COMPANY, "project.cost")
    }
    assert backs == {
        "applicant.type": "/",
        "applicant.employees": "/find/applicant.type/",
        "applicant.listed": "/find/applicant.employees/",
        "project.cost": "/find/applicant.listed/",
    }


def test_a_known_answer_is_filled_in(company, visit):
    assert chosen(visit("/find/applicant.type/")) == ["company"]
    assert visit("/find/applicant.employees/").one("answer").get("value") == "12"
    assert chosen(visit("/find/applicant.listed/")) == ["no"]


@pytest.mark.parametrize(("typed", "shown"), [("1,000.50", "1000.50"), ("HK$2000", "2000"), ("0", "0")])
def test_money_is_filled_in_as_it_can_be_typed(client, small_site, say, visit, typed, shown):
    say(project__cost=typed)
    assert visit("/find/project.cost/").one("answer").get("value") == shown
    assert client.session["answers"] == {"project.cost": int(100 * Decimal(shown))}


def test_a_day_is_filled_in_as_it_can_be_typed(client, small_site, say, visit):
    say(applicant__founded_on="2020-2-29")
    assert visit("/find/applicant.founded_on/").one("answer").get("value") == "2020-02-29"


def test_several_choices_are_kept(client, small_site, say, visit):
    say(project__aims=["teach", "grow"])
    assert client.session["answers"] == {"project.aims": ["grow", "teach"]}
    assert "Aims Grow, Teach" in visit("/find/answers/").text


def test_no_choice_is_an_answer_where_several_may_be_chosen(client, small_site):
    response = client.post("/find/project.aims/", {})
    assert response.status_code == 302
    assert client.session["answers"] == {"project.aims": []}


def test_what_an_answer_could_settle_is_named(small_site, visit):
    assert "This answer could settle" in visit("/find/applicant.type/").text
    assert "This answer could settle" not in visit("/find/project.aims/").text


# --- the check page --------------------------------------------------------------------------------------


def test_a_stranger_has_no_answers(small_site, visit):
    page = visit("/find/answers/")
    assert "No answers yet" in page.text
    assert tally(page) == STRANGER


def test_all_answers_can_be_checked(company, visit):
    page = visit("/find/answers/")
    assert "Kind of applicant Company" in page.text
    assert "Employees 12" in page.text
    assert "Listed on a stock exchange no" in page.text
    changes = [link for link in page.links() if "?change" in link]
    assert changes == [f"/find/{fact}/?change=1" for fact in COMPANY]


def test_forgetting_leaves_nothing(company, visit):
    assert Session.objects.count() == 1
    response = company.post("/find/clear/")
    assert response.headers["Location"] == "/find/answers/"
    assert Session.objects.count() == 0
    assert "No answers yet" in visit("/find/answers/").text


# --- the running count -----------------------------------------------------------------------------------


def count(client: Client, **data: object) -> list[str]:
    source = client.get("/find/count/", data).content.decode()
    return tally(Page(source))


def test_the_count_runs_with_the_answer_that_is_being_chosen(client, small_site):
    assert count(client) == STRANGER
    assert count(client, fact="applicant.type", answer="school") == SCHOOL
    assert count(client, fact="applicant.type", answer="company") == [
        "0 Open to you",
        "1 May be open",
        "1 Not for you",
        "1 Closed",
    ]
    assert "superconnector" not in client.cookies


@pytest.mark.parametrize(
    "data", [{"fact": "nothing"}, {"fact": "applicant.type", "answer": "\0"}, {"fact": ""}]
)
def test_half_an_answer_does_not_count(client, small_site, data):
    assert count(client, **data) == STRANGER


def test_the_count_takes_the_new_answer_instead_of_the_old(company):
    assert count(company, fact="applicant.employees", answer="150")[2] == "2 Not for you"
    assert count(company, fact="applicant.employees", answer="1x")[1] == "1 May be open"


# --- answers that are refused ----------------------------------------------------------------------------

REFUSED = [
    ("applicant.type", "", "Give an answer, or choose “I don't know”."),
    ("applicant.type", "dragon", "Choose one of the answers."),
    ("applicant.type", "business", "Choose one of the answers below this heading."),
    ("applicant.type", "compny", "Choose one of the answers."),
    ("applicant.type", "<script>alert(1)</script>", "Choose one of the answers."),
    ("applicant.listed", "perhaps", "Choose yes or no."),
    ("applicant.employees", "ten", "Enter a number in figures, for example 120000."),
    ("applicant.employees", "1.5", "Enter a whole number."),
    ("applicant.employees", "-1", "Enter zero or more."),
    ("applicant.employees", "1000001", "Enter 1,000,000 or less."),
    ("applicant.employees", "9" * 400, "Enter a number in figures, for example 120000."),
    ("project.cost", "1.005", "Enter an amount with at most two decimals."),
    ("project.cost", "-0.01", "Enter zero or more."),
    ("project.cost", "nan", "Enter a number in figures, for example 120000."),
    ("applicant.founded_on", "yesterday", "Enter a day as year-month-day, for example 2024-12-31."),
    ("applicant.founded_on", "2023-02-29", "There is no such day: 2023-02-29. Check the month and the day."),
    ("applicant.founded_on", "1066-10-14", "Enter 1 January 1800 or more."),
    ("project.aims", "dragon", "Choose one of the answers."),
]


@pytest.mark.parametrize(("fact", "answer", "words"), REFUSED)
def test_what_is_no_answer_is_refused_and_nothing_is_lost(company, fact, answer, words):
    before = dict(company.session)
    response = company.post(f"/find/{fact}/", {"answer": answer})
    assert response.status_code == 422
    source = response.content.decode()
    assert problems(source) == []
    page = Page(source)
    (title,) = page.all("title")
    assert title.text.startswith("Error: ")
    (summary,) = [e for e in page.elements if e.get("class") == "error-summary"]
    assert " ".join(summary.text.split()) == f"There is a problem {words}"
    assert page.one("error").text == words
    assert "error" in page.one("answer").get("aria-describedby").split()
    assert dict(company.session) == before


def test_a_wrong_entry_stays_in_the_field(client, small_site):
    source = client.post("/find/applicant.employees/", {"answer": '"><b>12'}).content.decode()
    assert Page(source).one("answer").get("value") == '"><b>12'
    assert "<b>12" not in source


def test_a_day_ahead_is_refused_where_it_must_be_past(client, small_site):
    ahead = today_in(small_site).replace(year=2100, day=1).isoformat()
    response = client.post("/find/applicant.founded_on/", {"answer": ahead})
    assert response.status_code == 422
    assert f"Enter a day that is not after {today_in(small_site).isoformat()}." in response.content.decode()


def test_a_question_that_nobody_asks_is_not_found(small_site, visit, client):
    assert visit("/find/applicant.shoe_size/", 404).h1 == "There is no such page"
    assert client.post("/find/applicant.shoe_size/", {"answer": "43"}).status_code == 404


# --- who may send what -----------------------------------------------------------------------------------

FORMS = [("/find/applicant.type/", {"answer": "school"}), ("/find/clear/", {})]


@pytest.mark.parametrize(("path", "data"), FORMS)
def test_a_form_from_elsewhere_is_refused(small_site, path, data):
    careful = Client(enforce_csrf_checks=True)
    response = careful.post(path, data)
    assert response.status_code == 403
    source = response.content.decode()
    assert problems(source) == []
    assert "Load the page again" in Page(source).text
    assert Session.objects.count() == 0


def test_a_form_of_ours_is_taken(small_site):
    careful = Client(enforce_csrf_checks=True)
    page = Page(careful.get("/find/applicant.type/").content.decode())
    (secret,) = [e.get("value") for e in page.all("input") if e.get("name") == "csrfmiddlewaretoken"]
    data = {"answer": "school", "csrfmiddlewaretoken": secret}
    assert careful.post("/find/applicant.type/", data).status_code == 302


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/find/clear/"),
        ("post", "/find/"),
        ("post", "/find/count/"),
        ("post", "/results/"),
        ("put", "/find/applicant.type/"),
        ("delete", "/programmes/growth-grant/"),
        ("post", "/"),
    ],
)
def test_other_methods_are_not_allowed(client, small_site, method, path):
    assert getattr(client, method)(path).status_code == 405


# --- a session that was tampered with --------------------------------------------------------------------

TAMPERED = [
    "company",
    ["applicant.type"],
    7,
    {"applicant.type": "dragon"},
    {"applicant.type": "business"},
    {"applicant.type": ["company"]},
    {"applicant.type": None},
    {"applicant.type": {"company": True}},
    {"applicant.employees": "12"},
    {"applicant.employees": 12.5},
    {"applicant.employees": True},
    {"applicant.employees": -1},
    {"applicant.employees": 10**30},
    {"applicant.listed": 1},
    {"applicant.shoe_size": 43},
    {"project.aims": "grow"},
    {"project.aims": ["grow", 7]},
    {"project.aims": [["grow"]]},
    {"project.aims": [{}]},
    {"project.aims": ["dragon"]},
    {"project.cost": -1},
    {"applicant.founded_on": 10**9},
    {"applicant.founded_on": "2020-01-01"},
]


@pytest.mark.parametrize("answers", TAMPERED, ids=repr)
@pytest.mark.parametrize("path", ["/find/answers/", "/results/", "/programmes/growth-grant/"])
def test_what_is_no_answer_in_a_session_is_left_out(client, small_site, visit, answers, path):
    session = client.session
    session.update({"answers": answers, "skipped": [7, None, "dragon"], "order": {"a": 1}})
    session.save()
    page = visit(path)
    if path == "/find/answers/":
        assert "No answers yet" in page.text
        assert tally(page) == STRANGER


def test_what_fits_beside_it_is_kept(client, small_site, visit):
    session = client.session
    session.update({"answers": {"applicant.type": "school", "x": 1}, "order": ["x", "applicant.type"]})
    session.save()
    assert tally(visit("/find/answers/")) == SCHOOL
