"""superconnector plan: what is printed, what the JSON holds, and what is refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from superconnector.ecosystem import Ecosystem
from tests.cli.shell import HONG_KONG, assert_readable, call

EXAMPLES = Path(HONG_KONG, "examples")
SHOP = str(EXAMPLES / "retailer-e-commerce-project.yaml")
DAY = ("--on", "2026-11-21", "--ecosystem", HONG_KONG)
TOP = """\
Plan of 3 cost lines, as of 21 November 2026
infeasible: No combination keeps within your cash. This one needs the least.
Cost of the project                                                   HK$900,000
Public money, not repaid                                        up to HK$205,000
Left to pay                                                           HK$695,000
Deepest own outlay (at the end of month 12)                           HK$859,000
The plan rests on 1 point that no source settles.

Who pays what
-------------

shop (software)                                                       HK$420,000
  + HK$105,000 from Dedicated Fund on Branding, Upgrading and Domestic Sales
    (BUD Fund), of HK$420,000 claimed
    Dedicated Fund on Branding, Upgrading and Domestic Sales (BUD Fund) pays 25%
    of what is claimed. [1][2]
  = HK$315,000 from you
"""


def test_the_page_of_the_shop() -> None:
    result = call("plan", SHOP, *DAY)
    assert result.exit_code == 0
    assert result.output.startswith(TOP)
    assert_readable(result.output)
    assert "   12    HK$57,142.85            HK$0      -HK$859,000  deepest\n" in result.output
    assert "apply by\n  28 February 2027." in result.output
    assert "Technology Voucher Programme (TVP): closed since 1 January 2025." in result.output


@pytest.mark.parametrize("file", sorted(path.name for path in EXAMPLES.glob("*-project.yaml")))
def test_every_example_can_be_planned(file: str) -> None:
    result = call("plan", str(EXAMPLES / file), *DAY)
    assert result.exit_code == 0
    assert_readable(result.output)


def test_the_same_file_has_the_same_plan() -> None:
    assert call("plan", SHOP, *DAY).output == call("plan", SHOP, *DAY).output


def test_the_json_adds_up(hong_kong: Ecosystem) -> None:
    told = json.loads(call("plan", str(EXAMPLES / "smart-line-factory-project.yaml"), "--json", *DAY).output)
    assert (told["status"], told["edition"], told["on"]) == ("optimal", hong_kong.digest, "2026-11-21")
    assert (told["cost"], told["granted"], told["bound"]) == ("24000000.00", "7516666.66", "7516666.66")
    assert told["programmes"] == ["manufacturing-upgrade-pilot", "nifs"]
    for line in told["lines"]:
        parts = sum(Decimal(part["granted"]) for part in line["parts"])
        assert parts + Decimal(line["own"]) == Decimal(line["amount"])
    assert [each["without"] for each in told["alternatives"]][:2] == [
        ["manufacturing-upgrade-pilot"], ["nifs"],
    ]  # fmt: skip
    assert told["cash"][-1]["balance"] == "-16483333.34"
    assert {"programme": "tvp", "why": "closed"} in told["not_in_reach"]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    assert (
        call("plan", str(tmp_path / "none.yaml"), *DAY).output
        == f"{tmp_path}/none.yaml:0: there is no such file\n"
    )
    assert (
        call("plan", str(tmp_path), *DAY).output
        == f"{tmp_path}:0: this is a folder; name one project in it\n"
    )
    bad = tmp_path / "bad.yaml"
    bad.write_text("profile: ../secret.yaml\nproject: {start: 2027-01-01, months: 1, lines: []}\n")
    result = call("plan", str(bad), *DAY)
    assert (result.exit_code, result.output) == (
        1, f"{bad}:0: profile: ../secret.yaml is not the name of a file beside this one\n",
    )  # fmt: skip
    bad.write_text("project: {start: 2027-01-01, months: 1, total: 5,\n"
                   "  lines: [{id: a, kind: rent, amount: 1}]}\n")  # fmt: skip
    assert call("plan", str(bad), *DAY).output == f"{bad}:1: total says 5, the lines add up to 1\n"


def test_a_search_of_no_time_is_refused() -> None:
    assert call("plan", SHOP, "--seconds", "0", *DAY).exit_code == 2


def test_the_words_are_those_of_the_reader() -> None:
    told = call("plan", SHOP, "--lang", "zh-hant", *DAY).output
    assert "科技券" in told
    assert "Nothing" not in told


# --- the worked example of the how-to --------------------------------------------------------------------

BIOTECH = (str(EXAMPLES / "biotech-spin-off-project.yaml"), "--on", "2026-06-15", "--ecosystem", HONG_KONG)
HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "plan-a-project.md"
ROW = re.compile(r"^\| `([a-z-]+)` \| HK\$([0-9,]+) \|", re.MULTILINE)


@cache
def the_plan() -> dict[str, Any]:
    """Its plan as JSON; made once."""
    told: dict[str, Any] = json.loads(call("plan", *BIOTECH, "--json").output)
    return told


def test_the_head_of_the_worked_example_is_what_the_command_prints() -> None:
    shown = HOW_TO.read_text("utf-8").split("--on 2026-06-15 | head -7\n")[1].split("```")[0]
    assert call("plan", *BIOTECH).output.splitlines()[:7] == shown.splitlines()


def test_the_five_programmes_of_the_worked_example_pay_what_the_command_says() -> None:
    planned = the_plan()
    paid: Counter[str] = Counter()
    for line in planned["lines"]:
        for part in line["parts"]:
            paid[part["programme"]] += Decimal(part["granted"])
    written = {
        name: Decimal(cents.replace(",", "")) for name, cents in ROW.findall(HOW_TO.read_text("utf-8"))
    }
    assert written == paid
    assert sum(written.values()) == Decimal(planned["granted"])


def test_what_the_worked_example_says_beside_its_table() -> None:
    text, planned = HOW_TO.read_text("utf-8"), the_plan()
    without = {tuple(each["without"]): Decimal(each["costs"]) for each in planned["alternatives"]}
    assert f"Without it the public pays HK${without['emf',]:,.0f} less." in text
    possible = {each["programme"]: Decimal(each["brings"]) for each in planned["possible"]}
    assert f"up to HK${possible['incu-bio']:,.0f} more" in text
    unpaid = [line["id"] for line in planned["lines"] if not line["parts"]]
    assert unpaid == ["reagents", "validation"]
    latest = {each["programme"]: each["latest"] for each in planned["applications"]}
    assert min(latest.items(), key=lambda pair: pair[1]) == ("emf", "2026-06-30")
