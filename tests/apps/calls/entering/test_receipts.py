"""The receipt as a letter: once, in each one's language and time; a dead mail server loses nothing."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import override_settings

from superconnector.apps.calls.actions.receipts import mail_receipt, mail_waiting, receipt_number
from superconnector.apps.calls.models import Call, Entry, Submission
from tests.apps.calls.making import ENTRY_OPEN, a_member, a_person, a_submitted_entry, leader_of


class BrokenBackend(EmailBackend):
    """A server that does not answer."""

    def send_messages(self, messages: list[object]) -> int:
        raise ConnectionRefusedError("no server")


BROKEN = f"{BrokenBackend.__module__}.{BrokenBackend.__qualname__}"


@pytest.fixture
def receipt(call: Call) -> Submission:
    entry = a_submitted_entry(call, a_person("Ivy", time_zone="Asia/Kathmandu"))
    a_member(entry, a_person("Tom", language="zh-hant"))
    a_member(entry, None, name="Pat")
    return entry.submissions.select_related("entry__call__pinned").get()


def test_everybody_with_an_account_gets_it_once(receipt: Submission) -> None:
    assert mail_receipt(submission=receipt, address="https://x.example/r/", now=ENTRY_OPEN)
    assert mail_receipt(submission=receipt, address="https://x.example/r/", now=ENTRY_OPEN)
    ivy, tom = mail.outbox
    assert receipt_number(receipt) in ivy.subject
    for said in (receipt.digest, "15 September 2026, 12:00:00", "09:45:00 (Kathmandu time, UTC+5:45)", "/r/"):
        assert said in ivy.body
    assert "小城黑客松二〇二六" in tom.body
    assert "Kathmandu" not in tom.body
    receipt.refresh_from_db()
    assert receipt.mailed_at == ENTRY_OPEN


def test_a_title_cannot_add_a_header(receipt: Submission) -> None:
    receipt.entry.title = "Lamp\r\nBcc: all@example.org"
    mail_receipt(submission=receipt, address="a", now=ENTRY_OPEN)
    assert [each.subject.partition("E0")[0] for each in mail.outbox] == [
        "Received: Lamp Bcc: all@example.org, receipt ",
        "已收到：Lamp Bcc: all@example.org，收據 ",
    ]
    assert all(each.recipients() == each.to for each in mail.outbox)


def test_what_could_not_be_mailed_is_mailed_later(
    receipt: Submission, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(EMAIL_BACKEND=BROKEN), caplog.at_level(logging.CRITICAL + 1):
        assert mail_waiting(address=str, now=ENTRY_OPEN) == (0, 1)
    receipt.refresh_from_db()
    assert (receipt.mailed_at, mail.outbox) == (None, [])
    assert mail_waiting(address=str, now=ENTRY_OPEN) == (1, 0)
    assert mail_waiting(address=str, now=ENTRY_OPEN) == (0, 0)
    assert len(mail.outbox) == 2


def test_the_command_mails_what_waits_with_links_of_the_site(receipt: Submission) -> None:
    said = io.StringIO()
    call_command("send_receipts", "https://calls.example.org/", stdout=said)
    page = f"https://calls.example.org/calls/town-hack/entries/{receipt.entry.number}/receipts/1/"
    assert said.getvalue() == "1 mailed, 0 not.\n"
    assert [page in letter.body for letter in mail.outbox] == [True, True]


def test_the_command_fails_loudly(receipt: Submission, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(CommandError, match="begins with"):
        call_command("send_receipts", "calls.example.org")
    with (
        override_settings(EMAIL_BACKEND=BROKEN),
        caplog.at_level(logging.CRITICAL + 1),
        pytest.raises(CommandError, match="tried again"),
    ):
        call_command("send_receipts", "https://calls.example.org", stdout=io.StringIO())
    receipt.refresh_from_db()
    assert receipt.mailed_at is None


# --- one letter a minute ---------------------------------------------------------------------------------

SECOND = timedelta(seconds=1)


def again(entry: Entry, after: timedelta) -> Submission:
    """Another receipt of the entry, mailed as the page does."""
    number = entry.submissions.count() + 1
    row = Submission.objects.create(
        entry=entry, number=number, received_at=ENTRY_OPEN + after, received_from=leader_of(entry), body="{}",
        digest=f"{number:064}",
    )  # fmt: skip
    assert mail_receipt(submission=row, address=f"/r/{number}/", now=ENTRY_OPEN + after)
    return row


def numbers() -> list[str]:
    """The receipts that Ivy got letters of."""
    return [each.subject.rpartition("-")[2] for each in mail.outbox if each.to == [mail.outbox[0].to[0]]]


def test_an_entry_gets_a_letter_a_minute_and_the_newest_stands_for_those_that_waited(
    receipt: Submission,
) -> None:
    mail_receipt(submission=receipt, address="/r/1/", now=ENTRY_OPEN)
    for seconds in (1, 2, 59):
        again(receipt.entry, seconds * SECOND)
    assert numbers() == ["1"]
    assert mail_waiting(address=str, now=ENTRY_OPEN + 59 * SECOND) == (0, 0)
    assert mail_waiting(address=str, now=ENTRY_OPEN + 60 * SECOND) == (1, 0)
    assert numbers() == ["1", "4"]
    assert not Submission.objects.filter(mailed_at__isnull=True).exists()


def test_a_later_hand_in_covers_those_that_wait(receipt: Submission) -> None:
    mail_receipt(submission=receipt, address="/r/1/", now=ENTRY_OPEN)
    again(receipt.entry, 30 * SECOND)
    again(receipt.entry, 61 * SECOND)
    assert numbers() == ["1", "3"]
    assert mail_waiting(address=str, now=ENTRY_OPEN + 200 * SECOND) == (0, 0)


def test_what_was_covered_waits_again_when_the_server_fails(
    receipt: Submission, caplog: pytest.LogCaptureFixture
) -> None:
    mail_receipt(submission=receipt, address="/r/1/", now=ENTRY_OPEN)
    second, third = again(receipt.entry, SECOND), again(receipt.entry, 2 * SECOND)
    with override_settings(EMAIL_BACKEND=BROKEN), caplog.at_level(logging.CRITICAL + 1):
        assert mail_waiting(address=str, now=ENTRY_OPEN + 90 * SECOND) == (0, 1)
    waiting = Submission.objects.filter(mailed_at__isnull=True).order_by("number")
    assert list(waiting) == [second, third]


def test_the_letters_of_one_entry_keep_no_other_waiting(call: Call, receipt: Submission) -> None:
    mail_receipt(submission=receipt, address="/r/", now=ENTRY_OPEN)
    other = a_submitted_entry(call)
    mail_receipt(submission=other.submissions.get(), address="/r/", now=ENTRY_OPEN + SECOND)
    assert [each.to for each in mail.outbox][-1] == [leader_of(other).email]
