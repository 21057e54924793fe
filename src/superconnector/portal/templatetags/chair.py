"""Template tags of the chair's desk: intervals drawn, codes and percentages in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from superconnector.apps.calls.facts.ranking_body import JudgeSeverity, Refused, Standing, Told
from superconnector.apps.calls.models import Call
from superconnector.apps.calls.queries.letters_checks import Problem
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.portal.calls.chair import drawing
from superconnector.portal.calls.chair import words as tables
from superconnector.portal.calls.phase_names import names_in, names_of
from superconnector.portal.calls.words import PHASES
from superconnector.portal.localised import words

register = template.Library()
PRIZE_PROBLEMS = ("prize-too-many", "prize-exceeded")

for _name, _table in {
    "outcome_of": tables.OUTCOMES,
    "method_words": tables.METHODS,
    "appeal_state": tables.APPEAL_STATES,
}.items():
    register.filter(_name, lambda code, table=_table: table.get(str(code), str(code)))


@register.filter
def prize_of(prize: str, file: CallFile) -> str:
    """The name of a prize."""
    return next((words(each.names) for each in file.prizes if each.id == prize), prize)


@register.filter
def group_name(group: str, file: CallFile) -> str:
    """The name of a group."""
    return next((words(each.names) for each in file.groups if each.id == group), group)


@register.filter
def phase_name(phase: str, of: Call | CallFile) -> str:
    """The name of a phase of a running call, or of a file; its kind where it has none, or is none."""
    names = names_in(of) if isinstance(of, CallFile) else names_of(of)
    return names.get(phase) or str(PHASES.get(phase, phase))


@register.filter
def criterion_name(criterion: str, file: CallFile) -> str:
    """The name of a criterion."""
    return next((words(each.names) for each in file.criteria if each.id == criterion), criterion)


@register.simple_tag
def interval(row: Standing, told: Told) -> SafeString:
    """The interval of place, drawn."""
    return drawing.interval(row, len(told.rows), told.places)


@register.simple_tag
def chance(row: Standing) -> SafeString:
    """The probability to be among those that win, drawn."""
    return drawing.chance(row.p_top or 0.0)


@register.simple_tag
def severity_drawn(judge: JudgeSeverity, told: Told) -> SafeString:
    """How far the judge lies from the others, drawn."""
    widest = max(max(abs(each.low), abs(each.high)) for each in told.judges)
    return drawing.severity(judge.severity, judge.low, judge.high, widest)


@register.filter
def percent(share: float | None) -> str:
    """0.834 as 83%; what is nearly none or nearly sure says so."""
    if share is None:
        return "–"
    if 0 < share < 0.01:
        return "< 1%"
    return "> 99%" if 0.99 < share < 1 else f"{share * 100:.0f}%"


@register.filter
def raw_figure(row: Standing, method: str) -> str:
    """A raw result as one reads it: points of 100, or a share in percent."""
    return f"{row.raw:.2f}" if method in ("raw", "calibrated") else f"{row.raw * 100:.1f}%"


@register.filter
def figure(value: float | None) -> str:
    """Two decimals."""
    return "–" if value is None else f"{value:.2f}"


@register.filter
def why_refused(refused: Refused) -> str:
    """Why the scores are not calibrated."""
    return tables.refusal_words(refused)


@register.simple_tag
def preview_problem(problem: Problem, file: CallFile) -> str:
    """What stands in the way of publishing, or what it brings about."""
    what = prize_of(problem.what, file) if problem.code in PRIZE_PROBLEMS else problem.what
    return str(tables.PREVIEW_PROBLEMS[problem.code]) % {"what": what}
