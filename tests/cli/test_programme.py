"""superconnector programme: the terms of a day, aliases, slips of the pen, JSON."""

from __future__ import annotations

import json

import pytest

from superconnector.ecosystem import Ecosystem
from tests.cli.shell import HONG_KONG, assert_readable, call, small

GRANT = """\
Growth Grant
增長資助
growth-grant · Matching grant · gg

Pays part of the cost of growing. [1]

As of: 1 January 2023
Status: Open [1]
Run by: Town Hall [1]
Paid from: not stated

Who may apply
-------------
· A business applies. [1]
    Kind of applicant: Business
· It has fewer than 100 employees. [1]
    Employees: fewer than 100
· It is not listed. (from 2022-01-01) [1]
    Listed on a stock exchange: no

What it gives
-------------
· Money: Part of the cost of the project. [1]
  Public share: 1:1 (2020-01-01 to 2023-12-31) [1]
  At most, an application: HK$100,000 [1]

Over time
---------
1 January 2020
  · Opened [1]
  · Terms changed (what it gives): Part of the cost of the project. public share
    1:1 [1]
1 January 2022
  · Terms changed (who may apply): It is not listed. [1]
1 May 2023
  · Event (2023-05): A fair was held. [1]
15 June 2023
  · Event: The hundredth grant was paid. [1]
1 January 2024
  · Terms changed (what it gives): Part of the cost of the project. public share
    1:1 → public share 3:1 [1]

Not stated by any source we read
--------------------------------
· How long the project may take

Sources
-------
[1] Handbook of Smallville (official · dated 2024-01-01 · read 2026-11-21)
    https://smallville.example/handbook

Checked against its sources on 21 November 2026
"""


def test_the_terms_of_a_day() -> None:
    result = small("programme", "growth-grant", "--on", "2023-01-01")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == GRANT


@pytest.mark.parametrize("name", ["gg", "GG", "Growth-Grant"])
def test_another_name_finds_it_too(name: str) -> None:
    assert small("programme", name, "--on", "2023-01-01").stdout == GRANT


def test_before_a_clause_began_it_is_not_shown() -> None:
    lines = small("programme", "gg", "--on", "2021-12-31").stdout.splitlines()
    assert [line for line in lines if line.startswith("· It")] == ["· It has fewer than 100 employees. [1]"]


def test_what_nobody_applies_for_has_terms_too() -> None:
    lines = small("programme", "town-fund", "--on", "2026-11-21").stdout.splitlines()
    assert lines[0] == "Town Fund"
    assert "Status: Status not stated [1]" in lines
    assert lines[lines.index("Who may apply") + 2] == "No source states who may apply."
    assert lines[lines.index("What it gives") + 2] == "No source states what it gives."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("growth-gant", "no such programme: growth-gant; did you mean growth-grant?"),
        ("Web-Vouchr", "no such programme: Web-Vouchr; did you mean web-voucher?"),
        ("zzz", "no such programme: zzz"),
        ("\x1b[31mred", "no such programme: \N{REPLACEMENT CHARACTER}[31mred"),
    ],
)
def test_a_slip_of_the_pen(given: str, message: str) -> None:
    result = small("programme", given)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{message}\n")


def test_json_of_a_day() -> None:
    told = json.loads(small("programme", "gg", "--on", "2024-06-01", "--json").stdout)
    assert (told["id"], told["name"], told["on"]) == ("growth-grant", "Growth Grant", "2024-06-01")
    assert told["standing"] == {
        "takes_applications": True,
        "state": "open",
        "from": "2020-01-01",
        "to": None,
        "as_of": None,
        "note": None,
        "sources": ["handbook"],
    }
    assert told["terms"]["gives"] == [
        {
            "id": "grant",
            "kind": "money",
            "text": "Part of the cost of the project.",
            "source": ["handbook"],
            "basis": "project.cost",
            "shares": [{"value": "3:1", "from": "2024-01-01", "source": ["handbook"]}],
            "ceilings": [
                {
                    "amount": {"amount": "100000.00", "currency": "HKD"},
                    "per": "application",
                    "source": ["handbook"],
                }
            ],
        }
    ]
    assert told["rules"] == {
        "business": "Kind of applicant: Business",
        "small": "Employees: fewer than 100",
        "unlisted": "Listed on a stock exchange: no",
    }
    assert [change["on"] for change in told["timeline"]] == [
        "2020-01-01", "2020-01-01", "2022-01-01", "2023-05-01", "2023-06-15", "2024-01-01",
    ]  # fmt: skip
    assert list(told["sources"]) == ["handbook"]


# --- Hong Kong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "status", "share", "ceiling"),
    [
        ("2019-02-26", "Open until 31 December 2024", "2:1 (until 2020-03-31)",
         "HK$200,000 (2016-11-01 to 2019-02-26)"),
        ("2023-06-30", "Open until 31 December 2024", "3:1 (from 2020-04-01)",
         "HK$600,000 (from 2020-04-01)"),
        ("2026-11-21", "Closed since 1 January 2025", "3:1 (from 2020-04-01)",
         "HK$600,000 (from 2020-04-01)"),
    ],
)  # fmt: skip
def test_the_technology_voucher_programme_over_time(on: str, status: str, share: str, ceiling: str) -> None:
    result = call("programme", "Technology Voucher Programme", "--on", on, "--ecosystem", HONG_KONG)
    bare = [line.split(" [")[0].strip() for line in result.stdout.splitlines()]
    assert [line for line in bare if line.startswith("Status: ")] == [f"Status: {status}"]
    assert [line for line in bare if line.startswith("Public share: ")] == [f"Public share: {share}"]
    assert [line for line in bare if line.startswith("At most, over a lifetime: ")] == [
        f"At most, over a lifetime: {ceiling}"
    ]


def test_contradictions_stand_side_by_side() -> None:
    lines = call("programme", "tvp", "--on", "2023-06-30", "--ecosystem", HONG_KONG).stdout.splitlines()
    at = lines.index("The sources disagree. Both are shown.")
    assert lines[at + 2] == "How a purchase above HK$300,000 is made"
    assert [line.split(" [")[0] for line in lines[at + 3 : at + 5]] == [
        "· Five quotations.",
        "· Open tender, for costs of up to HK$1,400,000.",
    ]


def test_every_programme_reads_well_and_is_json(hong_kong: Ecosystem) -> None:
    """A sample: every twentieth programme, which reaches all kinds of parts."""
    for key in list(hong_kong.programmes)[::20]:
        shown = ("programme", key, "--on", "2026-11-21", "--ecosystem", HONG_KONG)
        printed, told = call(*shown), call(*shown, "--json")
        assert (printed.exit_code, told.exit_code) == (0, 0)
        assert_readable(printed.stdout)
        assert json.loads(told.stdout)["id"] == key
