"""The task list of an entry: what is done, what is left, what is handed in; and the page about the entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.calls.actions.entering import (
    About,
    EnteringError,
    describe_entry,
    take_back_withdrawal,
    withdraw,
)
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts import answers, team
from superconnector.apps.calls.facts.handing_in import (
    TITLE,
    Held,
    about_problems,
    body_of,
    digest_of,
    question_problems,
)
from superconnector.apps.calls.models import Entry, Submission
from superconnector.apps.calls.queries.entering import held, submissions
from superconnector.apps.calls.queries.letters import letters_to
from superconnector.base.lines import one_line
from superconnector.portal.calls.entering.guards import done, frame, mine, said
from superconnector.portal.calls.entering.words import problem_words
from superconnector.portal.localised import words


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list. `state` is done, wrong, missing or optional."""

    label: str
    address: str
    state: str


def tasks_of(now: Held) -> list[Task]:
    """The entry's tasks, in order: about it, the team, each question."""
    entry = now.entry
    at = (entry.call_id, entry.number)
    about = "missing" if about_problems(now) else "done"
    people = team.problems(now.group, now.members)
    first = [
        Task(_("About the entry"), reverse("entry-about", args=at), about),
        Task(_("The team"), reverse("entry-team", args=at), "wrong" if people else "done"),
    ]
    asked = [
        Task(words(each.names), reverse("entry-question", args=[*at, each.id]), _state(now, each))
        for each in now.questions
    ]
    return [*first, *asked]


def _state(now: Held, question: object) -> str:
    found = question_problems(now, question)  # type: ignore[arg-type]
    if any(each.code != "required" for each in found):
        return "wrong"
    if found:
        return "missing"
    said_ = answers_given(now, question)
    return "done" if said_ else "optional"


def answers_given(now: Held, question: object) -> bool:
    """Whether anything was answered."""
    if answers.has_files(question):  # type: ignore[arg-type]
        return bool(now.files.get(question.id))  # type: ignore[attr-defined]
    return not answers.is_empty(now.value(question))  # type: ignore[arg-type]


def changed_since(now: Held, last: Submission | None) -> bool:
    """Whether the draft differs from what was handed in last."""
    return last is not None and last.digest != digest_of(body_of(now))


@never_cache
@login_required
@require_GET
def entry(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """The task list."""
    member = mine(request, call_id, number)
    now_held = held(member.entry)
    tasks, received = tasks_of(now_held), submissions(member.entry)
    last = received[0] if received else None
    context = {
        **frame(member.entry, member, timezone.now()),
        "file": now_held.file,
        "programme": now_held.file,
        "group": now_held.group,
        "tasks": tasks,
        "done": sum(task.state == "done" for task in tasks),
        "wanted": sum(task.state != "optional" for task in tasks),
        "ready": all(task.state in ("done", "optional") for task in tasks),
        "received": received,
        "refusals": [
            problem_words(each)
            for each in team.problems(now_held.group, now_held.members)
            if each.code == "consent-refused"
        ],
        "last": last,
        "told": letters_to(request.user, member.entry).exists(),  # type: ignore[arg-type]
        "not_handed_in": member.entry.state == Entry.State.SUBMITTED and changed_since(now_held, last),
    }
    return render(request, "calls/entering/task_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Title, track, language and organisation. What was typed is kept when a team-mate was quicker."""
    now = timezone.now()
    member = mine(request, call_id, number)
    row = member.entry
    typed = About(row.title, row.track, row.language, row.organisation_name)
    if request.method == "GET":
        return _about_page(request, member, typed, [])
    typed = About(
        *(one_line(request.POST.get(name, "")) for name in ("title", "track", "language", "organisation"))
    )
    seen = request.POST.get("version", "")
    try:
        describe_entry(
            actor=request.user,
            now=now,
            entry=row,
            seen_version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
            about=typed,
        )
    except EnteringError as error:
        row.refresh_from_db()
        return _about_page(request, member, typed, [("title", said(request, error))])
    return redirect("entry", call_id, number)


def _about_page(
    request: HttpRequest, member: object, typed: About, errors: list[tuple[str, str]]
) -> HttpResponse:
    row = member.entry  # type: ignore[attr-defined]
    file = definition_of(row.call)
    context = {
        **frame(row, member, timezone.now()),  # type: ignore[arg-type]
        "file": file,
        "typed": typed,
        "tracks": file.tracks_for(row.group),
        "entry_languages": settings.LANGUAGES,
        "title_asked": any(each.id == TITLE for each in file.questions_for(row.group)),
        "errors": errors,
    }
    return render(request, "calls/entering/about.html", context, status=409 if errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Ask once, then withdraw."""
    now = timezone.now()
    member = mine(request, call_id, number)
    if request.method == "GET":
        context = {**frame(member.entry, member, now), "file": definition_of(member.entry.call)}
        return render(request, "calls/entering/withdraw.html", context)

    def act() -> str:
        because = one_line(request.POST.get("because", ""))
        withdraw(actor=member, now=now, entry=member.entry, because=because)
        return _("The entry is withdrawn. What was handed in stays on record.")

    return done(request, act, "entry", call_id, number)


@never_cache
@login_required
@require_POST
def reinstate(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Take the withdrawal back."""
    now = timezone.now()
    member = mine(request, call_id, number)

    def act() -> str:
        take_back_withdrawal(actor=member, now=now, entry=member.entry)
        return _("The entry is a draft again. Hand it in anew for it to count.")

    return done(request, act, "entry", call_id, number)
