"""What a phase of the file says about who sees the entries is what happens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from superconnector.apps.calls.models import Call, Phase
from superconnector.apps.calls.queries.gallery import gallery_entries
from superconnector.apps.calls.seeing import all_are_shown, judge_sees
from tests.apps.calls import making
from tests.apps.calls.desk.panel import pin

pytestmark = pytest.mark.django_db
NOW = making.JUDGING_OPEN
DAYS = {"opens": "2026-10-01", "closes": "2026-10-30"}


def a_call(*phases: tuple[str, list[str]], blind: bool = False) -> Call:
    """A call whose phases of these kinds are open now, for those who are named."""
    call = making.a_call()
    rows = [{"id": kind, "kind": kind, "sees": sees, **DAYS} for kind, sees in phases]
    pin(call, phases=rows, judging={"blind": blind})  # type: ignore[arg-type]
    return call


@pytest.mark.parametrize(
    ("phases", "sees"),
    [
        ([], True),
        ([("decision", ["chair"])], False),
        ([("decision", [])], True),
        ([("judging", [])], True),
        ([("judging", []), ("decision", ["chair"])], True),
        ([("judging", ["chair"])], False),
        ([("showcase", ["public"])], True),
        ([("entry", ["chair"]), ("judging", ["judge"])], True),
    ],
)
def test_judges_look_at_entries_unless_others_only_are_named(
    phases: list[tuple[str, list[str]]], sees: bool
) -> None:
    assert judge_sees(a_call(*phases), NOW) is sees


def test_what_a_phase_says_holds_while_it_is_open_its_grace_included() -> None:
    call = a_call(("decision", ["chair"]))
    closes = call.phases.get().closes_at
    assert closes is not None
    call.phases.update(grace_seconds=60)
    last, over = closes + timedelta(seconds=59), closes + timedelta(seconds=60)
    assert [judge_sees(call, each) for each in (last, over)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "sees", "blind", "shown"),
    [
        ("judging", ["judge", "public"], False, True),
        ("judging", ["judge", "public"], True, False),
        ("judging", ["judge", "entrant"], False, False),
        ("judging", [], False, False),
        ("entry", ["public"], False, True),
        ("showcase", ["public"], False, False),
        ("vote", ["public"], False, False),
    ],
)
def test_the_public_sees_all_entries_only_where_a_phase_before_the_decision_says_so(
    kind: str, sees: list[str], blind: bool, shown: bool
) -> None:
    assert all_are_shown(a_call((kind, sees), blind=blind), NOW, None) is shown


def test_while_nobody_has_said_whether_judging_is_blind_it_is() -> None:
    call = a_call(("judging", ["judge", "public"]))
    pin(call, judging={"blind": None}, phases=[{"id": "j", "kind": "judging", "sees": ["public"], **DAYS}])  # type: ignore[arg-type]
    Call.objects.filter(pk=call.pk).update(blind=None)
    call.refresh_from_db()
    assert all_are_shown(call, NOW, None) is False
    call.blind = False
    assert all_are_shown(call, NOW, None) is True


def test_entrants_see_each_other_where_it_says_so_once_their_own_is_handed_in() -> None:
    call = making.a_call()
    member, late, stranger = making.a_person(), making.a_person(), making.a_person()
    other = making.a_submitted_entry(call, title="A bench")
    own = making.a_submitted_entry(call, member, title="A clock")
    making.an_entry(call, late, title="A draft")
    pin(
        call,
        phases=[{"id": "j", "kind": "judging", "sees": ["judge", "entrant"], **DAYS}],
        judging={"blind": False},
    )  # type: ignore[arg-type]
    found = [list(gallery_entries(call, NOW, each)) for each in (member, late, stranger, None)]
    assert found == [[other, own], [], [], []]


def test_afterwards_the_gallery_holds_again_what_won_only() -> None:
    call = a_call(("judging", ["judge", "public"]))
    Phase.objects.filter(call=call).update(opens_at=None, closes_at=None)
    assert list(gallery_entries(call, datetime(2027, 1, 1, tzinfo=making.HERE), None)) == []
