"""superconnector ask: what can be typed, going back, stopping, and the file that is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from superconnector.cli.interview import understood
from superconnector.cli.saving import profile_text
from superconnector.ecosystem import AnswerError, Ecosystem, read_profile
from tests.cli.shell import HONG_KONG, PLAIN, ROOT, SMALL, assert_readable, call, small

DAY = ("--on", "2026-11-21")


def test_an_interview_from_the_first_question_to_the_results() -> None:
    result = small("ask", *DAY, typed="company\nno\n12\nresults\n")
    assert (result.exit_code, result.stderr) == (0, "")
    beginning, results = result.stdout.split("\nSmallville · 21 November 2026\n")
    assert (
        beginning
        == """\
Smallville: A small ecosystem for tests.
Type your answer. Enter alone: you do not know. ?: help. back, results, quit.

1. Who would apply?
  1) Business
    2) Company
    3) Sole trader
  4) School
  one number or name
> company
  → Company
  Open to you: 0 · May be open: 1 · Not for you: 1 · Closed: 1

2. How many people do you employ?
  a whole number
> no
  ! give a number in figures
> 12
  → 12
  Open to you: 0 · May be open: 1 · Not for you: 1 · Closed: 1

3. Are you listed on a stock exchange?
  yes or no
> results
"""
    )
    assert results.startswith(
        "Open to you: 0 · May be open: 1 · Not for you: 1 · Closed: 1\n\nOpen to you (0)\n"
    )


def test_it_ends_when_nothing_more_would_be_settled() -> None:
    result = small("ask", *DAY, typed="school\n")
    assert result.exit_code == 0
    assert "\nNo further question would settle anything.\n" in result.stdout
    assert "\nOpen to you (1)\n---------------\nSchool Laboratory\n" in result.stdout


@pytest.mark.parametrize("typed", ["", "don't know", "I DON’T KNOW", "skip", "不知道"])
def test_not_to_know_is_an_answer(typed: str) -> None:
    result = small("ask", *DAY, typed=f"company\n{typed}\nresults\n")
    lines = result.stdout.splitlines()
    assert "3. Are you listed on a stock exchange?" in lines
    assert [line for line in lines if line.startswith("  → ")] == ["  → Company"]


def test_back_asks_again_and_forgets(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    result = small("ask", *DAY, "--save", str(file), typed="back\nschool\n")
    assert "  This is the first question.\n" in result.stdout
    result = small("ask", *DAY, "--save", str(tmp_path / "b.yaml"), typed="company\n12\nback\n120\nquit\n")
    questions = [line for line in result.stdout.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert questions == [
        "1. Who would apply?",
        "2. How many people do you employ?",
        "3. Are you listed on a stock exchange?",
        "2. How many people do you employ?",
    ]
    assert (tmp_path / "b.yaml").read_text() == "applicant.type: 'company'\napplicant.employees: 120\n"


def test_a_question_passed_over_can_be_gone_back_to() -> None:
    result = small("ask", *DAY, typed="company\n\nback\n12\nquit\n")
    assert [line for line in result.stdout.splitlines() if line.startswith("  → ")] == [
        "  → Company",
        "  → 12",
    ]


def test_help_says_why_and_what_would_be_settled() -> None:
    result = small("ask", *DAY, typed="company\n?\nquit\n")
    assert (
        """\
> ?
  Why we ask: Some programmes are for small companies.
  This answer could settle: Growth Grant
> quit

Stopped.
"""
        in result.stdout
    )


def test_the_end_of_the_input_stops_without_results(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    result = small("ask", *DAY, "--save", str(file), typed="company\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(f"\nStopped.\nYour answers are kept in {file}.\n")
    assert file.read_text() == "applicant.type: 'company'\n"
    assert [each.name for each in tmp_path.iterdir()] == ["kept.yaml"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_said_is_nothing_kept(tmp_path: Path) -> None:
    result = small("ask", *DAY, "--save", str(tmp_path / "kept.yaml"), typed="")
    assert (result.exit_code, list(tmp_path.iterdir())) == (0, [])


def test_ctrl_c_stops_politely_and_keeps_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    env = {key: value for key, value in os.environ.items() if key not in PLAIN}
    command = [sys.executable, "-c", "from superconnector.cli.main import main; main()", "ask", *DAY]
    command += ["--ecosystem", SMALL, "--save", str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"company\n")
        process.stdin.flush()
        while b"2. How many" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    assert b"\nStopped.\n" in rest
    assert file.read_text() == "applicant.type: 'company'\n"


# --- the file --------------------------------------------------------------------------------------------


def test_what_is_kept_can_be_read_again(hong_kong: Ecosystem) -> None:
    """Every type of fact, and texts that YAML would take for something else."""
    text = (Path(HONG_KONG) / "examples" / "retailer-e-commerce-profile.yaml").read_text(encoding="utf-8")
    profile = {
        **read_profile(text, hong_kong),
        "project.cost": 90_000_050,
        "applicant.programmes_held": frozenset(),
    }
    assert read_profile(profile_text(profile, hong_kong), hong_kong) == profile


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("there.yaml", "{file} is there already; choose another name for --save"),
        ("no/such/kept.yaml", "there is no folder {file.parent} for --save"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_before_the_first_question(
    name: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "there.yaml").write_text("mine\n")
    file = tmp_path / name
    result = small("ask", "--save", str(file), typed="company\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == "Error: " + message.format(file=file)
    assert (tmp_path / "there.yaml").read_text() == "mine\n"


def test_input_that_is_not_utf_8() -> None:
    result = small("ask", *DAY, typed=b"\xff\n")
    assert (result.exit_code, result.stderr) == (1, "the input is not UTF-8\n")


# --- what is understood ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("applicant.type", "2", "company"),
        ("applicant.type", "COMPANY", "company"),
        ("applicant.type", " 公司 ", "company"),
        ("applicant.type", "Sole trader", "sole_trader"),
        ("applicant.listed", "Yes", True),
        ("applicant.listed", "否", False),
        ("applicant.employees", "1,200", 1200),
        ("applicant.founded_on", "2020-02-29", (date(2020, 2, 29) - date(1970, 1, 1)).days),
        ("project.cost", "HK$1,000.50", 100_050),
        ("project.aims", "1, Teach", frozenset({"grow", "teach"})),
        ("project.aims", "teach；grow", frozenset({"grow", "teach"})),
        ("project.aims", "none", frozenset()),
        ("project.aims", "沒有", frozenset()),
    ],
)
def test_what_people_type(fact: str, typed: str, value: object, small_ecosystem: Ecosystem) -> None:
    assert understood(small_ecosystem.facts[fact], typed, small_ecosystem) == value


@pytest.mark.parametrize(
    ("fact", "typed", "code"),
    [
        ("applicant.type", "5", "not-an-option"),
        ("applicant.type", "compny", "not-an-option-near"),
        ("applicant.type", "1, 2", "not-an-option"),
        ("project.aims", ",", "empty"),
        ("project.aims", "1,9", "not-an-option"),
        ("applicant.employees", "-1", "negative"),
        ("applicant.founded_on", "2190-01-01", "future"),
    ],
)
def test_what_is_not_understood(fact: str, typed: str, code: str, small_ecosystem: Ecosystem) -> None:
    with pytest.raises(AnswerError) as refused:
        understood(small_ecosystem.facts[fact], typed, small_ecosystem)
    assert refused.value.code == code


# --- Hong Kong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_hong_kong_asks_in_three_languages(language: str, hong_kong: Ecosystem) -> None:
    typed = "2\n1,5\n?\nyes\n\n\n\nresults\n"
    result = call("ask", *DAY, "--lang", language, "--ecosystem", HONG_KONG, typed=typed)
    assert result.exit_code == 0
    assert_readable(result.stdout)
    first = hong_kong.facts["applicant.type"]
    lines = result.stdout.splitlines()
    assert lines[lines.index(f"1. {first.question.text(language)}") + 1 :][:1] == [
        f"   1) {hong_kong.facts['applicant.type'].options[0].label.text(language)}"
    ]
    assert hong_kong.file.names.text(language) in lines[0]


def test_a_very_long_list_is_shown_only_on_demand(hong_kong: Ecosystem) -> None:
    fact = hong_kong.facts["applicant.programmes_held"]
    assert len(fact.options) > 40
    assert understood(fact, "tvp, bud", hong_kong) == frozenset({"tvp", "bud"})
    assert understood(fact, fact.options[0].label.en, hong_kong) == frozenset({fact.options[0].id})
