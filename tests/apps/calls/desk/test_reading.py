"""A judge reads: drafts, versions, two windows, handing in, reopening, and every way to cheat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from superconnector.apps.calls.actions.reading import (
    Given,
    ReadingError,
    Seen,
    finish_reading,
    reopen_reading,
    save_reading,
)
from superconnector.apps.calls.actions.running import leave
from superconnector.apps.calls.models import Call, Entry, Official, Phase, Reading
from superconnector.apps.calls.queries.reading import Opening, judging_opening, pile_of
from tests.apps.calls.desk.panel import ROUND, SCORES, Panel, a_panel, pin, somebody
from tests.apps.calls.making import JUDGING_OPEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    """One judge with one entry to read, and another entry that nobody has."""
    panel = a_panel(judges=1, entries=2)
    panel.assign(panel.judges[0], panel.entries[0])
    return panel


NEW = Seen(1, 0)
"""What a page has seen where nothing was saved yet."""
ALL = Given(SCORES)


def save(
    panel: Panel, seen: Seen = NEW, scores: dict | None = None, comment: str = "", **other: object
) -> Reading:
    given = Given({"use": 4} if scores is None else scores, comment, "")
    return save_reading(**asked(panel, seen, given, other))


def finish(panel: Panel, seen: Seen = NEW, given: Given = ALL, **other: object) -> Reading:
    return finish_reading(**asked(panel, seen, given, other))


def asked(panel: Panel, seen: Seen, given: Given, other: dict) -> dict:
    judge, number = panel.judges[0], panel.entries[0].number
    fields = {"actor": judge.user, "now": JUDGING_OPEN, "judge": judge, "number": number}
    return {**fields, "seen": seen, "given": given, **other}


def code_of(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(ReadingError) as caught:
        call(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


# --- drafts ----------------------------------------------------------------------------------------------


def test_a_draft_keeps_what_was_said_and_counts_its_versions(panel: Panel) -> None:
    first = save(panel, scores={"use": 4}, comment="So far.")
    second = save(panel, Seen(1, first.version), scores={"use": 2, "craft": 5})
    assert (first.pk, second.pk) == (second.pk, Reading.objects.get().pk)
    assert (second.number, second.version, second.final) == (1, 2, False)
    assert (second.scores, second.comment) == ({"use": 2, "craft": 5}, "")


def test_saying_the_same_again_changes_nothing(panel: Panel) -> None:
    save(panel)
    again = save(panel, Seen(1, 0), now=JUDGING_OPEN + timedelta(minutes=5))
    assert (again.version, again.saved_at) == (1, JUDGING_OPEN)


def test_a_second_window_is_told_and_overwrites_nothing(panel: Panel) -> None:
    save(panel, comment="From the first window.")
    with pytest.raises(ReadingError) as caught:
        save(panel, Seen(1, 0), comment="From the second.")
    assert caught.value.code == "changed-meanwhile"
    assert caught.value.stored.comment == "From the first window."
    assert Reading.objects.get().comment == "From the first window."


def test_a_page_that_lost_the_answer_to_its_own_save_may_save_on(panel: Panel) -> None:
    save(panel, Seen(1, 0, "tab-a"), comment="One")
    later = save(panel, Seen(1, 0, "tab-a"), comment="One two")
    assert (later.comment, later.version) == ("One two", 2)


def test_a_page_whose_save_was_followed_by_another_page_may_not(panel: Panel) -> None:
    save(panel, Seen(1, 0, "tab-a"), comment="One")
    save(panel, Seen(1, 1, "tab-b"), comment="Two")
    assert code_of(save, panel, Seen(1, 1, "tab-a"), comment="Three") == "changed-meanwhile"


# --- handing in ------------------------------------------------------------------------------------------


def test_handing_in_needs_every_criterion(panel: Panel) -> None:
    with pytest.raises(ReadingError) as caught:
        finish(panel, given=Given({"use": 4}))
    assert (caught.value.code, caught.value.values) == ("incomplete", {"criteria": ["novelty", "craft"]})
    assert not Reading.objects.exists()


def test_what_is_handed_in_never_changes(panel: Panel) -> None:
    final = finish(panel)
    assert (final.final, final.final_at, final.scores) == (True, JUDGING_OPEN, SCORES)
    assert code_of(save, panel, Seen(1, final.version)) == "final"
    assert code_of(finish, panel, Seen(1, final.version), Given({**SCORES, "use": 1})) == "final"
    assert Reading.objects.get().scores == SCORES


def test_handing_in_the_same_twice_is_once(panel: Panel) -> None:
    first = finish(panel)
    assert finish(panel, Seen(1, 0)) == first
    assert Reading.objects.count() == 1


def test_reopening_makes_a_new_version_and_keeps_the_old(panel: Panel) -> None:
    finish(panel)
    draft = reopen(panel)
    assert (draft.number, draft.final, draft.scores) == (2, False, SCORES)
    assert reopen(panel) == draft
    changed = finish(panel, Seen(2, draft.version), Given({**SCORES, "use": 1}))
    assert [(each.number, each.final, each.scores["use"]) for each in Reading.objects.order_by("number")] == [
        (1, True, 4),
        (2, True, 1),
    ]
    assert changed.number == 2


def reopen(panel: Panel) -> Reading:
    judge = panel.judges[0]
    return reopen_reading(actor=judge.user, now=JUDGING_OPEN, judge=judge, number=panel.entries[0].number)


def test_what_was_never_begun_cannot_be_reopened(panel: Panel) -> None:
    assert code_of(reopen, panel) == "nothing"


# --- when ------------------------------------------------------------------------------------------------


def test_nothing_is_saved_before_or_after_judging_but_within_the_grace(panel: Panel) -> None:
    phase = Phase.objects.get(call=panel.call, kind=Phase.Kind.JUDGING)
    assert code_of(save, panel, now=phase.opens_at - timedelta(microseconds=1)) == "early"
    assert code_of(save, panel, now=phase.closes_at) == "closed"
    phase.grace_seconds = 60
    phase.save()
    assert save(panel, now=phase.closes_at + timedelta(seconds=59)).version == 1
    assert code_of(finish, panel, now=phase.closes_at + timedelta(seconds=60)) == "closed"
    phase.opens_at = phase.closes_at = None
    phase.save()
    assert code_of(save, panel) == "not-stated"


@pytest.mark.parametrize(
    ("criteria", "judging", "missing"),
    [
        ([{"id": "use", "names": {"en": "Use"}, "scale": {"least": 1, "most": 5}}], {}, ("weight:use",)),
        ([{"id": "use", "names": {"en": "Use"}, "weight": 100}], {}, ("scale:use",)),
        ([], {}, ("criteria",)),
        (
            [{"id": "use", "names": {"en": "Use"}, "weight": 1, "scale": {"least": 0, "most": 1}}],
            {"readings": None, "blind": None},
            ("readings", "blind"),
        ),
    ],
)
def test_judging_opens_only_when_its_rules_are_set(
    panel: Panel, criteria: list, judging: dict, missing: tuple[str, ...]
) -> None:
    pin(panel.call, criteria=criteria, judging={"ties": [], "weights_total": None, **judging})
    opening = judging_opening(panel.call, JUDGING_OPEN)
    assert (opening.why, opening.missing) == ("rules-missing", missing)
    panel.judges[0].call.refresh_from_db()
    assert code_of(save, panel, scores={}) == "rules-missing"


def test_a_call_with_all_its_rules_in_time_is_open(panel: Panel) -> None:
    phase = Phase.objects.get(call=panel.call, kind=Phase.Kind.JUDGING)
    assert judging_opening(panel.call, JUDGING_OPEN) == Opening("", ROUND, phase)


# --- attacks ---------------------------------------------------------------------------------------------


def test_only_what_is_assigned_can_be_scored(panel: Panel) -> None:
    other = a_call_beside(panel)
    withdrawn = panel.entry()
    panel.assign(panel.judges[0], withdrawn)
    Entry.objects.filter(pk=withdrawn.pk).update(state=Entry.State.WITHDRAWN)
    numbers = (panel.entries[1].number, other.number, withdrawn.number, "NOSUCH", "")
    assert [code_of(save, panel, number=number) for number in numbers] == ["not-yours"] * 5
    assert not Reading.objects.exists()


def a_call_beside(panel: Panel) -> Entry:
    """An entry of another call that the same person judges."""
    beside = Call.objects.create(
        id="beside",
        definition="town-hack",
        pinned=panel.call.pinned,
        opened_at=JUDGING_OPEN,
        opened_by=panel.call.opened_by,
        seed="other",
    )
    judge = Official.objects.create(
        call=beside, user=panel.judges[0].user, role="judge", since=JUDGING_OPEN, at_most=5
    )
    entry = Entry.objects.create(
        call=beside,
        number="BESIDE",
        group="open",
        state="submitted",
        created_at=JUDGING_OPEN,
        submitted_at=JUDGING_OPEN,
    )
    panel.assign(judge, entry)
    return entry


@pytest.mark.parametrize("score", [0, 6, -1, 10**8])
def test_a_score_outside_its_scale_is_refused(panel: Panel, score: int) -> None:
    assert code_of(save, panel, scores={"use": score}) == "out-of-scale"
    assert code_of(finish, panel, given=Given({**SCORES, "use": score})) == "out-of-scale"


def test_a_score_between_two_steps_is_refused(panel: Panel) -> None:
    criterion = {
        "id": "use",
        "names": {"en": "Use"},
        "weight": 1,
        "scale": {"least": 0, "most": 10, "step": 5},
    }
    pin(panel.call, criteria=[criterion], judging={"ties": [], "weights_total": None})
    panel.judges[0].call.refresh_from_db()
    assert code_of(save, panel, scores={"use": 3}) == "out-of-scale"
    assert save(panel, scores={"use": 5}).scores == {"use": 5}


def test_a_criterion_of_another_group_or_of_nobody_is_refused(panel: Panel) -> None:
    assert code_of(save, panel, scores={"charm": 3}) == "no-criterion"
    assert code_of(finish, panel, given=Given({**SCORES, "charm": 3})) == "no-criterion"


def test_a_text_that_is_too_long_is_refused(panel: Panel) -> None:
    assert save(panel, comment="字" * 5000).comment == "字" * 5000
    assert code_of(save, panel, Seen(1, 1), comment="字" * 5001) == "too-long"


def test_a_judge_who_left_writes_no_more(panel: Panel) -> None:
    judge = panel.judges[0]
    save(panel)
    leave(actor=panel.chair.user, now=JUDGING_OPEN, official=judge, because="moved away")
    assert code_of(save, panel, Seen(1, 1), scores={"use": 1}) == "not-yours"
    assert code_of(reopen, panel) == "not-yours"


def test_a_judge_whose_entry_was_taken_back_writes_no_more(panel: Panel) -> None:
    finish(panel)
    panel.judges[0].assignments.update(removed_at=JUDGING_OPEN, removed_because="conflict")
    assert code_of(reopen, panel) == "not-yours"


# --- the pile --------------------------------------------------------------------------------------------


def test_the_order_is_stable_for_a_judge_and_differs_between_judges() -> None:
    panel = a_panel(judges=2, entries=8)
    for judge in panel.judges:
        panel.assign(judge, *panel.entries)
    first, second = ([task.number for task in pile_of(judge, ROUND).tasks] for judge in panel.judges)
    assert first == [task.number for task in pile_of(panel.judges[0], ROUND).tasks]
    assert sorted(first) == sorted(second) == sorted(entry.number for entry in panel.entries)
    assert first != second


def test_the_pile_says_what_is_next_and_goes_round() -> None:
    panel = a_panel(judges=1, entries=3)
    judge = panel.judges[0]
    panel.assign(judge, *panel.entries)
    first, second, third = pile_of(judge, ROUND).tasks
    panel.hand_in(judge, second.assignment.entry)
    save_reading(
        actor=judge.user,
        now=JUDGING_OPEN,
        judge=judge,
        number=third.number,
        seen=Seen(1, 0),
        given=Given({}, "Begun."),
    )
    pile = pile_of(judge, ROUND)
    assert [task.state for task in pile.tasks] == ["todo", "done", "begun"]
    assert (pile.done, pile.next) == (1, pile.tasks[0])
    assert pile.after(third.number) == pile.tasks[0]
    assert pile.after(first.number) == pile.tasks[2]
    panel.hand_in(judge, first.assignment.entry)
    assert pile_of(judge, ROUND).after(third.number) is None


def test_the_pile_takes_as_many_queries_at_one_entry_as_at_three(django_assert_num_queries: object) -> None:
    for entries in (1, 3):
        panel = a_panel_once(entries)
        panel.assign(panel.judges[0], *panel.entries)
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(pile_of(panel.judges[0], ROUND).tasks) == entries


def a_panel_once(entries: int) -> Panel:
    old = Call.objects.filter(pk="town-hack")
    if old.exists():
        panel = Panel(old.get(), Official.objects.get(call="town-hack", user__name="Chair"))
        panel.judge(somebody("Another"))
        panel.entries = [panel.entry() for _ in range(entries)]
        return panel
    return a_panel(judges=1, entries=entries)
