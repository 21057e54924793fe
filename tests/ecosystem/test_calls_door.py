"""Who may enter, group by group, with the reasons: the door explains itself and offers another group."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.core.rules import RuleError
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import Ecosystem, load, read_profile
from superconnector.ecosystem.calls import core_terms_of_group, judge_groups, read_call
from tests.ecosystem.folders import CALL, small_folder

DAY = date(2024, 3, 15)


def profile(ecosystem: Ecosystem, **facts: object) -> Profile:
    lines = (f"applicant.{name}: {value}" for name, value in facts.items())
    return read_profile("\n".join(lines), ecosystem)


def answers(ecosystem: Ecosystem, known: Profile) -> dict[str, bool | None]:
    call = ecosystem.calls["fair"]
    return {each.group.id: each.may_enter for each in judge_groups(ecosystem, call, known, DAY)}


def test_another_group_is_offered(town: Ecosystem) -> None:
    student = profile(town, type="student", employees=0, listed="false")
    assert answers(town, student) == {"makers": False, "students": True, "guests": None}
    firm = profile(town, type="company", employees=3, listed="false")
    assert answers(town, firm) == {"makers": True, "students": False, "guests": None}


def test_what_is_not_answered_is_unknown(town: Ecosystem) -> None:
    assert answers(town, {}) == {"makers": None, "students": None, "guests": None}


def test_the_answer_says_which_clause_decides(town: Ecosystem) -> None:
    known = profile(town, type="company", employees=12, listed="false")
    makers, students, _ = judge_groups(town, town.calls["fair"], known, DAY)
    assert makers.verdict.outcome is Outcome.NOT_FOR_YOU
    assert [reason.requirement for reason in makers.verdict.deciding] == ["few"]
    assert [reason.facts for reason in makers.verdict.deciding] == [("applicant.employees",)]
    (cite,) = makers.verdict.deciding[0].cites
    assert cite.source == "fair-page"
    assert [reason.requirement for reason in students.verdict.deciding] == ["student"]


def test_the_answer_says_what_to_ask(town: Ecosystem) -> None:
    known = profile(town, type="company", listed="false")
    makers = judge_groups(town, town.calls["fair"], known, DAY)[0]
    assert makers.verdict.outcome is Outcome.MAY_BE_OPEN
    assert makers.verdict.could_change == ("applicant.employees",)


def test_the_clauses_of_the_programme_come_first(town: Ecosystem) -> None:
    known = profile(town, type="company", employees=3, listed="true")
    makers = judge_groups(town, town.calls["fair"], known, DAY)[0]
    clauses = {clause.requirement.id: clause.truth for clause in makers.verdict.clauses}
    assert clauses == {"unlisted": False, "small": True, "few": True}
    assert list(clauses) == ["unlisted", "small", "few"]
    assert makers.may_enter is False


def test_a_group_of_which_nobody_says_who_may_enter(town: Ecosystem) -> None:
    guests = judge_groups(town, town.calls["fair"], {}, DAY)[2]
    assert guests.verdict.clauses == ()
    assert guests.verdict.could_change == ()
    assert guests.may_enter is None


def test_the_door_does_not_look_at_the_days_of_entry(town: Ecosystem) -> None:
    """Deadlines are kept to the second elsewhere; a programme that is closed closes no call."""
    firm = profile(town, type="company", employees=3, listed="false")
    for day in (date(2019, 1, 1), date(2024, 3, 1), date(2030, 1, 1)):
        assert judge_groups(town, town.calls["fair"], firm, day)[0].may_enter is True


def test_clauses_hold_on_their_days(town: Ecosystem) -> None:
    text = CALL.replace(
        'expression: applicant.type == "student",',
        'expression: applicant.type == "student", from: 2024-03-10,',
    )
    call = read_call(text)
    firm = profile(town, type="company")
    on = {day: judge_groups(town, call, firm, date(2024, 3, day))[1].may_enter for day in (9, 10)}
    assert on == {9: None, 10: False}


def test_parameters_of_the_programme_stand_in_the_group() -> None:
    files = small_folder()
    files["programmes/grant.yaml"] = files["programmes/grant.yaml"].replace(
        "who:\n", "parameters:\n  most:\n  - {expression: '10', source: own-page}\nwho:\n"
    )
    files["calls/fair.yaml"] = CALL.replace("applicant.employees < 10", "applicant.employees < most")
    town = load(files)
    firms = [profile(town, type="company", employees=number, listed="false") for number in (9, 10)]
    assert [answers(town, firm)["makers"] for firm in firms] == [True, False]


def test_the_terms_of_a_group(town: Ecosystem) -> None:
    call = town.calls["fair"]
    makers = core_terms_of_group(call, call.group("makers"), town.programmes["grant"])
    assert makers.programme == "fair/makers"
    assert [clause.id for clause in makers.requirements] == ["unlisted", "small", "few"]
    students = core_terms_of_group(call, call.group("students"), town.programmes["grant"])
    assert [clause.id for clause in students.requirements] == ["student"]
    with pytest.raises(ValueError, match="fair/makers takes the terms of a programme"):
        core_terms_of_group(call, call.group("makers"))


def test_a_pinned_call_whose_programme_or_fact_is_gone(town: Ecosystem) -> None:
    with pytest.raises(KeyError):
        judge_groups(town, read_call(CALL.replace("programme: grant", "programme: gone")), {}, DAY)
    with pytest.raises(RuleError):
        judge_groups(town, read_call(CALL.replace("employees < 10", "helpers < 10")), {}, DAY)
