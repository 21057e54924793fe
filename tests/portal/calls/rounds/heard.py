"""A call of two rounds whose pitches are heard today, by the clock on the wall."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from superconnector.base.accounts.models import User
from tests.apps.calls.desk.panel import Panel
from tests.apps.calls.rounds.shortlisted import TALK, a_shortlisted_panel

DESK = "/calls/town-hack/judging/"
CHAIR = "/calls/town-hack/chair/"
DAYS = {"judging": (-40, -30), "pitch": (-1, 1), "decision": (2, 5)}
"""From now: when each phase but that of entry opens and closes."""


def days_of_now(panel: Panel) -> None:
    """The days of the call's phases around now."""
    now = timezone.now()
    for name, (first, last) in DAYS.items():
        opens, closes = (now + timedelta(days=day) for day in (first, last))
        panel.call.phases.filter(name=name).update(opens_at=opens, closes_at=closes)


def a_panel_heard_today() -> Panel:
    """Two of four entries went on; each judge is to hear both."""
    panel = a_shortlisted_panel()
    days_of_now(panel)
    for judge in panel.judges:
        panel.assign(judge, *panel.entries[:2], stage=TALK.stage)
    return panel


def as_(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client
