"""An upheld appeal in a call of two rounds: who goes on after all, and what a later round rests on."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.actions.deciding import Choice, decide
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Entry, Phase
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.queries.deciding import candidates
from superconnector.apps.calls.queries.letters import preview_of
from superconnector.apps.calls.standing import last_told
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.appealed import HOUR, REVISING, revised, told, upheld
from tests.apps.calls.chair.judged import APPEALING, GROUP
from tests.apps.calls.desk.panel import Panel
from tests.apps.calls.rounds.shortlisted import PAPER, TALK, a_shortlisted_panel

GOES_ON = Choice("advance", reason="The film was not watched.")
STAYS_BEHIND = Choice("decline", reason="It was shown before.")
WINS = Choice("award", "silver", reason="They heard it.")


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    panel = a_shortlisted_panel()
    Phase.objects.create(
        call=panel.call, name="appeal", kind=Phase.Kind.APPEAL, opens_at=APPEALING - HOUR,
        closes_at=APPEALING + 9 * HOUR,
    )  # fmt: skip
    return panel


def numbers(panel: Panel) -> list[str]:
    heard = entries_in_round(panel.chair, TALK.stage).order_by("number")
    assert list(candidates(panel.chair, GROUP, TALK.ends)) == list(heard)
    return [each.number for each in heard]


def awarded(panel: Panel, entry: Entry) -> None:
    decide(
        actor=panel.chair.user, now=REVISING, chair=panel.chair, number=entry.number, stage=TALK.ends,
        choice=WINS,
    )  # fmt: skip
    told(panel, TALK.ends)


def test_who_was_left_out_goes_on_once_it_is_published(panel: Panel) -> None:
    first, second, third, _ = panel.entries
    revised(panel, upheld(panel, third, PAPER.ends), GOES_ON)
    assert numbers(panel) == [first.number, second.number]
    told(panel, PAPER.ends)
    assert numbers(panel) == [first.number, second.number, third.number]


def test_who_went_on_by_mistake_does_not_any_more(panel: Panel) -> None:
    first, second, *_ = panel.entries
    revised(panel, upheld(panel, second, PAPER.ends), STAYS_BEHIND)
    told(panel, PAPER.ends)
    assert numbers(panel) == [first.number]


def test_what_a_later_round_has_decided_rests_on_the_earlier_one(panel: Panel) -> None:
    winner = panel.entries[0]
    awarded(panel, winner)
    made = upheld(panel, winner, PAPER.ends)
    with pytest.raises(DecidingError, match="later-round"):
        revised(panel, made, STAYS_BEHIND)
    revised(panel, made, GOES_ON)
    told(panel, PAPER.ends)
    last = last_told(panel.call, [winner.pk])[winner.pk]
    assert (last.stage, last.outcome, last.prize) == (TALK.ends, "award", "silver")


def test_places_are_those_of_the_round(panel: Panel) -> None:
    panel.call.phases.filter(name=PAPER.stage).update(top={GROUP: 2})
    revised(panel, upheld(panel, panel.entries[2], PAPER.ends), GOES_ON)
    warned = preview_of(panel.chair, GROUP, PAPER.ends).warnings
    assert [(each.code, each.what) for each in warned] == [("places-exceeded", "3 / 2")]
