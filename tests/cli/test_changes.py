"""superconnector changes: what happened between two days."""

from __future__ import annotations

import json

import pytest

from tests.cli.shell import HONG_KONG, assert_readable, call, small


def test_newest_first_with_sources() -> None:
    result = small("changes", "--since", "2023-01-01", "--until", "2025-12-31")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        result.stdout
        == """\
What is new · 1 January 2023 – 31 December 2025
4 changes

1 January 2025
--------------
Web Voucher (web-voucher)
  · Closed: Ended by decision. [1]

1 January 2024
--------------
Growth Grant (growth-grant)
  · Terms changed (what it gives): Part of the cost of the project. public share
    1:1 → public share 3:1 [1]

15 June 2023
------------
Growth Grant (growth-grant)
  · Event: The hundredth grant was paid. [1]

1 May 2023
----------
Growth Grant (growth-grant)
  · Event (2023-05): A fair was held. [1]

Sources
-------
[1] Handbook of Smallville (official · dated 2024-01-01 · read 2026-11-21)
    https://smallville.example/handbook
"""
    )


def test_both_days_are_included() -> None:
    told = json.loads(small("changes", "--since", "2023-06-15", "--until", "2023-06-15", "--json").stdout)
    assert (told["since"], told["until"]) == ("2023-06-15", "2023-06-15")
    assert told["changes"] == [
        {
            "on": "2023-06-15",
            "programme": "growth-grant",
            "name": "Growth Grant",
            "kind": "event",
            "part": None,
            "began": True,
            "text": "The hundredth grant was paid.",
            "value": "2023-06-15",
            "note": None,
            "sources": ["handbook"],
        }
    ]


def test_nothing_happened() -> None:
    result = small("changes", "--since", "1990-01-01", "--until", "1990-12-31")
    assert (result.exit_code, result.stdout) == (
        0,
        "What is new · 1 January 1990 – 31 December 1990\n0 changes\n",
    )


def test_several_changes_of_a_programme_on_a_day_stand_together() -> None:
    lines = small("changes", "--since", "2020-01-01", "--until", "2020-01-01").stdout.splitlines()
    assert lines[1:7] == [
        "2 changes",
        "",
        "1 January 2020",
        "--------------",
        "Growth Grant (growth-grant)",
        "  · Opened [1]",
    ]
    assert lines.count("Growth Grant (growth-grant)") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Error: Missing option '--since'."),
        (("--since", "2024"), "Error: Invalid value for '--since': '2024' is not a day; write 2024-12-31"),
        (
            ("--since", "2024-12-31", "--until", "2024-12-30"),
            "Error: --since 2024-12-31 lies after the last day, 2024-12-30",
        ),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    result = small("changes", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == message


def test_the_change_of_bud_and_the_end_of_tvp() -> None:
    shown = ("--since", "2024-12-01", "--until", "2025-03-31", "--ecosystem", HONG_KONG)
    result = call("changes", *shown)
    assert_readable(result.stdout)
    told = json.loads(call("changes", *shown, "--json").stdout)["changes"]
    assert [c["kind"] for c in told if c["programme"] == "tvp" and c["on"] == "2025-01-01"] == ["closed"]
    begun = [c for c in told if c["programme"] == "bud" and c["began"] and c["on"] == "2025-03-14"]
    shares = [c["value"] for c in begun if (c["part"] or "").endswith(".shares")]
    assert set(shares) == {"1:3"}
    days = [c["on"] for c in told]
    assert days == sorted(days, reverse=True)
