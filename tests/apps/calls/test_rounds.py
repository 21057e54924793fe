"""The rounds of a call: which phases are judged, and which decisions end them."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.rounds import Round, rounds_among


@pytest.mark.parametrize(
    ("phases", "rounds"),
    [
        ("entry judging", [("judging", "judging")]),
        ("entry judging decision", [("judging", "decision")]),
        ("entry screening pitch decision vote trial", [("pitch", "decision")]),
        ("entry judging pitch decision", [("judging", "judging"), ("pitch", "decision")]),
        ("entry decision", [("decision", "decision")]),
        ("entry screening", [("decision", "decision")]),
        ("", [("decision", "decision")]),
    ],
)
def test_a_round_is_judged_and_ends_with_decisions(phases: str, rounds: list[tuple[str, str]]) -> None:
    given = [(each, each) for each in phases.split()]
    assert rounds_among(given) == tuple(Round(*each) for each in rounds)


def test_decisions_in_a_row_are_rounds_of_their_own() -> None:
    phases = [("read", "judging"), ("short", "decision"), ("talk", "pitch"), ("end", "decision")]
    assert rounds_among(phases) == (Round("read", "short"), Round("talk", "end"))
    assert rounds_among([phases[1], phases[3]]) == (Round("short", "short"), Round("end", "end"))
