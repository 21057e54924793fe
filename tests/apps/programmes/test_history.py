"""Terms over time."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.apps.programmes.history import (
    Change,
    Kind,
    changes,
    holding,
    status_on,
    terms_as_of,
    timeline,
)
from superconnector.core.rules.terms import State


def told(found: list[Change]) -> list[tuple[str, str, str, str]]:
    return [(c.on.isoformat(), c.programme.id, c.kind.value, c.part) for c in found]


def test_only_what_holds_on_the_day(small):
    grant = small.programmes["growth-grant"]
    before, after = terms_as_of(small, grant, date(2021, 1, 1)), terms_as_of(small, grant, date(2024, 1, 1))
    assert [clause.id for clause in before.programme.who] == ["business", "small"]
    assert [clause.id for clause in after.programme.who] == ["business", "small", "unlisted"]
    assert [share.value for share in before.programme.gives[0].shares] == ["1:1"]
    assert [share.value for share in after.programme.gives[0].shares] == ["3:1"]


def test_the_whole_file_is_not_touched(small):
    grant = small.programmes["growth-grant"]
    terms_as_of(small, grant, date(2021, 1, 1))
    assert [share.value for share in grant.gives[0].shares] == ["1:1", "3:1"]


@pytest.mark.parametrize("day", [date(1800, 1, 1), date(2199, 12, 31)])
def test_far_days_are_answered(hong_kong, day):
    for programme in hong_kong.programmes.values():
        view = terms_as_of(hong_kong, programme, day)
        assert (view.on, view.standing) == (day, status_on(hong_kong, programme, day))
        assert (view.previous is None) or (view.previous < day)


def test_the_time_line_has_every_day_of_change(small):
    assert [(m.on.isoformat(), len(m.changes)) for m in timeline(small.programmes["growth-grant"])] == [
        ("2020-01-01", 2),
        ("2022-01-01", 1),
        ("2023-05-01", 1),
        ("2023-06-15", 1),
        ("2024-01-01", 1),
    ]


def test_neighbouring_days_of_change(small):
    view = terms_as_of(small, small.programmes["growth-grant"], date(2022, 1, 1))
    assert (view.previous, view.following) == (date(2020, 1, 1), date(2023, 5, 1))


def test_changes_between_two_days_newest_first(small):
    assert told(changes(small, date(2023, 1, 1), date(2025, 1, 1))) == [
        ("2025-01-01", "web-voucher", "closed", ""),
        ("2024-01-01", "growth-grant", "terms", "gives.grant.shares"),
        ("2023-06-15", "growth-grant", "event", ""),
        ("2023-05-01", "growth-grant", "event", ""),
    ]


def test_a_term_that_replaces_another_is_one_change(small):
    (change,) = changes(small, date(2024, 1, 1), date(2024, 1, 1))
    assert (change.value, change.began) == ("3:1", True)
    assert (change.term.value, change.before.value) == ("3:1", "1:1")
    assert change.text == "Part of the cost of the project."
    assert change.cites == ("handbook",)


def test_a_term_that_ends_without_another_is_told_too(small):
    grant = small.programmes["growth-grant"]
    clause = grant.who[1].model_copy(update={"to": date(2025, 6, 30)})
    ended = grant.model_copy(update={"who": [clause]})
    (change,) = [c for m in timeline(ended) for c in m.changes if m.on == date(2025, 7, 1)]
    assert (change.part, change.began, change.before) == ("who", False, None)


def test_an_event_of_a_month_lies_within_only_if_all_of_the_month_does(small):
    assert told(changes(small, date(2023, 5, 1), date(2023, 5, 30))) == []
    assert len(changes(small, date(2023, 5, 1), date(2023, 5, 31))) == 1


def test_a_closing_keeps_its_reason(small):
    (closing,) = changes(small, date(2025, 1, 1), date(2025, 1, 1))
    assert (closing.kind, closing.note) == (Kind.CLOSED, "Ended by decision.")


def test_no_days_no_changes(small):
    assert changes(small, date(2026, 1, 1), date(2025, 1, 1)) == []


def test_the_technology_voucher_programme_closed_after_2024(hong_kong):
    tvp = hong_kong.programmes["tvp"]
    assert status_on(hong_kong, tvp, date(2023, 6, 30)).status.state is State.OPEN
    assert status_on(hong_kong, tvp, date(2026, 11, 21)).status.state is State.CLOSED
    closings = [c for c in changes(hong_kong, date(2025, 1, 1), date(2025, 1, 1)) if c.programme.id == "tvp"]
    assert [c.kind for c in closings if c.kind is Kind.CLOSED] == [Kind.CLOSED]


def test_every_change_of_hong_kong_names_a_source(hong_kong):
    for change in changes(hong_kong, date(1800, 1, 1), date(2199, 12, 31)):
        for cite in change.cites:
            assert hong_kong.source_of(change.programme, cite)
        assert change.cites


def test_what_has_no_days_is_kept_as_it_is(small):
    assert holding("text", date(2024, 1, 1)) == "text"
