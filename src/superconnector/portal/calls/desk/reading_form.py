"""The form of a reading: what was sent, what the page shows, and what a page that saves by itself is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.dateformat import format as written
from django.utils.timezone import localtime

from superconnector.apps.calls.actions.reading import Given, Seen
from superconnector.apps.calls.definitions import rules_of
from superconnector.apps.calls.models import Assignment, Reading
from superconnector.apps.calls.queries.reading import Task, criteria_of, latest_reading
from superconnector.ecosystem.schema import CallCriterion

SCORE = "score-"
MOST_BUTTONS = 11
"""A scale of more steps is a field for a number."""
MOST_SCORES = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought. `given` is None where a score is no number; `texts` is then what was typed."""

    seen: Seen
    given: Given | None
    texts: Mapping[str, str]


def wants_json(request: HttpRequest) -> bool:
    """Whether the page saves by itself."""
    return request.headers.get("Accept") == "application/json"


def sent(post: QueryDict) -> Sent:
    """Read a form. An empty score is none."""
    texts = {name: str(post.get(name, "")) for name in post}
    typed = [(name.removeprefix(SCORE), text) for name, text in texts.items() if name.startswith(SCORE)]
    scores = {name: _whole(text) for name, text in typed[:MOST_SCORES] if text.strip()}
    number, version = (_whole(texts.get(name, "")) or 0 for name in ("number", "version"))
    seen = Seen(number, version, texts.get("tab", ""))
    if None in scores.values():
        return Sent(seen, None, texts)
    whole = {name: score for name, score in scores.items() if score is not None}
    return Sent(seen, Given(whole, _text(texts, "comment"), _text(texts, "note")), texts)


def _text(texts: Mapping[str, str], name: str) -> str:
    return texts.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()


def _whole(text: str) -> int | None:
    bare = text.strip()
    digits = bare.removeprefix("-")
    return int(bare) if len(bare) <= 9 and digits.isascii() and digits.isdigit() else None


@dataclass(frozen=True, slots=True)
class Mark:
    """A criterion as the page shows it. `choices` are scores with their anchors; none: a number is typed.

    `share` is its weight in percent of all, `stored` the score as it is kept.
    """

    criterion: CallCriterion
    share: int | None
    score: str
    choices: tuple[tuple[int, Any], ...]
    stored: int | None


def marks(assignment: Assignment, form: Sent | None) -> dict[str, Any]:
    """What the form shows: what was sent if it was refused, else the latest reading."""
    reading = latest_reading(assignment)
    texts = form.texts if form is not None else _as_texts(reading)
    weights = rules_of(assignment.judge.call).weights
    criteria = criteria_of(assignment)
    total = sum(weights.get(each.id, 0) for each in criteria)
    return {
        "reading": reading,
        "seen": form.seen if form is not None else _seen(reading),
        "comment": texts.get("comment", ""),
        "note": texts.get("note", ""),
        "marks": [
            Mark(
                each,
                round(100 * weights[each.id] / total) if total and each.id in weights else None,
                texts.get(SCORE + each.id, ""),
                _choices(each),
                reading.scores.get(each.id) if reading else None,
            )
            for each in criteria
        ],
    }


def _seen(reading: Reading | None) -> Seen:
    return Seen(reading.number, reading.version) if reading is not None else Seen(1, 0)


def _as_texts(reading: Reading | None) -> dict[str, str]:
    if reading is None:
        return {}
    scores = {SCORE + name: str(score) for name, score in reading.scores.items()}
    return {**scores, "comment": reading.comment, "note": reading.note}


def _choices(criterion: CallCriterion) -> tuple[tuple[int, Any], ...]:
    scale = criterion.scale
    if scale is None or (scale.most - scale.least) // scale.step + 1 > MOST_BUTTONS:
        return ()
    anchors = {anchor.score: anchor.text for anchor in criterion.anchors}
    return tuple((score, anchors.get(score)) for score in range(scale.least, scale.most + 1, scale.step))


def told(
    reading: Reading | None, following: Task | None, *, call_id: str, problem: str = "", status: int = 200
) -> HttpResponse:
    """What a page that saves by itself is told: the draft as it stands, or what is wrong."""
    answer: dict[str, Any] = {"problem": problem, "next": reverse("judging", args=[call_id])}
    if following is not None:
        answer["next"] = reverse("judging-entry", args=[call_id, following.number])
    if reading is not None:
        answer |= {
            "number": reading.number,
            "version": reading.version,
            "final": reading.final,
            "saved": written(localtime(reading.saved_at), "H:i:s"),
            "texts": _as_texts(reading),
        }
    return JsonResponse(answer, status=status)
