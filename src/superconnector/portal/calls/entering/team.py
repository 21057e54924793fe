"""The team: who is in it, invitation links, people without an account, consent, leaving, handing over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.calls.actions import teams
from superconnector.apps.calls.actions.conflicts import look_again
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.teams import Person, digest_of
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts import team as team_facts
from superconnector.apps.calls.models import Invitation, Member
from superconnector.apps.calls.queries.entering import invitation_by, member_of, open_invitations
from superconnector.base.lines import one_line
from superconnector.ecosystem.schema import Minors
from superconnector.portal.calls.entering.afterwards import afterwards
from superconnector.portal.calls.entering.consent import ask_if_new
from superconnector.portal.calls.entering.guards import done, frame, mine, said
from superconnector.portal.calls.entering.words import problem_words

LINK = "invitation-link"
"""Where the session keeps a new link until the page shows it, once."""


@never_cache
@login_required
@require_GET
def team(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Everybody of the team, and what the leader can do."""
    member = mine(request, call_id, number)
    entry, file = member.entry, definition_of(member.entry.call)
    group = file.group(entry.group)
    members = list(entry.members.select_related("user").order_by("-leads", "joined_at", "id"))
    link = request.session.pop(LINK, None)
    context = {
        **frame(entry, member, timezone.now()),
        "file": file,
        "programme": file,
        "group": group,
        "members": members,
        "invitations": open_invitations(entry) if member.leads else [],
        "link": link["address"] if link and link["entry"] == entry.pk else "",
        "problems": [problem_words(each) for each in team_facts.problems(group, members)],
        "roles": file.roles,
        "room_left": group.team is None or group.team.most is None or len(members) < group.team.most,
    }
    return render(request, "calls/entering/team.html", context)


def _person(request: HttpRequest, minors: Minors | None) -> Person:
    """What a form says of somebody: age and guardian only where the group asks for them."""
    names = ("name", "role", "guardian", "guardian_email")
    text = {name: one_line(request.POST.get(name, "")) for name in names}
    minor = {"yes": True, "no": False}.get(request.POST.get("minor", "")) if minors else None
    guardian = (text["guardian"], text["guardian_email"]) if minor else ("", "")
    return Person(text["name"], text["role"], "", minor, *guardian)


Verb = Callable[[Member, datetime, Minors | None], str]


def _done(request: HttpRequest, call_id: str, number: str, verb: Verb) -> HttpResponse:
    """Guard, one action, and back to the team with what happened in words."""
    now = timezone.now()
    member = mine(request, call_id, number)
    minors = definition_of(member.entry.call).group(member.entry.group).minors
    answer = done(request, lambda: verb(member, now, minors), "entry-team", call_id, number)
    return afterwards(answer, lambda: look_again(entry=member.entry, now=now))


@never_cache
@login_required
@require_POST
def invite(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Make a link; the next page shows it, and no page after that."""

    def verb(member: Member, now: datetime, minors: Minors | None) -> str:
        role = request.POST.get("role", "")
        _made, secret = teams.invite(actor=member, now=now, entry=member.entry, role=role)
        address = request.build_absolute_uri(reverse("call-join", args=[secret]))
        request.session[LINK] = {"entry": member.entry_id, "address": address}
        return ""

    return _done(request, call_id, number, verb)


@never_cache
@login_required
@require_POST
def revoke(request: HttpRequest, call_id: str, number: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""

    def verb(member: Member, now: datetime, minors: Minors | None) -> str:
        teams.revoke(actor=member, now=now, entry=member.entry, invitation_id=invitation_id)
        return _("The invitation is taken back. Its link works no more.")

    return _done(request, call_id, number, verb)


@never_cache
@login_required
@require_POST
def add(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Name somebody without an account; a guardian is written to at once."""

    def verb(member: Member, now: datetime, minors: Minors | None) -> str:
        added = teams.add_person(actor=member, now=now, entry=member.entry, person=_person(request, minors))
        ask_if_new(request, added, now)
        return _("%(name)s is in the team.") % {"name": added.name}

    return _done(request, call_id, number, verb)


@never_cache
@login_required
@require_POST
def change(request: HttpRequest, call_id: str, number: str, member_id: int) -> HttpResponse:
    """Correct somebody's details; a guardian who is named anew is written to at once."""

    def verb(member: Member, now: datetime, minors: Minors | None) -> str:
        person = _person(request, minors)
        changed = teams.change_person(
            actor=member, now=now, entry=member.entry, member_id=member_id, person=person
        )
        ask_if_new(request, changed, now)
        return _("Saved: %(name)s") % {"name": changed.name}

    return _done(request, call_id, number, verb)


@never_cache
@login_required
@require_POST
def remove(request: HttpRequest, call_id: str, number: str, member_id: int) -> HttpResponse:
    """Take somebody out, or leave."""
    member = mine(request, call_id, number)
    leaves = member.pk == member_id

    def verb(member: Member, now: datetime, minors: Minors | None) -> str:
        teams.remove_person(actor=member, now=now, entry=member.entry, member_id=member_id)
        return _("You left the team.") if leaves else _("The person is no longer in the team.")

    answer = _done(request, call_id, number, verb)
    gone = member_of(member.entry, request.user) is None
    return redirect("call", call_id) if gone else answer


@never_cache
@login_required
@require_POST
def hand_over(request: HttpRequest, call_id: str, number: str, member_id: int) -> HttpResponse:
    """Give the lead to a team-mate."""

    def verb(member: Member, now: datetime, minors: Minors | None) -> str:
        teams.hand_over(actor=member, now=now, entry=member.entry, member_id=member_id)
        return _("The lead is handed over.")

    return _done(request, call_id, number, verb)


# --- joining ---------------------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation; only a POST uses it, because mail scanners open links."""
    now = timezone.now()
    found = invitation_by(digest_of(secret[:200]))
    if found and (member := member_of(found.entry, request.user)):
        return redirect("entry", member.entry.call_id, member.entry.number)
    try:
        invitation = teams.check_invitation(found, now)
    except EnteringError as error:
        return _refused(request, said(request, error), 404 if found is None else 410)
    if request.method == "GET":
        return _join_page(request, invitation, now)
    group = definition_of(invitation.entry.call).group(invitation.entry.group)
    person = _person(request, group.minors)
    if not person.name:
        return _join_page(request, invitation, now, _("Enter your name."))
    try:
        member = teams.join(actor=request.user, now=now, invitation=invitation, person=person)
    except EnteringError as error:
        return _refused(request, said(request, error), 409)
    messages.success(request, _("You are in the team."))
    ask_if_new(request, member, now)
    answer = redirect("entry", member.entry.call_id, member.entry.number)
    return afterwards(answer, lambda: look_again(entry=member.entry, now=now))


def _join_page(request: HttpRequest, invitation: Invitation, now: datetime, error: str = "") -> HttpResponse:
    file = definition_of(invitation.entry.call)
    leader = invitation.entry.members.filter(leads=True).first()
    context = {
        "invitation": invitation,
        "file": file,
        "call": invitation.entry.call,
        "group": file.group(invitation.entry.group),
        "leader": leader,
        "errors": [("name", error)] if error else [],
        "room": "calls",
    }
    return render(request, "calls/entering/join.html", context, status=422 if error else 200)


def _refused(request: HttpRequest, advice: str, status: int) -> HttpResponse:
    context = {"advice": advice, "room": "calls"}
    return render(request, "calls/entering/not_joined.html", context, status=status)
