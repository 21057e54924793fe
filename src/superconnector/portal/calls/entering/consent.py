"""A guardian's own page, reached by the link of a letter; and what the team and the chair can do for it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.actions.consent import (
    Reply,
    answer_guardian,
    ask_guardian,
    asked_by,
    mail_guardian,
    record_paper,
)
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Member, Official
from superconnector.base.lines import one_line
from superconnector.base.pace import TooOftenError
from superconnector.portal.calls.entering.guards import done, mine, said
from superconnector.portal.calls.entering.words import ERRORS
from superconnector.portal.localised import words
from superconnector.portal.too_often import when

DEAD = "no-consent-link"


# --- the team --------------------------------------------------------------------------------------------


@never_cache
@login_required
@require_POST
def ask(request: HttpRequest, call_id: str, number: str, member_id: int) -> HttpResponse:
    """Write to the guardian, or write again; the link before ends."""
    now = timezone.now()
    member = mine(request, call_id, number)
    minor = member.entry.members.filter(pk=member_id).first()
    return done(request, lambda: write_to(request, minor, now), "entry-team", call_id, number)


def ask_if_new(request: HttpRequest, member: Member, now: datetime) -> None:
    """Write to a guardian who was named just now. By the button it can be done later too."""
    if member.consent == Member.Consent.NEEDED and member.guardian_email and not member.consent_secret:
        try:
            messages.info(request, write_to(request, member, now))
        except TooOftenError as error:
            messages.warning(request, when(error))


def write_to(request: HttpRequest, member: Member | None, now: datetime) -> str:
    """Make the link and mail it; what came of it in words."""
    if member is None:
        raise EnteringError("not-yours")
    asked, secret = ask_guardian(actor=request.user, now=now, entry=member.entry, member_id=member.pk)
    with translation.override(asked.entry.language):
        address = request.build_absolute_uri(reverse("guardian-consent", args=[secret]))
    if not mail_guardian(member=asked, address=address, now=now):
        return _(
            "The letter to the guardian could not be sent. Try again later, by the button beside the name."
        )
    return _("A letter with a link was sent to %(address)s.") % {"address": asked.guardian_email}


# --- the guardian ----------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what is asked; only a POST answers, because scanners of mail open links."""
    now = timezone.now()
    try:
        member = asked_by(secret, now)
        if request.method != "POST":
            return _page(request, member)
        return _answered(request, secret, member, now)
    except EnteringError as error:
        return _quiet(_dead(request, error.code))


def _answered(request: HttpRequest, secret: str, member: Member, now: datetime) -> HttpResponse:
    name = one_line(request.POST.get("name", ""))
    consents = request.POST.get("answer") == "yes"
    errors = []
    if consents and not name:
        errors.append(("name", _("Enter your name.")))
    if consents and not request.POST.get("agrees"):
        errors.append(("agrees", _("Tick the box if you consent.")))
    if request.POST.get("answer") not in ("yes", "no"):
        errors.append(("answer", _("Say yes or no.")))
    if errors:
        return _page(request, member, errors, name)
    reply = Reply(consents, name, _words(member) if consents else "")
    answer_guardian(now=now, secret=secret, reply=reply)
    return _quiet(redirect("guardian-said-yes" if consents else "guardian-said-no"))


def _words(member: Member) -> str:
    minors = definition_of(member.entry.call).group(member.entry.group).minors
    return words(minors.consent) if minors else ""


def _page(
    request: HttpRequest, member: Member, errors: list[tuple[str, str]] | None = None, name: str = ""
) -> HttpResponse:
    file = definition_of(member.entry.call)
    context = {
        "minor": member,
        "file": file,
        "call": member.entry.call,
        "group": file.group(member.entry.group),
        "words": _words(member),
        "name": name,
        "agrees": "agrees" in request.POST,
        "unnamed": any(field == "name" for field, _said in errors or []),
        "errors": errors or [],
        "room": "calls",
    }
    return _quiet(render(request, "calls/entering/consent.html", context, status=422 if errors else 200))


def _dead(request: HttpRequest, code: str) -> HttpResponse:
    """One page for every link that cannot be used, and one for an entry that cannot be changed any more."""
    advice = (
        str(ERRORS[DEAD])
        if code == DEAD
        else _("The entry cannot be changed any more. Nothing is asked of you.")
    )
    context = {"advice": advice, "room": "calls"}
    return render(request, "calls/entering/no_consent.html", context, status=404 if code == DEAD else 409)


def _quiet(answer: HttpResponse) -> HttpResponse:
    """No page that is reached from here learns the secret, our own log of visits neither."""
    answer["Referrer-Policy"] = "strict-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_safe
def answered(request: HttpRequest, what: str) -> HttpResponse:
    """Thanks. It says nothing of anybody: the address is everybody's."""
    context = {"consents": what == "yes", "room": "calls"}
    return render(request, "calls/entering/consent_answered.html", context)


# --- the chair -------------------------------------------------------------------------------------------


@never_cache
@login_required
@require_POST
def paper(request: HttpRequest, call_id: str, number: str, member_id: int) -> HttpResponse:
    """The chair records a form that was signed on paper."""
    chair = office(call_or_not(call_id), request.user, Official.Role.CHAIR)  # type: ignore[arg-type]
    guardian = one_line(request.POST.get("guardian", ""))
    now = timezone.now()
    try:
        member = record_paper(now=now, chair=chair, number=number, member_id=member_id, guardian=guardian)
    except EnteringError as error:
        if error.code == "not-yours":
            raise Http404(number) from None
        messages.error(request, said(request, error))
    else:
        messages.success(request, _("Recorded: the signed form for %(name)s") % {"name": member.name})
    return redirect("chair-entry", call_id, number)
