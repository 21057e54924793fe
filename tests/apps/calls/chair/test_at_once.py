"""Two chairs at the same moment, in two connections: one does it, the other is told."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.actions.deciding import Choice, apply_proposal
from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.models import Decision, Letter, Publication
from superconnector.apps.calls.queries.deciding import Plan, propose
from superconnector.apps.calls.queries.letters import preview_of
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.at_once import at_once
from tests.apps.calls.chair.appealed import SILVER, revised, upheld
from tests.apps.calls.chair.judged import (
    DECIDING,
    GROUP,
    STAGE,
    a_judged_panel,
    a_published_panel,
    another_chair,
    decided,
    ranked,
)


@pytest.mark.django_db(transaction=True)
def test_two_chairs_publish_the_same_preview(site: Ecosystem) -> None:
    panel = a_judged_panel()
    chairs = [panel.chair, another_chair(panel)]
    ranked(panel)
    decided(panel)
    seen = preview_of(panel.chair, GROUP, STAGE).digest
    how = {"now": DECIDING, "group": GROUP, "stage": STAGE, "seen": seen}
    acts = [lambda each=each: publish(actor=each.user, chair=each, **how) for each in chairs]
    assert at_once(*acts) == ["done", "published-already"]
    assert (Publication.objects.count(), Letter.objects.count()) == (1, 9)


@pytest.mark.django_db(transaction=True)
def test_two_chairs_apply_two_proposals(site: Ecosystem) -> None:
    panel = a_judged_panel()
    chairs = [panel.chair, another_chair(panel)]
    ranked(panel)
    acts = []
    for chair, plan in zip(chairs, (Plan("award", 3), Plan("advance", 2)), strict=True):
        proposal = propose(chair, GROUP, STAGE, plan)
        assert proposal is not None
        how = {"now": DECIDING, "group": GROUP, "stage": STAGE, "plan": plan, "seen": proposal.digest}
        acts.append(lambda chair=chair, how=how: apply_proposal(actor=chair.user, chair=chair, **how))
    assert at_once(*acts) == ["changed-meanwhile", "done"]
    outcomes = set(Decision.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes in ({"award", "decline"}, {"advance", "decline"})
    assert Decision.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_two_chairs_decide_anew(site: Ecosystem) -> None:
    panel = a_published_panel()
    chairs = [panel.chair, another_chair(panel)]
    made = upheld(panel, panel.entries[8])
    choices = (SILVER, Choice("reserve", reason="It comes next."))
    acts = [
        lambda chair=chair, choice=choice: revised(panel, made, choice, seen="", chair=chair)
        for chair, choice in zip(chairs, choices, strict=True)
    ]
    assert at_once(*acts) == ["changed-meanwhile", "done"]
    assert Decision.objects.filter(revises=made.decision).count() == 1
