"""Citations that lead to no source, and sources that nothing cites."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import Severity, check
from tests.ecosystem.folders import changed, line_of, small_folder

GRANT, COUNCIL, SHARED = "programmes/grant.yaml", "organisations/council.yaml", "sources.yaml"


def complaints(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            GRANT,
            "names_source: own-page",
            "names_source: own-pages",
            "3: names_source: no such source: own-pages; did you mean own-page?",
        ),
        (
            GRANT,
            "{id: council, source: own-page}",
            "{id: council, source: elsewhere}",
            "6: operator.source: no such source: elsewhere",
        ),
        (
            GRANT,
            "[own-page, handbook#grants]",
            "[own-page, handbok#grants]",
            "24: who[small].source[2]: no such source: handbok; did you mean handbook?",
        ),
        (
            GRANT,
            "[own-page, handbook#grants]",
            "[own-page, handbook#grant]",
            "24: who[small].source[2]: handbook has no section grant; did you mean grants?",
        ),
        (
            GRANT,
            "{amount: 300000.50, per: lifetime, source: own-page}",
            "{amount: 1, per: year, source: x}",
            "41: gives[money].tiers[tiny].ceilings[1].source: no such source: x",
        ),
        (
            COUNCIL,
            "names_source: handbook",
            "names_source: own-page",
            "3: names_source: no such source: own-page",
        ),
        (
            "definitions/terms.yaml",
            "source: handbook",
            "source: papers",
            "6: definitions[small].versions[1].source: no such source: papers",
        ),
    ],
)
def test_each_is_told(path: str, old: str, new: str, expected: str) -> None:
    assert complaints(changed(path, old, new)) == [f"{path}:{expected}"]


def test_a_place_in_a_source_without_sections_is_free() -> None:
    assert complaints(changed(GRANT, "names_source: own-page", "names_source: own-page#question 5")) == []


def test_an_own_source_may_not_hide_a_shared_one() -> None:
    files = small_folder()
    files[GRANT] += "  handbook: {title: Another, kind: press, read: 2024-01-01}\n"
    assert (
        f"{GRANT}:52: sources.handbook: sources.yaml has a source of this name; choose another"
        in complaints(files)
    )


def test_sources_that_nothing_cites_are_only_warned_of() -> None:
    files = small_folder()
    files[GRANT] += "  spare: {title: Spare, kind: press, read: 2024-01-01}\n"
    files[SHARED] += "  idle: {title: Idle, kind: press, read: 2024-01-01}\n"
    problems = check(files)
    assert [str(problem) for problem in problems] == [
        f"{GRANT}:{line_of(files, GRANT, 'spare')}: warning: sources.spare: nothing cites this source",
        f"{SHARED}:{line_of(files, SHARED, 'idle')}: warning: sources.idle: nothing cites this source",
    ]
    assert {problem.severity for problem in problems} == {Severity.WARNING}


def test_no_word_of_citations_when_the_shared_sources_cannot_be_read() -> None:
    assert complaints(small_folder() | {SHARED: "sources: {handbook: {}}"}) == [
        f"{SHARED}:1: sources.handbook: kind is missing",
        f"{SHARED}:1: sources.handbook: read is missing: the day on which the source was read",
        f"{SHARED}:1: sources.handbook: title is missing",
    ]
