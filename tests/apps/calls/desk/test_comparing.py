"""Pairs at an expo: what is offered, what is taken, what was skipped for good."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.actions.comparing import compare, skip
from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.models import Comparison, Entry, Phase, Skip
from superconnector.apps.calls.queries.comparing import standing_of
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, pin
from tests.apps.calls.making import JUDGING_OPEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    """A judge who has four entries to compare."""
    panel = a_panel(judges=1, entries=4, mode="pairs")
    panel.assign(panel.judges[0], *panel.entries)
    return panel


def offered(panel: Panel) -> tuple[str, str] | None:
    pair = standing_of(panel.judges[0], ROUND).pair
    return (pair[0].number, pair[1].number) if pair else None


def say(panel: Panel, better: str, worse: str, **other: object) -> None:
    judge = panel.judges[0]
    fields = {"actor": judge.user, "now": JUDGING_OPEN, "judge": judge, "better": better, "worse": worse}
    compare(**{**fields, **other})  # type: ignore[arg-type]


def pass_over(panel: Panel, number: str) -> None:
    judge = panel.judges[0]
    skip(actor=judge.user, now=JUDGING_OPEN, judge=judge, number=number)


def code_of(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(ReadingError) as caught:
        call(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


def test_a_page_loaded_twice_offers_the_same_two(panel: Panel) -> None:
    pair = offered(panel)
    assert pair == offered(panel)
    assert len(set(pair or ())) == 2


def test_one_of_the_two_stays_and_the_other_is_new(panel: Panel) -> None:
    seen: set[str] = set()
    for step in range(3):
        pair = offered(panel)
        assert len(set(pair) - seen) == (2 if step == 0 else 1)
        seen |= set(pair)
        say(panel, *pair)
    standing = standing_of(panel.judges[0], ROUND)
    assert (standing.compared, standing.seen, standing.entries) == (3, 4, 4)


def test_only_entries_of_one_group_are_compared(panel: Panel) -> None:
    youth = panel.entries[:2]
    Entry.objects.filter(pk__in=[each.pk for each in youth]).update(group="youth")
    groups = {each.number: each in youth for each in panel.entries}
    compared = set()
    while pair := offered(panel):
        compared.add(frozenset(pair))
        say(panel, *pair)
    assert len(compared) == 2
    assert [groups[first] == groups[second] for first, second in compared] == [True, True]


def test_every_pair_comes_once_and_then_nothing(panel: Panel) -> None:
    pairs = []
    while pair := offered(panel):
        pairs.append(frozenset(pair))
        say(panel, *sorted(pair))
    assert (len(pairs), len(set(pairs))) == (6, 6)


def test_what_was_skipped_never_comes_again(panel: Panel) -> None:
    gone = offered(panel)[0]
    pass_over(panel, gone)
    pass_over(panel, gone)
    assert Skip.objects.count() == 1
    pairs = []
    while pair := offered(panel):
        assert gone not in pair
        pairs.append(pair)
        say(panel, *pair)
    assert len(pairs) == 3
    assert standing_of(panel.judges[0], ROUND).skipped == 1


def test_saying_it_twice_is_once_and_the_other_way_is_refused(panel: Panel) -> None:
    first, second = offered(panel)
    say(panel, first, second)
    say(panel, first, second)
    assert code_of(say, panel, second, first) == "compared"
    assert Comparison.objects.count() == 1


def test_only_what_is_offered_can_be_compared_or_skipped(panel: Panel) -> None:
    pair = offered(panel)
    others = [entry.number for entry in panel.entries if entry.number not in pair]
    for better, worse in [(others[0], others[1]), (pair[0], others[0]), (pair[0], pair[0]), ("", pair[0])]:
        assert code_of(say, panel, better, worse) == "not-a-pair"
    for number in (others[0], "NOSUCH", ""):
        assert code_of(pass_over, panel, number) == "not-a-pair"
    assert not Comparison.objects.exists()


def test_a_declared_conflict_takes_the_entry_out_of_the_pairs(panel: Panel) -> None:
    gone = offered(panel)[0]
    judge = panel.judges[0]
    declare_conflict(actor=judge.user, now=JUDGING_OPEN, judge=judge, number=gone, reason="")
    assert gone not in offered(panel)
    assert standing_of(judge, ROUND).entries == 3


def test_pairs_are_taken_only_in_time_and_in_their_mode(panel: Panel) -> None:
    phase = Phase.objects.get(call=panel.call, kind=Phase.Kind.JUDGING)
    assert code_of(say, panel, *offered(panel), now=phase.closes_at) == "closed"
    pin(panel.call, judging={"mode": "scores"})
    panel.judges[0].call.refresh_from_db()
    assert code_of(say, panel, *offered(panel)) == "other-mode"
