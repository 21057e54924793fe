"""Profiles in YAML and JSON, and everything that can be wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.ecosystem import Ecosystem, ProfileError, check, read_profile
from superconnector.ecosystem.profiles import MAX_BYTES, MAX_PROBLEMS
from tests.ecosystem.folders import PROFILE, small_folder

TODAY = date(2024, 6, 30)
EXPECTED = {"applicant.type": "company", "applicant.employees": 12, "project.cost": 1_000_050}


def complaints(text: str | bytes, town: Ecosystem) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        read_profile(text, town, today=TODAY)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        PROFILE,
        "applicant:\n  type: company\n  employees: 12\nproject.cost: '10,000.50'\n",
        '{"applicant.type": "company", "applicant": {"employees": 12}, "project.cost": 10000.50}',
        '{\n"applicant.type":"company","applicant.employees":"12","project.cost":"HK$10000.50"}',
        "\ufeff" + PROFILE,
        PROFILE.encode(),
        b"\xef\xbb\xbf" + PROFILE.encode(),
    ],
)
def test_one_profile_in_many_forms(text: str | bytes, town: Ecosystem) -> None:
    assert read_profile(text, town, today=TODAY) == EXPECTED


def test_every_type(town: Ecosystem) -> None:
    text = """
        applicant.listed: no
        applicant.incorporated_on: 2024-06-30
        applicant.programmes_held: [grant]
        project.cost_kinds: []
        project.cost: null
        project.name: Robot
        received.grant: 200_000
    """
    assert read_profile(text, town, today=TODAY) == {
        "applicant.listed": False,
        "applicant.incorporated_on": 19_904,
        "applicant.programmes_held": frozenset({"grant"}),
        "project.cost_kinds": frozenset(),
        "project.name": "Robot",
        "received.grant": 20_000_000,
    }


def test_nothing_known(town: Ecosystem) -> None:
    assert read_profile("{}", town) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("applicant.employes: 5", "1: no such fact: applicant.employes; did you mean applicant.employees?"),
        ("zzz: 5", "1: no such fact: zzz"),
        ("applicant: 5", "1: no such fact: applicant; did you mean applicant.type?"),
        ("applicant.listed: 1", "1: applicant.listed: 1 is not an answer to this question"),
        ("applicant.employees: true", "1: applicant.employees: true is not an answer to this question"),
        (
            "applicant.employees: 2024-01-01",
            "1: applicant.employees: 2024-01-01 is not an answer to this question",
        ),
        ("applicant.type: [1]", "1: applicant.type: this is not an answer to this question"),
        ("applicant.type: [company, student]", "1: applicant.type: choose one answer"),
        ("applicant.type: compny", "1: applicant.type: no such answer: compny; did you mean company?"),
        ("project.cost: -5", "1: project.cost: cannot be less than zero"),
        ("project.cost: 1.005", "1: project.cost: money has at most two decimals"),
        ("project.cost: 1e9", "1: project.cost: give a number in figures"),
        ("applicant.employees: 9999999", "1: applicant.employees: must be 1,000,000 people or less"),
        (
            "applicant.incorporated_on: 2024-07-01",
            "1: applicant.incorporated_on: cannot lie after 2024-06-30",
        ),
        ("applicant.incorporated_on: 2023-02-29", "1: there is no such day: 2023-02-29"),
        ("a: 1\na: 2", "2: the key a is here twice, first on line 1"),
        ("applicant.listed: yes\napplicant: {listed: no}", "2: applicant.listed: this fact is here twice"),
        ("", "1: the file is empty"),
        ("- a", "1: write one fact a line: applicant.type: company"),
        ("null", "1: write one fact a line: applicant.type: company"),
        ("a: &x 1", "1: anchors and aliases (& and *) are not used here; write the value out"),
        (
            "a: !!python/name:os.system x",
            "1: tags (tag:yaml.org,2002:python/name:os.system) are not used here",
        ),
        ("a: \x00", "1: the file holds the invisible character U+0000; delete it"),
        ("[" * 5000, "1: nested more than 24 levels deep"),
        ("公司: 科技".encode("big5"), "1: not UTF-8: byte 1 is 0xA4; save the file as UTF-8"),
        ("x" * (MAX_BYTES + 1), "1: larger than 256 KB; a profile is a few lines"),
        ("科" * MAX_BYTES, "1: larger than 256 KB; a profile is a few lines"),
        (b"x" * 10_000_000, "1: larger than 256 KB; a profile is a few lines"),
    ],
)
def test_what_is_refused(text: str | bytes, expected: str, town: Ecosystem) -> None:
    assert complaints(text, town) == [expected]


def test_every_problem_comes_with_its_fact_line_code_and_words(town: Ecosystem) -> None:
    text = "applicant:\n  listed: maybe\n  employes: 5\nproject.cost: -1\napplicant.type: company\n"
    with pytest.raises(ProfileError) as caught:
        read_profile(text, town, today=TODAY)
    assert [(p.line, p.fact, p.code, p.params) for p in caught.value.problems] == [
        (2, "applicant.listed", "not-yes-or-no", {}),
        (3, "", "unknown-fact", {"given": "applicant.employes", "nearest": "applicant.employees"}),
        (4, "project.cost", "negative", {}),
    ]


def test_a_flood_of_mistakes_is_cut_short(town: Ecosystem) -> None:
    text = "".join(f"wrong.fact_{n}: 1\n" for n in range(10_000))
    assert len(complaints(text, town)) == MAX_PROBLEMS


def test_example_profiles_are_checked_with_the_folder() -> None:
    files = small_folder() | {"examples/bad-profile.yaml": "applicant.type: compny\nproject.cost: -1\n"}
    assert [str(problem) for problem in check(files)] == [
        "examples/bad-profile.yaml:1: applicant.type: no such answer: compny; did you mean company?",
        "examples/bad-profile.yaml:2: project.cost: cannot be less than zero",
    ]
