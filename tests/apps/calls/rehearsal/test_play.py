"""A small call is rehearsed from the opening to the trials, and stopped at every stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from superconnector.apps.calls.actions.reading import Given, Seen, finish_reading
from superconnector.apps.calls.invariants import INVARIANTS, broken
from superconnector.apps.calls.models import (
    Appeal,
    Assignment,
    Ballot,
    Call,
    Certificate,
    Conflict,
    Decision,
    Entry,
    Letter,
    Member,
    Official,
    Reading,
    Submission,
    Trial,
    TrialFeedback,
    TrialPayment,
)
from superconnector.apps.calls.phases import Timing, timing
from superconnector.apps.calls.rehearsal.plan import Clock, Plan, RehearsalError, Stage
from superconnector.apps.calls.rehearsal.play import Act, play
from superconnector.apps.calls.rounds import Round
from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.base.accounts.models import User
from superconnector.ecosystem import read_folder
from tests.apps.calls.making import SMALL, a_person
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(tmp_path: Path) -> Iterator[None]:
    with override_settings(FILES_ROOT=tmp_path):
        load_ecosystem(files=read_folder(SMALL), actor="tests", now=NOW)
        yield


def a_plan(call_id: str = "rehearsal", **fields: object) -> Plan:
    made = {"seed": "seed", "now": NOW, "entries": 6, "contestants": 15, "judges": 5, **fields}
    return Plan("town-hack", call_id, **made)  # type: ignore[arg-type]


def played(plan: Plan, organiser: User | None = None) -> list[Act]:
    return list(play(plan, organiser))


def opened_now(call: Call, kind: str, now: datetime = NOW) -> Timing:
    return timing(call.phases.get(kind=kind), now)


def test_a_whole_call_is_played_and_its_records_are_sound() -> None:
    acts = played(a_plan())
    assert [act.name for act in acts] == [
        "Opening",
        "Entering",
        "The door",
        "Judging",
        "Ranking",
        "Deciding",
        "Letters",
        "Vote",
        "Certificates",
        "Trials",
        "The records",
    ]
    assert acts[-1] == Act("The records", (f"All {len(INVARIANTS)} invariants hold.",))
    call = Call.objects.get(pk="rehearsal")
    assert call.rehearsal
    assert list(broken(call)) == []
    entries = Entry.objects.filter(call=call)
    states = sorted(entries.values_list("state", flat=True))
    assert states == ["draft", "draft"] + ["submitted"] * 6 + ["withdrawn"]
    in_count = entries.filter(state="submitted")
    assert Member.objects.filter(entry__in=in_count).count() == 15
    assert Submission.objects.filter(entry__in=in_count).count() >= 6
    assert Decision.objects.filter(publication__isnull=False).count() == 6
    accounts = Member.objects.filter(entry__in=in_count, user__isnull=False)
    assert Letter.objects.filter(sent_at__isnull=False).count() == accounts.count()
    assert Certificate.objects.count() == 15
    assert Appeal.objects.get().state == Appeal.State.REJECTED
    assert Ballot.objects.filter(choice__isnull=False).count() > 0
    assert Trial.objects.filter(state=Trial.State.ENDED).count() > 0
    assert TrialFeedback.objects.count() > 0
    assert TrialPayment.objects.filter(paid_on__isnull=True).count() == Trial.objects.count()


def test_what_is_judged_is_read_thrice_though_a_judge_leaves() -> None:
    played(a_plan(until=Stage.JUDGING))
    left = Official.objects.get(role="judge", left_at__isnull=False)
    active = Assignment.objects.filter(removed_at__isnull=True)
    assert not active.filter(judge=left).exclude(readings__final=True).exists()
    assert active.exclude(readings__final=True).count() == 0
    read = [active.filter(entry=each).count() for each in Entry.objects.filter(state="submitted")]
    assert read == [3] * 6
    assert Conflict.objects.filter(kind=Conflict.Kind.DECLARED).count() == 1


def test_the_last_thing_that_happens_is_before_now() -> None:
    played(a_plan())
    for times in (
        Submission.objects.values_list("received_at", flat=True),
        Reading.objects.values_list("final_at", flat=True),
        Certificate.objects.values_list("issued_at", flat=True),
        TrialFeedback.objects.values_list("given_at", flat=True),
    ):
        assert times
        assert max(times) <= NOW


@pytest.mark.parametrize(
    ("until", "halfway", "opened", "closed"),
    [
        (Stage.ENTRY, True, "entry", None),
        (Stage.ENTRY, False, "screening", "entry"),
        (Stage.JUDGING, True, "judging", "entry"),
        (Stage.JUDGING, False, None, "judging"),
        (Stage.DECISION, False, "decision", "judging"),
        (Stage.LETTERS, False, "vote", "decision"),
    ],
)
def test_a_rehearsal_that_stops_leaves_the_next_stage_open_now(
    until: Stage, halfway: bool, opened: str | None, closed: str | None
) -> None:
    played(a_plan(until=until, halfway=halfway))
    call = Call.objects.get(pk="rehearsal")
    assert list(broken(call)) == []
    if opened:
        assert opened_now(call, opened) is Timing.OPEN
    if closed:
        assert opened_now(call, closed) is Timing.LATE
    assert Letter.objects.exists() is (until is Stage.LETTERS)
    assert Decision.objects.exists() is (until in (Stage.DECISION, Stage.LETTERS))


def test_a_judge_can_go_on_where_the_rehearsal_stopped() -> None:
    played(a_plan(until=Stage.JUDGING, halfway=True))
    rows = Assignment.objects.filter(removed_at__isnull=True).exclude(readings__final=True)
    row = rows.select_related("judge__user", "judge__call", "entry").order_by("id")[0]
    finish_reading(
        actor=row.judge.user,
        now=NOW,
        judge=row.judge,
        number=row.entry.number,
        seen=Seen(1, 0),
        given=Given({"use": 4, "novelty": 3, "craft": 5}),
    )
    assert list(broken(Call.objects.get(pk="rehearsal"))) == []


def test_the_same_seed_gives_the_same_teams_and_answers_and_another_one_others() -> None:
    for call_id, seed in (("first", "seed"), ("second", "seed"), ("third", "another seed")):
        played(a_plan(call_id, seed=seed, until=Stage.ENTRY))
    assert teams_of("first") == teams_of("second") != teams_of("third")
    assert len(teams_of("first")) == 9


def teams_of(call_id: str) -> list[tuple[object, ...]]:
    """What each team is and said, in the order in which they entered."""
    return [
        (
            entry.title,
            entry.group,
            entry.track,
            entry.state,
            list(entry.members.order_by("id").values_list("name", "role")),
            list(entry.answers.order_by("question").values_list("question", "value")),
        )
        for entry in Entry.objects.filter(call=call_id).order_by("created_at")
    ]


def test_nobody_gets_mail_and_nobody_can_sign_in() -> None:
    played(a_plan(until=Stage.LETTERS))
    people = User.objects.all()
    assert people.count() > 15
    assert {user.email.rpartition(".")[2] for user in people} == {"example"}
    assert {user.has_usable_password() for user in people} == {False}
    assert mail.outbox == []


def test_an_account_can_chair_the_rehearsal() -> None:
    chair = a_person("Cai Chair")
    played(a_plan(until=Stage.ENTRY), chair)
    assert Official.objects.get(role="chair").user == chair
    assert Call.objects.get().opened_by == chair


# --- what cannot be rehearsed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("definition", "fields", "why"),
    [
        ("no-such-call", {}, "The ecosystem has no calls/no-such-call.yaml."),
        ("town-hack", {"contestants": 31}, "6 entries hold 9 to 30 contestants, and 31 were asked for."),
        (
            "town-hack",
            {"contestants": 6},
            "6 entries hold 9 to 30 contestants, and 6 were asked for.",
        ),
    ],
)
def test_what_cannot_be_rehearsed_is_refused(definition: str, fields: dict[str, int], why: str) -> None:
    plan = Plan(definition, "rehearsal", "seed", NOW, **{"entries": 6, "contestants": 15, **fields})
    with pytest.raises(RehearsalError) as error:
        played(plan)
    assert str(error.value) == why
    assert not Call.objects.exists()


def test_a_call_that_exists_is_refused_and_untouched() -> None:
    played(a_plan(until=Stage.ENTRY))
    before = Entry.objects.count()
    with pytest.raises(RehearsalError) as error:
        played(a_plan(until=Stage.ENTRY))
    assert str(error.value) == "There is a call rehearsal already. Choose another id for the rehearsal."
    assert Entry.objects.count() == before


@pytest.mark.parametrize("fields", [{"entries": 0}, {"judges": 0}, {"contestants": 5}])
def test_a_plan_without_people_is_no_plan(fields: dict[str, int]) -> None:
    with pytest.raises(RehearsalError):
        a_plan(**fields)


def test_the_days_of_the_clock_are_in_order() -> None:
    plan = a_plan()
    clock = Clock.of(plan)
    assert clock.day(161) == NOW
    moments = [clock.within(1, 27, index, 50) for index in range(50)]
    assert all(earlier < later for earlier, later in pairwise(moments))
    assert clock.day(1) < moments[0]
    assert moments[-1] < clock.day(27)


# --- the command -----------------------------------------------------------------------------------------


def test_the_command_tells_each_act_with_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rehearse_call", "town-hack", "--entries=6", "--contestants=15", "--until=entry")
    said = capsys.readouterr().out
    assert "6 entries of 15 contestants were handed in" in said
    assert f"All {len(INVARIANTS)} invariants hold." in said
    assert Call.objects.get().pk == "rehearsal-town-hack"
    assert Call.objects.get().opened_at < timezone.now()


def test_the_command_refuses_in_words() -> None:
    with pytest.raises(CommandError, match="There is no account with"):
        call_command("rehearse_call", "town-hack", "--chair=nobody@example.org")
    with pytest.raises(CommandError, match="has no calls/nothing"):
        call_command("rehearse_call", "nothing")


def test_rounds_share_the_days_of_judging() -> None:
    rounds = tuple(Round(each, each) for each in ("paper", "pitch", "final"))
    one = Clock.of(a_plan())
    assert [one.in_round(0, day) for day in (30, 37, 46)] == [30, 37, 46]
    clock = Clock(one.start, rounds)
    opens, decided = ([clock.in_round(place, day) for place in range(3)] for day in (30, 46))
    assert (opens[0], decided[-1]) == (30, 46)
    assert opens[1:] == decided[:-1]
    halfway, whole = (Clock.of(a_plan(until=Stage.JUDGING, halfway=half), rounds) for half in (True, False))
    assert halfway.day(halfway.in_round(0, 37)) == NOW
    assert whole.day(whole.in_round(2, 45)) == NOW
