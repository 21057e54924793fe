"""The report of a trial, in public and whole, and others who use its result."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from django.test import Client

from superconnector.apps.calls.models import Call, Entry, Prototype, Trial, TrialReuse
from superconnector.apps.directory.models import Organisation
from superconnector.base.accounts.models import User
from tests.apps.calls import making
from tests.portal.calls.after.test_trials import CHAIR, PLAN, PUBLIC, ended, planned
from tests.portal.markup import Page

Honour = Callable[..., Entry]
Visit = Callable[..., Page]
SignedIn = Callable[[User], Client]
REUSE = {"host_name": "Harbour Office", "on": "2027-02-01", "purpose": "Lamps at the pier."}


@pytest.fixture
def desk(chair: User, signed_in: SignedIn) -> Client:
    return signed_in(chair)


@pytest.fixture
def trial(honour: Honour, desk: Client) -> Trial:
    """An ended one at the town hall's park."""
    made = planned(desk, honour())
    ended(desk, made)
    return made


def reused(desk: Client, trial: Trial, **change: str) -> str:
    """What the chair is told."""
    response = desk.post(f"{CHAIR}{trial.pk}/reuses/", {**REUSE, **change}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def words(page: Page) -> str:
    return " ".join(page.source.split())


# --- others who use the result ---------------------------------------------------------------------------


def test_from_the_chair_to_the_page_of_the_call_and_the_directory(
    trial: Trial, desk: Client, visit: Visit
) -> None:
    assert "another organisation uses the result" in reused(desk, trial)
    reused(desk, trial, host="guild", host_name="", purpose="Shorter queues.")
    desk.logout()
    sentence = "1 winner, 1 organisation, 4,300 end users, results reused by 2 other organisations"
    assert sentence in words(visit(PUBLIC))
    assert sentence in words(visit("/calls/town-hack/"))
    page = visit(PUBLIC)
    assert [each.get("id") for each in page.elements if each.tag == "tr" and each.get("id")] == [
        f"trial-{trial.pk}"
    ]
    assert "Lamps at the pier." in page.source
    host = visit("/organisations/guild/")
    links = [each.get("href") for each in host.elements if each.tag == "a"]
    assert f"{PUBLIC}#trial-{trial.pk}" in links
    assert "reuses" in [each.get("id") for each in host.elements]
    assert f"{PUBLIC}{trial.pk}/" in [
        each.get("href") for each in visit("/organisations/town-hall/").elements if each.tag == "a"
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host_name": ""}, "Choose the host, or write its name."),
        ({"host_name": "town hall"}, "This is the host of the trial itself."),
        ({"host": "nowhere"}, "Select a valid choice"),
        ({"purpose": ""}, "For what: This field is required."),
        ({"on": "2027-01-30"}, "The day lies before the end of the trial."),
        ({"on": "yesterday"}, "Enter a valid date."),
        ({"host_name": "x" * 201}, "at most 200"),
    ],
)
def test_a_wrong_use_is_refused_in_words(
    trial: Trial, desk: Client, change: dict[str, str], said: str
) -> None:
    assert said in reused(desk, trial, **change)
    assert not TrialReuse.objects.exists()


def test_what_was_not_found_yet_is_not_used(honour: Honour, desk: Client) -> None:
    assert "There is no result to use yet" in reused(desk, planned(desk, honour()))


def test_the_family_of_the_supplier_is_flagged_everywhere_and_not_counted(
    trial: Trial, desk: Client, visit: Visit
) -> None:
    Organisation.objects.create(id="lab", name_en="Lab", kind="university", part_of="guild")
    Entry.objects.update(organisation="guild")
    assert "Belongs to the supplier:" in reused(desk, trial, host="lab")
    for path in (PUBLIC, f"{PUBLIC}{trial.pk}/", f"{CHAIR}{trial.pk}/report/"):
        assert "Belongs to the supplier:" in visit(path).source
    assert "reused by" not in words(visit(PUBLIC))


def test_a_use_is_struck(trial: Trial, desk: Client) -> None:
    reused(desk, trial)
    row = TrialReuse.objects.get()
    address = f"{CHAIR}{trial.pk}/reuses/{row.pk}/"
    assert [desk.get(address).status_code, desk.post(address).status_code] == [405, 302]
    assert not TrialReuse.objects.exists()
    assert desk.post(address).status_code == 404


def test_a_use_of_another_trial_is_not_reached(trial: Trial, desk: Client, honour: Honour) -> None:
    reused(desk, trial)
    other = planned(desk, honour("Bench", prize="silver"))
    assert desk.post(f"{CHAIR}{other.pk}/reuses/{TrialReuse.objects.get().pk}/").status_code == 404
    assert TrialReuse.objects.count() == 1


def test_tables_hold_what_is_on_record(trial: Trial, desk: Client) -> None:
    reused(desk, trial, host_name="=cmd()", purpose="Lamps.")
    read = {}
    for name in ("trials", "reuses"):
        body = desk.get(f"/calls/town-hack/chair/export/{name}.csv").content.decode("utf-8-sig")
        read[name] = list(csv.DictReader(body.splitlines()))
    (one,) = read["trials"]
    assert (one["host"], one["actual_users"], one["after"], one["reached"]) == (
        "town-hall", "4300", "9.5000", "True",
    )  # fmt: skip
    (use,) = read["reuses"]
    assert (use["trial"], use["host_name"], use["on"]) == (str(trial.pk), "'=cmd()", "2027-02-01")


# --- the report ------------------------------------------------------------------------------------------


def test_the_report_holds_plan_test_and_result(trial: Trial, desk: Client, visit: Visit) -> None:
    desk.post(f"{CHAIR}{trial.pk}/incidents/", {"on": "2026-12-05", "severity": "major", "text": "It fell."})
    money = {"milestone": "Report", "dollars": "123.45", "currency": "HKD", "due_on": "2026-12-31"}
    desk.post(f"{CHAIR}{trial.pk}/payments/", money)
    trial.feedback.create(given_at=making.ENTRY_OPEN, consent=True, rating=4, text="Good light.")
    Prototype.objects.create(
        entry=trial.entry, version="0.3", made_on="2026-11-01", changed="Secret glue.",
        recorded_at=making.ENTRY_OPEN, recorded_by=making.leader_of(trial.entry),
    )  # fmt: skip
    whole = words(visit(f"{CHAIR}{trial.pk}/report/"))
    desk.logout()
    public = words(visit(f"{PUBLIC}{trial.pk}/"))
    for said in ("Acceptance test met", "at most 10 minutes", "15 minutes", "9.5 minutes", "4,300", "0.3"):
        assert said in public
    assert "−5.5 minutes (−37%)" in public
    assert "1 end user said how it worked, with consent." in public
    hidden = ("It fell.", "Good light.", "HKD 123.45", "Secret glue.")
    assert [said in public for said in hidden] == [False] * 4
    assert [said in whole for said in hidden] == [True] * 4


@pytest.mark.parametrize(
    ("fields", "verdict", "because"),
    [
        ({"after": "10"}, "Acceptance test met", ""),
        ({"after": "10.5"}, "Acceptance test not met", ""),
        ({"after": None}, "Acceptance test: unknown", "It was not measured afterwards."),
        ({"acceptance": None}, "Acceptance test: unknown", "No value was agreed"),
        ({"state": "running"}, "Acceptance test: unknown", "The trial has not ended."),
        ({"state": "stopped"}, "Acceptance test: unknown", "The trial has not ended."),
    ],
)
def test_the_acceptance_test_has_three_values(
    trial: Trial, visit: Visit, fields: dict[str, str | None], verdict: str, because: str
) -> None:
    Trial.objects.update(**fields)
    page = words(visit(f"{PUBLIC}{trial.pk}/"))
    every = ("Acceptance test met", "Acceptance test not met", "Acceptance test: unknown")
    assert [each for each in every if each in page] == [verdict]
    assert because in page


@pytest.mark.parametrize("before", [None, "0"])
def test_a_share_of_nothing_is_not_given(trial: Trial, visit: Visit, before: str | None) -> None:
    Trial.objects.update(before=before)
    page = words(visit(f"{PUBLIC}{trial.pk}/"))
    assert "%" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_the_report_is_of_a_trial_of_this_call(trial: Trial, client: Client, call: Call) -> None:
    other = making.a_call("other", actor=call.opened_by)
    assert client.get(f"/calls/{other.pk}/trials/{trial.pk}/").status_code == 404
    for number in ("0", "9" * 30, "x"):
        assert client.get(f"{PUBLIC}{number}/").status_code == 404


@pytest.mark.parametrize("who", ["voter", "leader", "walled", "nobody"])
def test_the_whole_report_is_the_chairs(
    trial: Trial,
    desk: Client,
    voter: User,
    conflicted: Callable[[Entry], User],
    signed_in: SignedIn,
    who: str,
) -> None:
    users = {"voter": voter, "leader": making.leader_of(trial.entry), "walled": conflicted(trial.entry)}
    desk.logout()
    client = signed_in(users[who]) if who in users else desk
    answer = 302 if who == "nobody" else 404
    assert client.get(f"{CHAIR}{trial.pk}/report/").status_code == answer
    assert client.post(f"{CHAIR}{trial.pk}/reuses/", REUSE).status_code == answer
    assert PLAN["site"] in client.get(f"{PUBLIC}{trial.pk}/").content.decode()
    assert not TrialReuse.objects.exists()
