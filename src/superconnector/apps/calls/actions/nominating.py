"""Asking somebody to judge: by mail, whether the address has an account or not; a yes makes a judge.

No answer of these tells a chair whether an address has an account: the same is done for both.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from superconnector.apps.calls.actions.conflicts import ConflictError, find_conflicts
from superconnector.apps.calls.actions.running import Desk, RunningError, appoint
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.leases import free
from superconnector.apps.calls.models import Call, Nomination, Official
from superconnector.apps.calls.moments import in_zone, last_second
from superconnector.apps.calls.queries.nominating import (
    DAY,
    DECLINED,
    judged_phases,
    judging_is_over,
    nomination_to,
)
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

MOST_A_DAY = 200
"""Mails of one call in a day: enough for the largest panel, too few for somebody who wants to spread mail."""
log = logging.getLogger(__name__)


class NominatingError(ValueError):
    """This cannot be done with a nomination. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody who says yes takes on: at most so many, languages (none: every one), own ties."""

    at_most: int
    languages: list[str] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)


@transaction.atomic
def nominate(
    *, actor: User, now: datetime, call: Call, email: str, language: str, desk: Desk, address: str
) -> Nomination:
    """Ask the reader of an address to judge; the mail leaves when the row is safe.

    `address`: of the page where one answers. Raises NominatingError `appointed` for the address of a judge
    of today, `asked-already`, `asked-lately` where a mail went there within a day, `too-many-mails`, `over`.
    """
    call = _locked(call, now)
    email = email.strip().lower()
    judges = Official.objects.filter(call=call, role=Official.Role.JUDGE, left_at__isnull=True)
    if judges.filter(user__email=email).exists():
        raise NominatingError("appointed", person=email)
    sent = Nomination.objects.filter(call=call, email=email)
    if sent.filter(ended_at__isnull=True).exists():
        raise NominatingError("asked-already", email=email)
    if sent.filter(mailed_at__gt=now - DAY).exists():
        raise NominatingError("asked-lately", email=email)
    made = Nomination.objects.create(
        call=call, email=email, language=language, desk=asdict(desk), made_at=now, made_by=actor
    )
    _tell(call, actor, now, "nomination.made", nomination=made.pk)
    _mail(made, now, address)
    return made


@transaction.atomic
def ask_again(*, actor: User, now: datetime, call: Call, nomination_id: int, address: str) -> Nomination:
    """Send the mail once more, at most once a day.

    Raises NominatingError `not-there`, `asked-lately`, `too-many-mails`, `over`.
    """
    call = _locked(call, now)
    found = _waiting(call, nomination_id)
    if found.mailed_at and now - found.mailed_at < DAY:
        raise NominatingError("asked-lately", email=found.email)
    _tell(call, actor, now, "nomination.asked-again", nomination=found.pk)
    _mail(found, now, address)
    return found


@transaction.atomic
def take_back(*, actor: User, now: datetime, call: Call, nomination_id: int) -> Nomination:
    """Ask no more. Raises NominatingError `not-there`, also where the answer was quicker."""
    Call.objects.select_for_update().get(pk=call.pk)
    found = _waiting(call, nomination_id)
    _end(found, now)
    _tell(call, actor, now, "nomination.taken-back", nomination=found.pk)
    return found


@transaction.atomic
def accept(*, actor: User, now: datetime, call: Call, taken: Taken) -> Official:
    """Become a judge with the desk that was asked for, or less of it; conflicts are looked for at once.

    Raises NominatingError `not-there` for everybody who is not asked now at a confirmed address, `over`,
    `unclear` where the look for conflicts finds too many: what they are is not the judge's to read.
    """
    call = _locked(call, now)
    found = _asked(actor, call)
    try:
        official = appoint(
            actor=actor, now=now, call=call, user=actor, role=Official.Role.JUDGE, desk=_desk(found, taken)
        )
        find_conflicts(actor=actor, now=now, call=call, officials=Official.objects.filter(pk=official.pk))
    except RunningError:  # appointed by other means meanwhile: the office stands as it is
        official = Official.objects.get(call=call, user=actor, role=Official.Role.JUDGE)
    except ConflictError as error:
        raise NominatingError("unclear") from error
    Nomination.objects.filter(official=official).update(official=None)  # somebody who left and comes back
    found.official = official
    _end(found, now)
    _tell(call, actor, now, "nomination.accepted", nomination=found.pk, official=official.pk)
    return official


@transaction.atomic
def decline(*, actor: User, now: datetime, call: Call) -> None:
    """Say no, also when judging is over. Raises NominatingError `not-there`."""
    Call.objects.select_for_update().get(pk=call.pk)
    found = _asked(actor, call)
    _end(found, now)
    _tell(call, actor, now, DECLINED, nomination=found.pk)


def _locked(call: Call, now: datetime) -> Call:
    """Two chairs are one after the other, and so are a chair who takes back and somebody who says yes."""
    row = Call.objects.select_for_update(of=("self",)).select_related("pinned").get(pk=call.pk)
    if judging_is_over(row, now):
        raise NominatingError("over")
    return row


def _waiting(call: Call, nomination_id: int) -> Nomination:
    found = Nomination.objects.filter(call=call, pk=nomination_id, ended_at__isnull=True)
    row = found.select_related("call__pinned").first()
    if row is None:
        raise NominatingError("not-there")
    return row


def _asked(actor: User, call: Call) -> Nomination:
    found = nomination_to(actor, call)
    if found is None:
        raise NominatingError("not-there")
    return found


def _desk(found: Nomination, taken: Taken) -> Desk:
    """What was asked, at most; ties that a chair knows of stay beside those that are declared."""
    asked = Desk(**found.desk)
    most = max(0, min(taken.at_most, asked.at_most))
    return Desk(
        at_least=min(asked.at_least, most),
        at_most=most,
        groups=asked.groups,
        tracks=asked.tracks,
        topics=asked.topics,
        languages=taken.languages,
        ties=list(dict.fromkeys([*asked.ties, *taken.ties])),
    )


def _end(found: Nomination, now: datetime) -> None:
    found.ended_at = now
    found.save(update_fields=["ended_at", "official"])


def _mail(made: Nomination, now: datetime, address: str) -> None:
    """Claim the mail now, send it once the row is safe, and give the claim back if no server takes it.

    Where the process is killed before a server answers, `send_left` sends it.
    """
    sent = Nomination.objects.filter(call=made.call_id, mailed_at__gt=now - DAY)
    if sent.count() >= MOST_A_DAY:
        raise NominatingError("too-many-mails", most=MOST_A_DAY)
    letter, before = _letter(made, address), made.mailed_at
    made.mailed_at = made.claimed_at = now
    made.save(update_fields=["mailed_at", "claimed_at"])
    transaction.on_commit(lambda: _send(letter, made.pk, before))


def _letter(made: Nomination, address: str) -> EmailMessage:
    """What is asked, in no word that a chair wrote: the mail goes to addresses that nobody has confirmed."""
    with translation.override(made.language or settings.LANGUAGE_CODE):
        call = definition_of(made.call).names.text(translation.get_language() or "en")
        said = {"call": call, "address": address, **made.desk}
        subject = _("Will you judge entries of %(call)s?") % said
        parts = [
            _("You are asked to judge entries of %(call)s.") % said,
            _("How many: at most %(at_most)s, and at least %(at_least)s if there are enough.") % said,
            _days(made.call),
            _("See what is asked, and accept or decline: %(address)s") % said,
            _(
                "Sign in there with the address that this mail was sent to. If you have no account with it,"
                " create one. Nothing happens unless you accept; who asks you is told when you answer."
            ),
        ]
        if made.call.rehearsal:
            parts.insert(1, _("This is a rehearsal: nothing in it is real."))
        text = "\n\n".join(part for part in parts if part) + "\n"
    return EmailMessage(" ".join(subject.split()), text, to=[made.email])


def _days(call: Call) -> str:
    lines = []
    for each in judged_phases(call):
        if each.opens_at and each.closes_at:
            opens, closes = each.opens_at, last_second(each.closes_at)
            said = {
                "opens": in_zone(opens, settings.TIME_ZONE),
                "closes": in_zone(closes, settings.TIME_ZONE),
            }
            lines.append(_("Judging: %(opens)s, to %(closes)s.") % said)
    return "\n".join(lines) or _("The days of judging are not set yet.")


def send_left(
    *, address: Callable[[Call], str], clock: Callable[[], datetime], call_id: str | None = None
) -> tuple[int, int]:
    """Send the mails that somebody claimed and left. Shape: (sent, failed); see leases.py.

    `address`: of the page where one answers. One that no server takes can be sent again by a chair at once.
    """
    waiting = Nomination.objects.filter(claimed_at__isnull=False, ended_at__isnull=True)
    if call_id:
        waiting = waiting.filter(call=call_id)
    done = []
    for each in waiting.select_related("call__pinned").order_by("id"):
        now = clock()
        if waiting.filter(free(now), pk=each.pk).update(claimed_at=now):
            done.append(_send(_letter(each, address(each.call)), each.pk, None))
    return done.count(True), done.count(False)


def _send(letter: EmailMessage, nomination_id: int, before: datetime | None) -> bool:
    mine = Nomination.objects.filter(pk=nomination_id)
    try:
        letter.send()
    except (OSError, ValueError):  # smtplib's errors, and an address that is none
        log.exception("A nomination could not be mailed.")
        mine.update(mailed_at=before, claimed_at=None)
        return False
    mine.update(claimed_at=None)
    return True


def _tell(call: Call, actor: User, now: datetime, verb: str, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"call:{call.pk}", now=now, detail=detail)
