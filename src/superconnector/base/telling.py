"""Verdicts, statuses and dated terms in words, in the active language: the same in every face."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from superconnector.base.codes import PARTS, STATES
from superconnector.base.words import in_words
from superconnector.core.rules.standing import Standing
from superconnector.core.rules.terms import Status
from superconnector.core.rules.verdict import Reason, Verdict
from superconnector.ecosystem import Ecosystem, show_date
from superconnector.ecosystem.schema import CountTerm, Period


def day(value: date) -> str:
    """A day written out."""
    return show_date(value, get_language() or "en")


def status_words(status: Status) -> str:
    """The status with its days: `Closed since 1 January 2025`."""
    state, first, last = str(status.state), status.from_day, status.to_day
    if state == "closed" and first:
        return _("Closed since %(day)s") % {"day": day(first)}
    if state == "open" and last:
        return _("Open until %(day)s") % {"day": day(last)}
    if state == "planned" and last:
        return _("Not open before %(day)s") % {"day": day(last)}
    said = str(STATES[state])
    if status.as_of:
        return _("%(state)s, as of %(day)s") % {"state": said, "day": day(status.as_of)}
    return said


def standing_words(standing: Standing) -> str:
    """The status, which tells an old confirmation from a fresh one."""
    said = status_words(standing.status)
    stale = standing.truth is None and str(standing.status.state) == "open"
    return f"{said} ({_('not confirmed lately')})" if stale else said


def why_unsettled(verdict: Verdict) -> str:
    """Why no answer of the applicant can settle a verdict that may be open."""
    if not verdict.clauses:
        return _("No source states who may apply. Ask the operator.")
    if any(clause.requirement.soft and clause.truth is False for clause in verdict.clauses):
        return _("A clause that normally applies is not met. Ask the operator.")
    if str(verdict.status.state) == "open":
        if verdict.status.as_of:
            return _("Last confirmed open on %(day)s. Ask the operator.") % {"day": day(verdict.status.as_of)}
        return _("A term is not stated. Ask the operator.")
    return _("No source states whether it takes applications. Ask the operator.")


def reason_words(reason: Reason, ecosystem: Ecosystem) -> str:
    """What is the case: the condition, its opposite if it does not hold, a question if that is not known."""
    said = in_words(reason.atom, ecosystem, wanted=reason.truth is not False)
    return f"{said}?" if reason.truth is None and reason.facts else said


def term_dates(term: object) -> str:
    """The days on which a term is in force, as far as they are stated."""
    first, last = (term.from_, term.to) if isinstance(term, Period) else (None, None)
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first.isoformat(), "last": last.isoformat()}
    if first:
        return _("from %(first)s") % {"first": first.isoformat()}
    return _("until %(last)s") % {"last": last.isoformat()} if last else ""


def part_words(part: str, began: bool) -> str:
    """Which of the terms a change concerns, and whether it begins or ends."""
    said = str(PARTS[part.partition(".")[0]])
    return said if began else _("%(part)s, ended") % {"part": said}


def count_words(term: CountTerm, what: str) -> str:
    """A sourced count in words; `what` is months, lifetime or at_once."""
    said = {
        "months": _("%(n)s months"),
        "lifetime": _("%(n)s in all"),
        "at_once": _("%(n)s at a time"),
    }[what] % {"n": term.value}
    return _("%(what)s, normally") % {"what": said} if term.normally else said
