"""Orders and pairs in the second round: each begins anew, and ranks what it was made of."""

from __future__ import annotations

from superconnector.apps.calls.actions.comparing import compare, skip
from superconnector.apps.calls.actions.slates import save_slate
from superconnector.apps.calls.models import Comparison, RankingRun, Skip, Slate
from superconnector.apps.calls.queries.comparing import standing_of
from superconnector.apps.calls.queries.slates import latest_slate, placed
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import DECIDING, GROUP, an_entry_handed_in, ranked
from tests.apps.calls.desk.panel import Panel, a_panel, pin, somebody
from tests.apps.calls.making import JUDGING_OPEN
from tests.apps.calls.rounds.shortlisted import PAPER, PHASES, TALK, TALKING, shortlisted


def judged_by(mode: str) -> Panel:
    """Three entries on one judge's desk, of which the first two are to be let through."""
    panel = a_panel(judges=1)
    pin(panel.call, phases=PHASES, judging={"mode": mode, "ties": []})  # type: ignore[arg-type]
    for number in range(3):
        panel.entries.append(an_entry_handed_in(panel, f"Entry {number}", somebody(f"Leader {number}")))
    panel.assign(panel.judges[0], *panel.entries)
    return panel


def order(panel: Panel, *entries: int) -> list[list[str]]:
    return [[panel.entries[each].number] for each in entries]


def test_an_order_begins_anew_in_the_second_round(small_site: Ecosystem) -> None:
    panel = judged_by("slate")
    judge = panel.judges[0]
    how = {"actor": judge.user, "judge": judge, "seen": (1, 0), "finish": True}
    first = save_slate(now=JUDGING_OPEN, order=order(panel, 0, 1, 2), **how)  # type: ignore[arg-type]
    shortlisted(panel, *panel.entries[:2])
    panel.assign(judge, *panel.entries[:2], stage=TALK.stage)
    assert latest_slate(judge, TALK.stage) is None
    assert [row.place for row in placed(judge, TALK.stage, None)] == [None, None]
    second = save_slate(now=TALKING, order=order(panel, 1, 0), **how)  # type: ignore[arg-type]
    assert (first.stage, second.stage, second.number) == (PAPER.stage, TALK.stage, 1)
    assert Slate.objects.get(pk=first.pk).order == order(panel, 0, 1, 2)
    run = ranked(panel, stage=TALK.stage)
    assert run.readings == [second.pk]
    assert RankingRun.objects.get(stage=PAPER.stage).readings == [first.pk]


def test_pairs_are_offered_again_in_the_second_round(small_site: Ecosystem) -> None:
    panel = judged_by("pairs")
    judge = panel.judges[0]
    how = {"actor": judge.user, "judge": judge}
    while pair := standing_of(judge, PAPER.stage).pair:
        better, worse = (task.number for task in pair)
        compare(now=JUDGING_OPEN, better=better, worse=worse, **how)  # type: ignore[arg-type]
    made = list(Comparison.objects.order_by("id").values_list("pk", flat=True))
    assert len(made) == 3
    shortlisted(panel, *panel.entries[:2])
    panel.assign(judge, *panel.entries[:2], stage=TALK.stage)
    standing = standing_of(judge, TALK.stage)
    assert (standing.compared, standing.seen, standing.entries) == (0, 0, 2)
    assert {task.number for task in standing.pair or ()} == {each.number for each in panel.entries[:2]}
    better, worse = (each.number for each in panel.entries[:2])
    compare(now=TALKING, better=better, worse=worse, **how)  # type: ignore[arg-type]
    run = ranked(panel, stage=TALK.stage)
    assert run.readings == list(Comparison.objects.filter(stage=TALK.stage).values_list("pk", flat=True))
    assert RankingRun.objects.get(stage=PAPER.stage, group=GROUP).readings == made


def test_what_was_skipped_in_one_round_is_offered_in_the_next(small_site: Ecosystem) -> None:
    panel = judged_by("pairs")
    judge = panel.judges[0]
    Comparison.objects.create(
        judge=judge, stage=PAPER.stage, better=panel.entries[1], worse=panel.entries[2], made_at=DECIDING
    )
    pair = standing_of(judge, PAPER.stage).pair
    assert pair
    skip(actor=judge.user, now=JUDGING_OPEN, judge=judge, number=pair[0].number)
    shortlisted(panel, *panel.entries)
    panel.assign(judge, *panel.entries, stage=TALK.stage)
    standing = standing_of(judge, TALK.stage)
    assert (Skip.objects.get().stage, standing.skipped, standing.entries) == (PAPER.stage, 0, 3)
