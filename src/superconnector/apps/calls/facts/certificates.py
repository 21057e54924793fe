"""What a certificate says of a decision."""

from __future__ import annotations

from superconnector.apps.calls.models import Decision
from superconnector.ecosystem.schema import Call as CallFile


def said_of(file: CallFile, decision: Decision) -> dict[str, object]:
    """Outcome and prize, the prize by its names in all languages or None, as the body keeps them."""
    prize = next((each.names for each in file.prizes if each.id == decision.prize), None)
    return {
        "outcome": str(decision.outcome),
        "prize": prize.model_dump(by_alias=True, exclude_none=True) if prize else None,
    }
