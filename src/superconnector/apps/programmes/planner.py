"""From an applicant and a project to the best plan: the terms of the day, the plan, and what would change it.

No Django here: the web, the API, the command line and the benchmarks call the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from superconnector.apps.programmes.schemes import LeftOut, sort_out
from superconnector.core.planning import Plan, Project, Risk, Scheme, certain, plan
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem

STARTED = "project.started"


@dataclass(frozen=True, slots=True)
class Application:
    """An application of the plan: to be made from the day of planning on, by `latest` (None: overdue), which
    is the day before the first cost that it covers, or the last day of the intake."""

    programme: str
    first_cost: date
    latest: date | None
    closes: date | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan and what belongs to it. `schemes` are all that may be open; `left` those out of reach."""

    on: date
    profile: Profile
    project: Project
    schemes: tuple[Scheme, ...]
    left: tuple[LeftOut, ...]
    plan: Plan
    applications: tuple[Application, ...]
    risks: tuple[Risk, ...]


def schemes_for(ecosystem: Ecosystem, profile: Profile, project: Project, on: date) -> tuple[Scheme, ...]:
    """The programmes that are or may be open to the applicant on the day and pay for costs."""
    return sort_out(ecosystem, profile_on(ecosystem, profile, project, on), project, on)[0]


def plan_project(
    ecosystem: Ecosystem, profile: Profile, project: Project, on: date, seconds: float = 5.0
) -> Planned:
    """The best plan for applications made on the day, with its proof, its calendar and its risks."""
    known = profile_on(ecosystem, profile, project, on)
    schemes, left = sort_out(ecosystem, known, project, on)
    made = plan(project, schemes, seconds=seconds)
    used = {scheme.programme: scheme for scheme in certain(schemes) if scheme.programme in made.programmes}
    steps = tuple(_application(scheme, made, project, on) for scheme in used.values())
    risks = tuple(risk for scheme in used.values() for risk in scheme.risks)
    return Planned(on, known, project, schemes, left, made, steps, risks)


def profile_on(ecosystem: Ecosystem, profile: Profile, project: Project, on: date) -> Profile:
    """The profile with whether the project has started on the day, unless it says so itself."""
    if STARTED in ecosystem.facts and STARTED not in profile:
        return {**profile, STARTED: project.start < on}
    return profile


def _application(scheme: Scheme, made: Plan, project: Project, on: date) -> Application:
    months = [part.first_month for part in made.parts if part.programme == scheme.programme]
    first = project.first_day(min(months))
    latest = min(first - timedelta(days=1), scheme.closes or date.max)
    return Application(scheme.programme, first, latest if latest >= on else None, scheme.closes)
