"""Every refusal has its words, and every drawing its place."""

from __future__ import annotations

import re

import pytest

from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.facts.ranking_body import Refused, Standing
from superconnector.apps.calls.models import Appeal, Decision
from superconnector.core.judging.ranking import Method, Reason
from superconnector.portal.calls.chair import drawing
from superconnector.portal.calls.chair.words import (
    APPEAL_STATES,
    METHODS,
    OUTCOMES,
    PREVIEW_PROBLEMS,
    PROBLEMS,
    in_words,
    refusal_words,
)
from superconnector.portal.templatetags.chair import figure, percent
from tests.conftest import ROOT

CALLS = ROOT / "src" / "superconnector" / "apps" / "calls"


def test_every_code_that_is_raised_has_words_and_every_word_a_code() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CALLS.rglob("*.py")))
    raised = set(re.findall(r'DecidingError\(\s*"([a-z-]+)"', source))
    raised |= set(re.findall(r'"([a-z-]+)" if walled', source))
    others = set(re.findall(r'(?:RunningError|ConflictError)\(\s*"([a-z-]+)"', source))
    assert raised <= PROBLEMS.keys()
    assert PROBLEMS.keys() - raised <= others


def test_every_state_has_words() -> None:
    assert OUTCOMES.keys() == {*Decision.Outcome.values, ""}
    assert APPEAL_STATES.keys() == set(Appeal.State.values)
    assert METHODS.keys() == {str(each) for each in Method}
    source = (CALLS / "queries" / "letters_checks.py").read_text(encoding="utf-8")
    assert PREVIEW_PROBLEMS.keys() == set(re.findall(r'Problem\(\s*"([a-z-]+)"', source))


def test_values_stand_in_the_words() -> None:
    assert in_words(DecidingError("reminded", name="Ada 100%")).startswith("Ada 100% was reminded")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_of_a_ranking_says_why(reason: Reason) -> None:
    refused = Refused(str(reason), (("a",), ("b",), ("c",)), ("1", "2"), 1.5, 2.0)
    said = refusal_words(refused)
    assert "%(" not in said
    assert said.endswith(".")
    if reason is Reason.NOT_CONNECTED:
        assert said.startswith("The readings fall into 3 parts")
    if reason is Reason.TOO_FEW_READINGS:
        assert said.startswith("Entries have 1.5 readings on average; at least 2 are needed")
    if reason is Reason.TOO_FEW_SHARED:
        assert said.startswith("2 judges share too few entries")


def standing(place: int, low: int | None, high: int | None) -> Standing:
    return Standing("A", place, False, 50.0, 3, 50.0, low, high, 0.5)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (standing(1, 1, 3), "rank-line within"),
        (standing(3, 1, 5), "rank-line"),
        (standing(6, 4, 8), "rank-line behind"),
    ],
)
def test_an_interval_tells_whether_it_lies_within_the_places(row: Standing, kind: str) -> None:
    assert f'class="{kind}"' in drawing.interval(row, 10, 3)


def test_the_first_and_the_last_place_lie_at_the_edges() -> None:
    first, last = drawing.interval(standing(1, 1, 1), 10, 3), drawing.interval(standing(10, 9, 10), 10, 3)
    assert 'class="rank-dot" x1="8.0"' in first
    assert 'class="rank-dot" x1="392.0"' in last
    assert 'class="rank-dot" x1="8.0"' in drawing.interval(standing(1, None, None), 1, 1)
    assert "rank-line" not in drawing.interval(standing(1, None, None), 1, 1)


def test_a_chance_is_a_bar_and_a_severity_lies_about_zero() -> None:
    assert 'class="rank-part" x="0" y="7" width="100.0"' in drawing.chance(0.25)
    drawn = drawing.severity(10.0, -10.0, 20.0, 20.0)
    assert 'class="rank-cut" x1="200.0"' in drawn
    assert 'x1="104.0" x2="392.0"' in drawn
    assert 'class="rank-cut" x1="200.0"' in drawing.severity(0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "–"), (0.0, "0%"), (0.004, "< 1%"), (0.5, "50%"), (0.996, "> 99%"), (1.0, "100%")],
)
def test_a_chance_in_percent_is_never_rounded_to_certainty(share: float | None, said: str) -> None:
    assert percent(share) == said


def test_a_figure_has_two_decimals() -> None:
    assert (figure(None), figure(1.0), figure(-0.125)) == ("–", "1.00", "-0.12")
