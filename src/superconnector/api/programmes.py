"""Programmes, their terms and changes, organisations and facts."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from superconnector.api import schemas as out
from superconnector.api.problems import Problem, ProblemError
from superconnector.api.reader import Day, Language, day_or_today, speaking
from superconnector.api.shapes import Shaper
from superconnector.apps.directory import queries as directory
from superconnector.apps.programmes import finder
from superconnector.apps.programmes.queries import Filters, catalogue, current_ecosystem
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.problems import nearest
from superconnector.ecosystem.schema import Programme

router = Router()
YEAR = timedelta(days=365)


class Wanted(Schema):
    """Filters of the list; empty means any."""

    text: str = Field(
        "", max_length=200, description="Words that must all occur in names, aliases or summary"
    )
    operator: str = Field("", max_length=80)
    kind: str = Field("", max_length=80)
    applicant: str = Field("", max_length=80, description="An option of applicant.type")
    field: str = Field("", max_length=80, description="An option of project.fields")
    stage: str = Field("", max_length=80, description="An option of applicant.stage")
    aim: str = Field("", max_length=80, description="An option of project.aims")
    status: Literal["", "open", "unconfirmed", "closed", "planned", "not-stated"] = ""
    availability: Literal["", "applied-for", "not-applied-for"] = ""
    on: Day | None = None
    limit: int = Field(100, ge=1, le=200)
    offset: int = Field(0, ge=0, le=10_000)
    lang: Language | None = None


class OnDay(Schema):
    on: Day | None = None
    lang: Language | None = None


class Between(Schema):
    """Both days are included. Absent: the year up to today."""

    since: Day | None = None
    until: Day | None = None
    lang: Language | None = None


class Matching(Schema):
    text: str = Field("", max_length=200)
    kind: str = Field("", max_length=80)
    lang: Language | None = None


class InLanguage(Schema):
    lang: Language | None = None


@router.get("/programmes", response={200: out.ProgrammeList, 422: Problem, 429: Problem})
def programmes(request: HttpRequest, wanted: Query[Wanted]) -> out.ProgrammeList:
    """Programmes by English name, narrowed by filters, with their status on a day."""
    ecosystem = current_ecosystem()
    on = day_or_today(wanted.on, ecosystem)
    filters = Filters(**wanted.model_dump(exclude={"on", "limit", "offset", "lang"}))
    entries = catalogue(filters, on)
    shown = entries[wanted.offset : wanted.offset + wanted.limit]
    with speaking(request, wanted.lang) as language:
        shaper = Shaper(ecosystem, language)
        items = [shaper.line(entry.programme, entry.standing) for entry in shown]
    return out.ProgrammeList(on=on, total=len(entries), items=items)


@router.get(
    "/programmes/{programme_id}", response={200: out.ProgrammeOut, 404: Problem, 422: Problem, 429: Problem}
)
def programme(request: HttpRequest, programme_id: str, wanted: Query[OnDay]) -> out.ProgrammeOut:
    """What a programme is, with its status on a day. An alias finds it too."""
    ecosystem = current_ecosystem()
    found = known(ecosystem, programme_id)
    stood = finder.status_on(ecosystem, found, day_or_today(wanted.on, ecosystem))
    with speaking(request, wanted.lang) as language:
        return Shaper(ecosystem, language).programme(found, stood)


@router.get(
    "/programmes/{programme_id}/terms", response={200: out.TermsOut, 404: Problem, 422: Problem, 429: Problem}
)
def terms(request: HttpRequest, programme_id: str, wanted: Query[OnDay]) -> out.TermsOut:
    """The terms that hold on a day."""
    ecosystem = current_ecosystem()
    found = known(ecosystem, programme_id)
    view = finder.terms_as_of(ecosystem, found, day_or_today(wanted.on, ecosystem))
    with speaking(request, wanted.lang) as language:
        return Shaper(ecosystem, language).terms(view)


@router.get("/changes", response={200: list[out.ChangeOut], 422: Problem, 429: Problem})
def changes(request: HttpRequest, wanted: Query[Between]) -> list[out.ChangeOut]:
    """What opened, closed, changed or happened between two days, newest first."""
    ecosystem = current_ecosystem()
    until = day_or_today(wanted.until, ecosystem)
    since = wanted.since or until - YEAR
    if since > until:
        raise ProblemError(422, "since is after until.")
    with speaking(request, wanted.lang) as language:
        shaper = Shaper(ecosystem, language)
        return [shaper.change(change) for change in finder.changes(ecosystem, since, until)]


@router.get("/organisations", response={200: list[out.OrganisationOut], 422: Problem, 429: Problem})
def organisations(request: HttpRequest, wanted: Query[Matching]) -> list[out.OrganisationOut]:
    """Organisations by English name."""
    ecosystem = current_ecosystem()
    rows = directory.organisations(text=wanted.text, kind=wanted.kind).values_list("id", flat=True)
    with speaking(request, wanted.lang) as language:
        shaper = Shaper(ecosystem, language)
        every = ecosystem.organisations
        return [shaper.organisation(every[key]) for key in rows if key in every]


@router.get("/facts", response={200: list[out.FactOut], 422: Problem, 429: Problem})
def facts(request: HttpRequest, wanted: Query[InLanguage]) -> list[out.FactOut]:
    """Everything that may be asked, in the order of the files."""
    ecosystem = current_ecosystem()
    with speaking(request, wanted.lang) as language:
        shaper = Shaper(ecosystem, language)
        return [shaper.fact(fact) for fact in ecosystem.facts.values()]


def known(ecosystem: Ecosystem, programme_id: str) -> Programme:
    """The programme of an id or alias. Raises ProblemError (404) that names the nearest id."""
    key = ecosystem.aliases.get(programme_id, programme_id)
    if key in ecosystem.programmes:
        return ecosystem.programmes[key]
    guess = nearest(programme_id, ecosystem.programmes)
    hint = f" Did you mean {guess}?" if guess else ""
    raise ProblemError(404, f"There is no programme {programme_id[:80]}.{hint}")
