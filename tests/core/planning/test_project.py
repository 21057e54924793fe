"""Costs over months, periods that an application covers, budgets: each held against adding up one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.planning.budget import Budget
from superconnector.core.planning.cash import cash_by_month, received_by_month
from superconnector.core.planning.plan import Award, Part
from superconnector.core.planning.project import CostLine, Person, Project
from superconnector.core.planning.rules import Refusal, claimable, counted_until, periods, refused
from superconnector.core.planning.schemes import Allowance, Costs, Grant, KindTerm, Schedule, Scheme
from superconnector.core.rules.terms import Cite
from superconnector.core.rules.verdict import Outcome

amounts = st.integers(0, 10**9)


ANY = Costs()


def scheme(*grants: Grant, costs: Costs = ANY, direct: bool = False) -> Scheme:
    return Scheme("s", Outcome.OPEN, grants, costs, Schedule(direct=direct))


@st.composite
def lines(draw: st.DrawFn, name: str = "a") -> CostLine:
    payer = draw(st.sampled_from(["applicant", "partner"]))
    return CostLine(name, "software", draw(amounts), draw(st.integers(0, 9)), draw(st.integers(1, 9)), payer)


@given(lines())
def test_the_months_of_a_line_add_up_to_it_and_differ_by_a_cent(line: CostLine) -> None:
    months = [line.between(n, n + 1) for n in range(line.first_month, line.end)]
    assert sum(months) == line.amount
    assert months == sorted(months, reverse=True)
    assert months[0] - months[-1] in {0, 1}
    assert (line.until(line.first_month), line.until(line.end), line.until(10**6)) == (
        0,
        line.amount,
        line.amount,
    )


@given(lines(), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_what_is_spent_between_two_months_is_what_each_month_spends(
    line: CostLine, a: int, b: int, c: int
) -> None:
    first, middle, end = sorted((a, b, c))
    assert line.between(first, end) == sum(line.between(n, n + 1) for n in range(first, end))
    assert line.between(first, middle) + line.between(middle, end) == line.between(first, end)


@pytest.mark.parametrize(
    ("start", "month", "day"),
    [
        (date(2026, 3, 17), 0, date(2026, 3, 17)),
        (date(2026, 3, 17), 1, date(2026, 4, 1)),
        (date(2026, 3, 31), 9, date(2026, 12, 1)),
        (date(2026, 3, 31), 10, date(2027, 1, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 12, 31), 13, date(2028, 1, 1)),
        (date(2024, 1, 31), 36, date(2027, 1, 1)),
    ],
)
def test_the_first_day_of_a_month(start: date, month: int, day: date) -> None:
    assert Project(start, 40, ()).first_day(month) == day


# --- cash ------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 5).flatmap(lambda n: lines(f"l{n}")), max_size=5), st.integers(1, 12))
def test_without_a_grant_cash_is_what_the_applicant_pays(drawn: list[CostLine], months: int) -> None:
    rows = cash_by_month(Project(date(2026, 1, 1), months, tuple(drawn)), (), (), ())
    own = sum(line.amount for line in drawn if line.payer == "applicant")
    assert [row.number for row in rows] == list(range(len(rows)))
    assert len(rows) == 1 + max([months, *(line.end for line in drawn)])
    assert {row.received for row in rows} == {0}
    assert rows[-1].balance == -own
    assert [row.balance for row in rows] == sorted((row.balance for row in rows), reverse=True)


@given(st.integers(0, 10**9), st.integers(0, 100), st.integers(0, 6), st.integers(1, 6))
def test_an_award_comes_in_two_parts(cents: int, percent: int, first: int, length: int) -> None:
    advance = cents * percent // 100
    award = Award("s", "g", cents, first, first + length, advance)
    got = received_by_month(Project(date(2026, 1, 1), 12, ()), [scheme(Grant("g"))], [award], [])
    assert (got.total(), got[first], got[first + length]) == (cents, advance, cents - advance)


def test_what_goes_to_suppliers_comes_in_the_last_month_of_its_line() -> None:
    project = Project(
        date(2026, 1, 1), 6, (CostLine("a", "software", 900, 1, 3), CostLine("b", "event", 100, 5))
    )
    parts = [Part("s", "g", "a", 1, 4, 900, 450), Part("s", "g", "b", 5, 6, 100, 50)]
    got = received_by_month(
        project, [scheme(Grant("g"), direct=True)], [Award("s", "g", 500, 1, 6, 0)], parts
    )
    assert dict(got) == {3: 450, 5: 50}


# --- what may be claimed ---------------------------------------------------------------------------------

LISTED = Costs((KindTerm("software", cites=(Cite("a"),)), KindTerm("event", cites=(Cite("b"), Cite("a")))))
BARRED = Costs((), (KindTerm("event", cites=(Cite("c"),)),))
LINE = CostLine("a", "event", 100)


@pytest.mark.parametrize(
    ("costs", "line", "why", "cites"),
    [
        (Costs(), LINE, None, ()),
        (LISTED, LINE, None, ()),
        (LISTED, CostLine("a", "rent", 100), Refusal.NOT_LISTED, (Cite("a"), Cite("b"))),
        (BARRED, LINE, Refusal.EXCLUDED, (Cite("c"),)),
        (BARRED, CostLine("a", "rent", 100), None, ()),
        (Costs(LISTED.eligible, BARRED.excluded), LINE, None, ()),
        (LISTED, CostLine("a", "event", 100, payer="partner"), Refusal.OTHER_PAYER, ()),
        (BARRED, CostLine("a", "event", 100, payer="partner"), Refusal.OTHER_PAYER, ()),
    ],
)
def test_why_a_line_cannot_be_claimed(
    costs: Costs, line: CostLine, why: Refusal | None, cites: tuple[Cite, ...]
) -> None:
    found = refused(scheme(Grant("g"), costs=costs), Grant("g"), line)
    assert (found and (found.why, found.cites)) == (why and (why, cites))


def test_an_allowance_is_for_people_of_its_level() -> None:
    grant = Grant("g", allowances=(Allowance("master", 20_000_00),), cites=(Cite("d"),))
    people = {
        "nobody": (),
        "others": (Person("bachelor", 3),),
        "one of two": (Person("bachelor", 3), Person("master", 3)),
    }
    lines = [CostLine(name, "salary", 100, people=each) for name, each in people.items()]
    assert [line.id for line in claimable(scheme(grant), grant, lines)] == ["one of two"]
    told = refused(scheme(grant), grant, lines[0])
    assert told is not None
    assert (told.why, told.cites) == (Refusal.NOBODY, (Cite("d"),))


LIMITS = st.none() | st.integers(1, 99)


@given(st.lists(st.tuples(st.sampled_from("ab"), LIMITS, LIMITS), max_size=5))
def test_of_several_limits_the_widest_counts_and_none_where_one_has_none(
    drawn: list[tuple[str, int | None, int | None]],
) -> None:
    costs = Costs(tuple(KindTerm(kind, amount=amount, months=months) for kind, amount, months in drawn))
    own = [(amount, months) for kind, amount, months in drawn if kind == "a"]
    widest = [max(column) if None not in column else None for column in zip(*own, strict=True)] or [None] * 2
    found = costs.limit("a")
    assert [found and found.amount, found and found.months] == (widest if found else [None, None])
    assert (found is None) == (widest == [None, None])


@pytest.mark.parametrize(("months", "until"), [(None, 8), (1, 3), (5, 7), (6, 8), (7, 8)])
def test_a_kind_may_count_for_its_first_months_only(months: int | None, until: int) -> None:
    costs = Costs((KindTerm("rent", months=months),))
    assert counted_until(scheme(costs=costs), CostLine("a", "rent", 100, 2, 6)) == until
    assert counted_until(scheme(costs=costs), CostLine("a", "event", 100, 2, 6)) == 8


@given(st.lists(lines(), min_size=1, max_size=5), st.none() | st.integers(1, 20))
def test_periods_begin_where_lines_begin_and_are_no_longer_than_allowed(
    drawn: list[CostLine], months: int | None
) -> None:
    found = periods(Grant("g", months=months), drawn)
    first, end = min(line.first_month for line in drawn), max(line.end for line in drawn)
    if months is None or end - first <= months:
        assert found == ((first, end),)
        return
    assert [each.first for each in found] == sorted({line.first_month for line in drawn})
    assert [each.end for each in found] == [min(each.first + months, end) for each in found]
    assert periods(Grant("g", months=months, allowances=(Allowance("x", 1),)), drawn) == ((first, end),)


# --- budgets ---------------------------------------------------------------------------------------------


@given(st.floats(0.1, 100), st.floats(0.01, 1), st.lists(st.floats(0, 5), max_size=6))
def test_what_a_part_spends_is_spent_of_the_whole(units: float, share: float, spent: list[float]) -> None:
    whole = Budget(units)
    part = whole.part(share)
    assert (part.left, whole.left) == (units * share, units)
    for each in spent:
        part.spend(each)
    assert part.left == pytest.approx(max(0.0, units * share - sum(spent)))
    assert whole.left == pytest.approx(max(0.0, units - sum(spent)))


def test_a_budget_is_never_below_nothing_and_its_clock_stays() -> None:
    whole = Budget(1.0)
    inner = whole.part(0.5).part(0.5)
    inner.spend(3.0)
    assert (inner.left, whole.left) == (0.0, 0.0)
    assert (inner.clock, Budget(2.0).clock) == (5.0, 13.0)
