"""Words for the codes of a plan: risks, reasons, what is out of reach; one table for all faces."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.base.codes import Words
from superconnector.base.workings import CEILINGS
from superconnector.core.planning import Limit, RiskCode
from superconnector.ecosystem import Ecosystem, show_money

GOAL_WORDS: Words = {
    "grant": lazy("As much public money as possible"),
    "cash": lazy("As little own cash at any time as possible"),
    "applications": lazy("As few applications as possible"),
}

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

REASONS: Words = {
    "other-payer": lazy("Somebody else pays this line."),
    "nothing-open": lazy("No programme that pays for costs is certain to be open to you."),
    "kind": lazy("%(programme)s does not pay for this kind of cost."),
    "share": lazy("%(programme)s pays %(share)s of the cost."),
    "ceiling": lazy("%(programme)s has reached its ceiling: %(ceiling)s."),
    "kind-limit": lazy("%(programme)s limits how much of this kind of cost counts."),
    "allowance": lazy("%(programme)s pays a fixed amount for each person and month."),
    "months": lazy("%(programme)s pays for %(months)s months only."),
    "minimum": lazy("%(programme)s asks for a cost of at least %(amount)s."),
    "excludes": lazy("%(programme)s cannot be combined with %(other)s."),
    "elsewhere": lazy("%(programme)s could pay for this, but the plan gains more with it elsewhere."),
}


class Binding(Protocol):
    """A reason of a plan, as apps.programmes.plan_reasons finds it."""

    @property
    def code(self) -> str: ...
    @property
    def programme(self) -> str: ...
    @property
    def other(self) -> str: ...
    @property
    def share(self) -> Fraction | None: ...
    @property
    def limit(self) -> Limit | None: ...
    @property
    def amount(self) -> int | None: ...
    @property
    def months(self) -> int | None: ...


def reason_words(reason: Binding, ecosystem: Ecosystem) -> str:
    """Why no more is paid, in the active language."""
    sign, limit = ecosystem.file.currency_sign, reason.limit
    return str(REASONS[reason.code]) % {
        "programme": _name(reason.programme, ecosystem),
        "other": _name(reason.other, ecosystem),
        "share": percent(reason.share) if reason.share is not None else "",
        "ceiling": str(CEILINGS[limit.per]) % {"amount": show_money(limit.stated, sign)} if limit else "",
        "amount": show_money(reason.amount or 0, sign),
        "months": reason.months,
    }


def _name(programme: str, ecosystem: Ecosystem) -> str:
    found = ecosystem.programmes.get(programme)
    return found.names.text(get_language() or "en") if found else ""


def percent(share: Fraction) -> str:
    """75% where that is exact, otherwise 2/3."""
    part = share * 100
    return f"{part.numerator}%" if part.denominator == 1 else f"{share.numerator}/{share.denominator}"


def proof_words(status: str, gap: str) -> str:
    """How well a plan is proven; `gap` is money or a number, as the first goal is."""
    if status == "optimal":
        return _("Proven: no other combination does better.")
    if status == "infeasible":
        return _("No combination keeps within your cash. This one needs the least.")
    return _("The search was stopped: at most %(gap)s from the best possible.") % {"gap": gap}
