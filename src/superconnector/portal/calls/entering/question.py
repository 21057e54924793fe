"""One question a page. A draft is saved as one types, or by its button; two team-mates lose nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.answers import (
    LICENCES,
    AnswerConflictError,
    most_mb_of,
    question_of,
    save_answer,
    types_of,
)
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts import answers
from superconnector.apps.calls.facts.counting import length_of, used
from superconnector.apps.calls.models import Answer, Member
from superconnector.apps.calls.queries.entering import answer_to, files_of
from superconnector.ecosystem.schema import Question, TextQuestion
from superconnector.portal.calls.entering.guards import frame, mine, received_at, said
from superconnector.portal.calls.entering.words import problem_words

Refused = (EnteringError, answers.UnkeepableError)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, call_id: str, number: str, question_id: str) -> HttpResponse:
    """The page of a question; a POST saves the draft and goes on."""
    now = received_at(request)
    member = mine(request, call_id, number)
    asked = _asked(member, question_id)
    if request.method == "GET":
        return _page(request, member, asked, answer_to(member.entry, question_id))
    raw, seen = request.POST.getlist("answer")[:300], _version(request.POST.get("version", ""))
    try:
        answer = save_answer(
            actor=request.user,
            now=now,
            entry=member.entry,
            question_id=question_id,
            raw=raw,
            seen_version=seen,
        )
    except AnswerConflictError as conflict:
        return _conflict(request, member, asked, raw, conflict.theirs)
    except Refused as error:
        return _refused(request, member, asked, raw, said(request, error))
    return _saved(request, member, asked, answer)


def _asked(member: Member, question_id: str) -> Question:
    try:
        return question_of(member.entry, question_id)
    except EnteringError:
        raise Http404(question_id) from None


def _version(text: str) -> int:
    """The version a form was made from; anything that is none is -1, which no answer has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _quick(request: HttpRequest) -> bool:
    """Whether the page's script asks, while somebody types."""
    return request.headers.get("Accept") == "application/json"


def _saved(request: HttpRequest, member: Member, asked: Question, answer: Answer) -> HttpResponse:
    if _quick(request):
        said_ = {
            "state": "saved",
            "version": answer.version,
            "said": _("Saved"),
            **_counted(asked, answer.value),
        }
        return JsonResponse(said_)
    found = answers.problems(asked, answer.value)
    if [each for each in found if each.code != "required"] and "stay" not in request.POST:
        return _page(request, member, asked, answer, errors=[problem_words(each) for each in found])
    return redirect(_next(member, asked))


def _next(member: Member, asked: Question) -> str:
    """The question after this one; after the last the task list."""
    every = [each.id for each in definition_of(member.entry.call).questions_for(member.entry.group)]
    at = [member.entry.call_id, member.entry.number]
    place = every.index(asked.id) + 1
    return (
        reverse("entry-question", args=[*at, every[place]])
        if place < len(every)
        else reverse("entry", args=at)
    )


def _conflict(
    request: HttpRequest, member: Member, asked: Question, raw: list[str], theirs: Answer
) -> HttpResponse:
    if _quick(request):
        said_ = _("A team-mate changed this. Nothing is lost: press “Save” to compare the two.")
        return JsonResponse({"state": "conflict", "said": said_}, status=409)
    ours = Answer(question=asked.id, value=answers.kept(asked, raw), version=theirs.version)
    context = {**_context(member, asked, ours), "theirs": theirs, "ours": ours}
    return render(request, "calls/entering/conflict.html", context, status=409)


def _refused(
    request: HttpRequest, member: Member, asked: Question, raw: list[str], advice: str
) -> HttpResponse:
    """What cannot be saved is shown again as it was typed."""
    if _quick(request):
        return JsonResponse({"state": "refused", "said": advice}, status=422)
    if answers.has_files(asked):
        return _page(request, member, asked, None, errors=[advice])
    typed = raw if asked.kind == "choice" else raw[0][:100_000] if raw else ""
    kept = answer_to(member.entry, asked.id)
    shown = Answer(question=asked.id, value=typed, version=kept.version if kept else 0)
    return _page(request, member, asked, shown, errors=[advice])


def _page(
    request: HttpRequest,
    member: Member,
    asked: Question,
    answer: Answer | None,
    errors: list[str] | None = None,
) -> HttpResponse:
    context = {**_context(member, asked, answer), "errors": [("answer", each) for each in errors or []]}
    return render(request, "calls/entering/question.html", context, status=422 if errors else 200)


def _context(member: Member, asked: Question, answer: Answer | None) -> dict[str, Any]:
    entry = member.entry
    file = definition_of(entry.call)
    every = list(file.questions_for(entry.group))
    value = answer.value if answer else None
    context = {
        **frame(entry, member, timezone.now()),
        "file": file,
        "programme": file,
        "question": asked,
        "answer": answer,
        "value": "" if value is None else value,
        "version": answer.version if answer else 0,
        "place": [each.id for each in every].index(asked.id) + 1,
        "places": len(every),
        "field_template": f"calls/entering/fields/{FIELDS[asked.kind]}.html",
        "next": _next(member, asked),
        "errors": [],
        **_counted(asked, value),
    }
    if answers.has_files(asked):
        context |= {
            "files": files_of(entry, asked.id),
            "types": types_of(asked),  # type: ignore[arg-type]
            "most_mb": most_mb_of(asked),  # type: ignore[arg-type]
            "licences": LICENCES,
        }
    return context


FIELDS = {
    "text": "text",
    "choice": "choice",
    "number": "line",
    "link": "line",
    "video": "line",
    "consent": "consent",
    "file": "files",
    "model": "files",
}
"""Kind of question → the template of its field."""


def _counted(asked: Question, value: Any) -> dict[str, Any]:
    """How much of each limit is used, in words, and whether it is too much."""
    if not isinstance(asked, TextQuestion):
        return {"counts": [], "over": False}
    pairs = [used(limit, length_of(value or "")) for limit in asked.most]
    counts = [_count_words(limit, *pair) for limit, pair in zip(asked.most, pairs, strict=True)]
    return {"counts": counts, "over": any(count > most for count, most in pairs)}


def _count_words(limit: Any, count: int, most: int) -> str:
    said_ = {"count": f"{count:,}", "most": f"{most:,}"}
    if limit.language == "zh":
        return _("%(count)s of at most %(most)s Chinese characters") % said_
    if limit.words is not None:
        return _("%(count)s of at most %(most)s words") % said_
    return _("%(count)s of at most %(most)s characters") % said_
