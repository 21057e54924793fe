"""A plan as JSON: money as exact decimal texts, months counted from 1."""

from __future__ import annotations

from typing import Any

from superconnector.apps.programmes.planner import Planned
from superconnector.ecosystem import Ecosystem

Json = dict[str, Any]


def plan_as_json(ecosystem: Ecosystem, planned: Planned, language: str) -> Json:
    """The plan with its proof."""
    plan = planned.plan
    return {"ecosystem": ecosystem.id, "edition": ecosystem.digest, "language": language,
            "on": planned.on.isoformat(), "status": plan.status.value}  # fmt: skip
