"""Appeals: made in their days, answered once by a chair without a conflict, and kept."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings

from superconnector.apps.calls.actions.appeals import answer, appeal
from superconnector.apps.calls.models import Appeal
from superconnector.apps.calls.queries.appeals import appeals_before
from superconnector.base.models import JournalEntry
from superconnector.base.pace import TooOftenError
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    APPEALING,
    DECIDING,
    STAGE,
    a_decided_panel,
    a_published_panel,
    code_of,
    wall_off,
)
from tests.apps.calls.desk.panel import Panel


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    """Ranked and decided, nothing published."""
    return a_decided_panel()


def objecting(panel: Panel, text: str = "The film was not watched.", **how: object) -> Appeal:
    member = panel.entries[8].members.select_related("entry__call__pinned").get(leads=True)
    given = {"actor": member.user, "now": APPEALING, "member": member, "stage": STAGE, "text": text}
    return appeal(**{**given, **how})  # type: ignore[arg-type]


def test_an_appeal_is_made_in_its_days_answered_once_and_kept(small_site: Ecosystem) -> None:
    panel = a_published_panel()
    assert code_of(objecting, panel=panel, now=DECIDING) == "not-appealing"
    assert code_of(objecting, panel=panel, text=" \n") == "no-text"
    assert code_of(objecting, panel=panel, stage="entry") == "not-there"
    made = objecting(panel)
    assert code_of(objecting, panel=panel) == "appealed"
    how = {"actor": panel.chair.user, "now": APPEALING, "chair": panel.chair, "appeal_id": made.pk}
    assert code_of(answer, upheld=True, text="", **how) == "no-text"
    answer(upheld=False, text="All judges watched it.", **how)
    assert code_of(answer, upheld=True, text="Again", **how) == "answered"
    made.refresh_from_db()
    assert (made.state, made.answer, made.answered_by) == (
        "rejected",
        "All judges watched it.",
        panel.chair.user,
    )
    objecting(panel, "They watched the wrong one.")
    assert [each.state for each in appeals_before(panel.chair)] == ["open", "rejected"]
    verbs = JournalEntry.objects.filter(verb__startswith="appeal.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["appeal.made", "appeal.answered", "appeal.made"]


def test_a_chair_with_a_conflict_answers_nothing_in_the_group(small_site: Ecosystem) -> None:
    panel = a_published_panel()
    made = objecting(panel)
    wall_off(panel.chair, panel.entries[0])
    how = {"actor": panel.chair.user, "now": APPEALING, "chair": panel.chair, "appeal_id": made.pk}
    assert list(appeals_before(panel.chair)) == []
    assert code_of(answer, upheld=True, text="Yes", **how) == "not-there"


def test_an_unpublished_decision_is_not_appealed_against(panel: Panel) -> None:
    assert code_of(objecting, panel=panel) == "not-there"


@override_settings(PACE={**settings.PACE, "appeal": "2/d"})
def test_appeals_have_a_pace_of_the_account(panel: Panel) -> None:
    for _ in range(2):
        assert code_of(objecting, panel=panel) == "not-there"
    with pytest.raises(TooOftenError):
        objecting(panel)
