"""What the pattern page shows: every part of the design in every state, fed with real data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from superconnector.apps.programmes import finder
from superconnector.apps.programmes.examples import examples
from superconnector.base.codes import OUTCOMES, STATES
from superconnector.ecosystem import Ecosystem, today_in
from superconnector.portal import plan_page, questions
from superconnector.portal.words import outcome_counts

PAST = timedelta(days=4 * 365)
COLOURS = ("paper", "raised", "sunken", "brand", "open", "maybe", "not", "closed", "spark")


def context(ecosystem: Ecosystem) -> dict[str, Any]:
    """An answer of each outcome for the first example profile, the counts, and one question."""
    on = today_in(ecosystem)
    profile = next((example.profile for example in examples(ecosystem)), {})
    findings = finder.find(ecosystem, profile, on)
    groups = (findings.open, findings.may_be_open, findings.not_for_you)
    choice = ecosystem.facts[ecosystem.file.ask_first[0]]
    return {
        "colours": COLOURS,
        "outcomes": list(OUTCOMES),
        "states": list(STATES),
        "counts": outcome_counts(findings.counts),
        "samples": [group[0] for group in groups if group],
        "lines": (*findings.not_for_you[:2], *findings.closed[:2]),
        "changes": finder.changes(ecosystem, on - PAST, on)[:3],
        **plan_page.sample(ecosystem, on),
        "fact": choice,
        "groups": questions.option_groups(choice, ecosystem)[:2],
        "chosen": [],
        "described_by": "hint" if choice.help else "",
        "errors": [],
        "room": "patterns",
    }
