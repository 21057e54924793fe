"""Reads of slates: a judge's own order of the entries on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from superconnector.apps.calls.models import Official, Slate
from superconnector.apps.calls.queries.reading import Task, pile_of


def latest_slate(judge: Official, stage: str) -> Slate | None:
    """The slate of the round with the highest number: a draft, or the one handed in."""
    return Slate.objects.filter(judge=judge, stage=stage).order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of the desk with its place in the order, from 1; equals share one. None: not placed yet."""

    task: Task
    place: int | None


def placed(judge: Official, stage: str, slate: Slate | None) -> tuple[Placed, ...]:
    """The judge's entries of the round in the order of the slate; those without a place last, as on the desk.

    What is no longer on the desk is left out, and the places close up.
    """
    tasks = pile_of(judge, stage).tasks
    mine = {task.number for task in tasks}
    order = [[number for number in equal if number in mine] for equal in (slate.order if slate else [])]
    at = {number: place for place, equal in enumerate(filter(None, order), start=1) for number in equal}
    rows = [Placed(task, at.get(task.number)) for task in tasks]
    return tuple(sorted(rows, key=lambda row: (row.place is None, row.place or 0)))
