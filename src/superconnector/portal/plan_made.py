"""From a request to a plan: whose facts, which project, and how much work a stranger may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from superconnector.apps.programmes.plan_files import project_text
from superconnector.apps.programmes.planner import REQUESTS, WEB_UNITS, Planned, plan_project
from superconnector.base.links import LinkError, read_link, sign_link
from superconnector.base.pace import within
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem, today_in
from superconnector.ecosystem.projects import ProjectError, read_project
from superconnector.portal import project_form as form
from superconnector.portal.visitor import from_plain, to_plain, visitor

PROJECT = "project"
REMEMBERED = 300
"""Seconds for which a plan is not worked out again, so that its page and its files are the same."""


class UnusableError(ValueError):
    """There is nothing to plan (status 0: go to the form), or not now."""

    def __init__(self, text: str = "", status: int = 0) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is asked for: the facts, the project as typed, and whether it came by a link."""

    profile: Profile
    draft: form.Draft
    shared: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, the names that were typed for its lines, the project file, and where it came from."""

    asked: Asked
    planned: Planned
    names: Mapping[str, str]
    text: str


def keep(request: HttpRequest, draft: form.Draft) -> None:
    """Keep the project in the session."""
    request.session[PROJECT] = form.to_plain(draft)


def kept(request: HttpRequest) -> form.Draft | None:
    """The project of the session; None if there is none, or what is there was tampered with."""
    return form.from_plain(request.session.get(PROJECT))


def link_of(asked: Asked) -> str:
    """A token that holds the facts and the project; empty if they are too long for a link."""
    try:
        return sign_link({"facts": to_plain(asked.profile), PROJECT: form.to_plain(asked.draft)})
    except LinkError:
        return ""


def asked(request: HttpRequest, ecosystem: Ecosystem) -> Asked:
    """What is asked for, by the link or else by the session. Raises LinkError or UnusableError."""
    token = request.GET.get("a", "")
    if not token:
        draft = kept(request)
        if draft is None or not form.usable(ecosystem):
            raise UnusableError
        return Asked(visitor(request, ecosystem).profile, draft, shared=False)
    held = read_link(token)
    draft = form.from_plain(held.get(PROJECT))
    if draft is None or not form.usable(ecosystem):
        raise LinkError(_("This link holds no project. Ask for the link again."))
    return Asked(from_plain(held.get("facts"), ecosystem), draft, shared=True)


def made(request: HttpRequest, ecosystem: Ecosystem, asked: Asked, further: bool = True) -> Made:
    """The plan; `further`: with its alternatives and what is only possible, which no file shows.

    Raises UnusableError if the project does not fit any more, or too many were asked for.
    """
    terms, errors = form.read(asked.draft, ecosystem)
    if errors:
        raise UnusableError
    text = project_text(asked.profile, terms, ecosystem)
    names = {f"line-{number + 1}": row.name for number, row in enumerate(asked.draft.lines) if row.name}
    key = f"plan:{sha256(f'{ecosystem.digest} {today_in(ecosystem)} {text}'.encode()).hexdigest()}"
    planned = cache.get(key)
    if planned is None:
        planned = _planned(request, ecosystem, text, further)
        if further:
            cache.set(key, planned, REMEMBERED)
    return Made(asked, planned, names, text)


def _planned(request: HttpRequest, ecosystem: Ecosystem, text: str, further: bool) -> Planned:
    if not within(request, "plan", settings.API_RATE, REQUESTS):
        raise UnusableError(_("You have asked for many plans. Wait a minute, then try again."), 429)
    try:
        said = read_project(text, ecosystem)
    except ProjectError:
        raise UnusableError from None
    return plan_project(
        ecosystem, said.profile, said.project, today_in(ecosystem), WEB_UNITS, further=further
    )
