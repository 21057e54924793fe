"""From an applicant and a project to the best plan: the terms of the day, the plan, and what would change it.

No Django here: the web, the API, the command line and the benchmarks call the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from superconnector.apps.programmes.schemes import LeftOut, sort_out
from superconnector.core.planning import Plan, Project, Risk, Scheme
from superconnector.core.planning.alternatives import Alternative, Possible, alternatives, possible
from superconnector.core.planning.budget import Budget
from superconnector.core.planning.reasons import Reason, binding, not_more
from superconnector.core.planning.solve import certain, solve
from superconnector.core.planning.verify import violations
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem

PLAN, OTHERS = 0.6, 0.5
"""The part of the search for the plan itself, and of the rest for its alternatives."""
WEB_UNITS = 1.0
"""Of search for one request over the web or the API: two seconds of a processor at the very most."""
REQUESTS = 20
"""As so many ordinary requests a plan counts where strangers are kept within a rate."""
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
    alternatives: tuple[Alternative, ...]
    possible: tuple[Possible, ...]
    untried: tuple[str, ...]
    """Programmes that may be open and were not tried, because the budget was spent."""
    binding: Mapping[tuple[str, str], Reason]
    """(programme, grant) → the term that keeps the grant from being more."""
    not_more: Mapping[str, tuple[Reason, ...]]
    """Line → why the other programmes pay nothing of it."""


def schemes_for(ecosystem: Ecosystem, profile: Profile, project: Project, on: date) -> tuple[Scheme, ...]:
    """The programmes that are or may be open to the applicant on the day and pay for costs."""
    return sort_out(ecosystem, profile_on(ecosystem, profile, project, on), project, on)[0]


def plan_project(
    ecosystem: Ecosystem,
    profile: Profile,
    project: Project,
    on: date,
    seconds: float = 5.0,
    further: bool = True,
) -> Planned:
    """The best plan for applications made on the day, with its proof, its calendar and its risks.

    `seconds` are units of search for all of it (see core.planning.budget). `further`: also the alternatives,
    and what is only possible; files of a plan need neither. The plan is checked against the terms before
    it is given out; a plan that breaks one is an error of ours (AssertionError), never an answer.
    """
    known = profile_on(ecosystem, profile, project, on)
    schemes, left = sort_out(ecosystem, known, project, on)
    sure = certain(schemes)
    budget = Budget(seconds)
    made = solve(project, sure, budget.part(PLAN if further else 1.0))
    if wrong := violations(project, sure, made):
        raise AssertionError(f"the plan breaks a term: {wrong}")
    others = alternatives(project, schemes, made, budget=budget.part(OTHERS)) if further else ()
    may_be, untried = possible(project, schemes, made, budget) if further else ((), ())
    used = [scheme for scheme in sure if scheme.programme in made.programmes]
    return Planned(
        on=on,
        profile=known,
        project=project,
        schemes=schemes,
        left=left,
        plan=made,
        applications=_applications(used, made, project, on),
        risks=tuple(dict.fromkeys(risk for scheme in used for risk in scheme.risks)),
        alternatives=others,
        possible=may_be,
        untried=untried,
        binding=binding(sure, made),
        not_more={line.id: not_more(project, sure, made, line) for line in project.lines},
    )


def profile_on(ecosystem: Ecosystem, profile: Profile, project: Project, on: date) -> Profile:
    """The profile with whether the project has started on the day, unless it says so itself."""
    if STARTED in ecosystem.facts and STARTED not in profile:
        return {**profile, STARTED: project.start < on}
    return profile


def _applications(used: Sequence[Scheme], made: Plan, project: Project, on: date) -> tuple[Application, ...]:
    found = [_application(scheme, made, project, on) for scheme in used]
    return tuple(sorted(found, key=lambda each: (each.first_cost, each.programme)))


def _application(scheme: Scheme, made: Plan, project: Project, on: date) -> Application:
    months = [part.first_month for part in made.parts if part.programme == scheme.programme]
    first = project.first_day(min(months))
    latest = min(first - timedelta(days=1), scheme.closes or date.max)
    return Application(scheme.programme, first, latest if latest >= on else None, scheme.closes)
