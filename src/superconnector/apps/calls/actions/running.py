"""Opening a call, setting what its file leaves open, moving its phases, appointing its officials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Official, Phase
from superconnector.apps.calls.opening import Times, phases_of
from superconnector.apps.calls.passing import keeps_rounds
from superconnector.apps.calls.queries.voting import count_is_known
from superconnector.apps.calls.rounds import rounds_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.base.queries import pinned_text


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the organiser sets where the file is silent: see models.Call."""

    weights: dict[str, int]
    scales: dict[str, tuple[int, int, int]]  # least, most, step
    readings: int | None
    blind: bool | None
    top: dict[str, int]
    lottery: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a judge takes on: see models.Official."""

    at_least: int = 0
    at_most: int = 0
    groups: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)


class RunningError(ValueError):
    """The organiser cannot do this now. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@transaction.atomic
def open_call(
    *,
    actor: User,
    now: datetime,
    definition: str,
    call_id: str,
    seed: str,
    times: Mapping[str, Times] | None = None,
    rehearsal: bool = False,
) -> Call:
    """Open a call from `calls/<definition>.yaml` of the current edition; its text is pinned.

    `times` replaces the opening and close of phases by their id. Raises RunningError `taken` where a call
    of this id exists, `no-definition` where the edition has no such file.
    """
    content = pinned_text(f"calls/{definition}.yaml")
    if content is None:
        raise RunningError("no-definition", definition=definition)
    if Call.objects.filter(pk=call_id).exists():
        raise RunningError("taken", call=call_id)
    call = Call.objects.create(
        id=call_id,
        definition=definition,
        pinned=content,
        rehearsal=rehearsal,
        opened_at=now,
        opened_by=actor,
        seed=seed,
    )
    Phase.objects.bulk_create(phases_of(call, definition_of(call), times or {}))
    Official.objects.create(call=call, user=actor, role=Official.Role.CHAIR, since=now)
    _tell(call, actor, now, "call.opened", definition=definition, rehearsal=rehearsal)
    return call


@transaction.atomic
def set_rules(
    *,
    actor: User,
    now: datetime,
    call_id: str,
    seen_version: int,
    chosen: Chosen,
) -> Call:
    """Set what the file leaves open. Raises RunningError `changed-meanwhile` if another chair was quicker,
    `judging-began` once a reading is final."""
    call = Call.objects.select_for_update().get(pk=call_id)
    if call.settings_version != seen_version:
        raise RunningError("changed-meanwhile")
    if call.officials.filter(assignments__readings__final=True).exists():
        raise RunningError("judging-began")
    call.weights, call.readings, call.blind = chosen.weights, chosen.readings, chosen.blind
    call.scales, call.top, call.lottery = chosen.scales, chosen.top, chosen.lottery
    call.settings_version += 1
    call.save()
    _tell(call, actor, now, "call.rules-set", **asdict(chosen))
    return call


@transaction.atomic
def move_phase(
    *,
    actor: User,
    now: datetime,
    call_id: str,
    name: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    grace_seconds: int,
) -> Phase:
    """Extend or shorten a phase. What was received in time stays received.

    Raises RunningError `no-phase`, `ends-before-it-starts`, `vote-counted` where everybody can read the count
    of the public vote that the phase would open again, `rounds-moved` where a phase that was added would
    change its place among the rounds, though judges were given entries in them or decisions were made.
    """
    phase = Phase.objects.select_for_update().filter(call_id=call_id, name=name).first()
    rounds = rounds_of(phase.call) if phase else ()
    if phase is None:
        raise RunningError("no-phase", name=name)
    if phase.kind == Phase.Kind.VOTE and count_is_known(phase.call, now):
        raise RunningError("vote-counted", name=name)
    if opens_at and closes_at and closes_at <= opens_at:
        raise RunningError("ends-before-it-starts", name=name)
    before = {
        "opens_at": _iso(phase.opens_at),
        "closes_at": _iso(phase.closes_at),
        "grace_seconds": phase.grace_seconds,
    }
    phase.opens_at, phase.closes_at, phase.grace_seconds = opens_at, closes_at, grace_seconds
    phase.save()
    if not keeps_rounds(phase.call, rounds):
        raise RunningError("rounds-moved", name=name)
    _tell(phase.call, actor, now, "call.phase-moved", phase=name, before=before, closes_at=_iso(closes_at))
    return phase


@transaction.atomic
def add_phase(
    *, actor: User, now: datetime, call_id: str, name: str, kind: Phase.Kind, times: Times
) -> Phase:
    """Add a phase that the file does not name, such as the judging where no source tells of it.

    Raises RunningError `phase-there`, `ends-before-it-starts`, `vote-counted`, `rounds-moved` where judges
    were given entries or decisions were made in a round that would not stay the same.
    """
    call = Call.objects.select_for_update().get(pk=call_id)
    rounds = rounds_of(call)
    if call.phases.filter(name=name).exists():
        raise RunningError("phase-there", name=name)
    if kind == Phase.Kind.VOTE and count_is_known(call, now):
        raise RunningError("vote-counted", name=name)
    if times.opens_at and times.closes_at and times.closes_at <= times.opens_at:
        raise RunningError("ends-before-it-starts", name=name)
    phase = Phase.objects.create(
        call=call, name=name, kind=kind, opens_at=times.opens_at, closes_at=times.closes_at
    )
    if not keeps_rounds(call, rounds):
        raise RunningError("rounds-moved", name=name)
    _tell(call, actor, now, "call.phase-added", phase=name, kind=str(kind))
    return phase


@transaction.atomic
def appoint(
    *,
    actor: User,
    now: datetime,
    call: Call,
    user: User,
    role: Official.Role,
    desk: Desk | None = None,
) -> Official:
    """Appoint a chair or a judge; somebody who left comes back with a new desk.

    Raises RunningError `appointed` where the person holds the office.
    """
    held = Official.objects.select_for_update().filter(call=call, user=user, role=role).first()
    official = held or Official(call=call, user=user, role=role, since=now)
    if held is not None and held.left_at is None:
        raise RunningError("appointed", person=str(user))
    for name, value in asdict(desk or Desk()).items():
        setattr(official, name, value)
    official.left_at = None
    try:
        with transaction.atomic():
            official.save()
    except IntegrityError:  # another chair was quicker
        raise RunningError("appointed", person=str(user)) from None
    _tell(call, actor, now, "call.appointed", user=user.pk, role=role)
    return official


@transaction.atomic
def leave(*, actor: User, now: datetime, official: Official, because: str) -> None:
    """An official leaves: readings handed in stay, open assignments are taken back for others to get.

    Who has left already leaves no more.
    """
    official.left_at = Official.objects.select_for_update().get(pk=official.pk).left_at
    if official.left_at is not None:
        return
    open_ones = official.assignments.filter(removed_at__isnull=True).exclude(readings__final=True)
    open_ones.update(removed_at=now, removed_because="left")
    official.left_at = now
    official.save(update_fields=["left_at"])
    _tell(official.call, actor, now, "call.left", official=official.pk, because=because)


def _tell(call: Call, actor: User, now: datetime, verb: str, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"call:{call.pk}", now=now, detail=detail)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
