"""Another host uses what a trial found: who counts, who is refused, who is flagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions.trials_reuse import Reuse, record_reuse, strike_reuse
from superconnector.apps.calls.invariants.after import results_are_reused_by_others
from superconnector.apps.calls.models import Call, Entry, Trial, TrialReuse
from superconnector.apps.calls.queries.trials import hosted_by, totals_of
from superconnector.apps.directory.models import Organisation
from superconnector.base.accounts.models import User
from superconnector.base.models import JournalEntry
from tests.apps.calls.after.published import VOTED
from tests.apps.calls.after.test_trials import a_trial, ended, refused

REUSE = Reuse(host="", host_name="Harbour Office", on=date(2027, 2, 1), purpose="The same lamps at the pier.")


@pytest.fixture
def found(call: Call, chair: User) -> Trial:
    """An ended trial at the town hall's park."""
    return ended(chair, a_trial(chair))


@pytest.fixture
def reuse(found: Trial, chair: User) -> Callable[..., TrialReuse]:
    def write(**change: object) -> TrialReuse:
        return record_reuse(actor=chair, now=VOTED, trial=found, reuse=replace(REUSE, **change))

    return write


@pytest.fixture
def family(call: Call) -> None:
    """A university with a lab, and a company of its own name."""
    for key, name, above in (("uni", "University", ""), ("lab", "Lab", "uni"), ("firm", "Firm", "")):
        Organisation.objects.create(
            id=key, name_en=name, name_zh_hant=f"{name}會", kind="company", part_of=above
        )


def test_each_organisation_counts_once(
    call: Call, chair: User, found: Trial, reuse: Callable[..., TrialReuse]
) -> None:
    reuse()
    reuse(host_name="Elderly home")
    second = ended(chair, a_trial(chair, "B2", site="Second floor"))
    record_reuse(actor=chair, now=VOTED, trial=second, reuse=replace(REUSE, host_name=" harbour  OFFICE "))
    assert totals_of(call).reused_by == 2
    assert list(results_are_reused_by_others(call)) == []


@pytest.mark.parametrize(
    "change", [{"host": "town-hall", "host_name": "Town Hall"}, {"host_name": "TOWN hall"}]
)
def test_the_host_of_the_trial_is_no_other(reuse: Callable[..., TrialReuse], change: dict[str, str]) -> None:
    refused("own-host", lambda: reuse(**change))
    assert not TrialReuse.objects.exists()


@pytest.mark.parametrize("name", ["Harbour Office", "harbour office", " Harbour  Office "])
def test_an_organisation_is_recorded_once_a_trial(
    reuse: Callable[..., TrialReuse], found: Trial, name: str
) -> None:
    reuse()
    refused("twice", lambda: reuse(host_name=name))
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialReuse.objects.create(
            trial=found, host_name=REUSE.host_name, on=REUSE.on, purpose="x", recorded_at=VOTED
        )


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("empty", {"purpose": " \n"}),
        ("empty", {"host_name": "  "}),
        ("before-the-result", {"on": date(2027, 1, 30)}),
    ],
)
def test_what_is_not_whole_is_refused(
    reuse: Callable[..., TrialReuse], code: str, change: dict[str, object]
) -> None:
    refused(code, lambda: reuse(**change))


@pytest.mark.parametrize("state", [Trial.State.PLANNED, Trial.State.RUNNING])
def test_without_a_result_there_is_nothing_to_use(
    reuse: Callable[..., TrialReuse], found: Trial, state: str
) -> None:
    Trial.objects.update(state=state)
    refused("no-result", reuse)


def test_a_trial_that_was_stopped_has_a_result_too(reuse: Callable[..., TrialReuse]) -> None:
    Trial.objects.update(state=Trial.State.STOPPED)
    assert reuse().pk


def test_a_result_that_is_used_is_not_taken_back(
    chair: User, found: Trial, reuse: Callable[..., TrialReuse]
) -> None:
    kept = reuse()
    refused("reused", lambda: ended(chair, found, state=Trial.State.RUNNING))
    strike_reuse(actor=chair, now=VOTED, reuse=kept)
    assert ended(chair, found, state=Trial.State.RUNNING).state == "running"


@pytest.mark.parametrize(
    ("supplier", "host", "flag"),
    [
        ({"organisation": "lab"}, {"host": "lab"}, "lab"),
        ({"organisation": "lab"}, {"host": "uni"}, "uni"),
        ({"organisation": "uni"}, {"host": "lab"}, "uni"),
        ({"organisation_name": "lab"}, {"host_name": "University"}, "uni"),
        ({"organisation": "lab"}, {"host_name": "University會"}, "uni"),
        ({"organisation_name": "Lamp  Guild"}, {"host_name": "lamp guild"}, "lamp guild"),
        ({"organisation": "lab"}, {"host": "firm"}, ""),
        ({}, {"host": "lab"}, ""),
    ],
)
def test_the_family_of_the_supplier_is_flagged_and_not_counted(
    call: Call,
    family: None,
    reuse: Callable[..., TrialReuse],
    supplier: dict[str, str],
    host: dict[str, str],
    flag: str,
) -> None:
    Entry.objects.filter(number="A1").update(**supplier)
    assert reuse(**host).conflict == flag
    assert totals_of(call).reused_by == (0 if flag else 1)
    assert list(results_are_reused_by_others(call)) == []


def test_a_name_of_the_directory_is_that_organisation(family: None, reuse: Callable[..., TrialReuse]) -> None:
    kept = reuse(host_name="university")
    assert (kept.host, kept.host_name) == ("uni", "university")
    refused("twice", lambda: reuse(host="uni", host_name="University"))
    assert hosted_by("uni").reuses == (kept,)
    assert not hosted_by("lab")


def test_the_directory_knows_no_rehearsals(
    call: Call, found: Trial, reuse: Callable[..., TrialReuse]
) -> None:
    reuse()
    assert hosted_by("town-hall").trials == (found,)
    Call.objects.update(rehearsal=True)
    assert not hosted_by("town-hall")


def test_what_is_struck_stays_in_the_journal(
    call: Call, chair: User, reuse: Callable[..., TrialReuse]
) -> None:
    strike_reuse(actor=chair, now=VOTED, reuse=reuse())
    assert totals_of(call).reused_by == 0
    verbs = JournalEntry.objects.filter(verb__startswith="trial.reuse").order_by("pk")
    assert [(each.verb, each.detail["host"]) for each in verbs] == [
        ("trial.reused", "Harbour Office"), ("trial.reuse-struck", "Harbour Office"),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"host_name": "Town Hall"}, {"host": "town-hall"}, {"host": "firm"}])
def test_a_row_that_was_written_past_the_action_is_found(
    call: Call, family: None, reuse: Callable[..., TrialReuse], change: dict[str, str]
) -> None:
    kept = reuse()
    Entry.objects.filter(number="A1").update(organisation="firm")
    TrialReuse.objects.update(**change)
    assert list(results_are_reused_by_others(call)) == [f"reuse {kept.pk} of trial {kept.trial_id}"]


def test_a_reuse_of_no_result_is_found(call: Call, reuse: Callable[..., TrialReuse]) -> None:
    reuse()
    Trial.objects.update(state=Trial.State.RUNNING)
    assert len(list(results_are_reused_by_others(call))) == 1
