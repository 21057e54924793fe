"""One question as a page: its options, what was answered, what it would settle, and where to go next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from superconnector.apps.programmes import finder
from superconnector.base.refusals import answer_words
from superconnector.core.rules.facts import EPOCH, Value
from superconnector.ecosystem import AnswerError, Ecosystem, options_of, parse_answer, today_in
from superconnector.ecosystem.schema import FactFile
from superconnector.portal.localised import words
from superconnector.portal.visitor import visitor
from superconnector.portal.words import YES_NO, outcome_counts

LISTED = ("boolean", "choice", "choices")


def page(
    request: HttpRequest,
    ecosystem: Ecosystem,
    fact: FactFile,
    raw: str | list[str] | None = None,
    error: AnswerError | None = None,
) -> dict[str, Any]:
    """The context of the question page."""
    who = visitor(request, ecosystem)
    on = today_in(ecosystem)
    given = who.profile.get(fact.id)
    raw = typed(fact, given) if raw is None else raw
    settles = [] if fact.id in who.profile else finder.settled_by(ecosystem, who.profile, on, fact.id)
    return {
        "fact": fact,
        "errors": [("answer", answer_words(error, fact))] if error else [],
        "field_template": "find/choice.html" if fact.type in LISTED else "find/entry.html",
        "groups": option_groups(fact, ecosystem, request.GET.get("below", "")),
        "chosen": [raw] if isinstance(raw, str) else raw,
        "raw": raw,
        "described_by": " ".join(["hint"] * bool(fact.help) + ["error"] * bool(error)),
        "input_type": "date" if fact.type == "date" else "text",
        "input_class": {"money": "amount", "integer": "count"}.get(fact.type, ""),
        "input_mode": "decimal" if fact.type == "money" else "numeric",
        "counts": outcome_counts(finder.counts(ecosystem, who.profile, on)),
        "answered": len(who.profile),
        "settles": [ecosystem.programmes[p] for p in settles][:6],
        "back": _back(who.order, fact.id),
        "room": "find",
    }


def options(fact: FactFile, ecosystem: Ecosystem) -> list[dict[str, Any]]:
    """The answers to choose from: id, label, what each is below, whether others are below it."""
    if fact.type == "boolean":
        return [{"id": key, "label": label, "parent": "", "divided": False} for key, label in YES_NO.items()]
    known = options_of(fact)
    parents = {option.parent for option in known}
    return [
        {
            "id": option.id,
            "label": words(option.label),
            "parent": option.parent or "",
            "divided": option.id in parents,
        }
        for option in known
    ]


def top_options(fact: FactFile, ecosystem: Ecosystem) -> list[dict[str, Any]]:
    """The options that stand below no other."""
    return [option for option in options(fact, ecosystem) if not option["parent"]]


def option_groups(fact: FactFile, ecosystem: Ecosystem, below: str = "") -> list[dict[str, Any]]:
    """The options as the page shows them: those without a hierarchy first, then one group for each heading.

    `below` narrows to one heading.
    """
    every = options(fact, ecosystem)
    headings = [option for option in every if option["divided"]]
    plain = [option for option in every if not option["divided"] and not option["parent"]]
    groups = [
        {
            "label": heading["label"],
            "choices": [option for option in every if option["parent"] == heading["id"]],
        }
        for heading in headings
        if below in ("", heading["id"])
    ]
    alone = [] if any(heading["id"] == below for heading in headings) else plain
    return [{"label": "", "choices": alone}, *groups] if alone else groups


def is_divided(fact: FactFile, raw: str | list[str]) -> bool:
    """Whether the answer is a heading, so that a more exact one can be asked for."""
    return any(option.parent == raw for option in options_of(fact))


def raw_answer(data: QueryDict, fact: FactFile) -> str | list[str]:
    """What the form sent for this fact."""
    return data.getlist("answer") if fact.type == "choices" else data.get("answer", "")


def parsed(fact: FactFile, raw: str | list[str], ecosystem: Ecosystem) -> Value:
    """The answer as a value; a day that should be past is held against today."""
    return parse_answer(fact, raw, ecosystem, today=today_in(ecosystem))


def typed(fact: FactFile, value: Value | None) -> str | list[str]:
    """A known value as the form would have sent it."""
    match value:
        case None:
            return [] if fact.type == "choices" else ""
        case bool():
            return "yes" if value else "no"
        case int() if fact.type == "money":
            whole, cents = divmod(value, 100)
            return f"{whole}.{cents:02}" if cents else str(whole)
        case int() if fact.type == "date":
            return (EPOCH + timedelta(days=value)).isoformat()
        case frozenset():
            return sorted(value)
    return str(value)


def after(request: HttpRequest, ecosystem: Ecosystem, fact: FactFile) -> str:
    """Where an answer leads: back to the check page, or on to the next question, or to the results."""
    if request.GET.get("change"):
        return reverse("answers")
    who = visitor(request, ecosystem)
    following = finder.next_question(ecosystem, who.profile, today_in(ecosystem), who.skipped)
    return reverse("question", args=[following.id]) if following else reverse("results")


def _back(order: tuple[str, ...], fact_id: str) -> str:
    if fact_id in order:
        earlier = order[: order.index(fact_id)]
        return reverse("question", args=[earlier[-1]]) if earlier else reverse("home")
    return reverse("question", args=[order[-1]]) if order else reverse("home")
