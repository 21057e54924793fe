"""The files shown in the how-tos are right: they are read out of the pages and checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import check, load, read_profile
from superconnector.ecosystem.coverage import count_all, shortfalls

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```yaml\n# file: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    return dict(BLOCK.findall((HOW_TO / page).read_text(encoding="utf-8")))


def test_the_programme_file_fits_into_the_real_folder(real_files: dict[str, str]) -> None:
    shown = files_of("write-a-programme-file.md")
    assert list(shown) == ["programmes/example-voucher.yaml"]
    before = {str(problem) for problem in check(real_files)}
    assert {str(problem) for problem in check(real_files | shown)} == before


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
