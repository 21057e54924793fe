"""The working of an amount in words, and the clauses of a programme as the machine reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.base.words import in_words
from superconnector.core.rules.offers import Step, StepKind
from superconnector.core.rules.parse import parse
from superconnector.core.rules.terms import Amount, Ceiling, Per, Share
from superconnector.ecosystem import Ecosystem, show_money
from superconnector.ecosystem.schema import (
    AmountTerm,
    CeilingTerm,
    CountTerm,
    OwnContribution,
    Period,
    Programme,
    RateTerm,
    RequirementTerm,
    ShareTerm,
)

CEILINGS: Mapping[Per, str | Promise] = {
    Per.APPLICATION: lazy("at most %(amount)s an application"),
    Per.PROJECT: lazy("at most %(amount)s a project"),
    Per.YEAR: lazy("at most %(amount)s a year"),
    Per.MONTH: lazy("at most %(amount)s a month"),
    Per.LIFETIME: lazy("at most %(amount)s over a lifetime"),
    Per.IN_FORCE: lazy("at most %(amount)s in force at one time"),
    Per.PERSON: lazy("at most %(amount)s a person"),
    Per.PERSON_MONTH: lazy("at most %(amount)s a person and month"),
    Per.PROGRAMME: lazy("%(amount)s for the whole programme"),
}


def step_in_words(step: Step, ecosystem: Ecosystem) -> str:  # noqa: PLR0911 - one line a kind of step
    """One line of a working: `75% of it: HK$45,000`."""
    sign = ecosystem.file.currency_sign
    amount = None if step.amount is None else show_money(step.amount, sign)
    match step.kind, step.term:
        case StepKind.COST, _term:
            return _("cost: %(amount)s") % {"amount": amount or _("not known yet")}
        case StepKind.MINIMUM, _term:
            return _("cost of at least %(amount)s") % {"amount": amount}
        case StepKind.SHARE, Share() as share:
            percent = share.public * 100
            part = f"{float(percent):.4g}%"
            return _("%(part)s of the cost: %(amount)s") % {
                "part": part,
                "amount": amount or _("not known yet"),
            }
        case StepKind.BALANCE, Ceiling() as ceiling:
            said = _ceiling(ceiling, sign)
            return (
                _("%(ceiling)s, of which left: %(amount)s") % {"ceiling": said, "amount": amount}
                if amount
                else said
            )
        case _kind, Ceiling() as ceiling:
            return _ceiling(ceiling, sign)
        case _kind, Amount() as fixed if fixed.label:
            return f"{fixed.label}: {amount}"
    return amount or ""


def _ceiling(ceiling: Ceiling, sign: str) -> str:
    return str(CEILINGS[ceiling.per]) % {"amount": show_money(ceiling.amount, sign)}


def term_in_words(term: Period, ecosystem: Ecosystem) -> str:  # noqa: PLR0911 - one line a kind of term
    """The figure of a dated term: `at most HK$200,000 over a lifetime`, `3:1`; empty where it has none."""
    sign = ecosystem.file.currency_sign
    match term:
        case CeilingTerm():
            return str(CEILINGS[Per(term.per)]) % {"amount": show_money(int(term.amount * 100), sign)}
        case AmountTerm():
            amount = show_money(int(term.amount * 100), sign)
            return f"{term.label}: {amount}" if term.label else amount
        case ShareTerm():
            return _("public share %(share)s") % {"share": term.value}
        case CountTerm():
            return f"{term.value} {term.per}" if term.per else str(term.value)
        case OwnContribution():
            return _("own contribution %(share)s") % {"share": term.share} if term.share else ""
        case RateTerm():
            return f"{term.label}: {term.value}" if term.label else term.value
    return ""


def clause_in_words(term: RequirementTerm, programme: Programme, ecosystem: Ecosystem, on: date) -> str:
    """The clause as a rule, in the active language, with definitions and parameters of the day put in."""
    terms = ecosystem.terms.get(programme.id)
    parameters = terms.parameters if terms else {}
    return in_words(parse(term.expression, ecosystem.vocabulary, parameters, on), ecosystem)
