"""Reminding judges of what they have still to read, at most once a day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.leases import LEASE, free
from superconnector.apps.calls.models import Assignment, Call, Official
from superconnector.apps.calls.moments import in_zone, last_second
from superconnector.apps.calls.phases import Timing, timing
from superconnector.apps.calls.queries.overview import late, open_assignments
from superconnector.apps.calls.rounds import JUDGED, round_now
from superconnector.apps.calls.wall import assignments_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

DAY = timedelta(days=1)
CLAIM = "reminder_claimed_at"
log = logging.getLogger(__name__)


@transaction.atomic
def remind(*, actor: User, now: datetime, chair: Official, judge_id: int, address: str) -> None:
    """Write to one judge, of what is left in the round that counts now.

    A mail that the server does not take counts as not sent. One whose sender is killed before the server
    answers is sent by `send_left`.
    Raises DecidingError `nothing-left`, `reminded`.
    """
    judge = Official.objects.select_for_update().filter(call=chair.call_id, pk=judge_id).first()
    stage = round_now(chair.call, now).stage
    rows = open_assignments(chair, stage).filter(judge=judge_id)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    if judge is None or not ids:
        raise DecidingError("nothing-left", name=str(judge.user) if judge else "")
    if rows.filter(Q(reminded_at__gt=now - DAY) | ~free(now, CLAIM)).exists():
        raise DecidingError("reminded", name=str(judge.user))
    Assignment.objects.filter(pk__in=ids).update(reminder_claimed_at=now)
    record(
        actor=journal_name(actor),
        verb="judge.reminded",
        subject=f"call:{chair.call_id}",
        now=now,
        detail={"judge": judge.pk},
    )
    letter = _letter(judge, stage, now, address)
    transaction.on_commit(lambda: _send(letter, ids, now))


def remind_all(*, actor: User, now: datetime, chair: Official, address: str) -> int:
    """Write to every judge with something left who was not reminded within a day; to how many.

    Where another chair is just writing to one, that one is left out.
    """
    found = late(chair, round_now(chair.call, now).stage)
    due = [each for each in found if each.reminded_at is None or now - each.reminded_at >= DAY]
    written = 0
    for each in due:
        with suppress(DecidingError):
            remind(actor=actor, now=now, chair=chair, judge_id=each.judge.pk, address=address)
            written += 1
    return written


def send_left(
    *, address: Callable[[Call], str], clock: Callable[[], datetime], call_id: str | None = None
) -> tuple[int, int]:
    """Send the reminders that somebody claimed and left. Shape: (sent, failed); see leases.py.

    `address`: of the judges' desk of a call. Who has nothing left by now gets none. One that the server does
    not take counts as not sent, which the chair's desk shows.
    """
    left = Assignment.objects.filter(reminder_claimed_at__lte=clock() - LEASE).order_by("judge_id", "id")
    if call_id:
        left = left.filter(judge__call=call_id)
    told: dict[tuple[int, str], list[int]] = {}
    for pk, judge_id, stage in left.values_list("pk", "judge_id", "stage"):
        told.setdefault((judge_id, stage), []).append(pk)
    done = [_send_again(judge, stage, ids, address, clock()) for (judge, stage), ids in told.items()]
    return done.count(True), done.count(False)


def _send_again(
    judge_id: int, stage: str, ids: list[int], address: Callable[[Call], str], now: datetime
) -> bool | None:
    """Whether the server took it; None where another sender was quicker or there is nothing to say."""
    rows = Assignment.objects.filter(pk__in=ids, reminder_claimed_at__lte=now - LEASE)
    if not rows.update(reminder_claimed_at=now):
        return None
    judge = Official.objects.select_related("user", "call__pinned").get(pk=judge_id)
    if judge.left_at is not None or not _left(judge, stage):
        Assignment.objects.filter(pk__in=ids).update(reminder_claimed_at=None)
        return None
    return _send(_letter(judge, stage, now, address(judge.call)), ids, now)


def _left(judge: Official, stage: str) -> int:
    return assignments_of(judge, stage).exclude(readings__final=True).distinct().count()


def _letter(judge: Official, stage: str, now: datetime, address: str) -> EmailMessage:
    """In the judge's language, of what the judge sees: nothing in it depends on who reminds."""
    left = _left(judge, stage)
    phase = judge.call.phases.filter(name=stage, kind__in=JUDGED, closes_at__isnull=False).first()
    with translation.override(judge.user.language or settings.LANGUAGE_CODE):
        call = definition_of(judge.call).names.text(translation.get_language() or "en")
        said = {"name": str(judge.user), "call": call, "left": left, "address": address}
        subject = _("%(left)s entries to read for %(call)s") % said
        text = _("Dear %(name)s,\n\n%(left)s entries of %(call)s are on your desk and not read yet.") % said
        if phase and phase.closes_at and timing(phase, now) is Timing.OPEN:
            until = in_zone(last_second(phase.closes_at), settings.TIME_ZONE)
            text += " " + _("Judging closes on %(until)s.") % {"until": until}
        text += "\n\n" + _("Your desk: %(address)s") % said + "\n\n" + _("Thank you for judging.") + "\n"
    return EmailMessage(" ".join(subject.split()), text, to=[judge.user.email])


def _send(letter: EmailMessage, ids: list[int], now: datetime) -> bool:
    claimed = Assignment.objects.filter(pk__in=ids)
    try:
        letter.send()
    except (OSError, ValueError):  # smtplib's errors, and an address that is none
        log.exception("A reminder could not be mailed.")
        claimed.update(reminder_claimed_at=None)
        return False
    claimed.update(reminded_at=now, reminder_claimed_at=None)
    return True
