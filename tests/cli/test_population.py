"""superconnector population: the printed tables, the files, and every kind of bad input."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from superconnector.cli.population_report import print_table
from tests.cli.shell import HONG_KONG, ROOT, call, small

ON = ("--on", "2026-11-21")
SHOPS = """\
applicant.type,applicant_employees,applicant.listed,project.cost,town
company,12,no,10001.01,North
company,250,no,5000,South
sole_trader,3,,80000,North
school,40,no,,South
company,99,yes,1,
company,99,false,200000,North
"""
OUTCOMES = """\
6 applicants of shops.csv, as of 2026-11-21

Outcomes
--------
programme     open  unknown  not
growth-grant     2        1    3
school-lab       1        0    5
"""


@pytest.fixture
def shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six applicants, in the folder in which the command runs."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "shops.csv"
    file.write_text(SHOPS, encoding="utf-8")
    return file


def test_one_programme_in_full(shops: Path) -> None:
    result = small("population", "evaluate", "shops.csv", *ON, "--programme", "gg", "--by", "town")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert (
        result.stdout
        == """\
6 applicants of shops.csv, as of 2026-11-21

Outcomes
--------
programme     open  unknown  not
growth-grant     2        1    3

growth-grant: who fails where
-----------------------------
clause    fail  fail here alone
business     1                1
small        1                1
unlisted     1                1

growth-grant by town
--------------------
town     open  unknown  not  closed     at most
unknown     0        0    1       0        HK$0
North       2        1    0       0  HK$107,500.75
South       0        0    2       0        HK$0

Cost if every one of them applies once
--------------------------------------
certain: open, and the amount is known · open, unknown: at most, by the ceilings
no bound: rows that nothing stated limits, counted in no sum

programme     give         certain  open    unknown  no bound
growth-grant  grant  HK$107,500.75  HK$0  HK$60,000         0
""".replace("     at most\n", "        at most\n").replace("0        HK$0\n", "0           HK$0\n")
    )


def test_two_versions_side_by_side(shops: Path) -> None:
    arguments = ("--programme", "gg", "--set", "gg.ceiling=120000", "--by", "town")
    result = small("population", "evaluate", "shops.csv", *ON, *arguments)
    assert result.exit_code == 0
    assert (
        result.stdout.partition("growth-grant: gg.ceiling=120000\n")[2]
        == """\
-------------------------------
applicants  as it is  changed  difference
open               2        2          +0
unknown            1        1          +0
not                3        3          +0
closed             0        0          +0

cost                   as it is        changed  difference
certain           HK$107,500.75  HK$127,500.75   HK$20,000
open, at most              HK$0           HK$0        HK$0
unknown, at most      HK$60,000      HK$60,000        HK$0

Gain: 1 · lose: 0

town   gain  lose
North     1     0
"""
    )


def test_an_edited_file(shops: Path, tmp_path: Path) -> None:
    text = Path(ROOT, "tests/small/programmes/growth-grant.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("not applicant.listed", "True"), encoding="utf-8")
    result = small("population", "evaluate", "shops.csv", *ON, "--with", "mine.yaml")
    assert result.exit_code == 0
    assert "growth-grant: growth-grant as in mine.yaml\n" in result.stdout
    assert "Gain: 2 · lose: 0\n  unknown to open: 1\n  not to open: 1\n" in result.stdout


def test_every_form_on_standard_output(shops: Path) -> None:
    found = small("population", "evaluate", "shops.csv", *ON, "--format", "json")
    told = json.loads(found.stdout)
    assert told["about"]["rows"] == 6
    open_rows = {"version": "as-is", "programme": "growth-grant", "measure": "open", "value": 2}
    assert told["numbers"].count(open_rows) == 1
    found = small("population", "evaluate", "shops.csv", *ON, "--format", "csv")
    assert found.stdout.splitlines()[0] == '"version","programme","item","split","part","measure","value"'
    found = small("population", "evaluate", "shops.csv", *ON, "--format", "parquet")
    assert pq.read_table(io.BytesIO(found.stdout_bytes)).num_rows == len(told["numbers"])


def test_results_are_written_and_asked(shops: Path, tmp_path: Path) -> None:
    result = small("population", "evaluate", "shops.csv", *ON, "--out", "r.parquet")
    assert result.exit_code == 0
    assert result.stdout.startswith(OUTCOMES)
    question = "SELECT programme, value FROM results WHERE measure = 'open' AND value > 1"
    answer = call("population", "ask", "r.parquet", question)
    assert answer.stdout == '{"programme": "growth-grant", "value": 2}\n'
    refused = call("population", "ask", "r.parquet", "DROP TABLE results")
    assert (refused.exit_code, refused.stderr) == (1, "the question: write one SELECT … FROM results\n")


def test_a_verdict_for_each_applicant(shops: Path, tmp_path: Path) -> None:
    arguments = ("--verdicts", "v.csv", "--id", "town", "--programme", "gg")
    result = small("population", "evaluate", "shops.csv", *ON, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "v.csv").read_text("utf-8").splitlines() == [
        '"row","town","growth-grant"',
        '1,"North","open"',
        '2,"South","not-for-you"',
        '3,"North","may-be-open"',
        '4,"South","not-for-you"',
        '5,,"not-for-you"',
        '6,"North","open"',
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("none.csv",), "none.csv: there is no such file\n"),
        (
            ("shops.csv", "--out", "r.txt"),
            "r.txt: name a folder, or a file that ends in .csv, .parquet, .json\n",
        ),
        (("shops.csv", "--mapping", "m.yaml"), "m.yaml: cannot be read: No such file or directory\n"),
        (("shops.csv", "--with", "m.yaml"), "m.yaml: cannot be read: No such file or directory\n"),
        (
            ("shops.csv", "--programme", "growth-grants"),
            "--programme growth-grants: no such programme that one applies for: growth-grants; "
            "did you mean growth-grant?\n",
        ),
        (("sqlite:///none", "--table", "t"), "none: there is no such file\n"),
        (
            ("shops.csv", "--verdicts", "v.json"),
            "v.json: name a file that ends in .parquet or .csv\n",
        ),
        (
            ("shops.csv", "--verdicts", "v.csv", "--id", "twon"),
            "shops.csv: no such column: twon; did you mean town?\n",
        ),
        (("shops.csv", "--id", "town"), "--id: names the applicants in --verdicts FILE; give both\n"),
        (
            ("shops.csv", "--verdicts", "r.csv", "--out", "r.csv"),
            "r.csv: --out and --verdicts are two files; give two names\n",
        ),
    ],
)
def test_bad_input(shops: Path, arguments: tuple[str, ...], problem: str) -> None:
    result = small("population", "evaluate", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", problem)


def test_wrong_cells_leave_old_results(shops: Path, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("old")
    shops.write_text(SHOPS.replace("250", "many"), encoding="utf-8")
    result = small("population", "evaluate", "shops.csv", "--out", "r.csv")
    assert result.exit_code == 1
    assert result.stderr == "shops.csv: row 2, column applicant_employees: 'many': give a number in figures\n"
    assert (tmp_path / "r.csv").read_text() == "old"


def test_a_sample_and_its_grounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ("--seed", "3", "--out", "p.parquet", "--ecosystem", HONG_KONG)
    result = call("population", "sample", "1000", *arguments)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "1,000 applicants in p.parquet, seed 3",
        "",
        "Published:",
        "start-up, how many: 5,221 start-ups. (survey-2025, 2025)",
    ]
    assert lines.count("Assumed:") == 1
    assert pq.read_metadata("p.parquet").num_rows == 1000
    done = call("population", "evaluate", "p.parquet", *ON, "--ecosystem", HONG_KONG)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[:2] == [
        "1,000 applicants of p.parquet, as of 2026-11-21",
        "made up: nobody in this table exists",
    ]


def test_a_sample_that_cannot_be_made(tmp_path: Path) -> None:
    result = small("population", "sample", "10", "--out", f"{tmp_path}/p.parquet")
    assert (
        result.stderr
        == "population.yaml: the ecosystem has no such file, so nothing says how to draw a population\n"
    )
    result = small("population", "sample", "10", "--out", f"{tmp_path}/p.csv")
    assert result.stderr == f"{tmp_path}/p.csv: name a file that ends in .parquet\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
@pytest.mark.parametrize("verb", ["sample", "evaluate"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, verb: str) -> None:
    arguments = ["50000000", "--out", f"{tmp_path}/p.parquet"]
    if verb == "evaluate":
        table = tmp_path_factory.mktemp("table") / "t.csv"
        table.write_text("applicant.employees\n" + "5\n" * 3_000_000)
        arguments = [str(table), "--verdicts", f"{tmp_path}/v.csv"]
    command = [sys.executable, "-c", "from superconnector.cli.main import main; main()", "population", verb]
    started = subprocess.Popen(
        [*command, *arguments, "--ecosystem", HONG_KONG],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        while not list(tmp_path.iterdir()):
            assert started.poll() is None
            time.sleep(0.02)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=30)
    finally:
        started.kill()
    assert started.returncode == 1
    assert said.strip() == b"Aborted!"
    assert list(tmp_path.iterdir()) == []


def test_the_how_to_shows_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the page that works on firms.parquet, and the block below it."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/how-to/evaluate-a-population.md").read_text(encoding="utf-8")
    here = ("--ecosystem", HONG_KONG)
    call("population", "sample", "100000", "--seed", "1", "--out", "firms.parquet", *here)
    tvp = ("population", "evaluate", "firms.parquet", "--on", "2024-06-30", "--programme", "tvp", *here)
    printed = call(*tvp).stdout
    changed = call(*tvp, "--set", "tvp.ceiling=800000", "--out", "r.parquet").stdout
    question = "SELECT version, sum(value) / 100 AS dollars FROM results WHERE measure = 'certain-cents'"
    asked = call("population", "ask", "r.parquet", f"{question} GROUP BY version ORDER BY version").stdout
    plain = re.sub("^ {4}", "", page, flags=re.MULTILINE)

    def below(command: str) -> str:
        """The block under a command, up to the next text of the page."""
        block = re.split(r"\n\n(?=[*`T])", plain.partition(command)[2], maxsplit=1)[0]
        return block.strip("\n")

    assert below("--programme tvp\n") == printed.partition("\n\nCost")[0]
    assert below("--set tvp.ceiling=800000\n") == "cost " + changed.partition("\ncost ")[2].strip("\n")
    assert below('GROUP BY version ORDER BY version"\n') == asked.rstrip("\n")


def test_columns_stand_under_their_headings_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """A Chinese character takes two places."""
    print_table(["計劃", "合資格"], [["growth-grant", "2"], ["甲乙丙", "1,000"]])
    assert capsys.readouterr().out.splitlines() == [
        "計劃          合資格",
        "growth-grant       2",
        "甲乙丙         1,000",
    ]


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_numbers_are_those_of_every_language(shops: Path, language: str) -> None:
    """Words are translated; ids, numbers and money stay."""
    arguments = ("population", "evaluate", "shops.csv", *ON, "--set", "gg.ceiling=120000", "--by", "town")
    english, other = small(*arguments).stdout, small(*arguments, "--lang", language).stdout

    def figures_of(text: str) -> list[str]:
        return re.findall(r"[a-z]+-[a-z]+|HK\$[\d,.]+|[-+]?\d[\d,]*", text)

    assert figures_of(other) == figures_of(english)
    assert len(figures_of(english)) > 60
