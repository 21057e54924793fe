"""Who reads what: proposed from the rows, applied once, and only while nothing changed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from superconnector.apps.calls.actions.assigning import (
    AssigningError,
    apply,
    appoint_judge,
    change_desk,
    propose,
)
from superconnector.apps.calls.actions.reading import Given, Seen, save_reading
from superconnector.apps.calls.actions.running import Desk, RunningError, leave
from superconnector.apps.calls.facts.assigning import digest_of, problem_for
from superconnector.apps.calls.models import Assignment, AssignmentRun, Conflict, Entry, Official
from superconnector.apps.calls.queries.assigning import Coverage, coverage, judge_of, latest_run, loads
from superconnector.base.models import JournalEntry
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, pin, somebody
from tests.apps.calls.making import JUDGING_OPEN, a_chair

pytestmark = pytest.mark.django_db
LATER = JUDGING_OPEN + timedelta(hours=1)


def proposed(panel: Panel, chair: Official | None = None) -> AssignmentRun:
    chair = chair or panel.chair
    return propose(actor=chair.user, now=JUDGING_OPEN, chair=chair, stage=ROUND)


def applied(panel: Panel, run: AssignmentRun, chair: Official | None = None) -> AssignmentRun:
    chair = chair or panel.chair
    return apply(actor=chair.user, now=LATER, chair=chair, run_id=run.pk)


def code_of(action: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(AssigningError) as caught:
        action(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


# --- the problem -----------------------------------------------------------------------------------------


def test_the_problem_says_what_the_rows_say() -> None:
    panel = a_panel()
    judge = panel.judge(
        at_least=1, at_most=7, groups=["open"], tracks=["green"], topics=["stage:idea"], languages=["zh"]
    )
    anybody = panel.judge()
    entry = panel.entry(track="green")
    Entry.objects.filter(pk=entry.pk).update(language="zh-hant")
    problem = problem_for(panel.chair, ROUND)
    (read,) = problem.entries
    assert (read.id, read.track, read.readings) == (entry.number, "green", 3)
    assert read.topics == {"green", "stage:prototype"}
    assert read.languages == {"zh", "group:open"}
    first, second = sorted(problem.judges, key=lambda each: int(each.id))
    assert (first.id, first.at_least, first.at_most) == (str(judge.pk), 1, 7)
    assert (first.tracks, first.topics) == ({"green"}, {"green", "stage:idea"})
    assert first.languages == {"zh", "group:open"}
    assert (second.id, second.tracks) == (str(anybody.pk), frozenset())
    assert second.languages == {"en", "zh", "group:open", "group:youth"}
    assert (float(problem.cross_share), problem.seed) == (0.05, panel.call.seed)


def test_only_what_is_handed_in_is_read() -> None:
    panel = a_panel(judges=1, entries=4)
    states = [Entry.State.DRAFT, Entry.State.WITHDRAWN, Entry.State.INELIGIBLE]
    for entry, state in zip(panel.entries, states, strict=False):
        Entry.objects.filter(pk=entry.pk).update(state=state)
    assert [each.id for each in problem_for(panel.chair, ROUND).entries] == [panel.entries[3].number]


def test_a_digest_changes_with_everything_that_matters_and_nothing_else() -> None:
    panel = a_panel(judges=2, entries=2)
    first, second = panel.judges

    def digest() -> str:
        panel.chair.call.refresh_from_db()
        return digest_of(problem_for(panel.chair, ROUND))

    seen = [digest()]
    assert digest() == seen[0]
    changes = [
        lambda: Official.objects.filter(pk=first.pk).update(at_most=3),
        lambda: Official.objects.filter(pk=first.pk).update(tracks=["green"]),
        lambda: panel.assign(first, panel.entries[0]),
        lambda: panel.hand_in(first, panel.entries[0]),
        lambda: Entry.objects.filter(pk=panel.entries[1].pk).update(track="care"),
        lambda: a_conflict(second, panel.entries[1]),
        panel.judge,
        panel.entry,
    ]
    for change in changes:
        change()
        seen.append(digest())
    assert len(set(seen)) == len(changes) + 1
    Entry.objects.filter(pk=panel.entries[0].pk).update(title="Another name")
    assert digest() == seen[-1]


def a_conflict(official: Official, entry: Entry, state: str = "confirmed") -> Conflict:
    return Conflict.objects.create(
        official=official,
        entry=entry,
        kind="declared",
        key="self",
        source="account:0",
        state=state,
        found_at=JUDGING_OPEN,
    )


# --- proposing and applying ------------------------------------------------------------------------------


def test_a_proposal_gives_every_entry_its_readings_and_assigns_nothing() -> None:
    panel = a_panel(judges=4, entries=4)
    run = proposed(panel)
    readers = Counter(number for _, number in run.proposal["added"])
    assert readers == {entry.number: 3 for entry in panel.entries}
    assert (run.proposal["removed"], run.proposal["kept"], run.proposal["shortages"]) == ([], [], [])
    assert (panel.pairs(), run.applied_at) == (set(), None)


def test_applying_makes_the_assignment_that_was_shown() -> None:
    panel = a_panel(judges=4, entries=4)
    run = applied(panel, proposed(panel))
    assert panel.pairs() == {(int(judge), number) for judge, number in run.proposal["added"]}
    assert (run.applied_at, Assignment.objects.filter(run=run, made_at=LATER).count()) == (LATER, 12)
    journal = JournalEntry.objects.get(verb="assignment.applied")
    assert journal.detail == {"run": run.pk, "added": 12, "removed": 0}


def test_a_proposal_is_applied_once() -> None:
    panel = a_panel(judges=3, entries=1)
    run = applied(panel, proposed(panel))
    assert code_of(applied, panel, run) == "applied"
    assert Assignment.objects.count() == 3


def test_of_two_chairs_at_once_the_second_is_told() -> None:
    panel = a_panel(judges=4, entries=2)
    other = a_chair(panel.call, somebody("Second chair"))
    mine, theirs = proposed(panel), proposed(panel, other)
    applied(panel, mine)
    before = panel.pairs()
    assert code_of(applied, panel, theirs, other) == "changed-meanwhile"
    assert panel.pairs() == before


def test_a_chair_does_not_apply_the_proposal_of_another() -> None:
    panel = a_panel(judges=3, entries=1)
    other = a_chair(panel.call, somebody("Second chair"))
    assert code_of(applied, panel, proposed(panel), other) == "no-run"
    assert latest_run(other, ROUND) is None


def test_a_conflict_found_since_stops_the_proposal() -> None:
    panel = a_panel(judges=3, entries=1)
    run = proposed(panel)
    a_conflict(panel.judges[0], panel.entries[0], "suspected")
    assert code_of(applied, panel, run) == "changed-meanwhile"
    assert panel.pairs() == set()


def test_proposing_looks_for_conflicts_first() -> None:
    panel = a_panel(judges=1)
    near = panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    run = proposed(panel)
    assert run.proposal["added"] == [[str(panel.judges[0].pk), entry.number]]
    assert Conflict.objects.get().official == near


def test_nothing_is_proposed_without_rules_judges_or_entries() -> None:
    panel = a_panel()
    assert code_of(proposed, panel) == "no-judges"
    panel.judge()
    assert code_of(proposed, panel) == "no-entries"
    panel.entry()
    pin(panel.call, judging={"readings": None})
    assert code_of(proposed, panel) == "rules-missing"
    assert not AssignmentRun.objects.exists()


# --- re-runs ---------------------------------------------------------------------------------------------


def test_after_a_judge_left_only_what_must_moves() -> None:
    panel = a_panel(judges=5, entries=6)
    panel.assign_all()
    before = panel.pairs()
    gone = panel.judges[0]
    read = next(number for judge, number in sorted(before) if judge == gone.pk)
    panel.hand_in(gone, Entry.objects.get(number=read))
    leave(actor=panel.chair.user, now=JUDGING_OPEN, official=gone, because="ill")
    freed = {pair for pair in before if pair[0] == gone.pk and pair[1] != read}
    assert panel.pairs() == before - freed
    run = applied(panel, proposed(panel))
    assert run.proposal["removed"] == []
    assert Counter(number for _, number in run.proposal["added"]) == Counter(n for _, n in freed)
    assert before - freed < panel.pairs()
    assert (gone.pk, read) in panel.pairs()


def test_a_final_reading_stays_and_counts_even_over_the_most() -> None:
    panel = a_panel(judges=3, entries=2, readings=1)
    judge = panel.judges[0]
    panel.assign(judge, *panel.entries)
    for entry in panel.entries:
        panel.hand_in(judge, entry)
    Official.objects.filter(pk=judge.pk).update(at_most=1)
    run = proposed(panel)
    assert (run.proposal["added"], run.proposal["removed"], run.proposal["fixed"]) == ([], [], 2)


def test_a_withdrawn_entry_leaves_the_desks() -> None:
    panel = a_panel(judges=3, entries=2)
    panel.assign_all()
    Entry.objects.filter(pk=panel.entries[0].pk).update(state=Entry.State.WITHDRAWN)
    assert coverage(panel.chair, ROUND) == Coverage(entries=1, assigned=3, unread=0)
    assert {number for judge in panel.judges for number in numbers(judge)} == {panel.entries[1].number}
    assert proposed(panel).proposal["added"] == []


def numbers(judge: Official) -> list[str]:
    from superconnector.apps.calls.queries.reading import pile_of  # noqa: PLC0415

    return [task.number for task in pile_of(judge, ROUND).tasks]


def test_what_moved_away_is_kept_for_the_record() -> None:
    panel = a_panel(judges=2, entries=1, readings=1)
    first, second = panel.judges
    (old,) = panel.assign(first, panel.entries[0])
    save_reading(
        actor=first.user,
        now=JUDGING_OPEN,
        judge=first,
        number=panel.entries[0].number,
        seen=Seen(1, 0),
        given=Given({}, "Begun."),
    )
    Official.objects.filter(pk=first.pk).update(at_most=0)
    run = applied(panel, proposed(panel))
    assert run.proposal["removed"] == [[str(first.pk), panel.entries[0].number]]
    assert panel.pairs() == {(second.pk, panel.entries[0].number)}
    old.refresh_from_db()
    assert (old.removed_at, old.removed_because) == (LATER, "reassigned")
    assert old.readings.get().comment == "Begun."


# --- shortages -------------------------------------------------------------------------------------------


def test_what_cannot_be_given_is_said_with_its_reason() -> None:
    panel = a_panel()
    panel.judge(tracks=["green"], languages=["en"])
    panel.judge(tracks=["green"], groups=["youth"])
    entry = panel.entry(track="green")
    (lack,) = proposed(panel).proposal["shortages"]
    assert (lack["track"], lack["reason"], lack["entries"]) == ("green", "language", [[entry.number, 2]])
    assert (lack["judges"], lack["no_language"]) == (2, 1)


def test_a_judge_below_the_floor_is_named() -> None:
    panel = a_panel(judges=1, entries=1)
    eager = panel.judge(at_least=2, at_most=5)
    assert proposed(panel).proposal["idle"] == [[str(eager.pk), 1]]


# --- the wall --------------------------------------------------------------------------------------------


def test_a_chair_assigns_only_what_the_chair_sees() -> None:
    panel = a_panel(judges=4, entries=2)
    hidden, seen = panel.entries
    a_conflict(panel.chair, hidden)
    panel.assign(panel.judges[0], hidden)
    run = applied(panel, proposed(panel))
    assert {number for _, number in run.proposal["added"]} == {seen.number}
    assert (panel.judges[0].pk, hidden.number) in panel.pairs()
    assert coverage(panel.chair, ROUND) == Coverage(entries=1, assigned=3, unread=0)
    assert sum(load.assigned for load in loads(panel.chair, ROUND)) == 3
    other = a_chair(panel.call, somebody("Second chair"))
    assert sum(load.assigned for load in loads(other, ROUND)) == 4
    applied(panel, proposed(panel, other), other)
    assert Counter(number for _, number in panel.pairs()) == {seen.number: 3, hidden.number: 3}


def test_a_judge_who_is_in_the_team_gets_nothing_of_it() -> None:
    panel = a_panel(judges=1)
    entrant = panel.judge(somebody("Both"))
    entry = panel.entry(entrant.user)
    assert problem_for(panel.chair, ROUND).conflicts == {(str(entrant.pk), entry.number)}
    panel.assign_all()
    assert panel.pairs() == {(panel.judges[0].pk, entry.number)}


# --- judges ----------------------------------------------------------------------------------------------


def test_appointing_finds_the_conflicts_of_the_judge() -> None:
    panel = a_panel()
    panel.entry(somebody(domain="acme.example"))
    user = somebody(domain="acme.example")
    appoint_judge(
        actor=panel.chair.user,
        now=LATER,
        call=panel.call,
        email=f" {user.email.upper()} ",
        desk=Desk(at_most=5),
    )
    assert Conflict.objects.get().official.user == user


def test_whom_one_cannot_appoint() -> None:
    panel = a_panel(judges=1)
    common = {"actor": panel.chair.user, "now": LATER, "call": panel.call, "desk": Desk(at_most=5)}
    assert code_of(appoint_judge, email="nobody@gmail.com", **common) == "no-account"
    gone = somebody(is_active=False)
    assert code_of(appoint_judge, email=gone.email, **common) == "no-account"
    with pytest.raises(RunningError) as caught:
        appoint_judge(email=panel.judges[0].user.email, **common)  # type: ignore[arg-type]
    assert caught.value.code == "appointed"


def test_changing_a_desk_looks_for_conflicts_again() -> None:
    panel = a_panel(judges=1)
    panel.entry(somebody(organisation="guild"))
    desk = Desk(at_least=1, at_most=2, tracks=["green"], ties=["guild"])
    change_desk(actor=panel.chair.user, now=LATER, judge=panel.judges[0], desk=desk)
    judge = judge_of(panel.chair, panel.judges[0].pk)
    assert (judge.at_least, judge.at_most, judge.tracks, judge.ties) == (1, 2, ["green"], ["guild"])
    assert Conflict.objects.get().kind == "declared"
    assert judge_of(panel.chair, panel.chair.pk) is None


def test_loads_take_as_many_queries_at_one_judge_as_at_three() -> None:
    panel = a_panel(judges=1, entries=1)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            loads(panel.chair, ROUND)
        counted.append(len(queries))
        panel.judge()
        panel.judge()
        panel.assign(panel.judges[-1], panel.entry())
    assert counted == [4, 4]
