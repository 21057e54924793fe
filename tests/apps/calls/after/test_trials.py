from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions.trials import (
    Plan,
    Result,
    TrialError,
    agree_payment,
    give_feedback,
    mark_payment,
    plan_trial,
    record_result,
    report_incident,
    resolve_incident,
)
from superconnector.apps.calls.models import Call, Entry, Trial, TrialFeedback
from superconnector.apps.calls.queries.trials import Totals, payments_due, succeeded, tie_between, totals_of
from superconnector.apps.directory.models import Organisation
from superconnector.base.accounts.models import User
from tests.apps.calls.after.published import VOTED

PLAN = Plan(
    host="town-hall",
    host_name="Town Hall",
    site="North Park",
    starts_on=date(2026, 12, 1),
    ends_on=date(2027, 1, 31),
    planned_users=100,
    measure="Waiting time",
    unit="minutes",
    higher_is_better=False,
    acceptance=Decimal(10),
    before=Decimal(15),
)
ENDED = Result(
    state=Trial.State.ENDED,
    ends_on=date(2027, 1, 31),
    actual_users=120,
    before=Decimal(15),
    after=Decimal(9),
    outcome="Shorter.",
    next_step="Another park.",
)


def a_trial(chair: User, number: str = "A1", **change: object) -> Trial:
    entry = Entry.objects.get(number=number)
    return plan_trial(actor=chair, now=VOTED, entry=entry, plan=replace(PLAN, **change))


def ended(chair: User, trial: Trial, **change: object) -> Trial:
    return record_result(
        actor=chair,
        now=VOTED,
        trial_id=trial.pk,
        seen_version=trial.version,
        result=replace(ENDED, **change),
    )


def refused(code: str, do: Callable[[], object]) -> None:
    with pytest.raises(TrialError) as caught:
        do()
    assert caught.value.code == code


def test_the_totals_are_counted_from_the_rows(call: Call, chair: User) -> None:
    ended(chair, a_trial(chair, "A1"))
    ended(chair, a_trial(chair, "A1", site="South Park"), after=Decimal(11), actual_users=30)
    ended(chair, a_trial(chair, "B2", host="", host_name="Elderly home"), after=None, actual_users=7)
    a_trial(chair, "C3", host="", host_name="ELDERLY HOME", site="Second floor", planned_users=50)
    assert totals_of(call) == Totals(
        winners=2,
        trials=4,
        ended=3,
        hosts=2,
        sites=4,
        planned_users=350,
        actual_users=157,
        reached=1,
        missed=1,
        unmeasured=1,
        open_incidents=0,
        feedback=0,
        rating=None,
        reused_by=0,
    )


def test_a_call_without_trials_counts_none(call: Call) -> None:
    assert totals_of(call).trials == 0
    assert totals_of(call).winners == 2


@pytest.mark.parametrize("number", ["D4", "E5"])
def test_what_was_declined_or_is_pending_is_not_tried(call: Call, chair: User, number: str) -> None:
    refused("not-honoured", lambda: a_trial(chair, number))


def test_the_same_site_on_the_same_day_is_one_trial(call: Call, chair: User) -> None:
    a_trial(chair)
    refused("twice", lambda: a_trial(chair))
    assert Trial.objects.count() == 1


def test_days_run_forwards(call: Call, chair: User) -> None:
    refused("ends-before-it-starts", lambda: a_trial(chair, ends_on=date(2026, 11, 30)))
    trial = a_trial(chair)
    refused("ends-before-it-starts", lambda: ended(chair, trial, ends_on=date(2026, 11, 30)))


def test_an_ended_trial_counts_its_users(call: Call, chair: User) -> None:
    trial = a_trial(chair)
    refused("users-missing", lambda: ended(chair, trial, actual_users=None))
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(state=Trial.State.ENDED)


def test_two_people_writing_a_result_at_once(call: Call, chair: User) -> None:
    trial = a_trial(chair)
    ended(chair, trial)
    refused("changed-meanwhile", lambda: ended(chair, trial, actual_users=1))
    assert Trial.objects.get().actual_users == 120


@pytest.mark.parametrize(
    ("after", "higher", "reached"),
    [("10", False, True), ("10.0001", False, False), ("10", True, True), ("9.9999", True, False)],
)
def test_the_acceptance_value_itself_is_reached(
    call: Call, chair: User, after: str, higher: bool, reached: bool
) -> None:
    trial = ended(chair, a_trial(chair, higher_is_better=higher), after=Decimal(after))
    assert succeeded(trial) is reached


def test_without_an_acceptance_value_success_is_unknown(call: Call, chair: User) -> None:
    assert succeeded(ended(chair, a_trial(chair, acceptance=None))) is None


def test_a_tie_between_supplier_and_host_is_flagged(call: Call, chair: User) -> None:
    Organisation.objects.create(id="lab", name_en="Lab", kind="university", part_of="town-hall")
    Entry.objects.filter(number="A1").update(organisation="lab")
    assert a_trial(chair, "A1").conflict == "town-hall"
    assert a_trial(chair, "B2").conflict == ""


def test_a_ring_of_organisations_ends(call: Call) -> None:
    Organisation.objects.create(id="x", name_en="X", kind="company", part_of="y")
    Organisation.objects.create(id="y", name_en="Y", kind="company", part_of="x")
    Entry.objects.filter(number="A1").update(organisation="x")
    assert tie_between(Entry.objects.get(number="A1"), "town-hall") == ""
    assert tie_between(Entry.objects.get(number="A1"), "y") == "x"


def test_incidents_are_open_until_resolved(call: Call, chair: User) -> None:
    trial = a_trial(chair)
    how = {"actor": chair, "now": VOTED}
    refused(
        "empty", lambda: report_incident(**how, trial=trial, on=PLAN.starts_on, severity="minor", text=" ")
    )
    early = date(2026, 11, 30)
    refused(
        "before-it-started", lambda: report_incident(**how, trial=trial, on=early, severity="minor", text="x")
    )
    incident = report_incident(**how, trial=trial, on=date(2026, 12, 5), severity="major", text="It fell.")
    assert totals_of(call).open_incidents == 1
    refused(
        "before-it-happened",
        lambda: resolve_incident(**how, incident=incident, on=date(2026, 12, 4), resolution="Fixed."),
    )
    resolve_incident(**how, incident=incident, on=date(2026, 12, 5), resolution="Fixed.")
    assert totals_of(call).open_incidents == 0


def test_feedback_needs_consent_and_a_trial_that_began(call: Call, chair: User) -> None:
    trial = a_trial(chair)
    refused("not-running", lambda: give_feedback(now=VOTED, trial=trial, consent=True, rating=5))
    trial = ended(chair, trial)
    refused("no-consent", lambda: give_feedback(now=VOTED, trial=trial, consent=False, rating=5))
    for rating in (0, 6, -1):
        refused(
            "rating", lambda rating=rating: give_feedback(now=VOTED, trial=trial, consent=True, rating=rating)
        )
    for rating in (5, 4, 4):
        give_feedback(now=VOTED, trial=trial, consent=True, rating=rating)
    assert (totals_of(call).feedback, totals_of(call).rating) == (3, 4.33)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialFeedback.objects.create(trial=trial, given_at=VOTED, consent=False, rating=3)


def test_money_is_due_until_it_is_paid_and_never_before_the_milestone(call: Call, chair: User) -> None:
    trial = a_trial(chair)
    how = {"actor": chair, "now": VOTED}
    payment = agree_payment(
        **how, trial=trial, milestone="Report", amount=1_000_050, currency="HKD", due_on=date(2027, 2, 1)
    )
    agree_payment(**how, trial=trial, milestone="Start", amount=50, currency="HKD", due_on=date(2026, 12, 1))
    assert payments_due(call, date(2026, 11, 30)) == []
    assert payments_due(call, date(2027, 2, 1)) == [("HKD", 1_000_100)]
    day = date(2027, 2, 3)
    refused("paid-too-early", lambda: mark_payment(**how, payment=payment, reached_on=None, paid_on=day))
    refused(
        "paid-too-early",
        lambda: mark_payment(**how, payment=payment, reached_on=day, paid_on=date(2027, 2, 2)),
    )
    mark_payment(**how, payment=payment, reached_on=day, paid_on=day)
    assert payments_due(call, day) == [("HKD", 50)]


@pytest.mark.parametrize(
    ("amount", "milestone", "code"), [(0, "x", "amount"), (-1, "x", "amount"), (1, " ", "empty")]
)
def test_a_payment_has_an_amount_and_a_milestone(
    call: Call, chair: User, amount: int, milestone: str, code: str
) -> None:
    trial = a_trial(chair)
    how = {"trial": trial, "currency": "HKD", "due_on": date(2027, 1, 1), "actor": chair, "now": VOTED}
    refused(code, lambda: agree_payment(**how, milestone=milestone, amount=amount))


def test_a_milestone_is_paid_once(call: Call, chair: User) -> None:
    how = {
        "trial": a_trial(chair),
        "currency": "HKD",
        "due_on": date(2027, 1, 1),
        "actor": chair,
        "now": VOTED,
    }
    agree_payment(**how, milestone="Start", amount=1)
    refused("twice", lambda: agree_payment(**how, milestone="Start", amount=2))
