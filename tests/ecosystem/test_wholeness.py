"""Questions that cannot be asked as they stand."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import changed

FACTS = "facts/all.yaml"


def complaints(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            FACTS,
            "label: {en: Employees, zh-hant: 僱員}",
            "label: {en: Employees}",
            ["13: facts[applicant.employees].label: zh-hant is missing: the Chinese text"],
        ),
        (
            FACTS,
            "why: {en: Size matters., zh-hant: 規模要緊。}",
            "why: {en: Size matters.}",
            ["15: facts[applicant.employees].why: zh-hant is missing: the Chinese text"],
        ),
        (
            FACTS,
            "{en: Student, zh-hant: 學生}",
            "{en: Student}",
            ["10: facts[applicant.type].options[student].label: zh-hant is missing: the Chinese text"],
        ),
        (
            FACTS,
            "unit: {en: people, zh-hant: 人}",
            "unit: {en: people}",
            ["16: facts[applicant.employees].unit: zh-hant is missing: the Chinese text"],
        ),
        (
            "ecosystem.yaml",
            "tagline: {en: Ask and see., zh-hant: 問了就知。}",
            "tagline: {en: Ask and see.}",
            ["3: tagline: zh-hant is missing: the Chinese text"],
        ),
        (
            "definitions/terms.yaml",
            "text: {en: Under 50 people., zh-hant: 少於五十人。}",
            "text: {en: Under 50 people.}",
            ["4: warning: definitions[small].text: zh-hant is missing: the Chinese text"],
        ),
        (
            FACTS,
            "  options: programmes\n",
            "",
            ["30: facts[applicant.programmes_held]: a choice needs options"],
        ),
        (
            FACTS,
            "  options: programmes\n",
            "  options: []\n",
            ["30: facts[applicant.programmes_held]: a choice needs options"],
        ),
        (
            FACTS,
            "  unit: {en: people",
            "  options: programmes\n  unit: {en: people",
            ["16: facts[applicant.employees].options: a fact of type integer has no options"],
        ),
        (
            FACTS,
            "  unit: {en: people",
            "  future: false\n  unit: {en: people",
            ["16: facts[applicant.employees].future: only a date can lie ahead; delete this line"],
        ),
        (
            FACTS,
            "minimum: 0",
            "minimum: 2000-01-01",
            ["17: facts[applicant.employees].minimum: write a whole number"],
        ),
        (
            FACTS,
            "minimum: 0",
            "minimum: 1000001",
            ["11: facts[applicant.employees]: the minimum is above the maximum"],
        ),
        (
            FACTS,
            "  future: false",
            "  minimum: 5",
            ["24: facts[applicant.incorporated_on].minimum: write a day"],
        ),
        (
            FACTS,
            "  type: boolean",
            "  type: boolean\n  minimum: 0",
            ["27: facts[applicant.listed].minimum: a fact of type boolean has no bounds"],
        ),
        (
            "ecosystem.yaml",
            "Asia/Hong_Kong",
            "Asia/Hongkong",
            ["7: time_zone: no such time zone; write one as Asia/Hong_Kong"],
        ),
    ],
)
def test_each_is_told(path: str, old: str, new: str, expected: list[str]) -> None:
    assert complaints(changed(path, old, new)) == [f"{path}:{line}" for line in expected]


def test_an_ecosystem_in_english_needs_no_chinese() -> None:
    files = changed("ecosystem.yaml", "languages: [en, zh-hant, zh-hans]", "languages: [en]")
    files[FACTS] = files[FACTS].replace("{en: Employees, zh-hant: 僱員}", "{en: Employees}")
    assert complaints(files) == []
