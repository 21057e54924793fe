"""Statuses, dated terms and verdicts in words, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from superconnector.base.telling import (
    count_words,
    part_words,
    reason_words,
    standing_words,
    status_words,
    term_dates,
    why_unsettled,
)
from superconnector.base.workings import clause_in_words, step_in_words, term_in_words
from superconnector.core.rules.offers import Step, StepKind
from superconnector.core.rules.standing import Standing
from superconnector.core.rules.terms import Amount, Ceiling, Per, Share, State, Status
from superconnector.core.rules.verdict import Verdict
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import (
    AmountTerm,
    CeilingTerm,
    CountTerm,
    OwnContribution,
    RateTerm,
    ShareTerm,
)

FIRST, LAST, READ = date(2024, 3, 1), date(2025, 12, 31), date(2026, 2, 25)
ON = date(2026, 11, 21)
LANGUAGES = ("en", "zh-hant", "zh-hans")


def in_three(say: Callable[[], str]) -> list[str]:
    """The words in English and in both Chinese scripts."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(say())
    return said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (
            Status(State.CLOSED, FIRST),
            ["Closed since 1 March 2024", "自2024年3月1日起停止接受申請", "自2024年3月1日起停止接受申请"],
        ),
        (
            Status(State.CLOSED, FIRST, as_of=READ),
            ["Closed since 1 March 2024", "自2024年3月1日起停止接受申請", "自2024年3月1日起停止接受申请"],
        ),
        (
            Status(State.OPEN, FIRST, LAST),
            ["Open until 31 December 2025", "接受申請至2025年12月31日", "接受申请至2025年12月31日"],
        ),
        (
            Status(State.PLANNED, None, LAST),
            ["Not open before 31 December 2025", "2025年12月31日前尚未開放", "2025年12月31日前尚未开放"],
        ),
    ],
)
def test_a_status_with_its_day(status: Status, said: list[str]) -> None:
    assert in_three(lambda: status_words(status)) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(State.OPEN), "Open"),
        (Status(State.OPEN, FIRST), "Open"),
        (Status(State.OPEN, FIRST, as_of=READ), "Open, as of 25 February 2026"),
        (Status(State.CLOSED), "Closed"),
        (Status(State.CLOSED, None, LAST), "Closed"),
        (Status(State.CLOSED, as_of=READ), "Closed, as of 25 February 2026"),
        (Status(State.PLANNED), "Not open yet"),
        (Status(State.PLANNED, FIRST, as_of=READ), "Not open yet, as of 25 February 2026"),
        (Status(State.NOT_STATED), "Status not stated"),
        (Status(State.NOT_STATED, FIRST, LAST), "Status not stated"),
    ],
)
def test_a_status_says_no_day_that_means_something_else(status: Status, said: str) -> None:
    assert status_words(status) == said


@pytest.mark.parametrize(
    ("state", "truth", "told"),
    [
        (State.OPEN, None, True),
        (State.OPEN, True, False),
        (State.CLOSED, False, False),
        (State.NOT_STATED, None, False),
        (State.PLANNED, False, False),
    ],
)
def test_only_an_old_open_is_said_to_be_old(state: State, truth: bool | None, told: bool) -> None:
    said = in_three(lambda: standing_words(Standing(Status(state), truth)))
    plain = in_three(lambda: status_words(Status(state)))
    ends = [" (not confirmed lately)", " (近期未獲確認)", " (近期未获确认)"] if told else [""] * 3
    assert said == [f"{words}{end}" for words, end in zip(plain, ends, strict=True)]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, ["", "", ""]),
        ({"from": FIRST}, ["from 2024-03-01", "由2024-03-01起", "由2024-03-01起"]),
        ({"to": LAST}, ["until 2025-12-31", "至2025-12-31", "至2025-12-31"]),
        (
            {"from": FIRST, "to": LAST},
            ["2024-03-01 to 2025-12-31", "2024-03-01至2025-12-31", "2024-03-01至2025-12-31"],
        ),
    ],
)
def test_the_days_of_a_term(days: dict[str, date], said: list[str]) -> None:
    term = ShareTerm(value="3:1", source="handbook", **days)  # type: ignore[arg-type]
    assert in_three(lambda: term_dates(term)) == said


def test_what_is_no_term_has_no_days() -> None:
    assert [term_dates(each) for each in (None, "2024", Status(State.OPEN, FIRST, LAST))] == ["", "", ""]


@pytest.mark.parametrize(
    ("value", "normally", "what", "said"),
    [
        (24, False, "months", ["24 months", "24個月", "24个月"]),
        (2, False, "lifetime", ["2 in all", "共2個", "共2个"]),
        (1, False, "at_once", ["1 at a time", "同時1個", "同时1个"]),
        (24, True, "months", ["24 months, normally", "24個月（一般情況下）", "24个月（一般情况下）"]),
        (0, True, "at_once", ["0 at a time, normally", "同時0個（一般情況下）", "同时0个（一般情况下）"]),
    ],
)
def test_a_count(value: int, normally: bool, what: str, said: list[str]) -> None:
    term = CountTerm(value=value, normally=normally, source="handbook")  # type: ignore[arg-type]
    assert in_three(lambda: count_words(term, what)) == said


def test_a_count_of_what_nobody_counts_is_an_error() -> None:
    with pytest.raises(KeyError, match="days"):
        count_words(CountTerm(value=1, source="handbook"), "days")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "began", "said"),
    [
        ("who", True, "who may apply"),
        ("gives.grant", True, "what it gives"),
        ("gives.grant", False, "what it gives, ended"),
        ("parameters.cap", False, "figures, ended"),
    ],
)
def test_the_part_that_changed(part: str, began: bool, said: str) -> None:
    assert part_words(part, began) == said


# --- terms and steps ---------------------------------------------------------------------------------------

CITED = {"source": "handbook"}


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (ShareTerm(value="3:1", **CITED), ["public share 3:1", "公帑資助比例3:1"]),
        (
            CeilingTerm(amount=Decimal(100_000), per="application", **CITED),
            ["at most HK$100,000 an application", "每宗申請上限HK$100,000"],
        ),
        (
            CeilingTerm(amount=Decimal("0.5"), per="programme", **CITED),
            ["HK$0.50 for the whole programme", None],
        ),
        (AmountTerm(amount=Decimal(5000), **CITED), ["HK$5,000", "HK$5,000"]),
        (
            AmountTerm(amount=Decimal("5000.25"), label="First prize", **CITED),
            ["First prize: HK$5,000.25", None],
        ),
        (CountTerm(value=3, **CITED), ["3", "3"]),
        (CountTerm(value=3, per="year", **CITED), ["3 year", "3 year"]),
        (OwnContribution(**CITED), ["", ""]),
        (OwnContribution(share="25%", **CITED), ["own contribution 25%", "自付比例25%"]),
        (RateTerm(value="300%", **CITED), ["300%", "300%"]),
        (RateTerm(value="300%", label="First HK$2 million", **CITED), ["First HK$2 million: 300%", None]),
    ],
)
def test_the_figure_of_a_term(small: Ecosystem, term: object, said: list[str | None]) -> None:
    found = in_three(lambda: term_in_words(term, small))  # type: ignore[arg-type]
    for words, expected in zip(found, said, strict=False):
        assert expected is None or words == expected


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(StepKind.COST, 60_000_00), ["cost: HK$60,000", "開支：HK$60,000"]),
        (Step(StepKind.COST, None), ["cost: not known yet", "開支：未知"]),
        (
            Step(StepKind.MINIMUM, 10_000_00, Amount(10_000_00)),
            ["cost of at least HK$10,000", "開支不少於HK$10,000"],
        ),
        (
            Step(StepKind.SHARE, 45_000_00, Share(Fraction(3, 4))),
            ["75% of the cost: HK$45,000", "開支的75%：HK$45,000"],
        ),
        (
            Step(StepKind.SHARE, None, Share(Fraction(2, 3))),
            ["66.67% of the cost: not known yet", "開支的66.67%：未知"],
        ),
        (Step(StepKind.SHARE, 1, Share(Fraction(1))), ["100% of the cost: HK$0.01", "開支的100%：HK$0.01"]),
        (
            Step(StepKind.CEILING, 1, Ceiling(100_000_00, Per.APPLICATION)),
            ["at most HK$100,000 an application", "每宗申請上限HK$100,000"],
        ),
        (Step(StepKind.AMOUNT, 500_00, Amount(500_00, "Prize")), ["Prize: HK$500", "Prize: HK$500"]),
        (Step(StepKind.AMOUNT, 500_00, Amount(500_00)), ["HK$500", "HK$500"]),
        (Step(StepKind.AMOUNT, None, Amount(500_00)), ["", ""]),
    ],
)
def test_a_line_of_a_working(small: Ecosystem, step: Step, said: list[str]) -> None:
    assert in_three(lambda: step_in_words(step, small))[:2] == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (None, "at most HK$600,000 over a lifetime"),
        (250_000_00, "at most HK$600,000 over a lifetime, of which left: HK$250,000"),
        (0, "at most HK$600,000 over a lifetime, of which left: HK$0"),
    ],
)
def test_what_is_left_of_a_ceiling_is_said_even_if_it_is_nothing(
    small: Ecosystem, left: int | None, said: str
) -> None:
    step = Step(StepKind.BALANCE, left, Ceiling(600_000_00, Per.LIFETIME))
    assert step_in_words(step, small) == said


# --- verdicts ----------------------------------------------------------------------------------------------


def judged(ecosystem: Ecosystem, programme: str, on: date = ON, **profile: object) -> Verdict:
    facts = {key.replace("__", "."): value for key, value in profile.items()}
    book = ecosystem.rule_book(on)
    return next(each for each in book.judge(facts) if each.programme == programme)  # type: ignore[arg-type]


def test_reasons_are_facts_their_opposite_or_questions(small: Ecosystem) -> None:
    verdict = judged(small, "growth-grant", applicant__type="company", applicant__employees=100)
    said = {
        clause.requirement.id: [reason_words(each, small) for each in clause.reasons]
        for clause in verdict.clauses
    }
    assert said == {
        "business": ["Kind of applicant: Business"],
        "small": ["Employees: at least 100"],
        "unlisted": ["Listed on a stock exchange: yes?"],
    }


def test_a_clause_as_the_machine_reads_it_in_three_languages(small: Ecosystem) -> None:
    programme = small.programmes["growth-grant"]
    said = [
        in_three(lambda clause=clause: clause_in_words(clause, programme, small, ON))
        for clause in programme.who
    ]
    assert said == [
        ["Kind of applicant: Business", "申請者類別：企業", "申请者类别：企业"],
        ["Employees: fewer than 100", "僱員人數：少於100", "雇员人数：少于100"],
        ["Listed on a stock exchange: no", "上市公司：否", "上市公司：否"],
    ]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(State.OPEN, as_of=READ), "Last confirmed open on 25 February 2026. Ask the operator."),
        (Status(State.OPEN), "A term is not stated. Ask the operator."),
        (Status(State.NOT_STATED), "No source states whether it takes applications. Ask the operator."),
        (Status(State.PLANNED), "No source states whether it takes applications. Ask the operator."),
    ],
)
def test_why_nothing_settles_it(small: Ecosystem, status: Status, said: str) -> None:
    verdict = judged(small, "growth-grant")
    assert why_unsettled(replace(verdict, status=status)) == said
    nobody = replace(verdict, status=status, clauses=())
    assert why_unsettled(nobody) == "No source states who may apply. Ask the operator."
    soft = [replace(each, requirement=replace(each.requirement, soft=True)) for each in verdict.clauses]
    unmet = replace(verdict, status=status, clauses=tuple(replace(each, truth=False) for each in soft))
    assert why_unsettled(unmet) == "A clause that normally applies is not met. Ask the operator."
    met = replace(verdict, status=status, clauses=tuple(replace(each, truth=True) for each in soft))
    assert why_unsettled(met) == said
