"""Paces: by account, in windows, told apart by what is done; and what the environment may set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from config import environment as env
from superconnector.base.pace import TooOftenError, check_pace, keep_pace, parse_rate, within_for
from tests.conftest import NOW

HOUR = timedelta(hours=1)
TWICE = override_settings(PACE={"vote": "2/h", "submit": "2/h"})


def again_at(act: str, key: object, now: datetime) -> datetime | None:
    try:
        keep_pace(act, key, now)
    except TooOftenError as error:
        return error.again_at
    return None


@TWICE
def test_the_third_waits_for_the_next_window() -> None:
    at = NOW + timedelta(minutes=10)
    assert [again_at("vote", 1, at) for _ in range(4)] == [None, None, NOW + HOUR, NOW + HOUR]
    assert again_at("vote", 1, NOW + HOUR - timedelta(microseconds=1)) == NOW + HOUR
    assert again_at("vote", 1, NOW + HOUR) is None


@TWICE
def test_nobody_is_counted_for_another_nor_one_act_for_another() -> None:
    for _ in range(2):
        keep_pace("vote", 1, NOW)
    assert (again_at("vote", 2, NOW), again_at("submit", 1, NOW)) == (None, None)
    assert again_at("vote", 1, NOW) == NOW + HOUR


@TWICE
def test_looking_counts_nothing() -> None:
    for _ in range(9):
        check_pace("vote", 1, NOW)
    keep_pace("vote", 1, NOW)
    check_pace("vote", 1, NOW)
    keep_pace("vote", 1, NOW)
    with pytest.raises(TooOftenError) as error:
        check_pace("vote", 1, NOW)
    assert (error.value.act, error.value.again_at) == ("vote", NOW + HOUR)


@pytest.mark.parametrize("key", ["x" * 5000, "a b\n\0", "電郵@例.香港", ("entry", 7)])
def test_a_key_may_be_anything(key: object) -> None:
    assert [within_for(key, "mail", "1/d", NOW) for _ in range(2)] == [True, False]


def test_a_busy_school_forgets_no_count() -> None:
    assert all(within_for(account, "join", "1/d", NOW) for account in range(2000))
    assert not any(within_for(account, "join", "1/d", NOW) for account in range(2000))


def test_every_rate_of_the_settings_can_be_read() -> None:
    rates = {act: parse_rate(rate) for act, rate in settings.PACE.items()}
    assert min(most for most, _ in rates.values()) >= 3
    assert all(datetime.fromtimestamp(seconds, UTC) for _, seconds in rates.values())


def test_the_environment_sets_some_and_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACE", "vote=5/m, submit=9/d")
    assert env.paces("PACE", {"vote": "1/h", "submit": "1/h", "join": "1/h"}) == {
        "vote": "5/m",
        "submit": "9/d",
        "join": "1/h",
    }


@pytest.mark.parametrize("raw", ["vote", "vote=", "vote=0/h", "vote=5", "vote=5/w", "sing=5/h", "vote=-5/h"])
def test_a_slip_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("PACE", raw)
    with pytest.raises(ImproperlyConfigured, match="PACE: "):
        env.paces("PACE", {"vote": "1/h"})
