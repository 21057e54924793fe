"""A proposal of an assignment in words: who gets what, what moves, and what could not be given and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import AssignmentRun, Official
from superconnector.apps.calls.queries.assigning import all_judges, titles
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.portal.calls.desk.words import SHORTAGES
from superconnector.portal.localised import words


@dataclass(frozen=True, slots=True)
class Change:
    """What a judge would get, lose and keep: entries as (number, title)."""

    name: str
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    kept: int

    @property
    def total(self) -> int:
        """Entries on the desk afterwards."""
        return len(self.added) + self.kept


@dataclass(frozen=True, slots=True)
class Lack:
    """Readings that could not be given."""

    track: str
    entries: int
    readings: int
    why: str


def shown(chair: Official, run: AssignmentRun) -> dict[str, Any]:
    """The proposal for the page. An entry that the chair sees no more is left out."""
    told = run.proposal
    names = {each.pk: str(each.user) for each in all_judges(chair)}
    known = titles(chair, {number for name in ("added", "removed", "kept") for _, number in told[name]})
    by_judge: dict[str, dict[int, list[tuple[str, str]]]] = {}
    for name in ("added", "removed", "kept"):
        rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for judge, number in told[name]:
            if number in known:
                rows[int(judge)].append((number, known[number]))
        by_judge[name] = rows
    changes = [
        Change(
            names.get(pk, "?"),
            tuple(by_judge["added"].get(pk, ())),
            tuple(by_judge["removed"].get(pk, ())),
            len(by_judge["kept"].get(pk, ())),
        )
        for pk in sorted({pk for rows in by_judge.values() for pk in rows}, key=lambda pk: names.get(pk, "?"))
    ]
    return {
        "changes": changes,
        "added": sum(len(each.added) for each in changes),
        "removed": sum(len(each.removed) for each in changes),
        "kept": sum(each.kept for each in changes),
        "lacks": _lacks(chair, told),
        "idle": [(names.get(int(judge), "?"), missing) for judge, missing in told["idle"]],
        "links": [(_track(chair, track), wanted, made) for track, wanted, made in told["links"]],
    }


def _lacks(chair: Official, told: dict[str, Any]) -> list[Lack]:
    seen = set(entries_seen_by(chair).values_list("number", flat=True))  # walled since it was proposed
    return [
        Lack(_track(chair, each["track"]), len(lacking), sum(lacking), str(SHORTAGES[each["reason"]]) % each)
        for each in told["shortages"]
        if (lacking := [missing for number, missing in each["entries"] if number in seen])
    ]


def _track(chair: Official, track: str) -> str:
    known = {each.id: words(each.names) for each in definition_of(chair.call).tracks}
    return known.get(track, track)
