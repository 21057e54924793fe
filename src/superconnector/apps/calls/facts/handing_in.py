"""What a team would hand in now: all of it at once, what is wrong with it, and its canonical text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from superconnector.apps.calls.facts import answers, team
from superconnector.apps.calls.facts.answers import Problem
from superconnector.apps.calls.models import Answer, Entry, EntryFile, Member
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import Group, Question

TITLE = "title"
"""A question of this id asks for the entry's title; without one the page about the entry does."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry with everything that it holds. `answers` and `files` are by the id of their question."""

    entry: Entry
    file: CallFile
    members: Sequence[Member]
    answers: Mapping[str, Answer]
    files: Mapping[str, Sequence[EntryFile]]

    @property
    def group(self) -> Group:
        """The group that it enters."""
        return self.file.group(self.entry.group)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the group is asked."""
        return self.file.questions_for(self.entry.group)

    def value(self, question: Question) -> Any:
        """The draft answer, None where there is none."""
        found = self.answers.get(question.id)
        return found.value if found else None


def question_problems(held: Held, question: Question) -> list[Problem]:
    """What is wrong with one answer, files included."""
    if not answers.has_files(question):
        return answers.problems(question, held.value(question))
    files = held.files.get(question.id, ())
    if not files:
        return [Problem(question.id, "required")] if question.required else []
    if not question.rights:
        return []
    return [
        Problem(question.id, "rights-needed", {"name": each.name})
        for each in files
        if not (each.rights_holder and each.licence)
    ]


def about_problems(held: Held) -> list[Problem]:
    """What is wrong with the entry's own fields: its title and its track."""
    found = []
    asked = any(question.id == TITLE for question in held.questions)
    if not asked and not held.entry.title.strip():
        found.append(Problem("about", "title-needed"))
    tracks = [track.id for track in held.file.tracks_for(held.entry.group)]
    if tracks and held.entry.track not in tracks:
        found.append(Problem("about", "track-needed"))
    return found


def problems(held: Held) -> list[Problem]:
    """Everything that keeps the entry from being handed in, in the order of the task list."""
    asked = (found for question in held.questions for found in question_problems(held, question))
    return [*about_problems(held), *team.problems(held.group, held.members), *asked]


# --- the canonical content -------------------------------------------------------------------------------


def body_of(held: Held) -> str:
    """All that is handed in as canonical JSON: keys sorted, no blanks, files by their SHA-256.

    The same content gives the same text, whoever hands it in and whenever.
    """
    entry = held.entry
    content = {
        "call": entry.call_id,
        "definition": entry.call.pinned_id,
        "entry": entry.number,
        "group": entry.group,
        "track": entry.track,
        "title": entry.title,
        "language": entry.language,
        "organisation": entry.organisation or entry.organisation_name,
        "team": [_member(each) for each in held.members],
        "answers": {
            question.id: answers.handed_in(question, held.value(question))
            for question in held.questions
            if not answers.has_files(question)
        },
        "files": {
            question.id: _files(held.files.get(question.id, ()))
            for question in held.questions
            if answers.has_files(question)
        },
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(body: str) -> str:
    """SHA-256 of the canonical text in UTF-8. Shape: 64 hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()


def _member(member: Member) -> dict[str, object]:
    """Of a minor, whether the guardian consents: an invariant holds every receipt to it."""
    row: dict[str, object] = {
        "name": member.name,
        "role": member.role,
        "leads": member.leads,
        "minor": member.minor,
        "guardian": member.guardian,
    }
    return row | {"consent": str(member.consent)} if member.minor else row


def _files(files: Iterable[EntryFile]) -> list[dict[str, object]]:
    return [
        {
            "name": each.name,
            "sha256": each.stored_id,
            "size": each.stored.size,
            "kind": each.stored.kind,
            "rights_holder": each.rights_holder,
            "licence": each.licence,
            "creator": each.creator,
            "made_on": each.made_on,
            "description": each.description,
        }
        for each in files
    ]
