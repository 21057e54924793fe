"""A survey adds up exactly what judging and valuing each applicant alone would give."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import numpy as np
import pytest

from superconnector.core.rules.columns import Column, of_profiles
from superconnector.core.rules.costing import exact_sum
from superconnector.core.rules.facts import Fact, Profile, Type, Value, Vocabulary
from superconnector.core.rules.survey import BLOCK, Groups, Line, Survey
from superconnector.core.rules.terms import GiveKind
from superconnector.core.rules.verdict import Outcome, Verdict
from superconnector.ecosystem import Ecosystem

DAYS = [date(2023, 6, 30), date(2019, 3, 1), date(2026, 11, 21)]
ROWS = 230


def some_value(fact: Fact, chance: random.Random) -> Value:
    """An answer that could be given, small numbers more often than large ones."""
    answers = sorted(fact.answers)
    match fact.type:
        case Type.BOOLEAN:
            return chance.random() < 0.6
        case Type.CHOICE:
            return chance.choice(answers)
        case Type.CHOICES:
            return frozenset(chance.sample(answers, chance.randrange(min(4, len(answers)) + 1)))
    low, high = fact.bounds
    return min(high, low + chance.randrange(10 ** chance.randrange(1, 11)))


def profiles_of(vocabulary: Vocabulary, rows: int, seed: int) -> list[Profile]:
    """Applicants of whom each fact is known with a chance that differs from one to the next."""
    chance = random.Random(seed)
    facts = [fact for fact in vocabulary.facts.values() if fact.type is not Type.TEXT]
    made: list[Profile] = []
    for _ in range(rows):
        share = chance.choice([0.3, 0.9, 1.0])
        made.append({fact.id: some_value(fact, chance) for fact in facts if chance.random() < share})
    return made


def columns_of(vocabulary: Vocabulary, profiles: list[Profile]) -> dict[str, Column]:
    return dict(of_profiles((f for f in vocabulary.facts.values() if f.type is not Type.TEXT), profiles))


def judged(
    ecosystem: Ecosystem, profiles: list[Profile], on: date, group: list[str]
) -> Counter[tuple[str, ...]]:
    """(programme, measure, item, group) → the number, one applicant after another; group "" is everybody."""
    book = ecosystem.rule_book(on)
    numbers: Counter[tuple[str, ...]] = Counter()
    for profile, own in zip(profiles, group, strict=True):
        for verdict, offers in zip(book.judge(profile), book.offers(profile), strict=True):
            for name in ("", own):
                numbers[verdict.programme, str(verdict.outcome), "", name] += 1
            if verdict.outcome is Outcome.CLOSED:
                continue
            _count_clauses(verdict, numbers)
            for offer in offers if verdict.outcome is not Outcome.NOT_FOR_YOU else ():
                if offer.give.kind is not GiveKind.MONEY or offer.applies is False:
                    continue
                certain = verdict.outcome is Outcome.OPEN and offer.applies and offer.amount is not None
                at_most = "open-at-most" if verdict.outcome is Outcome.OPEN else "may-at-most"
                kind = "unbounded" if offer.at_most is None else "certain" if certain else at_most
                for name in ("", own):
                    numbers[verdict.programme, f"{kind}-rows", offer.give.id, name] += 1
                    if kind != "unbounded":
                        numbers[verdict.programme, f"{kind}-cents", offer.give.id, name] += offer.at_most or 0
    return +numbers


def _count_clauses(verdict: Verdict, numbers: Counter[tuple[str, ...]]) -> None:
    failing = [c.requirement.id for c in verdict.clauses if c.truth is False and not c.requirement.soft]
    for clause in failing:
        numbers[verdict.programme, "fails", clause, ""] += 1
    if len(failing) == 1:
        numbers[verdict.programme, "fails-alone", failing[0], ""] += 1


def counted(lines: list[Line]) -> Counter[tuple[str, ...]]:
    return +Counter({(x.programme, x.measure, x.item, x.group): x.value for x in lines})


@pytest.mark.parametrize("on", DAYS)
def test_a_survey_equals_judging_every_applicant(hong_kong: Ecosystem, on: date) -> None:
    vocabulary = hong_kong.vocabulary
    profiles = profiles_of(vocabulary, ROWS, on.year)
    columns = columns_of(vocabulary, profiles)
    codes = np.arange(ROWS) % 3
    survey = Survey(hong_kong.rule_book(on).compiled, columns, ["third"])
    for start, stop in ((0, 64), (64, 72), (72, ROWS)):
        part = {fact: column.block(start, stop) for fact, column in columns.items()}
        seen = int(codes[start:stop].max()) + 1
        survey.add(part, stop - start, {"third": Groups(codes[start:stop], seen)})
    lines = list(survey.lines({"third": ["a", "b", "c"]}))
    assert counted(lines) == judged(hong_kong, profiles, on, ["abc"[code] for code in codes.tolist()])
    assert survey.uncounted == ()
    assert {line.by for line in lines} == {"", "third"}


def test_a_fact_without_a_column_is_unknown(hong_kong: Ecosystem) -> None:
    on = DAYS[0]
    profiles = [
        {k: v for k, v in p.items() if k.startswith("applicant.t")}
        for p in profiles_of(hong_kong.vocabulary, 40, 3)
    ]
    columns = {"applicant.type": columns_of(hong_kong.vocabulary, profiles)["applicant.type"]}
    survey = Survey(hong_kong.rule_book(on).compiled, columns)
    survey.add(columns, 40)
    only = [{k: v for k, v in p.items() if k == "applicant.type"} for p in profiles]
    expected = judged(hong_kong, only, on, ["x"] * 40)
    left_out = {(c.programme, c.give) for c in survey.uncounted}
    assert {c.basis for c in survey.uncounted} == {
        "project.cost",
        "project.enterprise_payment",
        "project.rd_spending",
    }
    assert counted(list(survey.lines())) == +Counter(
        {k: v for k, v in expected.items() if not k[3] and (k[0], k[2]) not in left_out}
    )


def test_two_parts_add_up(hong_kong: Ecosystem) -> None:
    profiles = profiles_of(hong_kong.vocabulary, 80, 9)
    columns = columns_of(hong_kong.vocabulary, profiles)

    def numbers(start: int, stop: int) -> Counter[tuple[str, ...]]:
        survey = Survey(hong_kong.rule_book(DAYS[0]).compiled, columns)
        survey.add({f: c.block(start, stop) for f, c in columns.items()}, stop - start)
        return counted(list(survey.lines()))

    assert numbers(0, 80) == numbers(0, 32) + numbers(32, 80)


def test_masks_partition_the_last_block(hong_kong: Ecosystem) -> None:
    profiles = profiles_of(hong_kong.vocabulary, 50, 4)
    columns = columns_of(hong_kong.vocabulary, profiles)
    survey = Survey(hong_kong.rule_book(DAYS[0]).compiled, columns)
    survey.add(columns, 50)
    masks = survey.masks("tvp")
    assert masks is not None
    assert np.bitwise_count(masks).sum() == 50
    assert np.bitwise_or.reduce(masks, axis=0).tolist() == [255] * 6 + [3]
    assert survey.masks("no-such-programme") is None


@pytest.mark.parametrize(
    ("values", "total"),
    [([], 0), ([1, 2, 3], 6), ([10**15] * 40_000, 4 * 10**19), ([2**62 - 1, 2**62 - 1, 5], 2**63 + 3)],
)
def test_sums_are_exact_beyond_64_bits(values: list[int], total: int) -> None:
    assert exact_sum(np.array(values, np.int64)) == total


def test_a_block_is_a_whole_number_of_bytes() -> None:
    assert BLOCK % 8 == 0
