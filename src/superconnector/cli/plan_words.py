"""The words of a plan: its proof, its reasons, its risks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from superconnector.apps.programmes.schemes import Left, LeftOut
from superconnector.core.planning import Plan, Project, Risk, RiskCode, Status
from superconnector.core.planning.reasons import Reason, Why
from superconnector.core.planning.rules import Refusal
from superconnector.ecosystem import Ecosystem, show_date, show_money

GOALS: Mapping[str, str] = MappingProxyType(
    {"grant": "public money", "cash": "own cash at the deepest point", "applications": "applications"}
)
RISKS: Mapping[RiskCode, str] = MappingProxyType({
    RiskCode.UNDATED: "open by a source without a date",
    RiskCode.SHARE: "the share that it pays is not stated; up to the whole cost is counted",
    RiskCode.CEILING: "no ceiling is stated",
    RiskCode.KINDS: "the kinds of cost that count are not stated; all are counted",
    RiskCode.PARTLY_EXCLUDED: "a part of this kind of cost does not count",
    RiskCode.NORMAL_LIMIT: "a limit that holds in general is not counted",
    RiskCode.NORMAL_MONTHS: "the project is longer than is usual or allowed for some",
    RiskCode.PAYMENT: "when the money comes is not stated in figures; the end is counted",
    RiskCode.LEAD_TIME: "how long approval takes is not stated",
    RiskCode.RECEIVED: "what was received before or still runs is not known; the ceiling counts in full",
    RiskCode.TRACKS: "it has several tracks; one is counted, whether they add up is not stated",
    RiskCode.DISPUTED: "sources disagree",
    RiskCode.YEAR: "a year of its ceiling is counted from the start of the project",
    RiskCode.PROJECTS: "held already, and the number of projects is limited",
    RiskCode.OPEN_ANSWER: "an answer is missing",
})  # fmt: skip
REFUSALS: Mapping[Refusal, str] = MappingProxyType({
    Refusal.OTHER_PAYER: "another pays this line",
    Refusal.EXCLUDED: "this kind of cost is excluded",
    Refusal.NOT_LISTED: "this kind of cost is not among those that count",
    Refusal.NOBODY: "nobody on this line is of a class that it pays for",
})  # fmt: skip
LEFT: Mapping[Left, str] = MappingProxyType({
    Left.NO_AMOUNT: "neither a share nor a ceiling is stated for this day",
    Left.OTHER_BASIS: "its share is not of the cost of the project",
    Left.NOBODY: "it pays for people, and no cost line names any",
    Left.EQUITY: "it takes shares, which you do not want",
})  # fmt: skip


def proof_words(plan: Plan, project: Project, sign: str) -> str:
    """`optimal`, or how far from it the plan can be at most."""
    if plan.status is Status.OPTIMAL:
        return "optimal: it is proven that no plan is better"
    if plan.status is Status.INFEASIBLE:
        have = show_money(project.cash or 0, sign)
        return f"infeasible: no plan keeps within {have} of own cash; this one needs least"
    gaps = (
        f"{GOALS[p.goal]} {p.gap if p.goal == 'applications' else show_money(p.gap, sign)}"
        for p in plan.proofs
        if p.gap
    )
    return f"feasible, stopped before the proof; at most this far from the best: {'; '.join(gaps)}"


def reason_words(reason: Reason, ecosystem: Ecosystem) -> str:
    """The binding term of a grant, or why a line has nothing from a programme."""
    if reason.refusal is not None:
        return REFUSALS[reason.refusal]
    share = f"{float((reason.share or 0) * 100):.4g}%"
    amount = "" if reason.amount is None else show_money(reason.amount, ecosystem.file.currency_sign)
    other = ecosystem.programmes[reason.other].names.en if reason.other else ""
    words = {
        Why.SHARE: f"it pays {share} of what is claimed",
        Why.OWN: f"you pay at least {share if reason.share else amount} of what is claimed",
        Why.CEILING: f"the ceiling of {amount} per {reason.per} is reached",
        Why.YEAR: f"the ceiling of {amount} a year is reached",
        Why.ALLOWANCE: "the allowance of each person is paid in full",
        Why.PEOPLE: f"at most {reason.amount} people at once",
        Why.CLAIMED: "everything that it may pay for is claimed, or its ceiling is used up",
        Why.TOO_SMALL: f"it supports projects of {amount} or more",
        Why.EXCLUDED_BY: f"not together with {other}",
        Why.REQUIRES: f"only together with {other}",
        Why.NOT_BETTER: "it would pay no more than what is planned",
    }
    return words[reason.why]


def risk_words(risk: Risk) -> str:
    """The risk, with the text of the term it is about."""
    return f"{RISKS[risk.code]}: {risk.detail}" if risk.detail else f"{RISKS[risk.code]}."


def left_words(left: LeftOut) -> str:
    """Why a programme is out of reach; empty where the finder says it better."""
    if left.why is Left.CLOSED:
        since = left.verdict.status.from_day
        return f"closed since {show_date(since, 'en')}" if since else ""
    return LEFT.get(left.why, "")
