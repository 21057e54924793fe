"""From a project to its plan. Nothing that is sent here is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from superconnector.api import plan_schemas as out
from superconnector.api.plan_shapes import PlanShaper
from superconnector.api.problems import Flaw, Problem, ProblemError
from superconnector.api.programmes import InLanguage
from superconnector.api.reader import day_or_today, profile_of, speaking
from superconnector.api.throttle import PlanThrottle
from superconnector.apps.programmes.plan_files import project_text
from superconnector.apps.programmes.planner import WEB_UNITS, plan_project
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.convert import bounds
from superconnector.ecosystem.problems import unknown
from superconnector.ecosystem.projects import ProjectError, Request, read_project

router = Router()
COST, KINDS, LEVELS = "project.cost", "project.cost_kinds", "person.degree_level"
ERRORS = dict.fromkeys((400, 404, 413, 422, 429), Problem)


@router.post("/plan", response={200: out.PlanOut, **ERRORS}, throttle=PlanThrottle())
def plan(request: HttpRequest, body: out.PlanIn, wanted: Query[InLanguage]) -> out.PlanOut:
    """The combination of programmes that pays most of a project, with its proof, calendar and risks."""
    ecosystem = current_ecosystem()
    if COST not in ecosystem.facts or KINDS not in ecosystem.facts:
        raise ProblemError(404, "This ecosystem has no kinds of cost, so there is nothing to plan with.")
    on = day_or_today(body.on, ecosystem)
    said = project_of(body.project, profile_of(body.facts, ecosystem), ecosystem)
    planned = plan_project(ecosystem, said.profile, said.project, on, WEB_UNITS)
    with speaking(request, wanted.lang) as language:
        return PlanShaper(ecosystem, language, planned).plan()


def project_of(project: out.ProjectIn, profile: Profile, ecosystem: Ecosystem) -> Request:
    """The project in the planner's form. Raises ProblemError (422) with every flaw, at its field."""
    flaws = list(_flaws(project, ecosystem))
    if flaws:
        raise ProblemError(422, "The project does not fit; errors says where.", flaws)
    terms: dict[str, Any] = json.loads(project.model_dump_json(exclude_none=True))
    terms["start"] = project.start
    try:
        return read_project(project_text(profile, terms, ecosystem), ecosystem)
    except ProjectError as error:
        told = [Flaw(place="body.project", code=each.code, message=each.message) for each in error.problems]
        raise ProblemError(422, "The project does not fit; errors says why.", told) from None


def _flaws(project: out.ProjectIn, ecosystem: Ecosystem) -> Iterator[Flaw]:
    """What only the ecosystem or the whole project shows to be wrong."""
    seen: set[str] = set()
    for number, line in enumerate(project.lines):
        place = f"body.project.lines.{number}"
        if line.id in seen:
            yield Flaw(place=f"{place}.id", code="twice", message=f"there are two lines {line.id}")
        seen.add(line.id)
        if line.from_month + line.months - 1 > project.months:
            message = f"lasts until month {line.from_month + line.months - 1} of {project.months}"
            yield Flaw(place=f"{place}.months", code="too-late", message=message)
        yield from _not_options(place, line, ecosystem)
        if round(line.amount, 2) != line.amount:
            yield Flaw(place=f"{place}.amount", code="too-precise", message="at most two decimals")
    if sum(line.amount for line in project.lines) * 100 > bounds(ecosystem.facts[COST])[1]:
        yield Flaw(place="body.project.lines", code="too-large", message="the lines add up to too much")
    if len(set(project.preferences.order)) != len(project.preferences.order):
        yield Flaw(place="body.project.preferences.order", code="twice", message="a goal is named twice")
    known = {*ecosystem.programmes, *ecosystem.aliases}
    for key in project.received:
        if key not in known:
            message = unknown("programme", key, known)
            yield Flaw(place=f"body.project.received.{key}", code="unknown-programme", message=message)


def _not_options(place: str, line: out.LineIn, ecosystem: Ecosystem) -> Iterator[Flaw]:
    kinds = ecosystem.vocabulary.facts[KINDS].answers
    if line.kind not in kinds:
        message = unknown("kind of cost", line.kind, kinds)
        yield Flaw(place=f"{place}.kind", code="not-an-option", message=message)
    levels = ecosystem.vocabulary.facts[LEVELS].answers if LEVELS in ecosystem.facts else frozenset()
    for number, person in enumerate(line.people):
        if person.level not in levels:
            message = unknown("level", person.level, levels)
            yield Flaw(place=f"{place}.people.{number}.level", code="not-an-option", message=message)
