"""What the pages of the planner show: the form with its fields, and the plan made ready for its template."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.programmes.plan_files import example_project
from superconnector.apps.programmes.planner import WEB_UNITS, Application, Planned, plan_project
from superconnector.apps.programmes.schemes import in_force
from superconnector.base import plan_words
from superconnector.core.planning import CostLine
from superconnector.core.planning.reasons import Reason
from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import Ecosystem, options_of, show_money
from superconnector.ecosystem.schema import Programme
from superconnector.portal import plan_drawing
from superconnector.portal.localised import words
from superconnector.portal.plan_made import Asked, Made, link_of
from superconnector.portal.project_form import CELLS, KINDS, MAX_LINES, TOP, Draft, Errors, draft_of, levels
from superconnector.portal.visitor import visitor

FILES = (("pdf", "PDF"), ("csv", "CSV"), ("ics", lazy("Calendar")), ("yaml", "YAML"))
COLOURS = 6
"""Colours for programmes in a chart; with more of them they begin again."""


# --- the form --------------------------------------------------------------------------------------------


def form_context(
    request: HttpRequest, ecosystem: Ecosystem, draft: Draft, errors: Errors | None = None
) -> dict[str, Any]:
    """The form with what was typed; each field knows its own error."""
    wrong = dict(reversed(errors or []))
    return {
        "draft": draft,
        "errors": errors or [],
        "wrong": {name: wrong.get(name, "") for name in TOP},
        "rows": [_row(number, asdict(row), wrong) for number, row in enumerate(draft.lines)],
        "kinds": kinds(ecosystem),
        "levels": levels(ecosystem),
        "goals": plan_words.GOAL_WORDS,
        "full": len(draft.lines) >= MAX_LINES,
        "most_lines": MAX_LINES,
        "answered": len(visitor(request, ecosystem).profile),
        "example": example_link(ecosystem),
        "room": "find",
    }


def example_link(ecosystem: Ecosystem) -> str:
    """The first example as the token of a shared link; empty if there is none."""
    example = example_project(ecosystem)
    return link_of(Asked(example.profile, draft_of(example.project), shared=True)) if example else ""


def _row(number: int, row: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    fields = {cell: f"line-{number}-{cell}" for cell in CELLS}
    return {
        "number": number,
        "shown": number + 1,
        "typed": row,
        "ids": fields,
        "wrong": {cell: wrong.get(field, "") for cell, field in fields.items()},
    }


def kinds(ecosystem: Ecosystem) -> dict[str, str]:
    """The kinds of cost by id, in the reader's language."""
    return {option.id: words(option.label) for option in options_of(ecosystem.facts[KINDS])}


# --- the plan --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays part of a line; no programme means the applicant. `colour` is a class of the stylesheet."""

    programme: Programme | None
    cents: int
    colour: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class LineShown:
    """A cost line with who pays it, and why not more."""

    line: CostLine
    name: str
    kind: str
    payers: tuple[Payer, ...]
    reasons: tuple[tuple[str, Programme | None, tuple[Cite, ...]], ...]
    bar: SafeString


def result_context(request: HttpRequest, ecosystem: Ecosystem, made: Made) -> dict[str, Any]:
    """Everything that the page of a plan shows."""
    planned = made.planned
    plan, project = planned.plan, planned.project
    token = link_of(made.asked)
    shown = tuple(line_shown(ecosystem, made, line) for line in project.lines)
    return {
        "asked": made.asked,
        "on": planned.on,
        "files": FILES,
        "plan": plan,
        "project": project,
        "share": round(100 * plan.granted / project.cost) if project.cost else 0,
        "proof": proof(ecosystem, planned),
        "lines": shown,
        "legend": legend(ecosystem, made),
        "months": [(month, project.first_day(month.number)) for month in plan.cash],
        "cash_chart": plan_drawing.cash(plan),
        "last_day": project.first_day(len(plan.cash) - 1) if plan.cash else project.start,
        "deepest_day": project.first_day(plan.deepest_month) if plan.cash else None,
        "applications": steps(ecosystem, planned),
        "risks": risks(ecosystem, planned),
        "unsettled": len(set(planned.risks)),
        "alternatives": alternatives(ecosystem, planned),
        "nothing_open": not any(scheme.sure for scheme in planned.schemes),
        "possible": possible(ecosystem, planned),
        "untried": [ecosystem.programmes[programme] for programme in planned.untried],
        "out": out_of_reach(ecosystem, planned),
        "link": request.build_absolute_uri(reverse("plan-result")) + f"?a={token}" if token else "",
        "export_query": f"?a={token}" if made.asked.shared else "",
        "room": "find",
    }


def proof(ecosystem: Ecosystem, planned: Planned) -> str:
    """How well the plan is proven, in words."""
    return plan_words.proof_words(planned.plan, ecosystem.file.currency_sign)


def money(ecosystem: Ecosystem, cents: int) -> str:
    """Cents as money of the ecosystem."""
    return show_money(cents, ecosystem.file.currency_sign)


def colours(planned: Planned) -> dict[str, str]:
    """The class of each programme of the plan, by id."""
    return {programme: f"who-{place % COLOURS}" for place, programme in enumerate(planned.plan.programmes)}


def legend(ecosystem: Ecosystem, made: Made) -> list[Payer]:
    """All who pay, with what each pays in all."""
    plan, classes = made.planned.plan, colours(made.planned)
    totals = {p: sum(a.cents for a in plan.awards if a.programme == p) for p in plan.programmes}
    paid = [Payer(ecosystem.programmes[p], cents, classes[p]) for p, cents in totals.items()]
    return [*paid, Payer(None, sum(plan.own.values()), "who-you")]


def line_shown(ecosystem: Ecosystem, made: Made, line: CostLine) -> LineShown:
    """A line made ready for the chart and the table."""
    planned, plan, classes = made.planned, made.planned.plan, colours(made.planned)
    grants = {(s.programme, g.id): g.cites for s in planned.schemes for g in s.grants}
    parts = sorted(plan.of_line(line), key=lambda part: (part.programme, part.grant))
    payers = []
    for programme, own in groupby(parts, key=lambda part: part.programme):
        mine = list(own)
        cites = dict.fromkeys(cite for part in mine for cite in grants[part.programme, part.grant])
        cents = sum(part.cents for part in mine)
        payers.append(Payer(ecosystem.programmes[programme], cents, classes[programme], tuple(cites)))
    rest = plan.own[line.id]
    payers += [Payer(None, rest, "who-you")] if rest else []
    longest = max(each.amount for each in planned.project.lines)
    return LineShown(
        line,
        made.names.get(line.id) or kinds(ecosystem).get(line.kind, line.kind),
        kinds(ecosystem).get(line.kind, line.kind),
        tuple(payers),
        tuple(
            told(ecosystem, reason)
            for reason in plan_words.reasons_of(plan, line, planned.not_more[line.id], planned.binding)
        ),
        plan_drawing.stack([(payer.colour, payer.cents) for payer in payers], longest),
    )


def told(ecosystem: Ecosystem, reason: Reason) -> tuple[str, Programme | None, tuple[Cite, ...]]:
    """A reason in words, with the programme whose sources it cites."""
    text = plan_words.reason_words(reason, ecosystem)
    return text, ecosystem.programmes.get(reason.programme), reason.cites


def sample(ecosystem: Ecosystem, on: date) -> dict[str, Any]:
    """The charts of the first example project, for the pattern page; without one they are left out."""
    example = example_project(ecosystem)
    if example is None:
        return {"plan_made": False}
    planned = plan_project(ecosystem, example.profile, example.project, on, WEB_UNITS, further=False)
    made = Made(Asked(example.profile, draft_of(example.project), shared=True), planned, {}, "")
    return {
        "plan_made": True,
        "plan_lines": [line_shown(ecosystem, made, line) for line in planned.project.lines],
        "plan_legend": legend(ecosystem, made),
        "plan_cash": plan_drawing.cash(planned.plan),
    }


# --- calendar, risks, what is open -----------------------------------------------------------------------


def steps(ecosystem: Ecosystem, planned: Planned) -> list[dict[str, Any]]:
    """The applications by the day until which they must be made; what is overdue comes first."""
    totals = {
        p: sum(a.cents for a in planned.plan.awards if a.programme == p) for p in planned.plan.programmes
    }
    ordered = sorted(planned.applications, key=lambda a: (a.latest or planned.on, a.programme))
    return [
        _step(ecosystem.programmes[a.programme], a, totals.get(a.programme, 0), planned.on) for a in ordered
    ]


def _step(programme: Programme, step: Application, cents: int, on: date) -> dict[str, Any]:
    """An application with what its sources say of the days, and what to hand in."""
    intake = programme.intake
    return {
        "programme": programme,
        "step": step,
        "cents": cents,
        "intakes": [intake] if intake is not None and intake.text else [],
        "documents": [term for term in programme.documents if in_force(term, on)],
    }


def risks(ecosystem: Ecosystem, planned: Planned) -> list[tuple[Programme, list[Any]]]:
    """The risks of the plan, by programme."""
    ordered = sorted(planned.risks, key=lambda risk: risk.programme)
    return [
        (
            ecosystem.programmes[programme],
            [
                {"text": plan_words.RISKS[risk.code], "detail": risk.detail, "cites": risk.cites}
                for risk in dict.fromkeys(found)
            ],
        )
        for programme, found in groupby(ordered, key=lambda risk: risk.programme)
    ]


def alternatives(ecosystem: Ecosystem, planned: Planned) -> list[dict[str, Any]]:
    """The next best plans: what they do without, with what instead, and what that costs."""
    return [
        {
            "plan": each.plan,
            "without": [ecosystem.programmes[programme] for programme in each.without],
            "instead": [ecosystem.programmes[programme] for programme in each.instead],
            "less": each.costs,
        }
        for each in planned.alternatives
    ]


def possible(ecosystem: Ecosystem, planned: Planned) -> list[dict[str, Any]]:
    """What programmes that may be open would add, with the questions that would tell; the most first."""
    return [
        {
            "programme": ecosystem.programmes[each.programme],
            "brings": each.brings,
            "facts": [ecosystem.facts[fact] for fact in each.unknown if not fact.startswith("received.")],
        }
        for each in planned.possible
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A programme out of reach, as find/line.html shows it."""

    programme: Programme
    verdict: Any


def out_of_reach(ecosystem: Ecosystem, planned: Planned) -> list[tuple[str, list[Line]]]:
    """The programmes that the plan cannot use, by reason."""
    groups: dict[str, list[Line]] = {}
    for left in planned.left:
        groups.setdefault(left.why.value, []).append(Line(ecosystem.programmes[left.programme], left.verdict))
    return [(str(name), groups[code]) for code, name in plan_words.LEFT.items() if code in groups]


def heading(made: Made, ecosystem: Ecosystem) -> str:
    """`Public money HK$205,000 of HK$900,000`."""
    planned = made.planned
    return _("Public money %(granted)s of %(cost)s") % {
        "granted": money(ecosystem, planned.plan.granted),
        "cost": money(ecosystem, planned.project.cost),
    }
