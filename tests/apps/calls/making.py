"""Builders of calls and people for tests. Everything is of tests/small/calls/town-hack.yaml unless said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from superconnector.apps.calls.actions.running import Desk, appoint, open_call
from superconnector.apps.calls.actions.submitting import submit
from superconnector.apps.calls.models import Answer, Call, Entry, EntryFile, Member, Official, Phase
from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.base.accounts.models import User
from superconnector.base.files.models import StoredFile
from superconnector.base.queries import current_edition
from superconnector.ecosystem import read_folder
from superconnector.ecosystem.ecosystem import digest

SMALL = Path(__file__).resolve().parents[2] / "small"
HERE = ZoneInfo("Asia/Hong_Kong")
ENTRY_OPEN = datetime(2026, 9, 15, 12, 0, tzinfo=HERE)
"""A moment at which entries are taken."""
LAST_SECOND = datetime(2026, 10, 1, 23, 59, 59, tzinfo=HERE)
"""The last second of entry, before ten minutes of grace."""
JUDGING_OPEN = datetime(2026, 10, 10, 12, 0, tzinfo=HERE)
_numbers = count(1)


def a_person(name: str = "", **fields: object) -> User:
    """An account with an address of its own and no password."""
    number = next(_numbers)
    shown = name or f"Person {number}"
    return User.objects.create_user(f"person-{number}@example.org", name=shown, **fields)


def an_officer() -> User:
    """Somebody who opens calls."""
    return a_person("Olu Officer", is_staff=True)


def a_call(call_id: str = "town-hack", *, actor: User | None = None, rehearsal: bool = False) -> Call:
    """The town's hackathon as it is opened, with the file's days; the small ecosystem is made current."""
    files = read_folder(SMALL)
    edition = current_edition()
    if edition is None or edition.digest != digest(files):
        load_ecosystem(files=files, actor="tests", now=ENTRY_OPEN)
    return open_call(
        actor=actor or an_officer(),
        now=ENTRY_OPEN,
        definition="town-hack",
        call_id=call_id,
        seed="seed of the tests",
        rehearsal=rehearsal,
    )


def open_now(call: Call, kind: Phase.Kind = Phase.Kind.ENTRY) -> Call:
    """The phases of a kind open since yesterday until tomorrow, for views, which look at the clock."""
    day = timedelta(days=1)
    now = timezone.now()
    call.phases.filter(kind=kind).update(opens_at=now - day, closes_at=now + day)
    return call


def closed_now(call: Call, kind: Phase.Kind = Phase.Kind.ENTRY, *, grace_seconds: int = 0) -> Call:
    """The phases of a kind closed a minute ago."""
    now = timezone.now()
    call.phases.filter(kind=kind).update(
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(minutes=1), grace_seconds=grace_seconds
    )
    return call


def a_chair(call: Call, user: User | None = None) -> Official:
    """A chair of the call."""
    return appoint(
        actor=call.opened_by, now=ENTRY_OPEN, call=call, user=user or a_person(), role=Official.Role.CHAIR
    )


def a_judge(call: Call, user: User | None = None, desk: Desk | None = None) -> Official:
    """A judge of the call, of at most ten entries unless the desk says otherwise."""
    return appoint(
        actor=call.opened_by,
        now=ENTRY_OPEN,
        call=call,
        user=user or a_person(),
        role=Official.Role.JUDGE,
        desk=desk or Desk(at_most=10),
    )


def an_entry(
    call: Call,
    leader: User | None = None,
    *,
    group: str = "open",
    track: str = "green",
    title: str = "A lamp for the square",
    members: Sequence[User] = (),
) -> Entry:
    """A draft with its leader and team, grown up all of them, without any answer."""
    number = next(_numbers)
    entry = Entry.objects.create(
        call=call,
        number=f"E{number:07}",
        group=group,
        track=track,
        title=title,
        created_at=ENTRY_OPEN,
        facts={"person.age": 30},
    )
    a_member(entry, leader or a_person(), leads=True)
    for user in members:
        a_member(entry, user)
    return entry


def a_member(entry: Entry, user: User | None, *, leads: bool = False, **fields: object) -> Member:
    """A place in a team."""
    return Member.objects.create(
        **{
            "entry": entry,
            "user": user,
            "name": str(user or "Pat Pupil"),
            "email": user.email if user else "",
            "role": "leader" if leads else "member",
            "leads": leads,
            "minor": False,
            "joined_at": ENTRY_OPEN,
            **fields,
        }
    )


ANSWERS: dict[str, object] = {
    "title": "A lamp for the square",
    "idea": "It lights the square when somebody walks there, and saves power.",
    "stage": ["prototype"],
    "users": "300",
    "rules": True,
}
"""Answers that are right and enough, but for the slides."""


def an_answer(entry: Entry, question: str, value: object, by: User | None = None) -> Answer:
    """A draft answer."""
    leader = by or leader_of(entry)
    return Answer.objects.create(
        entry=entry, question=question, value=value, changed_at=ENTRY_OPEN, changed_by=leader
    )


def a_file(entry: Entry, question: str = "deck", *, digest: str = "", kind: str = "pdf") -> EntryFile:
    """A row of a kept file; its bytes are nowhere."""
    made = digest or f"{next(_numbers):064x}"
    stored, _ = StoredFile.objects.get_or_create(
        digest=made, defaults={"size": 1000, "kind": kind, "facts": {"pages": 3}, "kept_at": ENTRY_OPEN}
    )
    return EntryFile.objects.create(
        entry=entry,
        question=question,
        stored=stored,
        name=f"{question}.{kind}",
        added_at=ENTRY_OPEN,
        added_by=leader_of(entry),
    )


def leader_of(entry: Entry) -> User:
    """Who leads the team."""
    return entry.members.select_related("user").get(leads=True).user


def a_full_entry(call: Call, leader: User | None = None, **fields: object) -> Entry:
    """A draft that can be handed in."""
    entry = an_entry(call, leader, **fields)  # type: ignore[arg-type]
    for question, value in ANSWERS.items():
        an_answer(entry, question, value)
    a_file(entry)
    return entry


def a_submitted_entry(
    call: Call, leader: User | None = None, at: datetime = ENTRY_OPEN, **fields: object
) -> Entry:
    """An entry that was handed in."""
    entry = a_full_entry(call, leader, **fields)
    submit(actor=leader_of(entry), now=at, entry=entry)
    entry.refresh_from_db()
    return entry
