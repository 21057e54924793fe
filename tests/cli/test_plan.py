"""superconnector plan: what is printed, what the JSON holds, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from superconnector.ecosystem import Ecosystem
from tests.cli.shell import HONG_KONG, assert_readable, call

EXAMPLES = Path(HONG_KONG, "examples")
SHOP = str(EXAMPLES / "retailer-e-commerce-project.yaml")
DAY = ("--on", "2026-11-21", "--ecosystem", HONG_KONG)
TOP = """\
Plan of 3 cost lines, as of 21 November 2026
infeasible: no plan keeps within HK$800,000 of own cash; this one needs least
Cost of the project                                                   HK$900,000
Public money, not repaid                                              HK$205,000
Left to pay                                                           HK$695,000
Deepest own outlay (at the end of month 12)                           HK$859,000

Who pays what
-------------

shop (software)                                                       HK$420,000
  + HK$105,000 from Dedicated Fund on Branding, Upgrading and Domestic Sales
    (BUD Fund), of HK$420,000 claimed
    Not more: it pays 25% of what is claimed. [1][2]
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
    assert result.output == call("plan", str(EXAMPLES / file), *DAY).output


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
