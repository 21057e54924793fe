"""An upheld appeal reopens a published decision: both stay, and the new one counts once it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date

import pytest
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions.certificates import issue_certificates, revoke_certificate
from superconnector.apps.calls.actions.deciding import Choice, decide, undecide
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Appeal, Certificate, Decision, Entry, Letter, Member, Trial
from superconnector.apps.calls.queries.appeals import appeals_of, case_of, log_before, upheld_waiting
from superconnector.apps.calls.queries.certificates import my_certificates
from superconnector.apps.calls.queries.deciding import Plan, cases, propose
from superconnector.apps.calls.queries.letters import letters_to, preview_of
from superconnector.apps.calls.queries.overview_export import decisions_table
from superconnector.apps.calls.queries.showcase import honoured
from superconnector.apps.calls.queries.shown import shown
from superconnector.apps.calls.queries.trials import totals_of
from superconnector.apps.calls.standing import last_told, standing
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.appealed import (
    HOUR,
    REVISING,
    SILVER,
    TOLD,
    answered,
    decided_anew,
    objected,
    revised,
    told,
    upheld,
)
from tests.apps.calls.chair.judged import (
    APPEALING,
    GROUP,
    STAGE,
    a_judged_panel,
    a_published_panel,
    another_chair,
    decided,
    published,
    ranked,
    wall_off,
)
from tests.apps.calls.desk.panel import Panel
from tests.apps.calls.making import leader_of

DECLINED = Choice("decline", reason="It was shown elsewhere before.")


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    """Three of nine won; the ninth was declined."""
    return a_published_panel()


def code_of(act: Callable[..., object], **how: object) -> str:
    with pytest.raises(DecidingError) as refused:
        act(**how)
    return refused.value.code


def outcomes(panel: Panel, entry: Entry) -> list[tuple[str, str]]:
    """What counts of the entry now."""
    rows = standing(Decision.objects.filter(entry=entry)).order_by("pk")
    return [(each.outcome, each.prize) for each in rows]


# --- who may, and when -----------------------------------------------------------------------------------


def test_nothing_is_made_anew_without_an_upheld_appeal(panel: Panel) -> None:
    made = objected(panel.entries[8])
    assert code_of(revised, panel=panel, made=made) == "not-upheld"
    answered(panel, made, upheld=False)
    assert code_of(revised, panel=panel, made=made) == "not-upheld"
    assert case_of(panel.chair, made.pk) is None
    assert Decision.objects.filter(revises__isnull=False).count() == 0


def test_it_needs_a_reason_an_outcome_and_a_prize_of_the_group(panel: Panel) -> None:
    made = upheld(panel, panel.entries[8])
    for choice, code in (
        (Choice("award", "silver", reason=" \n"), "revision-reason"),
        (Choice("won", reason="So."), "no-outcome"),
        (Choice("award", "youth", reason="So."), "no-prize"),
        (Choice("decline", "gold", reason="So."), "no-prize"),
    ):
        assert code_of(revised, panel=panel, made=made, choice=choice) == code
    assert Decision.objects.filter(revises__isnull=False).count() == 0


def test_a_chair_with_a_conflict_finds_nothing_to_decide(panel: Panel) -> None:
    made = upheld(panel, panel.entries[8])
    second = another_chair(panel)
    wall_off(second, panel.entries[3])  # another entry of the same group
    assert code_of(revised, panel=panel, made=made, chair=second) == "not-there"
    assert case_of(second, made.pk) is None
    assert (list(log_before(second)), list(upheld_waiting(second))) == ([], [])


def test_an_entry_that_left_is_not_decided_anew(panel: Panel) -> None:
    made = upheld(panel, panel.entries[8])
    Entry.objects.filter(pk=panel.entries[8].pk).update(state=Entry.State.WITHDRAWN)
    assert code_of(revised, panel=panel, made=made) == "not-there"
    assert list(upheld_waiting(panel.chair)) == []


def test_two_chairs_at_once_the_second_is_told(panel: Panel) -> None:
    made, second = upheld(panel, panel.entries[8]), another_chair(panel)
    first = revised(panel, made, seen="")
    assert code_of(revised, panel=panel, made=made, choice=DECLINED, seen="", chair=second) == (
        "changed-meanwhile"
    )
    first.refresh_from_db()
    assert (first.outcome, first.made_by) == ("award", panel.chair.user)
    again = revised(panel, made, DECLINED, chair=second)
    assert (again.pk, again.outcome, again.made_by) == (first.pk, "decline", second.user)
    told(panel)
    assert code_of(revised, panel=panel, made=made) == "revised"


def test_a_decision_is_revised_once_whatever_the_code_does(panel: Panel) -> None:
    new = revised(panel, upheld(panel, panel.entries[8]))
    new.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        new.save(force_insert=True)


def test_by_the_usual_ways_a_published_decision_stays_as_it_is(panel: Panel) -> None:
    entry = panel.entries[8]
    how = {"actor": panel.chair.user, "now": REVISING, "chair": panel.chair, "number": entry.number}
    upheld(panel, entry)
    assert code_of(decide, stage=STAGE, choice=SILVER, **how) == "published"
    assert code_of(undecide, stage=STAGE, **how) == "published"
    assert outcomes(panel, entry) == [("decline", "")]


# --- pending ---------------------------------------------------------------------------------------------


def test_while_it_is_pending_the_old_one_counts_and_nobody_is_told(panel: Panel) -> None:
    entry = panel.entries[8]
    made = upheld(panel, entry)
    new = revised(panel, made)
    assert (new.publication, new.revises, new.reason) == (None, made.decision, SILVER.reason)
    assert new.ranking == made.decision.ranking
    assert outcomes(panel, entry) == [("decline", "")]
    assert totals_of(panel.call).winners == 3
    assert not Entry.objects.filter(honoured(), pk=entry.pk).exists()
    assert [each.revised_at for each in appeals_of(entry)] == [None]
    assert list(upheld_waiting(panel.chair)) == [made]
    shown_to_chair = next(each for each in cases(panel.chair, GROUP, STAGE) if each.entry == entry)
    assert shown_to_chair.decision == new
    entry_of_journal = JournalEntry.objects.get(verb="decision.revised")
    assert entry_of_journal.detail == {
        "entry": entry.pk, "stage": STAGE, "appeal": made.pk, "outcome": "award",
    }  # fmt: skip


def test_a_proposal_of_the_ranking_leaves_it_alone(panel: Panel) -> None:
    revised(panel, upheld(panel, panel.entries[8]))
    proposal = propose(panel.chair, GROUP, STAGE, Plan("award", 5))
    assert proposal is not None
    assert proposal.changed == ()


def test_it_can_be_taken_back_and_the_old_one_stands(panel: Panel) -> None:
    entry = panel.entries[8]
    made = upheld(panel, entry)
    revised(panel, made)
    undecide(actor=panel.chair.user, now=REVISING, chair=panel.chair, number=entry.number, stage=STAGE)
    assert list(Decision.objects.filter(entry=entry)) == [made.decision]
    assert list(upheld_waiting(panel.chair)) == [made]


# --- the preview and the letters -------------------------------------------------------------------------


def test_the_letter_says_that_it_replaces_the_earlier_one_and_names_the_appeal(panel: Panel) -> None:
    entry = panel.entries[8]
    made = upheld(panel, entry)
    revised(panel, made)
    (draft,) = preview_of(panel.chair, GROUP, STAGE).letters
    assert draft.to == leader_of(entry)
    assert draft.subject == "New decision: Entry 8 has won Silver: Town Hackathon 2026"
    assert draft.body.startswith(
        "This letter replaces the one of 22 October 2026, and what it said no longer holds. Your appeal"
        f" {made.pk} of 1 November 2026 was upheld, so the decision was made again.\n\n"
        "Dear Leader 8,\n\nEntry 8 has won Silver of Town Hackathon 2026. Well done.\n\nThe guild\n\n"
        "Why: The film was not watched.\n\nYour scores, the mean of your judges; in brackets the median"
    )
    told(panel)
    letters = letters_to(leader_of(entry), entry)
    assert [(each.subject, each.replaced) for each in letters] == [
        (draft.subject, False),
        ("The decision on Entry 8: Town Hackathon 2026", True),
    ]


def test_after_the_days_of_appeals_no_letter_offers_one(panel: Panel) -> None:
    made = upheld(panel, panel.entries[8])
    panel.call.phases.filter(kind="appeal").update(closes_at=REVISING)
    revised(panel, made)
    (draft,) = preview_of(panel.chair, GROUP, STAGE).letters
    assert "You can appeal" not in draft.body
    panel.call.phases.filter(kind="appeal").update(closes_at=REVISING + HOUR)
    (draft,) = preview_of(panel.chair, GROUP, STAGE).letters
    assert "You can appeal until the end of 1 November 2026" in draft.body


def test_more_than_there_is_warns_and_takes_nothing_from_anybody(panel: Panel) -> None:
    before = list(standing(Decision.objects.exclude(entry=panel.entries[8])).order_by("pk").values())
    made = upheld(panel, panel.entries[8])
    revised(panel, made)
    preview = preview_of(panel.chair, GROUP, STAGE)
    assert preview.problems == ()
    assert [(each.code, each.what) for each in preview.warnings] == [
        ("prize-exceeded", "silver"),
        ("places-exceeded", "4 / 3"),
    ]
    told(panel)
    assert list(standing(Decision.objects.exclude(entry=panel.entries[8])).order_by("pk").values()) == before
    assert preview_of(panel.chair, GROUP, STAGE).warnings == ()


def test_a_prize_that_became_free_may_be_given_again(panel: Panel) -> None:
    """The gold is taken back after one appeal and given after another; nothing is exceeded."""
    winner = standing(Decision.objects.filter(prize="gold")).get().entry
    decided_anew(panel, winner, DECLINED)
    revised(panel, upheld(panel, panel.entries[8]), Choice("award", "gold", reason="It is the best."))
    preview = preview_of(panel.chair, GROUP, STAGE)
    assert (preview.problems, preview.warnings) == ((), ())


# --- from its publication on -----------------------------------------------------------------------------


def test_from_its_publication_on_it_counts_everywhere(panel: Panel) -> None:
    entry = panel.entries[8]
    made = upheld(panel, entry)
    new = revised(panel, made)
    publication = told(panel)
    assert outcomes(panel, entry) == [("award", "silver")]
    assert last_told(panel.call, [entry.pk])[entry.pk] == new
    assert totals_of(panel.call).winners == 4
    assert Entry.objects.filter(honoured(), pk=entry.pk).exists()
    page = shown(panel.call, entry)
    assert (page.outcome, page.prize and page.prize.id) == ("award", "silver")
    assert [each.revised_at for each in appeals_of(entry)] == [publication.at]
    assert list(upheld_waiting(panel.chair)) == []
    (logged,) = log_before(panel.chair)
    assert (logged.decision.outcome, logged.new_outcome, logged.new_prize, logged.new_reason) == (
        "decline", "award", "silver", SILVER.reason,
    )  # fmt: skip
    assert Decision.objects.filter(entry=entry).count() == 2
    assert Letter.objects.filter(decision__entry=entry).count() == 2
    assert publication.decisions.get() == new


def test_what_is_taken_back_is_no_longer_shown(panel: Panel) -> None:
    winner = panel.entries[0]
    assert Entry.objects.filter(honoured(), pk=winner.pk).exists()
    decided_anew(panel, winner, DECLINED)
    assert not Entry.objects.filter(honoured(), pk=winner.pk).exists()
    assert totals_of(panel.call).winners == 2


def test_a_table_of_decisions_has_what_counts_and_what_is_pending(panel: Panel) -> None:
    entry = panel.entries[8]
    revised(panel, upheld(panel, entry))
    rows = [row for row in decisions_table(panel.chair) if row[2] == entry.number]
    assert [(row[3], bool(row[8]), row[9]) for row in rows] == [
        ("decline", True, ""),
        ("award", False, "decline"),
    ]
    told(panel)
    rows = [row for row in decisions_table(panel.chair) if row[2] == entry.number]
    assert [(row[3], row[8], row[9]) for row in rows] == [
        ("award", TOLD.astimezone(UTC).isoformat(), "decline")
    ]


def test_the_new_decision_can_be_appealed_against_and_be_made_anew(panel: Panel) -> None:
    entry = panel.entries[8]
    first = decided_anew(panel, entry, Choice("reserve", reason="It comes next."))
    second = decided_anew(panel, entry)
    assert (second.revises, first.revises and first.revises.outcome) == (first, "decline")
    assert outcomes(panel, entry) == [("award", "silver")]
    assert [each.decision.outcome for each in log_before(panel.chair)] == ["decline", "reserve"]
    assert [each.replaced for each in letters_to(leader_of(entry), entry)] == [False, True, True]


def test_between_the_two_no_other_appeal_is_taken(panel: Panel) -> None:
    entry = panel.entries[8]
    upheld(panel, entry)
    assert code_of(objected, entry=entry) == "upheld-already"
    assert Appeal.objects.count() == 1


def test_an_appeal_is_against_what_counts_when_it_is_made(panel: Panel) -> None:
    new = decided_anew(panel, panel.entries[8])
    assert objected(panel.entries[8]).decision == new


def test_an_appeal_against_a_place_in_reserve(small_site: Ecosystem) -> None:
    panel = a_judged_panel()
    ranked(panel)
    decided(panel, top=3, reserve=2)
    published(panel)
    entry = Decision.objects.filter(outcome="reserve").order_by("place").first().entry  # type: ignore[union-attr]
    new = decided_anew(panel, entry)
    assert (new.revises and new.revises.outcome, outcomes(panel, entry)) == (
        "reserve",
        [("award", "silver")],
    )
    left = standing(Decision.objects.filter(outcome="reserve"))
    assert left.count() == 1


# --- certificates and trials -----------------------------------------------------------------------------


def test_a_certificate_that_says_something_else_is_revoked_and_issued_again(panel: Panel) -> None:
    entry = panel.entries[8]
    issue_certificates(actor=panel.chair.user, now=APPEALING, call=panel.call)
    old = Certificate.objects.get(member__entry=entry)
    others = list(Certificate.objects.exclude(pk=old.pk).order_by("pk").values())
    revised(panel, upheld(panel, entry))
    warned = preview_of(panel.chair, GROUP, STAGE).warnings[-1]
    assert (warned.code, warned.what) == ("certificate-replaced", f"Leader 8, {old.code}")
    told(panel)
    old.refresh_from_db()
    assert (old.revoked_at, old.revoked_because, old.body["outcome"]) == (TOLD, "decision-revised", "decline")
    new = Certificate.objects.get(member__entry=entry, revoked_at__isnull=True)
    assert (new.body["outcome"], new.body["prize"]["en"], new.issued_at) == ("award", "Silver", TOLD)
    assert new.code != old.code
    assert list(Certificate.objects.exclude(member__entry=entry).order_by("pk").values()) == others
    assert list(my_certificates(leader_of(entry))) == [new]
    assert issue_certificates(actor=panel.chair.user, now=TOLD, call=panel.call) == 0


def test_one_that_says_the_same_stays_and_one_that_a_chair_revoked_is_not_issued_again(panel: Panel) -> None:
    entry, other = panel.entries[8], panel.entries[7]
    issue_certificates(actor=panel.chair.user, now=APPEALING, call=panel.call)
    held = Certificate.objects.get(member__entry=other)
    revoke_certificate(
        actor=panel.chair.user, now=APPEALING, certificate=Certificate.objects.get(member__entry=entry),
        because="The name was not theirs.",
    )  # fmt: skip
    revised(panel, upheld(panel, entry))
    revised(panel, upheld(panel, other), DECLINED)
    told(panel)
    held.refresh_from_db()
    assert held.revoked_at is None
    assert Certificate.objects.filter(member__entry__in=[entry, other]).count() == 2


def test_before_certificates_are_issued_none_is(panel: Panel) -> None:
    decided_anew(panel, panel.entries[8])
    assert Certificate.objects.count() == 0
    issue_certificates(actor=panel.chair.user, now=TOLD, call=panel.call)
    body = Certificate.objects.get(member__entry=panel.entries[8]).body
    assert (body["outcome"], body["prize"]["en"]) == ("award", "Silver")


def test_an_entry_whose_trials_run_keeps_its_place_until_they_are_stopped(panel: Panel) -> None:
    winner = panel.entries[0]
    trial = Trial.objects.create(
        entry=winner, host_name="Town Hall", site="Park", starts_on=date(2026, 12, 1), planned_users=10,
        measure="Waiting", unit="minutes",
    )  # fmt: skip
    revised(panel, upheld(panel, winner), DECLINED)
    assert [each.code for each in preview_of(panel.chair, GROUP, STAGE).problems] == ["trials-run"]
    assert code_of(told, panel=panel) == "problems"
    Trial.objects.filter(pk=trial.pk).update(state=Trial.State.STOPPED)
    told(panel)
    assert outcomes(panel, winner) == [("decline", "")]


def test_whoever_has_left_the_team_gets_no_letter(panel: Panel) -> None:
    entry = panel.entries[8]
    made = upheld(panel, entry)
    Member.objects.filter(entry=entry).update(user=None)
    revised(panel, made)
    preview = preview_of(panel.chair, GROUP, STAGE)
    assert (preview.letters, [each.name for each in preview.unnamed]) == ((), ["Leader 8"])
