"""Moments in words, and the entry phase that counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from superconnector.apps.calls.models import Call
from superconnector.apps.calls.moments import in_zone, last_second, own_zone
from superconnector.apps.calls.phases import Timing, entry_timing
from tests.apps.calls.making import ENTRY_OPEN, LAST_SECOND

AT = datetime(2026, 10, 1, 15, 59, 59, tzinfo=UTC)


def test_to_the_second_in_a_zone() -> None:
    assert in_zone(AT, "Asia/Hong_Kong") == "1 October 2026, 23:59:59 (Hong Kong time, UTC+8)"
    assert in_zone(AT, "Asia/Hong_Kong", place="Town") == "1 October 2026, 23:59:59 (Town time, UTC+8)"
    assert in_zone(AT, "America/St_Johns") == "1 October 2026, 13:29:59 (St Johns time, UTC-2:30)"
    with translation.override("zh-hant"):
        assert in_zone(AT, "Asia/Hong_Kong").startswith("2026年10月1日")


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("", ""), ("Asia/Shanghai", ""), ("Asia/Tokyo", "2 October 2026, 00:59:59 (Tokyo time, UTC+9)")],
)
def test_one_s_own_zone_is_said_where_its_clock_differs(zone: str, shown: str) -> None:
    assert own_zone(AT, zone, "Asia/Hong_Kong") == shown


def test_a_close_is_said_as_the_last_second_that_counts(call: Call) -> None:
    closes = call.phases.get(name="entry").closes_at
    assert last_second(closes) == LAST_SECOND


def test_the_open_phase_counts_before_the_nearest(call: Call) -> None:
    first = call.phases.get(name="entry")
    assert entry_timing(call, ENTRY_OPEN) == (first, Timing.OPEN)
    late = LAST_SECOND + timedelta(days=30)
    assert entry_timing(call, late) == (first, Timing.LATE)
    second = call.phases.create(name="more", kind="entry", opens_at=late, closes_at=late + timedelta(days=1))
    assert entry_timing(call, late) == (second, Timing.OPEN)
    assert entry_timing(call, LAST_SECOND + timedelta(days=5)) == (second, Timing.EARLY)
    call.phases.all().delete()
    assert entry_timing(call, late) == (None, Timing.NOT_STATED)
