"""A call played from entries to trials through the same actions as by people, with every record sound."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from superconnector.apps.calls.actions.appeals import appeal
from superconnector.apps.calls.actions.certificates import issue_certificates
from superconnector.apps.calls.actions.submitting import submit
from superconnector.apps.calls.actions.trials import Plan, agree_payment, plan_trial
from superconnector.apps.calls.actions.voting import cast_vote, issue_ballot
from superconnector.apps.calls.models import Entry, EntryFile, Member
from superconnector.base.files.keeping import keep_file
from tests.apps.calls.chair.judged import APPEALING, decided, published, ranked
from tests.apps.calls.desk.panel import Panel, a_panel, somebody
from tests.apps.calls.making import ENTRY_OPEN, a_full_entry, leader_of
from tests.base.files.making import a_pdf

VOTING = datetime(2026, 10, 30, 12, 0, tzinfo=ZoneInfo("Asia/Hong_Kong"))
SCORES = ((5, 5, 4), (4, 3, 5), (3, 3, 3), (2, 1, 2))


def a_sound_call(files: Path) -> Panel:
    """Four entries read by three judges, three of them awarded, one appeal, one vote, one trial."""
    panel = a_panel(judges=3)
    for number in range(4):
        panel.entries.append(_handed_in(panel, number))
    panel.assign_all()
    for judge in panel.judges:
        for entry, (use, novelty, craft) in zip(panel.entries, SCORES, strict=True):
            panel.hand_in(judge, entry, {"use": use, "novelty": novelty, "craft": craft})
    ranked(panel)
    decided(panel)
    published(panel)
    _afterwards(panel)
    return panel


def _handed_in(panel: Panel, number: int) -> Entry:
    entry = a_full_entry(panel.call, somebody(f"Leader {number}"), title=f"Entry {number}")
    stored = keep_file(
        upload=io.BytesIO(a_pdf(number + 1)),
        name="deck.pdf",
        allowed=["pdf"],
        most_bytes=10**6,
        now=ENTRY_OPEN,
    )
    EntryFile.objects.filter(entry=entry).update(stored=stored)
    submit(actor=leader_of(entry), now=ENTRY_OPEN, entry=entry)
    entry.refresh_from_db()
    return entry


def _afterwards(panel: Panel) -> None:
    chair, call = panel.chair.user, panel.call
    issue_certificates(actor=chair, now=VOTING, call=call)
    loser = Member.objects.get(entry=panel.entries[3], leads=True)
    appeal(actor=loser.user, now=APPEALING, member=loser, stage="decision", text="Please look again.")
    voter = somebody("Voter")
    EmailAddress.objects.create(user=voter, email=voter.email, verified=True, primary=True)
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    cast_vote(actor=voter, now=VOTING, call=call, group="open", number=panel.entries[1].number)
    plan = Plan(
        host="town-hall",
        host_name="Town Hall",
        site="Park",
        starts_on=date(2026, 12, 1),
        ends_on=None,
        planned_users=10,
        measure="Waiting",
        unit="minutes",
        acceptance=Decimal(3),
    )
    trial = plan_trial(actor=chair, now=VOTING, entry=panel.entries[0], plan=plan)
    agree_payment(
        actor=chair,
        now=VOTING,
        trial=trial,
        milestone="Start",
        amount=100,
        currency="HKD",
        due_on=date(2026, 12, 1),
    )
