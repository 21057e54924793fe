"""What follows from an upheld appeal: the decision is made anew, previewed and published."""

from __future__ import annotations

from datetime import timedelta

from superconnector.apps.calls.actions.appeals import answer, appeal
from superconnector.apps.calls.actions.deciding import Choice
from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.actions.revising import revise
from superconnector.apps.calls.models import Appeal, Decision, Entry, Official, Publication
from superconnector.apps.calls.queries.appeals import pending_revision, version_of
from superconnector.apps.calls.queries.letters import preview_of
from tests.apps.calls.chair.judged import APPEALING, GROUP, STAGE
from tests.apps.calls.desk.panel import Panel

HOUR = timedelta(hours=1)
REVISING, TOLD = APPEALING + HOUR, APPEALING + 2 * HOUR
SILVER = Choice("award", "silver", reason="The film was not watched.")


def objected(entry: Entry, stage: str = STAGE) -> Appeal:
    """The leader appeals."""
    member = entry.members.select_related("entry__call__pinned", "user").get(leads=True)
    return appeal(
        actor=member.user, now=APPEALING, member=member, stage=stage, text="Nobody watched the film."
    )


def answered(panel: Panel, made: Appeal, *, upheld: bool = True) -> Appeal:
    """The chair answers."""
    return answer(
        actor=panel.chair.user, now=APPEALING, chair=panel.chair, appeal_id=made.pk, upheld=upheld,
        text="We have watched it now.",
    )  # fmt: skip


def upheld(panel: Panel, entry: Entry, stage: str = STAGE) -> Appeal:
    """Both."""
    return answered(panel, objected(entry, stage))


def revised(
    panel: Panel,
    made: Appeal,
    choice: Choice = SILVER,
    *,
    seen: str | None = None,
    chair: Official | None = None,
) -> Decision:
    """Decided anew, as somebody does who has just opened the page."""
    by = chair or panel.chair
    stamp = version_of(pending_revision(made.decision)) if seen is None else seen
    return revise(actor=by.user, now=REVISING, chair=by, appeal_id=made.pk, seen=stamp, choice=choice)


def told(panel: Panel, stage: str = STAGE) -> Publication:
    """What is pending, published as previewed."""
    seen = preview_of(panel.chair, GROUP, stage).digest
    return publish(actor=panel.chair.user, now=TOLD, chair=panel.chair, group=GROUP, stage=stage, seen=seen)


def decided_anew(panel: Panel, entry: Entry, choice: Choice = SILVER) -> Decision:
    """From the appeal to the publication."""
    new = revised(panel, upheld(panel, entry), choice)
    told(panel)
    new.refresh_from_db()
    return new
