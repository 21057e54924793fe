"""A plan on the terminal."""

from __future__ import annotations

from superconnector.apps.programmes.planner import Planned
from superconnector.cli.output import Page
from superconnector.core.planning import Plan, Status
from superconnector.ecosystem import show_money


def print_plan(page: Page, planned: Planned) -> None:
    """The stack with its proof, the lines, the cash, the calendar, what else is possible, and the risks."""
    plan, sign = planned.plan, page.ecosystem.file.currency_sign
    page.title(f"Plan for {len(planned.project.lines)} cost lines, {show_money(planned.project.cost, sign)}")
    page.line(proof_words(plan, sign))
    page.pair("Public money", show_money(plan.granted, sign))
    page.pair("Deepest own outlay", f"{show_money(plan.deepest, sign)}, month {plan.deepest_month + 1}")
    page.heading("Who pays what")
    for line in planned.project.lines:
        page.pair(f"{line.id} ({line.kind})", show_money(line.amount, sign))
        for part in plan.of_line(line):
            name = page.ecosystem.programmes[part.programme].names.en
            page.line(f"{name}: {show_money(part.cents, sign)}", indent=2)
        page.line(f"you: {show_money(plan.own[line.id], sign)}", indent=2)


def proof_words(plan: Plan, sign: str) -> str:
    """`optimal`, or how far from it the plan can be at most."""
    if plan.status is Status.OPTIMAL:
        return "optimal: proven that no plan does better"
    return f"{plan.status}: at most {show_money(plan.gap, sign)} from the best ({plan.proofs[0].goal})"
