"""Words for the codes of a plan: risks, reasons, what is out of reach; one table for all faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.base.codes import Words
from superconnector.base.workings import CEILINGS
from superconnector.core.planning import CostLine, Plan, Risk, RiskCode, Status
from superconnector.core.planning.reasons import Reason, Why
from superconnector.core.planning.rules import Refusal
from superconnector.ecosystem import Ecosystem, show_money

Bound = Mapping[tuple[str, str], Reason]

NAMED = 3
"""Programmes that are named for a line beside those that pay."""

GOAL_WORDS: Words = {
    "grant": lazy("As much public money as possible"),
    "cash": lazy("As little own cash at any time as possible"),
    "applications": lazy("As few applications as possible"),
}

SETTLED: Words = {
    "grant": lazy(
        "Proven: no other combination brings more public money. Your own cash might be a little less."
    ),
    "cash": lazy("Proven: no other combination needs less own cash. Public money might be a little more."),
    "applications": lazy(
        "Proven: no other combination needs fewer applications. The money might be a little more."
    ),
}
"""What is proven of a plan whose search was stopped after its first goal."""

RISKS: Mapping[str, object] = {
    RiskCode.UNDATED: lazy("It is open by a source without a date. Ask whether it still takes applications."),
    RiskCode.SHARE: lazy("No source states which share of the cost is paid."),
    RiskCode.CEILING: lazy("No source states a ceiling."),
    RiskCode.KINDS: lazy("No source states which kinds of cost count."),
    RiskCode.PARTLY_EXCLUDED: lazy("Some costs of this kind do not count."),
    RiskCode.NORMAL_LIMIT: lazy("A limit holds “in general”; it is not counted here."),
    RiskCode.NORMAL_MONTHS: lazy("Projects are normally shorter."),
    RiskCode.PAYMENT: lazy("No source states when the money comes. It is counted after the last cost."),
    RiskCode.LEAD_TIME: lazy("No source states how long the decision takes."),
    RiskCode.RECEIVED: lazy("What you received from it before is not known; nothing is taken off."),
    RiskCode.TRACKS: lazy("It has several grants. No source states whether they add up."),
    RiskCode.DISPUTED: lazy("Sources disagree."),
    RiskCode.YEAR: lazy("A ceiling is by year; the years are counted from the start of the project."),
    RiskCode.PROJECTS: lazy(
        "You hold support from it already, and it limits how many projects one may have."
    ),
    RiskCode.OPEN_ANSWER: lazy("An answer is missing."),
}

LEFT: Words = {
    "closed": lazy("Closed or not open yet"),
    "not-for-you": lazy("Not for you"),
    "no-money": lazy("Gives no money for costs"),
    "no-amount": lazy("No source states how much it pays"),
    "other-basis": lazy("Pays for something other than the costs of a project"),
    "nobody": lazy("Pays for people, and no line of yours names any"),
    "equity": lazy("Takes shares of your company, which you do not want"),
}

REASONS: Mapping[Why, object] = {
    Why.SHARE: lazy("%(programme)s pays %(share)s of what is claimed."),
    Why.OWN: lazy("%(programme)s wants you to pay at least %(least)s yourself."),
    Why.CEILING: lazy("%(programme)s has reached its ceiling: %(ceiling)s."),
    Why.YEAR: lazy("%(programme)s has reached its ceiling: %(ceiling)s."),
    Why.ALLOWANCE: lazy("%(programme)s pays a fixed amount for each person and month."),
    Why.PEOPLE: lazy("%(programme)s pays for %(number)s people at one time."),
    Why.CLAIMED: lazy("%(programme)s is used up: all that it may pay for is claimed."),
    Why.TOO_SMALL: lazy("%(programme)s supports projects that cost %(amount)s or more."),
    Why.EXCLUDED_BY: lazy("%(programme)s cannot be combined with %(other)s."),
    Why.REQUIRES: lazy("%(programme)s is only for those who have %(other)s."),
    Why.NOT_BETTER: lazy("%(programme)s would pay no more than what is planned."),
}

REFUSALS: Mapping[Refusal, object] = {
    Refusal.OTHER_PAYER: lazy("Somebody else pays this line."),
    Refusal.EXCLUDED: lazy("%(programme)s does not pay for this kind of cost."),
    Refusal.NOT_LISTED: lazy("This kind of cost is not among those that %(programme)s names."),
    Refusal.NOBODY: lazy("%(programme)s pays for people, and this line names none of its classes."),
}


def reasons_of(planned: Plan, line: CostLine, not_more: Sequence[Reason], binding: Bound) -> list[Reason]:
    """Why no more of a line is paid: what binds the grants that pay, and why others do not.

    That a programme does not pay for the kind of cost is said only where there is nothing else to say.
    """
    if planned.own[line.id] == 0:
        return []
    paying = dict.fromkeys((part.programme, part.grant) for part in planned.of_line(line))
    told = [reason for reason in not_more if reason.why is not Why.REFUSED]
    found = [binding[key] for key in paying] + told[:NAMED]
    return found or list(not_more[:NAMED])


def reason_words(reason: Reason, ecosystem: Ecosystem) -> str:
    """Why no more is paid, in the active language."""
    sign = ecosystem.file.currency_sign
    amount = "" if reason.amount is None else show_money(reason.amount, sign)
    share = "" if reason.share is None else percent(reason.share)
    text = REASONS[reason.why] if reason.refusal is None else REFUSALS[reason.refusal]
    return str(text) % {
        "programme": _name(reason.programme, ecosystem),
        "other": _name(reason.other, ecosystem),
        "share": share,
        "least": share or amount,
        "amount": amount,
        "ceiling": str(CEILINGS[reason.per]) % {"amount": amount} if reason.per else "",
        "number": reason.amount,
    }


def _name(programme: str, ecosystem: Ecosystem) -> str:
    found = ecosystem.programmes.get(programme)
    return found.names.text(get_language() or "en") if found else ""


def percent(share: Fraction) -> str:
    """75% where that is exact, otherwise 2/3."""
    part = share * 100
    return f"{part.numerator}%" if part.denominator == 1 else f"{share.numerator}/{share.denominator}"


def proof_words(plan: Plan, sign: str) -> str:
    """How well a plan is proven: of the first goal, how far it is from the best at most."""
    if plan.status is Status.OPTIMAL:
        return _("Proven: no other combination does better.")
    if plan.status is Status.INFEASIBLE:
        return _("No combination keeps within your cash. This one needs the least.")
    goal = plan.proofs[0].goal
    if plan.gap == 0:
        return str(SETTLED[goal])
    gap = str(plan.gap) if goal == "applications" else show_money(plan.gap, sign)
    return _("The search was stopped: at most %(gap)s from the best possible.") % {"gap": gap}


def risk_words(risk: Risk) -> str:
    """The risk, with the text of the term that it is about."""
    return f"{RISKS[risk.code]} {risk.detail}".strip()
