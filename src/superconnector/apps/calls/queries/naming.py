"""Where an entry names its team: in what was typed, in names of files, in the words of documents.

A warning and no proof. Pictures, film, sound and models are not looked into, and a page of the web that an
answer points to is not opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.facts.conflicts import public_domains
from superconnector.apps.calls.facts.handing_in import TITLE, Held
from superconnector.apps.calls.models import Call, Entry, EntryFile
from superconnector.apps.calls.queries.entering import last_submission
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.files.models import StoredFile
from superconnector.base.files.passages import passages_of
from superconnector.core.text.naming import Found, Kind, Name, names_in
from superconnector.ecosystem.schema import Question
from superconnector.ecosystem.schema.parts import simplified

TYPED = frozenset({"text", "link", "video"})
LANGUAGES = ("en", "zh-hant", "zh-hans")
MOST = 40
"""Places that are told of one entry."""


class Where(StrEnum):
    """What names the team."""

    TITLE = "title"
    ANSWER = "answer"
    FILE_NAME = "file-name"
    WORDS = "words"
    """The words of a file, on a page or slide."""


@dataclass(frozen=True, slots=True)
class Naming:
    """One place: `text` is what stands there. `page` is 0 where there are none; `file` is the file's name."""

    where: Where
    text: str
    kind: Kind
    question: Question | None = None
    file: str = ""
    file_kind: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, in the order of the form, and the names of the files that nobody could look into."""

    found: tuple[Naming, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A question that blind judges read, with what was typed and the files as (name, file)."""

    question: Question
    typed: str
    files: Sequence[tuple[str, StoredFile]]


def is_blind(call: Call) -> bool:
    """Whether judges are not to know who entered; while the organiser has not said it, they are not."""
    return rules_of(call).blind is not False


def names_in_draft(held: Held) -> Looked:
    """Where the draft names its team, as judges would read it."""
    parts = [
        Part(
            question,
            _typed(question, held.value(question)),
            [_pair(row) for row in held.files.get(question.id, ())],
        )
        for question in held.questions
    ]
    return _looked(held.entry, held.entry.title, parts)


def names_handed_in(entry: Entry) -> Looked:
    """Where the entry names its team as its last receipt has it; nothing where there is none."""
    receipt = last_submission(entry)
    if receipt is None:
        return Looked((), ())
    body: Mapping[str, Any] = json.loads(receipt.body)
    rows = {question: list(files) for question, files in body.get("files", {}).items()}
    kept = StoredFile.objects.in_bulk([row["sha256"] for each in rows.values() for row in each])
    parts = [
        Part(
            question,
            _typed(question, body.get("answers", {}).get(question.id)),
            [
                (row["name"], kept[row["sha256"]])
                for row in rows.get(question.id, ())
                if row["sha256"] in kept
            ],
        )
        for question in definition_of(entry.call).questions_for(entry.group)
    ]
    return _looked(entry, body.get("title", ""), parts)


def names_in_file(row: EntryFile) -> Looked:
    """Where one file of a draft names its team."""
    question = next(
        each
        for each in definition_of(row.entry.call).questions_for(row.entry.group)
        if each.id == row.question
    )
    return _looked(row.entry, "", [Part(question, "", [_pair(row)])])


def names_of_team(entry: Entry) -> tuple[Name, ...]:
    """The team's people and their guardians, their addresses and own domains, and their organisations."""
    members = list(entry.members.select_related("user").order_by("joined_at", "id"))
    users = [member.user for member in members if member.user is not None]
    people = [member.name for member in members] + [member.guardian for member in members]
    people += [user.name for user in users]
    addresses = [member.email for member in members] + [member.guardian_email for member in members]
    addresses += [user.email for user in users]
    listed = {entry.organisation, *(user.organisation for user in users)} - {""}
    written = [entry.organisation_name, *(user.organisation_name for user in users)]
    domains = {each.rpartition("@")[2].lower() for each in addresses} - public_domains() - {""}
    found = [Name(Kind.PERSON, each) for each in _in_both(people)]
    found += [Name(Kind.ORGANISATION, each) for each in _in_both([*written, *_in_directory(sorted(listed))])]
    found += [Name(Kind.ADDRESS, each) for each in addresses if each]
    found += [Name(Kind.DOMAIN, each) for each in sorted(domains)]
    return tuple(dict.fromkeys(found))


def _in_both(names: Iterable[str]) -> Iterator[str]:
    """Each name, and as it is written in simplified signs."""
    for each in names:
        if each.strip():
            yield each.strip()
            yield simplified(each.strip())


def _in_directory(ids: Iterable[str]) -> Iterator[str]:
    organisations = current_ecosystem().organisations
    for each in ids:
        if each in organisations:
            yield from (organisations[each].names.text(language) for language in LANGUAGES)
            yield from organisations[each].aliases


def _typed(question: Question, value: object) -> str:
    return value if question.kind in TYPED and isinstance(value, str) else ""


def _pair(row: EntryFile) -> tuple[str, StoredFile]:
    return row.name, row.stored


def _looked(entry: Entry, title: str, parts: Iterable[Part]) -> Looked:
    """Answers that identify are not looked at: blind judges are not shown them."""
    names = names_of_team(entry)
    shown = [part for part in parts if not part.question.identifies]
    found = [Naming(Where.TITLE, text, kind) for text, kind in _distinct(title, names)]
    unread = []
    for part in shown:
        if part.question.id != TITLE:
            places = _distinct(part.typed, names)
            found += [Naming(Where.ANSWER, text, kind, part.question) for text, kind in places]
        for name, stored in part.files:
            found += _in_file(part.question, name, stored, names)
            unread += [name] if passages_of(stored) is None else []
    return Looked(tuple(found[:MOST]), tuple(unread))


def _in_file(question: Question, name: str, stored: StoredFile, names: Sequence[Name]) -> Iterator[Naming]:
    for text, kind in _distinct(name.rpartition(".")[0], names):
        yield Naming(Where.FILE_NAME, text, kind, question, name, stored.kind)
    for passage in passages_of(stored) or ():
        for text, kind in _distinct(passage.text, names):
            yield Naming(Where.WORDS, text, kind, question, name, stored.kind, passage.page)


def _distinct(text: str, names: Sequence[Name]) -> list[tuple[str, Kind]]:
    """What is found in one place, each text once, on one line."""
    found: dict[str, Kind] = {}
    for each in names_in(text, names):
        found.setdefault(_shown(text, each), each.name.kind)
    return list(found.items())


def _shown(text: str, found: Found) -> str:
    return " ".join(text[found.start : found.end].split())
