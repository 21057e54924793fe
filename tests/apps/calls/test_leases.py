"""A process that is killed while it mails loses nothing: what it claimed the next one sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import override_settings

from superconnector.apps.calls.actions import nominating
from superconnector.apps.calls.actions.letters import send, send_in_turn
from superconnector.apps.calls.actions.receipts import mail_receipt, mail_waiting
from superconnector.apps.calls.actions.reminders import remind, remind_all, send_left
from superconnector.apps.calls.actions.running import Desk
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.leases import AT_ONCE, LEASE
from superconnector.apps.calls.models import Assignment, Call, Letter, Nomination, Submission
from superconnector.apps.calls.queries.letters import unsent
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import DECIDING, a_published_panel
from tests.apps.calls.desk.panel import Panel, a_panel, somebody
from tests.apps.calls.making import ENTRY_OPEN, JUDGING_OPEN, a_call, a_submitted_entry

SECOND = timedelta(seconds=1)


class KilledBefore(EmailBackend):
    """The process ends before the server has the mail."""

    def send_messages(self, messages: list[object]) -> int:
        raise SystemExit


class KilledAfter(EmailBackend):
    """The process ends after the server's yes, before the row knows."""

    def send_messages(self, messages: list[object]) -> int:
        super().send_messages(messages)
        raise SystemExit


BACKENDS = [KilledBefore, KilledAfter]
COPIES = {KilledBefore: 1, KilledAfter: 2}
"""How often a mail comes in the end."""


@contextmanager
def killed(backend: type[EmailBackend]) -> Iterator[None]:
    name = f"{backend.__module__}.{backend.__qualname__}"
    with override_settings(EMAIL_BACKEND=name), pytest.raises(SystemExit):
        yield


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_letter(small_site: Ecosystem, backend: type[EmailBackend]) -> None:
    a_published_panel()
    letter = Letter.objects.order_by("id").first()
    assert letter is not None
    with killed(backend):
        send(letters=unsent(), address=str, now=DECIDING)
    letter.refresh_from_db()
    assert (letter.claimed_at, letter.sent_at, unsent().count()) == (DECIDING, None, 9)
    early = DECIDING + LEASE - SECOND
    assert send(letters=unsent(), address=str, now=early) == (8, 0)
    assert send(letters=unsent(), address=str, now=DECIDING + LEASE) == (1, 0)
    letter.refresh_from_db()
    assert (letter.claimed_at, letter.sent_at) == (None, DECIDING + LEASE)
    assert [each.to for each in mail.outbox].count([letter.to.email]) == COPIES[backend]
    assert send(letters=unsent(), address=str, now=DECIDING + 9 * LEASE) == (0, 0)


def test_what_another_sender_is_just_sending_is_left_to_it(small_site: Ecosystem) -> None:
    a_published_panel()
    stale = list(unsent())
    Letter.objects.update(claimed_at=DECIDING)
    assert send(letters=stale, address=str, now=DECIDING + LEASE - SECOND) == (0, 0)
    assert mail.outbox == []


def test_many_letters_are_claimed_by_the_clock(small_site: Ecosystem) -> None:
    a_published_panel()
    first = Letter.objects.order_by("id").first()
    assert first is not None
    for each in range(AT_ONCE):
        Letter.objects.create(
            decision=first.decision, publication=first.publication, to=somebody(f"Reader {each}"),
            language="en", subject="S", body="B",
        )  # fmt: skip
    times = iter([DECIDING, DECIDING + SECOND])
    assert send_in_turn(letters=unsent(), address=str, clock=lambda: next(times)) == (19, 0)
    sent = Letter.objects.order_by("id").values_list("sent_at", flat=True)
    assert list(sent) == [DECIDING] * AT_ONCE + [DECIDING + SECOND] * 9


@pytest.fixture
def call(small_site: Ecosystem) -> Call:
    return a_call()


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_receipt(call: Call, backend: type[EmailBackend]) -> None:
    receipt = a_submitted_entry(call).submissions.select_related("entry__call__pinned").get()
    with killed(backend):
        mail_receipt(submission=receipt, address="/r/", now=ENTRY_OPEN)
    receipt.refresh_from_db()
    assert (receipt.claimed_at, receipt.mailed_at) == (ENTRY_OPEN, None)
    assert mail_waiting(address=str, now=ENTRY_OPEN + LEASE - SECOND) == (0, 0)
    assert mail_waiting(address=str, now=ENTRY_OPEN + LEASE) == (1, 0)
    receipt.refresh_from_db()
    assert (receipt.claimed_at, receipt.mailed_at) == (None, ENTRY_OPEN + LEASE)
    assert len(mail.outbox) == COPIES[backend]


def test_a_receipt_made_meanwhile_is_told_of_in_the_letter_that_follows(call: Call) -> None:
    receipt = a_submitted_entry(call).submissions.select_related("entry__call__pinned").get()
    with killed(KilledBefore):
        mail_receipt(submission=receipt, address="/r/", now=ENTRY_OPEN)
    again = Submission.objects.create(
        entry=receipt.entry, number=2, received_at=ENTRY_OPEN + SECOND, received_from=receipt.received_from,
        body="{}", digest="2" * 64,
    )  # fmt: skip
    assert mail_receipt(submission=again, address="/r/", now=ENTRY_OPEN + SECOND)
    assert mail.outbox == []
    assert mail_waiting(address=str, now=ENTRY_OPEN + LEASE) == (1, 0)
    assert Submission.objects.filter(mailed_at=ENTRY_OPEN + LEASE, claimed_at__isnull=True).count() == 2
    assert ["-2" in each.subject for each in mail.outbox] == [True]


# --- reminders and nominations -----------------------------------------------------------------------------


@pytest.fixture
def late(small_site: Ecosystem) -> Panel:
    """A judge with two entries still to read."""
    panel = a_panel(judges=1, entries=2)
    panel.assign(panel.judges[0], *panel.entries)
    return panel


def reminded(panel: Panel, now: datetime) -> None:
    remind(
        actor=panel.chair.user, now=now, chair=panel.chair, judge_id=panel.judges[0].pk, address="/judging/"
    )


def left(now: datetime) -> tuple[int, int]:
    return send_left(address=str, clock=lambda: now)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_reminder(
    late: Panel, backend: type[EmailBackend], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with killed(backend), django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        reminded(late, JUDGING_OPEN)
    rows = Assignment.objects.order_by("id")
    assert list(rows.values_list("reminder_claimed_at", "reminded_at")) == [(JUDGING_OPEN, None)] * 2
    with pytest.raises(DecidingError, match="reminded"):
        reminded(late, JUDGING_OPEN + LEASE - SECOND)
    assert left(JUDGING_OPEN + LEASE - SECOND) == (0, 0)
    assert left(JUDGING_OPEN + LEASE) == (1, 0)
    assert list(rows.values_list("reminder_claimed_at", "reminded_at")) == [(None, JUDGING_OPEN + LEASE)] * 2
    assert len(mail.outbox) == COPIES[backend]
    assert left(JUDGING_OPEN + 9 * LEASE) == (0, 0)


def test_a_click_may_take_it_up_too_and_all_of_them_pass_it_by_meanwhile(late: Panel) -> None:
    Assignment.objects.update(reminder_claimed_at=JUDGING_OPEN)
    how = {"actor": late.chair.user, "chair": late.chair, "address": "/judging/"}
    assert remind_all(now=JUDGING_OPEN + LEASE - SECOND, **how) == 0
    assert remind_all(now=JUDGING_OPEN + LEASE, **how) == 1


def test_who_has_read_all_by_now_gets_no_reminder(late: Panel) -> None:
    Assignment.objects.update(reminder_claimed_at=JUDGING_OPEN)
    for entry in late.entries:
        late.hand_in(late.judges[0], entry)
    assert left(JUDGING_OPEN + LEASE) == (0, 0)
    assert Assignment.objects.filter(reminder_claimed_at__isnull=True, reminded_at__isnull=True).count() == 2
    assert mail.outbox == []


def test_the_command_sends_what_was_left(late: Panel) -> None:
    Assignment.objects.update(reminder_claimed_at=JUDGING_OPEN - timedelta(days=400))
    for call, said in (("other-call", "0 sent, 0 failed\n"), ("town-hack", "1 sent, 0 failed\n")):
        out = StringIO()
        call_command("send_letters", "--site", "https://example.org", "--call", call, stdout=out)
        assert out.getvalue() == said
    (letter,) = mail.outbox
    assert letter.to == [late.judges[0].user.email]
    assert "https://example.org/calls/town-hack/judging/" in letter.body


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_nomination(
    late: Panel, backend: type[EmailBackend], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with killed(backend), django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        nominating.nominate(
            actor=late.chair.user, now=ENTRY_OPEN, call=late.call, email="nora@new.example", language="en",
            desk=Desk(at_most=3), address="/nomination/",
        )  # fmt: skip
    rows = Nomination.objects.values_list("claimed_at", "mailed_at")
    assert list(rows) == [(ENTRY_OPEN, ENTRY_OPEN)]
    how = {"address": str, "call_id": late.call.pk}
    assert nominating.send_left(clock=lambda: ENTRY_OPEN + LEASE - SECOND, **how) == (0, 0)
    assert nominating.send_left(clock=lambda: ENTRY_OPEN + LEASE, **how) == (1, 0)
    assert list(rows.all()) == [(None, ENTRY_OPEN)]
    assert [each.to for each in mail.outbox] == [["nora@new.example"]] * COPIES[backend]
    Nomination.objects.update(claimed_at=ENTRY_OPEN, ended_at=ENTRY_OPEN)
    assert nominating.send_left(clock=lambda: ENTRY_OPEN + 9 * LEASE, **how) == (0, 0)
