"""One entry as a judge reads it: what was handed in, without what identifies the team if judging is blind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.facts.handing_in import TITLE
from superconnector.apps.calls.models import Assignment, Official
from superconnector.apps.calls.queries.entering import last_submission
from superconnector.apps.calls.wall import assignments_of
from superconnector.base.files.models import StoredFile
from superconnector.ecosystem.schema import Group, Question, Track


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file of the entry, by its SHA-256."""

    digest: str
    name: str
    kind: str
    size: int
    description: str


@dataclass(frozen=True, slots=True)
class Said:
    """A question and what was handed in: `value` is a text, a list of options or a consent, or nothing."""

    question: Question
    value: Any
    files: tuple[SheetFile, ...]

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.value or self.files)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything of one entry that the judge may read. Where it is blind, nobody is named."""

    number: str
    title: str
    group: Group
    track: Track | None
    said: tuple[Said, ...]
    blind: bool
    team: tuple[str, ...]
    organisation: str

    @property
    def unanswered(self) -> tuple[Said, ...]:
        """What the team left out."""
        return tuple(said for said in self.said if not said.is_answered)


def assignment_of(judge: Official, number: str, stage: str) -> Assignment | None:
    """The judge's assignment of this entry in the round; None for any other, whether it exists or not."""
    return assignments_of(judge, stage).select_related("entry").filter(entry__number=number).first()


def sheet_of(assignment: Assignment, judge: Official) -> Sheet:
    """The entry as its last receipt has it, so that every judge reads the same. One query.

    While the organiser has not said whether judging is blind, it is. What every entry must agree to is left
    out, and so is the title, which stands above.
    """
    entry, file = assignment.entry, definition_of(judge.call)
    blind = rules_of(judge.call).blind is not False
    receipt = last_submission(entry)
    body: Mapping[str, Any] = json.loads(receipt.body) if receipt is not None else {}
    return Sheet(
        number=entry.number,
        title=body.get("title") or entry.title,
        group=file.group(entry.group),
        track=next((each for each in file.tracks if each.id == entry.track), None),
        said=tuple(
            _said(each, body) for each in file.questions_for(entry.group) if not _left_out(each, blind)
        ),
        blind=blind,
        team=() if blind else tuple(member["name"] for member in body.get("team", ())),
        organisation="" if blind else body.get("organisation", ""),
    )


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of the sheet with its bytes; `place` is its place among those of its question, from 1."""

    shown: SheetFile
    stored: StoredFile
    question: Question
    place: int


def file_of(assignment: Assignment, judge: Official, digest: str) -> HeldFile | None:
    """A file that stands on the sheet; None for every other, whether it exists or not."""
    for said in sheet_of(assignment, judge).said:
        for place, shown in enumerate(said.files, start=1):
            if shown.digest == digest and (stored := StoredFile.objects.filter(pk=digest).first()):
                return HeldFile(shown, stored, said.question, place)
    return None


def _left_out(question: Question, blind: bool) -> bool:
    return (blind and question.identifies) or question.kind == "consent" or question.id == TITLE


def _said(question: Question, body: Mapping[str, Any]) -> Said:
    files = body.get("files", {}).get(question.id, ())
    return Said(
        question,
        body.get("answers", {}).get(question.id),
        tuple(
            SheetFile(each["sha256"], each["name"], each["kind"], each["size"], each["description"])
            for each in files
        ),
    )
