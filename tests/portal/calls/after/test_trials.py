"""Trials in public, in the hands of a chair, and at the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from superconnector.apps.calls.models import Call, Entry, Trial, TrialFeedback
from superconnector.apps.directory.models import Organisation
from superconnector.base.accounts.models import User
from superconnector.portal.calls.after.feedback import feedback_address
from tests.apps.calls import making
from tests.portal.markup import Page

Honour = Callable[..., Entry]
Visit = Callable[..., Page]
SignedIn = Callable[[User], Client]
CHAIR, PUBLIC = "/calls/town-hack/chair/trials/", "/calls/town-hack/trials/"
PLAN = {
    "host": "town-hall",
    "site": "North Park",
    "starts_on": "2026-12-01",
    "ends_on": "2027-01-31",
    "planned_users": "100",
    "measure": "Waiting time",
    "unit": "minutes",
    "direction": "lower",
    "acceptance": "10",
    "before": "15",
}
RESULT = {
    "version": "1",
    "state": "ended",
    "ends_on": "2027-01-31",
    "actual_users": "4300",
    "before": "15",
    "after": "9.5",
    "outcome": "People wait less.",
    "next_step": "Two more parks.",
}


@pytest.fixture
def desk(chair: User, signed_in: SignedIn) -> Client:
    return signed_in(chair)


def planned(desk: Client, entry: Entry, **change: str) -> Trial:
    response = desk.post(CHAIR, {**PLAN, "entry": entry.number, **change})
    assert response.status_code == 302, response.content.decode()
    return Trial.objects.latest("pk")


def ended(desk: Client, trial: Trial, **change: str) -> None:
    assert desk.post(f"{CHAIR}{trial.pk}/", {**RESULT, **change}).status_code == 302


def test_from_the_plan_to_the_sentence(honour: Honour, desk: Client, visit: Visit) -> None:
    entry, _second = honour(), honour("Bench", prize="silver")
    trial = planned(desk, entry)
    assert (trial.host_name, trial.higher_is_better) == ("Town Hall", False)
    ended(desk, trial)
    planned(desk, entry, host="", host_name="Elderly home", site="First floor")
    desk.logout()
    page = visit(PUBLIC)
    heading = next(each.text for each in page.elements if each.tag == "h2")
    assert " ".join(heading.split()) == "2 winners, 2 organisations, 4,300 end users"
    for said in ("People wait less.", "Two more parks.", "Aim reached", "North Park", "9.5"):
        assert said in page.source
    assert "2 winners, 2 organisations, 4,300 end users" in " ".join(
        visit("/calls/town-hack/").source.split()
    )


def test_without_trials_the_page_says_what_will_be_here(honour: Honour, visit: Visit) -> None:
    honour()
    assert "No trial is on record yet" in visit(PUBLIC).source


def test_a_conflict_of_supplier_and_host_is_flagged_everywhere(
    honour: Honour, desk: Client, visit: Visit
) -> None:
    entry = honour()
    Organisation.objects.create(id="lab", name_en="Lab", kind="university", part_of="town-hall")
    Entry.objects.filter(pk=entry.pk).update(organisation="lab")
    trial = planned(desk, entry)
    for path in (CHAIR, f"{CHAIR}{trial.pk}/", PUBLIC):
        assert "Supplier and host belong together" in visit(path).source


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host": "", "host_name": ""}, "Choose the host, or write its name."),
        ({"host": "nowhere"}, "Select a valid choice"),
        ({"entry": "E9999999"}, "Select a valid choice"),
        ({"ends_on": "2026-11-01"}, "The end must not lie before the start."),
        ({"planned_users": "-1"}, "greater than or equal to 0"),
        ({"planned_users": "9" * 30}, "less than or equal to"),
        ({"before": "NaN"}, "Enter a number."),
        ({"site": "\u0000"}, "This field is required."),
    ],
)
def test_a_wrong_plan_is_refused_in_words(
    honour: Honour, desk: Client, change: dict[str, str], said: str
) -> None:
    entry = honour()
    response = desk.post(CHAIR, {**PLAN, "entry": entry.number, **change})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Trial.objects.exists()


def test_an_entry_that_was_not_honoured_is_not_tried(honour: Honour, desk: Client, call: Call) -> None:
    honour()
    pending = making.a_submitted_entry(call)
    assert desk.post(CHAIR, {**PLAN, "entry": pending.number}).status_code == 422
    assert not Trial.objects.exists()


def test_two_chairs_writing_at_once_overwrite_nothing(honour: Honour, desk: Client) -> None:
    trial = planned(desk, honour())
    ended(desk, trial)
    late = desk.post(f"{CHAIR}{trial.pk}/", {**RESULT, "actual_users": "1"})
    assert late.status_code == 422
    assert "Somebody else changed this trial meanwhile" in late.content.decode()
    again = {each.get("name"): each.get("value") for each in Page(late.content.decode()).elements}
    assert again["version"] == "2"
    assert Trial.objects.get().actual_users == 4300


def test_incidents_and_payments(honour: Honour, desk: Client, visit: Visit) -> None:
    trial = planned(desk, honour())
    base = f"{CHAIR}{trial.pk}/"
    desk.post(f"{base}incidents/", {"on": "2026-12-05", "severity": "major", "text": "It fell."})
    incident = trial.incidents.get()
    assert "It fell." in visit(base).source
    desk.post(f"{base}incidents/{incident.pk}/", {"on": "2026-12-06", "resolution": "A screw."})
    incident.refresh_from_db()
    assert incident.resolved_on == date(2026, 12, 6)
    money = {"milestone": "Report", "dollars": "10000.50", "currency": "HKD", "due_on": "2026-12-31"}
    desk.post(f"{base}payments/", money)
    payment = trial.payments.get()
    assert payment.amount == 1_000_050
    assert "HKD 10,000.50" in visit(CHAIR).source
    desk.post(f"{base}payments/{payment.pk}/", {"paid_on": "2027-01-02"})
    payment.refresh_from_db()
    assert payment.paid_on is None
    desk.post(f"{base}payments/{payment.pk}/", {"reached_on": "2027-01-01", "paid_on": "2027-01-02"})
    assert "HKD 10,000.50" not in visit(CHAIR).source
    assert "HKD" not in visit(PUBLIC).source


@pytest.mark.parametrize("who", ["voter", "leader", "nobody"])
def test_only_a_chair_runs_trials(
    honour: Honour, desk: Client, voter: User, signed_in: SignedIn, client: Client, who: str
) -> None:
    entry = honour()
    trial = planned(desk, entry)
    desk.logout()
    users = {"voter": voter, "leader": making.leader_of(entry)}
    if who in users:
        signed_in(users[who])
    for path in (CHAIR, f"{CHAIR}{trial.pk}/"):
        for ask in (client.get, client.post):
            assert ask(path).status_code == (302 if who == "nobody" else 404)
    assert Trial.objects.get().version == 1


def test_a_chair_with_a_conflict_does_not_meet_the_trial(
    honour: Honour, desk: Client, signed_in: SignedIn, conflicted: Callable[[Entry], User]
) -> None:
    entry, other = honour("Hidden lamp"), honour("Bench", prize="silver")
    hidden = planned(desk, entry)
    shown = planned(desk, other)
    client = signed_in(conflicted(entry))
    page = client.get(CHAIR).content.decode()
    assert "Hidden lamp" not in page
    assert f"{CHAIR}{shown.pk}/" in page
    base = f"{CHAIR}{hidden.pk}/"
    assert [client.get(base).status_code, client.post(base, RESULT).status_code] == [404, 404]
    for part in ("incidents/", "payments/", "incidents/1/", "payments/1/"):
        assert client.post(f"{base}{part}").status_code == 404
    assert client.post(CHAIR, {**PLAN, "entry": entry.number, "site": "Elsewhere"}).status_code == 422
    assert Trial.objects.filter(site="Elsewhere").count() == 0


def test_rows_of_another_trial_are_not_reached(honour: Honour, desk: Client) -> None:
    first, second = planned(desk, honour()), planned(desk, honour("Bench", prize="silver"))
    desk.post(f"{CHAIR}{first.pk}/incidents/", {"on": "2026-12-05", "severity": "minor", "text": "x"})
    found = first.incidents.get()
    data = {"on": "2026-12-06", "resolution": "x"}
    assert desk.post(f"{CHAIR}{second.pk}/incidents/{found.pk}/", data).status_code == 404
    for number in ("0", "9" * 30):
        assert desk.get(f"{CHAIR}{number}/").status_code == 404
        assert desk.post(f"{CHAIR}{first.pk}/incidents/{number}/", data).status_code == 404
        assert desk.post(f"{CHAIR}{first.pk}/payments/{number}/").status_code == 404


# --- feedback --------------------------------------------------------------------------------------------

GIVEN: dict[str, Any] = {"rating": "4", "text": "Good light.", "consent": "on"}


def test_an_end_user_says_something_without_an_account(honour: Honour, desk: Client, visit: Visit) -> None:
    trial = planned(desk, honour())
    address = feedback_address(trial)
    assert address in visit(f"{CHAIR}{trial.pk}/").source
    desk.logout()
    assert "takes no feedback now" in visit(address).source
    desk.post(address, GIVEN)
    assert not TrialFeedback.objects.exists()
    Trial.objects.update(state=Trial.State.RUNNING)
    assert desk.post(address, GIVEN).url == f"{address}?thanks"
    assert "Thank you." in visit(f"{address}?thanks").source
    kept = TrialFeedback.objects.get()
    assert (kept.rating, kept.text, kept.consent) == (4, "Good light.", True)
    assert "Good light." not in visit(PUBLIC).source


@pytest.mark.parametrize(
    "change", [{"consent": ""}, {"rating": ""}, {"rating": "6"}, {"rating": "x"}, {"text": "x" * 2001}]
)
def test_without_consent_or_a_rating_nothing_is_kept(
    honour: Honour, desk: Client, change: dict[str, str]
) -> None:
    trial = planned(desk, honour())
    Trial.objects.update(state=Trial.State.RUNNING)
    assert desk.post(feedback_address(trial), {**GIVEN, **change}).status_code == 422
    assert not TrialFeedback.objects.exists()


def test_a_link_that_was_changed_leads_nowhere(honour: Honour, desk: Client) -> None:
    trial = planned(desk, honour())
    address = feedback_address(trial)
    other = address.replace(f"/feedback/{trial.pk}:", f"/feedback/{trial.pk + 1}:")
    assert other != address
    for wrong in (other, f"/feedback/{trial.pk}/", f"{address[:-2]}/", "/feedback/x:y/"):
        assert desk.get(wrong).status_code == 404


def test_a_script_is_stopped_at_the_limit_of_the_link(honour: Honour, desk: Client) -> None:
    first, second = planned(desk, honour()), planned(desk, honour("Bench", prize="silver"))
    Trial.objects.update(state=Trial.State.RUNNING)
    codes = [desk.post(feedback_address(first), GIVEN).status_code for _n in range(32)]
    assert codes == [302] * 30 + [429] * 2
    assert desk.post(feedback_address(second), GIVEN).status_code == 302
    assert TrialFeedback.objects.count() == 31


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [(PUBLIC, 11), (CHAIR, 9)])
def test_lists_ask_the_same_number_of_queries(
    honour: Honour,
    desk: Client,
    count: int,
    path: str,
    queries: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    entry = honour()
    for each in range(count):
        planned(desk, entry, site=f"Site {each}")
    desk.get(path)
    with django_assert_num_queries(queries):
        assert desk.get(path).status_code == 200
