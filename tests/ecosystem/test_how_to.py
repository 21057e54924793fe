"""The files shown in the how-tos are right: they are read out of the pages and checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import check, load, read_profile
from superconnector.ecosystem.calls import judge_groups
from superconnector.ecosystem.coverage import count_all, shortfalls
from superconnector.ecosystem.schema import Question
from superconnector.ecosystem.schema.questions import Asked

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```yaml\n# file: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    return dict(BLOCK.findall((HOW_TO / page).read_text(encoding="utf-8")))


def test_the_programme_file_fits_into_the_real_folder(real_files: dict[str, str]) -> None:
    shown = files_of("write-a-programme-file.md")
    assert list(shown) == ["programmes/example-voucher.yaml"]
    before = {str(problem) for problem in check(real_files)}
    assert {str(problem) for problem in check(real_files | shown)} == before


def test_the_call_file_fits_into_the_real_folder_and_shows_every_rule(real_files: dict[str, str]) -> None:
    shown = files_of("write-a-call-file.md")
    assert list(shown) == ["calls/example-call.yaml"]
    before = {str(problem) for problem in check(real_files)}
    assert {str(problem) for problem in check(real_files | shown)} == before
    ecosystem = load(real_files | shown)
    call = ecosystem.calls["example-call"]
    pupil = read_profile("person.age: 15", ecosystem)
    answers = judge_groups(ecosystem, call, pupil, date(2027, 2, 1))
    assert [(answer.group.id, answer.may_enter) for answer in answers] == [("open", True), ("youth", True)]


@pytest.mark.parametrize("model", get_args(get_args(Question)[0]))
def test_every_kind_of_question_and_its_limits_stand_in_the_table(model: type[Asked]) -> None:
    page = (HOW_TO / "write-a-call-file.md").read_text(encoding="utf-8")
    (kind,) = get_args(model.model_fields["kind"].annotation)
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{kind}` |")]
    own = model.model_fields.keys() - Asked.model_fields.keys() - {"kind"}
    assert [key for key in sorted(own) if f"`{key}:" not in row] == []


def test_the_other_city_is_whole() -> None:
    files = files_of("run-it-for-another-city.md")
    assert [str(problem) for problem in check(files)] == []
    city = load(files)
    profile = read_profile(files["examples/bakery-profile.yaml"], city)
    (verdict,) = city.rule_book(date(2026, 11, 21)).judge(profile)
    assert verdict.outcome is Outcome.OPEN
    assert shortfalls(count_all(city), {"programmes": 1, "who": 1, "gives": 1}) == []
    assert city.facts["received.starter_grant"].question.text() == (
        "How much has Starter Grant granted you so far?"
    )
