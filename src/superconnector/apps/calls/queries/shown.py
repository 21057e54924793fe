"""An entry as the public may see it: what was handed in under questions that are public, and its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.handing_in import TITLE
from superconnector.apps.calls.models import Call, Decision, Entry, Submission
from superconnector.apps.calls.standing import last_told
from superconnector.base.files.models import StoredFile
from superconnector.base.files.previews import SHAPES
from superconnector.ecosystem.schema import Group, Prize, Question, Track

PICTURES = ("png", "jpg")
TOLD = ("name", "rights_holder", "licence", "creator", "made_on", "description")
"""What a team says about a file."""
NOT_IN_PUBLIC = "all-rights-reserved"
"""The licence under which only judges see a file."""


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file as it was handed in, with what an archive asks for."""

    stored: StoredFile
    question: str
    received_at: datetime
    name: str
    rights_holder: str
    licence: str
    creator: str
    made_on: str
    description: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """A public question with what was handed in."""

    question: Question
    value: Any
    files: tuple[PublicFile, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the public sees of an entry. No person is named but as creator or holder of rights.

    `organisation` is an id of the directory, or a name that was typed.
    """

    entry: Entry
    title: str
    organisation: str
    group: Group
    track: Track | None
    prize: Prize | None
    outcome: str
    answers: tuple[PublicAnswer, ...]

    @property
    def files(self) -> tuple[PublicFile, ...]:
        """All public files."""
        return tuple(each for answer in self.answers for each in answer.files)

    @property
    def picture(self) -> PublicFile | None:
        """The first picture, for the gallery; else the first 3D model, of which one is drawn."""
        first = next((each for each in self.files if each.stored.kind in PICTURES), None)
        return first or next((each for each in self.files if each.stored.kind in SHAPES), None)

    def file(self, digest: str) -> PublicFile | None:
        """The public file of this SHA-256."""
        return next((each for each in self.files if each.stored.digest == digest), None)


def shown(call: Call, entry: Entry) -> Shown:
    """One entry. Three queries, or four: see shown_all."""
    return shown_all(call, [entry])[0]


def shown_all(call: Call, entries: Sequence[Entry]) -> list[Shown]:
    """What the last receipt of each holds under public questions. Three queries for all of them.

    A fourth one tells the rounds apart where an entry was decided on in several.

    A file that its licence keeps from the public is left out, and so is one without a rights holder or a
    licence where they are asked for.
    """
    receipts = _last_receipts(entries)
    bodies = {key: json.loads(each.body) for key, each in receipts.items()}
    decisions = last_told(call, [each.pk for each in entries])
    kept = StoredFile.objects.in_bulk({row["sha256"] for body in bodies.values() for row in _rows(body)})
    return [
        _shown(call, each, decisions.get(each.pk), bodies.get(each.pk, {}), receipts.get(each.pk), kept)
        for each in entries
    ]


def _last_receipts(entries: Sequence[Entry]) -> dict[int, Submission]:
    """The later ones overwrite the earlier."""
    rows = Submission.objects.filter(entry__in=entries).order_by("entry_id", "number")
    return {each.entry_id: each for each in rows}


def _rows(body: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (row for rows in body.get("files", {}).values() for row in rows)


def _shown(
    call: Call,
    entry: Entry,
    decision: Decision | None,
    body: Mapping[str, Any],
    receipt: Submission | None,
    kept: Mapping[str, StoredFile],
) -> Shown:
    file = definition_of(call)
    prize = decision.prize if decision else ""
    asked = (
        each
        for each in file.questions_for(entry.group)
        if each.public and not each.identifies and each.id != TITLE
    )
    return Shown(
        entry=entry,
        title=body.get("title") or entry.title or entry.number,
        organisation=body.get("organisation", ""),
        group=file.group(entry.group),
        track=next((each for each in file.tracks if each.id == entry.track), None),
        prize=next((each for each in file.prizes if each.id == prize), None),
        outcome=decision.outcome if decision else "",
        answers=tuple(_answer(each, body, receipt, kept) for each in asked),
    )


def _answer(
    question: Question, body: Mapping[str, Any], receipt: Submission | None, kept: Mapping[str, StoredFile]
) -> PublicAnswer:
    rows = body.get("files", {}).get(question.id, []) if receipt else []
    files = tuple(
        PublicFile(
            stored=kept[row["sha256"]],
            question=question.id,
            received_at=receipt.received_at,  # type: ignore[union-attr]  # without a receipt there is no row
            **{name: row.get(name) or "" for name in TOLD},
        )
        for row in rows
        if row["sha256"] in kept and _may_be_shown(question, row)
    )
    return PublicAnswer(question, body.get("answers", {}).get(question.id), files)


def _may_be_shown(question: Question, row: Mapping[str, Any]) -> bool:
    if row.get("licence") == NOT_IN_PUBLIC:
        return False
    return bool(row.get("rights_holder") and row.get("licence")) or not question.rights
