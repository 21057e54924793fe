"""Dates that run backwards, and two versions of one thing on the same day."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import changed

GRANT = "programmes/grant.yaml"


def complaints(files: dict[str, str]) -> list[str]:
    return [str(problem).removeprefix(GRANT + ":") for problem in check(files)]


OVERLAP = "; end one before the other"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "from: 2016-11-01, to: 2024-12-31",
            "from: 2024-12-31, to: 2016-11-01",
            "12: status[1]: ends on 2016-11-01, before it starts on 2024-12-31",
        ),
        (
            "from: 2025-01-01",
            "from: 2024-12-31",
            "13: status[2]: holds on the same days as line 12" + OVERLAP,
        ),
        (
            "state: closed, from: 2025-01-01,",
            "state: closed,",
            "13: status[2]: holds on the same days as line 12" + OVERLAP,
        ),
        (
            "from: 2020-04-01",
            "from: 2020-03-31",
            "33: gives[money].shares[2]: holds on the same days as line 32" + OVERLAP,
        ),
        (
            "  tiers:",
            "  - {amount: 5, per: lifetime, from: 2020-01-01, source: own-page}\n  tiers:",
            "36: gives[money].ceilings[2]: holds for lifetime on the same days as line 35" + OVERLAP,
        ),
        (
            "    ceilings:",
            "    amounts:\n    - {amount: 1, label: a, source: own-page}\n"
            "    - {amount: 2, label: a, source: own-page}\n    ceilings:",
            "42: gives[money].tiers[tiny].amounts[2]: holds for a on the same days as line 41" + OVERLAP,
        ),
        (
            "- id: small\n",
            "- id: unlisted\n",
            "19: who[unlisted]: holds for unlisted on the same days as line 15" + OVERLAP,
        ),
        (
            "costs:\n",
            "projects:\n  lifetime:\n  - {value: 3, source: own-page}\n"
            "  - {value: 6, source: own-page}\ncosts:\n",
            "46: projects.lifetime[2]: holds on the same days as line 45" + OVERLAP,
        ),
        (
            "who:\n",
            "parameters:\n  limit:\n  - {expression: '3', to: 2020-01-01, source: own-page}\n"
            "  - {expression: '4', from: 2020-01-01, source: own-page}\nwho:\n",
            "17: parameters.limit[2]: holds on the same days as line 16" + OVERLAP,
        ),
        (
            "who:\n",
            "intake:\n  mode: windows\n  windows:\n  - {from: 2020-01-01, to: 2020-02-01, source: own-page}\n"
            "  - {from: 2020-02-01, to: 2020-03-01, source: own-page}\nwho:\n",
            "18: intake.windows[2]: holds on the same days as line 17" + OVERLAP,
        ),
    ],
)
def test_each_is_told(old: str, new: str, expected: str) -> None:
    assert complaints(changed(GRANT, old, new)) == [expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  tiers:", "  - {amount: 5, per: year, source: own-page}\n  tiers:"),
        (
            "    ceilings:",
            "    amounts:\n    - {amount: 1, label: a, source: own-page}\n"
            "    - {amount: 2, label: b, source: own-page}\n    ceilings:",
        ),
        (
            "who:\n",
            "intake:\n  mode: windows\n  windows:\n  - {to: 2020-02-01, source: own-page}\n"
            "  - {to: 2020-03-01, source: own-page}\nwho:\n",
        ),
        ("  text: Not listed.", "  to: 2020-01-01\n  text: Not listed."),
        ("from: 2016-11-01, to: 2024-12-31", "from: 2024-12-31, to: 2024-12-31"),
    ],
)
def test_what_may_stand_side_by_side(old: str, new: str) -> None:
    assert complaints(changed(GRANT, old, new)) == []


def test_the_same_clause_may_come_again_in_other_words_on_later_days() -> None:
    files = changed(GRANT, "  text: Not listed.", "  to: 2020-01-01\n  text: Not listed.")
    again = (
        "- {id: unlisted, from: 2020-01-02, text: No., expression: not applicant.listed, source: own-page}\n"
    )
    files[GRANT] = files[GRANT].replace("gives:\n", again + "gives:\n")
    assert complaints(files) == []


def test_versions_of_a_definition() -> None:
    path = "definitions/terms.yaml"
    files = changed(
        path, "  - {expr", "  - {expression: not_stated, to: 2020-01-01, source: handbook}\n  - {expr"
    )
    assert [str(problem) for problem in check(files)] == [
        f"{path}:7: definitions[small].versions[2]: holds on the same days as line 6{OVERLAP}"
    ]
