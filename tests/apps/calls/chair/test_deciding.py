"""Decisions: by the ranking and by hand, pending until published, and never by a chair with a conflict."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions.deciding import Choice, apply_proposal, decide, undecide
from superconnector.apps.calls.actions.deciding_chairs import appoint_chair, chair_leaves
from superconnector.apps.calls.actions.deciding_door import let_in, rule_out, settle
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Decision, Entry, Publication, Reading
from superconnector.apps.calls.queries.deciding import Plan, candidates, cases, propose
from superconnector.apps.calls.queries.overview import funnels
from superconnector.apps.calls.rounds import Round
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    DECIDING,
    GROUP,
    STAGE,
    a_judged_panel,
    a_published_panel,
    a_reading,
    an_entry_handed_in,
    another_chair,
    decided,
    ranked,
    wall_off,
)
from tests.apps.calls.desk.panel import ROUND, Panel, pin, somebody
from tests.apps.calls.making import a_call


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    return a_judged_panel()


def by_hand(panel: Panel, entry: Entry, outcome: str = "award", **choice: object) -> Decision:
    return decide(
        actor=panel.chair.user, now=DECIDING, chair=panel.chair, number=entry.number, stage=STAGE,
        choice=Choice(outcome, **choice),  # type: ignore[arg-type]
    )  # fmt: skip


def code_of(act: object, *args: object, **how: object) -> str:
    with pytest.raises(DecidingError) as refused:
        act(*args, **how)  # type: ignore[operator]
    return refused.value.code


def outcomes(panel: Panel) -> dict[str, tuple[str, str, int | None]]:
    rows = Decision.objects.filter(entry__call=panel.call).order_by("id")
    return {row.entry.title: (row.outcome, row.prize, row.place) for row in rows.select_related("entry")}


def test_the_first_of_the_ranking_win_in_the_order_of_the_prizes(panel: Panel) -> None:
    ranked(panel)
    decided(panel, top=3, reserve=2)
    order = [case.entry.title for case in cases(panel.chair, GROUP, STAGE)]
    found = outcomes(panel)
    assert [found[title] for title in order[:5]] == [
        ("award", "gold", 1),
        ("award", "silver", 2),
        ("award", "silver", 3),
        ("reserve", "", 4),
        ("reserve", "", 5),
    ]
    assert {found[title] for title in order[5:]} == {("decline", "", None)}
    assert {each.ranking_id for each in Decision.objects.all()} == {ranked(panel).pk}


def test_who_goes_on_gets_no_prize(panel: Panel) -> None:
    ranked(panel)
    decided(panel, top=3, outcome="advance")
    assert sorted(outcomes(panel).values())[:3] == [
        ("advance", "", 1),
        ("advance", "", 2),
        ("advance", "", 3),
    ]


def test_applying_again_changes_nothing(panel: Panel) -> None:
    ranked(panel)
    decided(panel)
    proposal = propose(panel.chair, GROUP, STAGE, Plan("award", 3))
    assert proposal is not None
    assert (proposal.changed, proposal.open) == ((), ())
    ids = set(Decision.objects.values_list("pk", flat=True))
    decided(panel)
    assert set(Decision.objects.values_list("pk", flat=True)) == ids


def test_equals_across_a_cut_are_left_to_the_chair_and_stay_as_chosen(small_site: Ecosystem) -> None:
    panel = a_judged_panel(entries=0)
    for title in ("Twin A", "Twin B", "Third"):
        entry = an_entry_handed_in(panel, title, somebody(title))
        panel.entries.append(entry)
        for judge in panel.judges[:4]:
            score = 2 if title == "Third" else 4
            a_reading(panel, judge, entry, {"use": score, "novelty": score, "craft": score})
    ranked(panel)
    proposal = propose(panel.chair, GROUP, STAGE, Plan("award", 1))
    assert proposal is not None
    assert [(line.case.entry.title, line.outcome) for line in proposal.lines] == [
        ("Twin A", ""),
        ("Twin B", ""),
        ("Third", "decline"),
    ]
    by_hand(panel, panel.entries[0], prize="gold", reason="The jury spoke about both.")
    decided(panel, top=1)
    assert outcomes(panel) == {"Twin A": ("award", "gold", None), "Third": ("decline", "", None)}


def test_equals_within_the_cut_get_no_prize_that_the_other_does_not_get(small_site: Ecosystem) -> None:
    panel = a_judged_panel(entries=0)
    for title in ("Twin A", "Twin B"):
        entry = an_entry_handed_in(panel, title, somebody(title))
        for judge in panel.judges[:4]:
            a_reading(panel, judge, entry, {"use": 4, "novelty": 4, "craft": 4})
    ranked(panel)
    decided(panel, top=2)
    assert outcomes(panel) == {"Twin A": ("award", "", 1), "Twin B": ("award", "", 1)}


def test_a_proposal_that_changed_meanwhile_is_not_applied(panel: Panel) -> None:
    ranked(panel)
    proposal = propose(panel.chair, GROUP, STAGE, Plan("award", 3))
    assert proposal is not None
    by_hand(panel, panel.entries[8])
    how = {
        "actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "group": GROUP, "stage": STAGE,
        "seen": proposal.digest,
    }  # fmt: skip
    assert code_of(apply_proposal, plan=Plan("award", 3), **how) == "changed-meanwhile"
    assert code_of(apply_proposal, plan=Plan("reserve", 3), **how) == "no-outcome"
    assert code_of(apply_proposal, plan=Plan("award", 3), **{**how, "stage": "entry"}) == "no-stage"
    assert Decision.objects.count() == 1


def test_without_a_ranking_there_is_no_proposal_and_a_decision_needs_a_reason(panel: Panel) -> None:
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "group": GROUP, "stage": STAGE}
    assert propose(panel.chair, GROUP, STAGE, Plan("award", 3)) is None
    assert code_of(apply_proposal, plan=Plan("award", 3), seen="", **how) == "no-ranking"
    assert code_of(by_hand, panel, panel.entries[0], "decline") == "reason-needed"
    assert by_hand(panel, panel.entries[0], "decline", reason="Not of this town.").ranking is None


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"outcome": "win"}, "no-outcome"),
        ({"outcome": "award", "prize": "youth"}, "no-prize"),
        ({"outcome": "award", "prize": "nothing"}, "no-prize"),
        ({"outcome": "decline", "prize": "gold"}, "no-prize"),
    ],
)
def test_only_what_is_offered_can_be_decided(panel: Panel, choice: dict[str, str], code: str) -> None:
    ranked(panel)
    assert code_of(by_hand, panel, panel.entries[0], **choice) == code


def test_the_database_holds_prizes_to_awards_and_published_decisions_to_their_grounds(panel: Panel) -> None:
    how = {"entry": panel.entries[0], "stage": STAGE, "made_at": DECIDING, "made_by": panel.chair.user}
    with pytest.raises(IntegrityError, match="prize_is_awarded"), transaction.atomic():
        Decision.objects.create(outcome="decline", prize="gold", **how)
    publication = Publication.objects.create(
        call=panel.call, at=DECIDING, by=panel.chair.user, preview="0" * 64
    )
    with pytest.raises(IntegrityError, match="published_decision_has_grounds"), transaction.atomic():
        Decision.objects.create(outcome="decline", publication=publication, **how)
    Decision.objects.create(outcome="decline", **how)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(outcome="award", **how)


def test_a_pending_decision_is_taken_back_a_published_one_never(panel: Panel) -> None:
    ranked(panel)
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "stage": STAGE}
    by_hand(panel, panel.entries[0])
    undecide(number=panel.entries[0].number, **how)
    undecide(number=panel.entries[0].number, **how)
    assert Decision.objects.count() == 0
    verbs = JournalEntry.objects.filter(verb__startswith="decision.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["decision.made", "decision.taken-back"]


def test_what_is_published_does_not_change(small_site: Ecosystem) -> None:
    panel = a_published_panel()
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "stage": STAGE}
    before = outcomes(panel)
    assert code_of(by_hand, panel, panel.entries[0], "decline") == "published"
    assert code_of(undecide, number=panel.entries[0].number, **how) == "published"
    proposal = propose(panel.chair, GROUP, STAGE, Plan("award", 1, 5))
    assert proposal is not None
    assert proposal.changed == ()
    assert outcomes(panel) == before


# --- whose decisions -------------------------------------------------------------------------------------


def test_entries_of_another_call_are_not_there(panel: Panel) -> None:
    ranked(panel)
    foreign = an_entry_handed_in(Panel(a_call("other-hack"), panel.chair), "Foreign", somebody())
    assert code_of(by_hand, panel, foreign) == "not-there"
    assert code_of(by_hand, panel, Entry(number="NOWHERE")) == "not-there"


def test_a_chair_with_a_conflict_decides_nothing_in_that_group(panel: Panel) -> None:
    ranked(panel)
    decided(panel)
    wall_off(panel.chair, panel.entries[8])
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "stage": STAGE}
    assert code_of(by_hand, panel, panel.entries[0]) == "walled"
    assert code_of(by_hand, panel, panel.entries[8]) == "not-there"
    assert code_of(undecide, number=panel.entries[0].number, **how) == "walled"
    assert code_of(apply_proposal, group=GROUP, plan=Plan("award", 3), seen="", **how) == "walled"
    assert [case.decision for case in cases(panel.chair, GROUP, STAGE)] == [None] * 8
    assert [(each.group, each.decided, each.clear) for each in funnels(panel.chair, Round(ROUND, STAGE))] == [
        ("open", 0, False),
        ("youth", 0, True),
    ]
    assert Decision.objects.count() == 9


def test_a_partial_ranking_carries_no_decision(panel: Panel) -> None:
    second = another_chair(panel)
    conflict = wall_off(second, panel.entries[0])
    ranked(panel, second)
    conflict.delete()
    assert propose(second, GROUP, STAGE, Plan("award", 3)) is None


def test_withdrawn_and_ruled_out_entries_are_no_candidates(panel: Panel) -> None:
    Entry.objects.filter(pk=panel.entries[0].pk).update(state=Entry.State.WITHDRAWN)
    Entry.objects.filter(pk=panel.entries[1].pk).update(state=Entry.State.INELIGIBLE)
    titles = {entry.title for entry in candidates(panel.chair, GROUP, STAGE)}
    assert titles == {f"Entry {number}" for number in range(2, 9)}


def test_the_second_stage_decides_on_those_whom_the_first_let_through(panel: Panel) -> None:
    days = [{"id": "screening", "kind": "decision"}, {"id": "decision", "kind": "decision"}]
    pin(panel.call, phases=days)  # type: ignore[arg-type]
    panel.chair.refresh_from_db()
    publication = Publication.objects.create(
        call=panel.call, at=DECIDING, by=panel.chair.user, preview="0" * 64
    )
    for entry, outcome in zip(panel.entries, ("advance", "decline", "reserve"), strict=False):
        Decision.objects.create(
            entry=entry, stage="screening", outcome=outcome, reason="Read.", made_at=DECIDING,
            made_by=panel.chair.user, publication=publication,
        )  # fmt: skip
    assert list(candidates(panel.chair, GROUP, "decision")) == [panel.entries[0]]
    assert candidates(panel.chair, GROUP, "screening").count() == 9


# --- the draw -------------------------------------------------------------------------------------------


def test_lots_decide_among_those_that_cannot_be_told_apart(panel: Panel) -> None:
    panel.call.lottery = True
    panel.call.save()
    panel.chair.refresh_from_db()
    for reading in Reading.objects.filter(assignment__entry__in=panel.entries[2:6]).order_by("id"):
        score = 3 + reading.pk % 2
        Reading.objects.filter(pk=reading.pk).update(scores={"use": score, "novelty": score, "craft": score})
    run = ranked(panel)
    proposal = propose(panel.chair, GROUP, STAGE, Plan("advance", 3, 1))
    assert proposal is not None
    by_lot = [line for line in proposal.lines if line.by_lot]
    assert '"lottery"' in run.body
    assert by_lot
    assert sum(line.outcome == "advance" for line in proposal.lines) == 3
    assert all(line.place is None for line in by_lot)
    assert propose(panel.chair, GROUP, STAGE, Plan("advance", 2)).lines[0].by_lot is False  # type: ignore[union-attr]


# --- the door and the chairs -----------------------------------------------------------------------------


def test_an_entry_is_ruled_out_for_a_reason_and_let_in_again(panel: Panel) -> None:
    entry, how = panel.entries[0], {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair}
    assert code_of(rule_out, number=entry.number, reason=" ", **how) == "no-reason"
    rule_out(number=entry.number, reason="All are over thirty.", **how)
    entry.refresh_from_db()
    assert (entry.state, entry.state_reason) == ("ineligible", "All are over thirty.")
    assert code_of(rule_out, number=entry.number, reason="Again", **how) == "not-screened"
    let_in(number=entry.number, **how)
    entry.refresh_from_db()
    assert (entry.state, entry.state_reason) == ("submitted", "")
    assert code_of(let_in, number=entry.number, **how) == "not-screened"
    wall_off(panel.chair, entry)
    assert code_of(rule_out, number=entry.number, reason="Hidden", **how) == "not-there"


def test_open_questions_of_the_door_are_settled(panel: Panel) -> None:
    entry = panel.entries[0]
    Entry.objects.filter(pk=entry.pk).update(unsettled=["sixteen"])
    settle(actor=panel.chair.user, now=DECIDING, chair=panel.chair, number=entry.number)
    entry.refresh_from_db()
    assert entry.unsettled == []
    assert JournalEntry.objects.get(verb="entry.settled").detail["clauses"] == ["sixteen"]


def test_a_decided_and_told_entry_is_not_ruled_out(small_site: Ecosystem) -> None:
    panel = a_published_panel()
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair}
    assert code_of(rule_out, number=panel.entries[0].number, reason="Late", **how) == "published"


def test_the_last_chair_stays(panel: Panel) -> None:
    how = {"actor": panel.chair.user, "now": DECIDING}
    new = appoint_chair(call=panel.call, email=somebody("New chair").email, **how)
    assert code_of(appoint_chair, call=panel.call, email="nobody@example.org", **how) == "no-account"
    others = [each for each in panel.call.officials.filter(role="chair").order_by("id") if each != new]
    for each in others:
        chair_leaves(chair=new, chair_id=each.pk, **how)
    assert code_of(chair_leaves, chair=new, chair_id=new.pk, **how) == "last-chair"
    assert code_of(chair_leaves, chair=new, chair_id=panel.judges[0].pk, **how) == "not-there"
