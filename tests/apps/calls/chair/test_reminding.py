"""Judges are reminded of what is left, at most once a day, by a mail that a server took."""

from __future__ import annotations

import pytest
from django.core import mail

from superconnector.apps.calls.actions.reminders import remind, remind_all
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    DECIDING,
    a_decided_panel,
    code_of,
    wall_off,
)
from tests.apps.calls.desk.panel import Panel, somebody
from tests.apps.calls.making import JUDGING_OPEN


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    """Ranked and decided, nothing published."""
    return a_decided_panel()


def test_a_judge_is_reminded_at_most_once_a_day(
    panel: Panel, django_capture_on_commit_callbacks: object
) -> None:
    judge = panel.judge(somebody("Late Judge"))
    panel.assign(judge, *panel.entries[:2])
    how = {"actor": panel.chair.user, "chair": panel.chair, "address": "https://example.org/desk/"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remind(now=JUDGING_OPEN, judge_id=judge.pk, **how)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([judge.user.email], "2 entries to read for Town Hackathon 2026")
    assert "Judging closes on 20 October 2026, 18:00:00" in letter.body
    assert code_of(remind, now=JUDGING_OPEN, judge_id=judge.pk, **how) == "reminded"
    assert remind_all(now=JUDGING_OPEN, **how) == 0
    assert code_of(remind, now=JUDGING_OPEN, judge_id=panel.judges[0].pk, **how) == "nothing-left"
    assert code_of(remind, now=JUDGING_OPEN, judge_id=10**9, **how) == "nothing-left"
    assert remind_all(now=DECIDING, **how) == 1


def test_a_judge_who_is_late_with_hidden_entries_only_is_not_late_to_that_chair(panel: Panel) -> None:
    judge = panel.judge(somebody("Late Judge"))
    panel.assign(judge, panel.entries[0])
    wall_off(panel.chair, panel.entries[0])
    how = {"actor": panel.chair.user, "chair": panel.chair, "address": "https://example.org/desk/"}
    assert code_of(remind, now=JUDGING_OPEN, judge_id=judge.pk, **how) == "nothing-left"
    assert remind_all(now=JUDGING_OPEN, **how) == 0


def test_a_reminder_that_could_not_be_mailed_does_not_count(
    panel: Panel, settings: object, django_capture_on_commit_callbacks: object
) -> None:
    judge = panel.judge(somebody("Late Judge"))
    (assignment,) = panel.assign(judge, panel.entries[0])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remind(
            actor=panel.chair.user, now=JUDGING_OPEN, chair=panel.chair, judge_id=judge.pk, address="/desk/"
        )
    assignment.refresh_from_db()
    assert assignment.reminded_at is None
