"""superconnector find: the printed answers, the JSON, and every kind of bad input."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from superconnector.apps.programmes import finder
from superconnector.ecosystem import Ecosystem, read_profile
from tests.cli.shell import HONG_KONG, SMALL, assert_readable, call, small

SHOP = """\
applicant.type: company
applicant.employees: 12
project: {cost: 10_001.01, aims: [grow]}
"""
SOURCES = """
Sources
-------
[1] Handbook of Smallville (official · dated 2024-01-01 · read 2026-11-21)
    https://smallville.example/handbook

Nothing here exists.
"""


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """A company of twelve that wants to grow."""
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP, encoding="utf-8")
    return str(file)


def test_find_shows_what_serves_the_aims(shop: str) -> None:
    result = small("find", shop, "--on", "2026-11-21")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert (
        result.stdout
        == f"""\
Smallville · 21 November 2026
Open to you: 0 · May be open: 1 · Not for you: 1 · Closed: 1

Open to you (0)
---------------
None.

May be open (1)
---------------
Growth Grant (growth-grant)                                          HK$7,500.75
  Would settle it: Listed on a stock exchange

Not for you (1)
---------------
1 more: add --all to see them.

Closed (1)
----------
Web Voucher (web-voucher)
  Closed since 1 January 2025 [1]
{SOURCES}"""
    )


def test_all_shows_every_clause_with_the_terms_of_the_day(shop: str) -> None:
    result = small("find", shop, "--on", "2023-06-30", "--all")
    assert result.exit_code == 0
    assert (
        result.stdout
        == f"""\
Smallville · 30 June 2023
Open to you: 1 · May be open: 1 · Not for you: 1 · Closed: 0

Open to you (1)
---------------
Web Voucher
  web-voucher · Voucher · Guild of Makers
  ✓ A business applies. [1]
      Kind of applicant: Business

May be open (1)
---------------
Growth Grant                                                         HK$5,000.50
  growth-grant · Matching grant · Town Hall
  ✓ A business applies. [1]
      Kind of applicant: Business
  ✓ It has fewer than 100 employees. [1]
      Employees: fewer than 100
  ? It is not listed. [1]
      Listed on a stock exchange: yes?
  Would settle it: Listed on a stock exchange
  · cost: HK$10,001.01
  · 50% of the cost: HK$5,000.50 [1]
  · at most HK$100,000 an application [1]

Not for you (1)
---------------
School Laboratory
  school-lab · School programme
  ✗ A school applies. [1]
      Kind of applicant: not School

Closed (0)
----------
None.
{SOURCES}"""
    )


def test_a_refusal_names_the_clause_and_what_is_the_case(tmp_path: Path) -> None:
    file = tmp_path / "listed.yaml"
    file.write_text("applicant: {type: company, employees: 12, listed: true}\n")
    lines = small("find", str(file), "--on", "2026-11-21").stdout.splitlines()
    at = lines.index("Growth Grant (growth-grant)")
    assert lines[at - 2 : at + 3] == [
        "Not for you (2)",
        "---------------",
        "Growth Grant (growth-grant)",
        "  ✗ It is not listed. [1]",
        "      Listed on a stock exchange: yes",
    ]


def test_a_clause_that_is_met_says_so_of_the_applicant(tmp_path: Path) -> None:
    file = tmp_path / "private.yaml"
    file.write_text("applicant: {type: company, employees: 12, listed: false}\n")
    lines = small("find", str(file), "--on", "2026-11-21").stdout.splitlines()
    at = lines.index("  ✓ It is not listed. [1]")
    assert lines[at + 1] == "      Listed on a stock exchange: no"
    assert lines[3:7] == ["Open to you (1)", "---------------", f"Growth Grant{'up to HK$100,000':>68}",
                          "  growth-grant · Matching grant · Town Hall"]  # fmt: skip


def test_without_a_day_it_is_today(shop: str) -> None:
    on = json.loads(small("find", shop, "--json").stdout)["on"]
    assert date.fromisoformat(on) >= date(2026, 11, 1)


def test_an_empty_profile_file_is_no_profile(tmp_path: Path) -> None:
    file = tmp_path / "empty.yaml"
    file.write_text("")
    result = small("find", str(file))
    assert (result.exit_code, result.stderr) == (1, f"{file}:1: the file is empty\n")


# --- JSON ------------------------------------------------------------------------------------------------


def test_json_has_the_documented_keys(shop: str, small_digest: str) -> None:
    told = json.loads(small("find", shop, "--on", "2026-11-21", "--json").stdout)
    assert {key: told[key] for key in told if key not in ("answers", "sources")} == {
        "ecosystem": "smallville",
        "edition": small_digest,
        "language": "en",
        "on": "2026-11-21",
        "counts": {"open": 0, "may-be-open": 1, "not-for-you": 1, "closed": 1},
    }
    assert [answer["programme"] for answer in told["answers"]] == [
        "growth-grant",
        "web-voucher",
        "school-lab",
    ]
    assert told["sources"] == {
        "handbook": {
            "title": "Handbook of Smallville",
            "url": "https://smallville.example/handbook",
            "publisher": None,
            "kind": "official",
            "dated": "2024-01-01",
            "read": "2026-11-21",
        }
    }


def test_json_tells_money_exactly_and_names_the_clauses(shop: str) -> None:
    grant = json.loads(small("find", shop, "--on", "2026-11-21", "--json").stdout)["answers"][0]
    part = {"amount": "7500.75", "currency": "HKD"}
    assert grant["at_most"] == part
    assert [give["amount"] for give in grant["gives"]] == [part]
    assert [step["amount"] for step in grant["gives"][0]["working"]] == [
        {"amount": "10001.01", "currency": "HKD"},
        part,
        {"amount": "100000.00", "currency": "HKD"},
    ]
    assert [(clause["id"], clause["met"]) for clause in grant["clauses"]] == [
        ("business", True), ("small", True), ("unlisted", None),
    ]  # fmt: skip
    assert grant["deciding"] == [
        {
            "clause": "unlisted",
            "text": "It is not listed.",
            "condition": "Listed on a stock exchange: yes?",
            "known": False,
            "facts": ["applicant.listed"],
        }
    ]
    assert grant["would_settle"] == ["applicant.listed"]
    assert grant["why_unsettled"] is None


def test_json_is_the_same_twice(shop: str) -> None:
    arguments = ("find", shop, "--on", "2026-11-21", "--json")
    assert small(*arguments).stdout == small(*arguments).stdout


# --- Hong Kong -------------------------------------------------------------------------------------------

EXAMPLES = sorted(Path(HONG_KONG, "examples").glob("*-profile.yaml"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_get_the_answers_of_the_finder(file: Path, hong_kong: Ecosystem) -> None:
    on = date(2026, 11, 21)
    findings = finder.find(hong_kong, read_profile(file.read_text(encoding="utf-8"), hong_kong), on)
    result = call("find", str(file), "--on", "2026-11-21", "--ecosystem", HONG_KONG, "--json")
    told = json.loads(result.stdout)
    assert told["counts"] == {outcome.value: count for outcome, count in findings.counts.items()}
    assert [(a["programme"], a["outcome"]) for a in told["answers"]] == [
        (a.programme.id, a.verdict.outcome.value) for a in findings.answers
    ]


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_all_of_hong_kong_reads_well(language: str) -> None:
    shown = ("--on", "2026-11-21", "--all", "--lang", language, "--ecosystem", HONG_KONG)
    result = call("find", str(EXAMPLES[0]), *shown)
    assert (result.exit_code, result.stderr) == (0, "")
    assert_readable(result.stdout)


def test_chinese_names_and_labels(hong_kong: Ecosystem) -> None:
    file = Path(HONG_KONG, "examples", "retailer-e-commerce-profile.yaml")
    shown = ("--on", "2026-11-21", "--ecosystem", HONG_KONG)
    traditional = call("find", str(file), *shown, "--lang", "zh-hant").stdout
    simplified = call("find", str(file), *shown, "--lang", "zh-hans").stdout
    assert "科技券 (tvp)" in traditional.splitlines()
    assert traditional.splitlines()[0] == "香港 · 2026年11月21日"
    assert hong_kong.file.disclaimer.text("zh-hans")[:12] in simplified


# --- terminals -------------------------------------------------------------------------------------------


def test_colour_only_on_a_terminal(shop: str) -> None:
    assert "\x1b" not in small("find", shop).stdout
    assert "\x1b[33m" in small("find", shop, "--all", FORCE_COLOR="1").stdout
    assert "\x1b[33m" not in small("find", shop, "--all", FORCE_COLOR="1", NO_COLOR="1").stdout


# --- where the ecosystem is ------------------------------------------------------------------------------


def test_the_folder_may_come_from_the_environment(shop: str) -> None:
    result = call("find", shop, "--json", SUPERCONNECTOR_ECOSYSTEM=SMALL)
    assert json.loads(result.stdout)["ecosystem"] == "smallville"


def test_the_folder_may_be_this_one(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SMALL)
    assert json.loads(call("find", shop, "--json").stdout)["ecosystem"] == "smallville"


def test_several_folders_are_not_chosen_from(
    shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / "ecosystems" / name).mkdir(parents=True)
        (tmp_path / "ecosystems" / name / "ecosystem.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    result = call("find", shop)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        f"Error: {tmp_path}/ecosystems holds several ecosystems (one, two); choose one with --ecosystem DIR"
    )


def test_a_folder_that_is_not_there(shop: str) -> None:
    result = call("find", shop, "--ecosystem", "/no/such")
    assert (result.exit_code, result.stderr) == (1, "/no/such:0: there is no such folder\n")


def test_every_problem_of_a_broken_folder_is_told(shop: str, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "ecosystem.yaml").write_text("id: x\nid: y\n")
    (folder / "sources.yaml").write_text("sources: {a: 1}\n")
    result = call("find", shop, "--ecosystem", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    files = [line.removeprefix(f"{folder}/").split(":")[0] for line in result.stderr.splitlines()]
    assert sorted(set(files)) == ["ecosystem.yaml", "sources.yaml"]


# --- bad profiles ----------------------------------------------------------------------------------------

BAD = [
    (b"applicant.employes: 3\n", "1: no such fact: applicant.employes; did you mean applicant.employees?"),
    (b"\napplicant.employees: yes\n", "2: applicant.employees: give a number in figures"),
    (b"applicant.employees: 1.5\n", "1: applicant.employees: give a whole number"),
    (b"applicant.employees: true\n", "1: applicant.employees: true is not an answer to this question"),
    (b"applicant.listed: 1\n", "1: applicant.listed: 1 is not an answer to this question"),
    (b"project.cost: -1\n", "1: project.cost: cannot be less than zero"),
    (b"project.cost: 1.001\n", "1: project.cost: money has at most two decimals"),
    (b"applicant.type: compny\n", "1: applicant.type: no such answer: compny; did you mean company?"),
    (b"applicant.founded_on: 12/31/2020\n",
     "1: applicant.founded_on: give a day as year-month-day (2024-12-31)"),
    (b"applicant.type: \xff\n", "1: not UTF-8: byte 17 is 0xFF; save the file as UTF-8"),
    (b"- a\n", "1: write one fact a line: applicant.type: company"),
    (b"x" * 10_000_000, "1: larger than 256 KB; a profile is a few lines"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), BAD, ids=[problem[:40] for _, problem in BAD])
def test_a_bad_profile_is_one_clear_line(content: bytes, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    result = small("find", str(file))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{file}:{problem}\n"


def test_a_day_of_foundation_that_lies_ahead(tmp_path: Path) -> None:
    file = tmp_path / "future.yaml"
    file.write_text("applicant.founded_on: 2190-01-01\n")
    result = small("find", str(file))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{file}:1: applicant.founded_on: cannot lie after 20")


def test_all_problems_of_a_profile_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("applicant.listed: perhaps\nproject.cost: -1\nproject.name: x\n")
    assert small("find", str(file)).stderr.splitlines() == [
        f"{file}:1: applicant.listed: answer yes or no",
        f"{file}:2: project.cost: cannot be less than zero",
        f"{file}:3: no such fact: project.name; did you mean project.aims?",
    ]


def test_a_profile_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    missing = small("find", str(tmp_path / "none.yaml"))
    assert (missing.exit_code, missing.stderr) == (1, f"{tmp_path}/none.yaml:0: there is no such file\n")
    folder = small("find", str(tmp_path))
    assert (folder.exit_code, folder.stderr) == (
        1,
        f"{tmp_path}:0: this is a folder; name one profile in it\n",
    )


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("yesterday", "'yesterday' is not a day; write 2024-12-31"),
        ("2023-02-30", "'2023-02-30' is not a day; write 2024-12-31"),
        ("20230228", "'20230228' is not a day; write 2024-12-31"),
        ("0001-01-01", "0001-01-01 does not lie between 1800-01-01 and 2199-12-31"),
    ],
)
def test_a_bad_day_is_wrong_usage(day: str, message: str, shop: str) -> None:
    result = small("find", shop, "--on", day)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: Invalid value for '--on': {message}"


def test_an_unknown_language_is_wrong_usage(shop: str) -> None:
    assert small("find", shop, "--lang", "fr").exit_code == 2
