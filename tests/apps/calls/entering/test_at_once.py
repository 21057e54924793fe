"""Two at the same moment, in two connections: one answer of a guardian counts, one letter goes out."""

from __future__ import annotations

import pytest
from django.core import mail

from superconnector.apps.calls.actions.consent import Reply, answer_guardian, ask_guardian
from superconnector.apps.calls.actions.entering import withdraw
from superconnector.apps.calls.actions.receipts import mail_receipt
from superconnector.apps.calls.actions.teams import hand_over
from superconnector.apps.calls.models import Entry, Member, Submission
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.at_once import at_once
from tests.apps.calls.making import ENTRY_OPEN, a_call, a_member, a_person, a_submitted_entry

pytestmark = pytest.mark.django_db(transaction=True)


def test_yes_and_no_at_once_and_the_lead_given_away_while_it_is_used(small_site: Ecosystem) -> None:
    entry = a_submitted_entry(a_call())
    leader, tom = entry.members.get(), a_member(entry, a_person())
    pat = a_member(entry, None, minor=True, consent="needed", guardian_email="pa@home.example")
    _, secret = ask_guardian(actor=leader.user, now=ENTRY_OPEN, entry=entry, member_id=pat.pk)
    replies = [Reply(consents=True, name="Pa"), Reply(consents=False)]
    acts = [lambda each=each: answer_guardian(now=ENTRY_OPEN, secret=secret, reply=each) for each in replies]
    assert at_once(*acts) == ["done", "no-consent-link"]
    verbs = {"given": "entry.guardian-consented", "refused": "entry.guardian-refused"}
    pat.refresh_from_db()
    told = JournalEntry.objects.filter(actor="guardian").order_by("pk")
    assert [each.verb for each in told] == [verbs[pat.consent]]

    how = {"actor": leader, "now": ENTRY_OPEN, "entry": entry}
    done = at_once(lambda: hand_over(member_id=tom.pk, **how), lambda: withdraw(because="", **how))
    entry.refresh_from_db()
    leads = Member.objects.get(entry=entry, leads=True)
    assert (done, entry.state, leads.pk) in (
        (["done", "leader-only"], Entry.State.SUBMITTED, tom.pk),
        (["done", "withdrawn"], Entry.State.WITHDRAWN, leader.pk),
    )


def test_two_receipts_at_once_make_one_letter(small_site: Ecosystem) -> None:
    entry = a_submitted_entry(a_call())
    first = entry.submissions.get()
    second = Submission.objects.create(
        entry=entry, number=2, received_at=ENTRY_OPEN, received_from=first.received_from, body="{}",
        digest="2" * 64,
    )  # fmt: skip
    acts = [
        lambda each=each: mail_receipt(submission=each, address="/", now=ENTRY_OPEN)
        for each in (first, second)
    ]
    assert at_once(*acts) == ["done", "done"]
    assert len(mail.outbox) == 1
    waiting = Submission.objects.filter(mailed_at__isnull=True).count()
    assert waiting == (1 if "-1" in mail.outbox[0].subject.rpartition(" ")[2] else 0)
