"""A judge's own order: saved, handed in, reopened, and every order that is none."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.actions.slates import reopen_slate, save_slate
from superconnector.apps.calls.models import Phase, Reading, Slate
from superconnector.apps.calls.queries.slates import latest_slate, placed
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, pin
from tests.apps.calls.making import JUDGING_OPEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    """A judge with three entries to put in order."""
    panel = a_panel(judges=2, entries=3, mode="slate")
    panel.assign(panel.judges[0], *panel.entries)
    return panel


def numbers(panel: Panel) -> list[str]:
    return [entry.number for entry in panel.entries]


def save(panel: Panel, order: list[list[str]], seen: tuple[int, int] = (1, 0), **other: object) -> Slate:
    judge = panel.judges[0]
    fields = {"actor": judge.user, "now": JUDGING_OPEN, "judge": judge, "seen": seen, "order": order}
    return save_slate(**{**fields, **other})


def code_of(*args: object, **kwargs: object) -> str:
    with pytest.raises(ReadingError) as caught:
        save(*args, **kwargs)  # type: ignore[arg-type]
    return caught.value.code


def shown(panel: Panel) -> list[tuple[str, int | None]]:
    rows = placed(panel.judges[0], ROUND, latest_slate(panel.judges[0], ROUND))
    return [(row.task.number, row.place) for row in rows]


def test_a_draft_may_be_partial_and_have_ties(panel: Panel) -> None:
    a, b, c = numbers(panel)
    slate = save(panel, [[c, a], []])
    assert (slate.order, slate.version, slate.final) == ([[c, a]], 1, False)
    assert sorted(shown(panel)[:2]) == sorted([(a, 1), (c, 1)])
    assert shown(panel)[2] == (b, None)
    assert save(panel, [[c], [a], [b]], (1, 1)).version == 2
    assert shown(panel) == [(c, 1), (a, 2), (b, 3)]


def test_handing_in_makes_the_readings_final(panel: Panel) -> None:
    a, b, c = numbers(panel)
    assert code_of(panel, [[a], [b]], finish=True) == "unplaced"
    save(panel, [[a], [b, c]], finish=True)
    readings = Reading.objects.order_by("id")
    assert {(each.assignment.entry.number, each.final) for each in readings} == {(n, True) for n in (a, b, c)}
    assert code_of(panel, [[c], [b], [a]], (1, 1)) == "final"
    assert save(panel, [[a], [b, c]], finish=True) == Slate.objects.get()


def test_a_reopened_order_begins_with_the_one_handed_in(panel: Panel) -> None:
    judge = panel.judges[0]
    order = [[number] for number in numbers(panel)]
    save(panel, order, finish=True)
    draft = reopen_slate(actor=judge.user, now=JUDGING_OPEN, judge=judge)
    assert (draft.number, draft.order, draft.final) == (2, order, False)
    assert reopen_slate(actor=judge.user, now=JUDGING_OPEN, judge=judge) == draft
    save(panel, order[::-1], (2, draft.version), finish=True)
    kept = Slate.objects.order_by("number").values_list("number", "order", "final")
    assert list(kept) == [(1, order, True), (2, order[::-1], True)]


def test_two_windows_do_not_overwrite_each_other(panel: Panel) -> None:
    a, b, _c = numbers(panel)
    save(panel, [[a], [b]])
    assert code_of(panel, [[b], [a]]) == "changed-meanwhile"
    assert save(panel, [[a], [b]]).version == 1


def test_orders_that_are_none(panel: Panel) -> None:
    a, b, _c = numbers(panel)
    beside = panel.entry()
    panel.assign(panel.judges[1], beside)
    assert code_of(panel, [[a], [beside.number]]) == "foreign"
    assert code_of(panel, [[a], ["NOSUCH"]]) == "foreign"
    assert code_of(panel, [[a, b], [a]]) == "twice"
    assert not Slate.objects.exists()


def test_an_order_is_taken_only_in_time_and_in_its_mode(panel: Panel) -> None:
    phase = Phase.objects.get(call=panel.call, kind=Phase.Kind.JUDGING)
    assert code_of(panel, [], now=phase.closes_at) == "closed"
    pin(panel.call, judging={"mode": "scores"})
    panel.judges[0].call.refresh_from_db()
    assert code_of(panel, []) == "other-mode"
    with pytest.raises(ReadingError):
        reopen_slate(actor=panel.judges[0].user, now=JUDGING_OPEN, judge=panel.judges[0])


def test_an_entry_that_left_the_desk_leaves_the_order_and_the_places_close_up(panel: Panel) -> None:
    a, b, c = numbers(panel)
    save(panel, [[a], [b], [c]])
    judge = panel.judges[0]
    declare_conflict(actor=judge.user, now=JUDGING_OPEN, judge=judge, number=b, reason="")
    assert shown(panel) == [(a, 1), (c, 2)]
    assert code_of(panel, [[a], [b], [c]], (1, 1), finish=True) == "foreign"


def test_what_was_never_saved_cannot_be_reopened(panel: Panel) -> None:
    with pytest.raises(ReadingError) as caught:
        reopen_slate(actor=panel.judges[0].user, now=JUDGING_OPEN, judge=panel.judges[0])
    assert caught.value.code == "nothing"
