"""A plan as JSON: money as exact decimal texts, months counted from 1."""

from __future__ import annotations

from typing import Any

from superconnector.apps.programmes.planner import Planned
from superconnector.base.plan_words import reason_words, risk_words
from superconnector.cli.sources import Sources
from superconnector.core.planning import CostLine, Plan
from superconnector.core.planning.reasons import Reason
from superconnector.ecosystem import Ecosystem

Json = dict[str, Any]


def plan_as_json(ecosystem: Ecosystem, planned: Planned, language: str) -> Json:
    """The whole plan: proof, lines, cash, applications, alternatives, what is possible, risks."""
    sources, plan = Sources(ecosystem), planned.plan
    return {
        "ecosystem": ecosystem.id,
        "edition": ecosystem.digest,
        "language": language,
        "on": planned.on.isoformat(),
        "currency": ecosystem.file.currency,
        **_summary(plan, planned.project.cost),
        "lines": [_line(line, planned, ecosystem, sources) for line in planned.project.lines],
        "cash": [
            {"month": m.number + 1, "out": money(m.out), "in": money(m.received), "balance": money(m.balance)}
            for m in plan.cash
        ],
        "applications": [
            {
                "programme": each.programme,
                "first_cost": each.first_cost.isoformat(),
                "latest": each.latest.isoformat() if each.latest else None,
                "closes": each.closes.isoformat() if each.closes else None,
                "documents": [d.text for d in ecosystem.programmes[each.programme].documents],
            }
            for each in planned.applications
        ],
        "alternatives": [
            {"without": list(each.without), "instead": list(each.instead), "costs": money(each.costs),
             "outlay": money(each.outlay), **_summary(each.plan, planned.project.cost)}
            for each in planned.alternatives
        ],
        "possible": [
            {"programme": each.programme, "brings": money(each.brings), "answers": list(each.unknown)}
            for each in planned.possible
        ],
        "untried": list(planned.untried),
        "risks": [
            {"programme": risk.programme, "code": risk.code.value, "text": risk_words(risk),
             "sources": sources.keys(risk.cites, ecosystem.programmes[risk.programme])}
            for risk in planned.risks
        ],
        "not_in_reach": [{"programme": each.programme, "why": each.why.value} for each in planned.left],
    }  # fmt: skip


def _summary(plan: Plan, cost: int) -> Json:
    return {
        "status": plan.status.value,
        "bound": money(plan.bound) if plan.proofs[0].goal != "applications" else str(plan.bound),
        "goals": [{"goal": p.goal, "value": p.value, "bound": p.bound, "gap": p.gap} for p in plan.proofs],
        "cost": money(cost),
        "granted": money(plan.granted),
        "deepest": money(plan.deepest),
        "deepest_month": plan.deepest_month + 1,
        "programmes": list(plan.programmes),
    }


def _line(line: CostLine, planned: Planned, ecosystem: Ecosystem, sources: Sources) -> Json:
    def why(reason: Reason) -> Json:
        programme = ecosystem.programmes[reason.programme]
        return {
            "programme": reason.programme,
            "why": reason.why.value,
            "text": reason_words(reason, ecosystem),
            "sources": sources.keys(reason.cites, programme),
        }

    return {
        "id": line.id,
        "kind": line.kind,
        "amount": money(line.amount),
        "payer": line.payer,
        "own": money(planned.plan.own[line.id]),
        "parts": [
            {
                "programme": part.programme,
                "grant": part.grant,
                "months": [part.first_month + 1, part.end],
                "claimed": money(part.claimed),
                "granted": money(part.cents),
                "binding": why(planned.binding[part.programme, part.grant]),
            }
            for part in planned.plan.of_line(line)
        ],
        "not_more": [why(reason) for reason in planned.not_more[line.id]],
    }


def money(cents: int) -> str:
    """`-12.05`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"
