"""Each invariant holds of a sound call, and is the one that is named when its records are broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from superconnector.apps.calls.actions.deciding import Choice
from superconnector.apps.calls.actions.running import move_phase
from superconnector.apps.calls.invariants import INVARIANTS, broken
from superconnector.apps.calls.models import (
    Appeal,
    Assignment,
    Ballot,
    Certificate,
    Comparison,
    Conflict,
    Decision,
    Entry,
    Invitation,
    Letter,
    Member,
    Nomination,
    Phase,
    Prototype,
    RankingRun,
    Reading,
    Slate,
    Submission,
    Trial,
    TrialFeedback,
    TrialPayment,
    TrialReuse,
)
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.base.files.keeping import path_of
from tests.apps.calls.chair.appealed import answered, revised, told
from tests.apps.calls.desk.panel import ROUND, Panel, somebody
from tests.apps.calls.invariants.sound import a_sound_call
from tests.apps.calls.making import ENTRY_OPEN, JUDGING_OPEN, a_call, a_member, an_entry

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def panel(tmp_path: Path, settings: object) -> Panel:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    return a_sound_call(tmp_path)


def conflict(panel: Panel, **fields: object) -> Conflict:
    """Between the first judge and the first entry."""
    return Conflict.objects.create(
        official=panel.judges[0], entry=panel.entries[0], kind="declared", key="x", source="x",
        found_at=JUDGING_OPEN, **fields,
    )  # fmt: skip


def no_receipt(panel: Panel) -> None:
    an_entry_of(panel, state=Entry.State.SUBMITTED, submitted_at=ENTRY_OPEN)


def an_entry_of(panel: Panel, **fields: object) -> Entry:
    entry = an_entry(panel.call)
    Entry.objects.filter(pk=entry.pk).update(**fields)
    return entry


def another_call_decides(panel: Panel) -> None:
    other = an_entry(a_call("other", actor=panel.call.opened_by))
    Entry.objects.filter(pk=other.pk).update(state="withdrawn")
    publication = panel.call.publications.get()
    Decision.objects.create(
        entry=other, stage="decision", outcome="decline", reason="x", made_at=ENTRY_OPEN,
        made_by=panel.chair.user, publication=publication,
    )  # fmt: skip


def a_late_invitation(panel: Panel) -> None:
    entry, leader = panel.entries[0], Member.objects.get(entry=panel.entries[0]).user
    Invitation.objects.create(
        entry=entry, secret="0" * 64, role="member", made_at=ENTRY_OPEN, made_by=leader,
        ends_at=ENTRY_OPEN + HOUR, used_at=ENTRY_OPEN + HOUR, used_by=leader,
    )  # fmt: skip


def a_small_team(panel: Panel) -> None:
    row = Submission.objects.order_by("pk").first()
    entry = row.entry
    body = row.body.replace('"group":"open"', '"group":"youth"')
    Submission.objects.filter(pk=row.pk).update(body=body, digest=digest(body))
    assert entry.group == "open"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def a_child(panel: Panel) -> None:
    row = Submission.objects.order_by("pk").first()
    body = row.body.replace('"minor":false', '"consent":"needed","minor":true')
    Submission.objects.filter(pk=row.pk).update(body=body, digest=digest(body))


def a_consent_of_nobody(panel: Panel) -> None:
    a_member(
        panel.entries[0], None, minor=True, consent=Member.Consent.GIVEN, guardian="Pa", consent_at=ENTRY_OPEN
    )


def own_team(panel: Panel) -> None:
    a_member(panel.entries[0], panel.judges[0].user)


def a_slate(panel: Panel) -> None:
    Slate.objects.create(
        stage=ROUND, judge=panel.judges[0], order=[["nobody"]], final=True, saved_at=JUDGING_OPEN
    )


def a_comparison(panel: Panel) -> None:
    young = an_entry_of(panel, group="youth", state="withdrawn", track="")
    Comparison.objects.create(
        stage=ROUND, judge=panel.judges[0], better=panel.entries[0], worse=young, made_at=JUDGING_OPEN
    )


def accepted(panel: Panel, **fields: object) -> Nomination:
    """By the first judge, it says; the journal knows nothing of it."""
    return Nomination.objects.create(
        call=panel.call, email="nora@x.example", language="en", made_at=ENTRY_OPEN, made_by=panel.chair.user,
        ended_at=JUDGING_OPEN, official=panel.judges[0], **fields,
    )  # fmt: skip


def another_reader(panel: Panel) -> None:
    made = accepted(panel)
    record(
        actor=journal_name(panel.judges[0].user), verb="nomination.accepted", subject=f"call:{panel.call.pk}",
        now=JUDGING_OPEN, detail={"nomination": made.pk},
    )  # fmt: skip
    reader = somebody("Nora", date_joined=ENTRY_OPEN)
    EmailAddress.objects.create(user=reader, email=made.email, verified=True, primary=True)


def an_office_of_nobody(panel: Panel) -> None:
    nobody = {"name": "", "is_active": False, "email": "removed-1@removed.invalid"}
    User.objects.filter(pk=panel.judges[0].user_id).update(removed_at=JUDGING_OPEN, **nobody)


def feedback(panel: Panel) -> None:
    TrialFeedback.objects.create(trial=Trial.objects.get(), given_at=JUDGING_OPEN, consent=True, rating=5)


def two_currencies(panel: Panel) -> None:
    first = TrialPayment.objects.get()
    TrialPayment.objects.create(
        trial=first.trial, milestone="End", amount=1, currency="USD", due_on=first.due_on
    )


def reused_by_the_host(panel: Panel) -> None:
    trial = Trial.objects.get()
    Trial.objects.update(state=Trial.State.STOPPED)
    TrialReuse.objects.create(
        trial=trial, host_name="TOWN hall", on=trial.starts_on, purpose="x", recorded_at=ENTRY_OPEN
    )


def a_prototype_of_tomorrow(panel: Panel) -> None:
    Prototype.objects.create(
        entry=panel.entries[0], version="1", made_on=(ENTRY_OPEN + 24 * HOUR).date(), changed="x",
        recorded_at=ENTRY_OPEN, recorded_by=panel.chair.user,
    )  # fmt: skip


def own_vote(panel: Panel) -> None:
    ballot = Ballot.objects.get()
    Ballot.objects.update(user=Member.objects.get(entry=ballot.choice, leads=True).user)


def a_changed_file(panel: Panel) -> None:
    path = path_of(panel.entries[0].files.get().stored)
    path.chmod(0o600)
    path.write_bytes(b"other")


def a_lost_row(panel: Panel) -> None:
    row = Submission.objects.order_by("pk").first()
    body = row.body.replace(row.entry.files.get().stored_id, "f" * 64)
    Submission.objects.filter(pk=row.pk).update(body=body, digest=digest(body))


def read_in_a_later_round(panel: Panel) -> None:
    Phase.objects.create(call=panel.call, name="pitch", kind=Phase.Kind.PITCH)
    Assignment.objects.update(stage="pitch")


def unpublished_letter(panel: Panel) -> None:
    Decision.objects.filter(entry=panel.entries[3]).update(publication=None, ranking=None)
    Appeal.objects.all().delete()
    Certificate.objects.filter(member__entry=panel.entries[3]).delete()


def revised_without_an_appeal(panel: Panel) -> None:
    old = Decision.objects.get(entry=panel.entries[3])
    Decision.objects.create(
        entry=old.entry, stage=old.stage, outcome="reserve", reason="By favour.", revises=old,
        made_at=old.publication.at + HOUR, made_by=panel.chair.user,
    )  # fmt: skip


def too_many_prizes(panel: Panel) -> None:
    Decision.objects.filter(outcome="award").update(prize="gold")


BREAKS: dict[str, Callable[[Panel], object]] = {
    "accepted-nominations-made-judges": accepted,
    "nominations-answered-by-their-readers": another_reader,
    "removed-accounts-hold-nothing": an_office_of_nobody,
    "submitted-has-receipt": no_receipt,
    "receipt-is-its-content": lambda panel: Submission.objects.update(digest="0" * 64),
    "receipts-are-in-order": lambda panel: Submission.objects.update(number=2),
    "receipt-in-time": lambda panel: Submission.objects.update(received_at=ENTRY_OPEN + timedelta(days=60)),
    "receipt-names-kept-files": a_lost_row,
    "files-are-whole": a_changed_file,
    "entry-has-a-leader": lambda panel: an_entry_of(panel).members.update(leads=False),
    "entry-is-of-the-file": lambda panel: an_entry_of(panel, group="nobody"),
    "submitted-team-fits": a_small_team,
    "submitted-minors-have-consent": a_child,
    "consent-is-a-guardians": a_consent_of_nobody,
    "invitations-used-in-time": a_late_invitation,
    "no-judge-has-a-walled-entry": lambda panel: conflict(panel, state="suspected"),
    "no-judge-reads-the-own-team": own_team,
    "assignment-within-the-call": lambda panel: (
        type(panel.judges[0]).objects.filter(pk=panel.judges[0].pk).update(role="chair")
    ),
    "dismissed-conflict-says-by-whom": lambda panel: conflict(panel, state="dismissed"),
    "nobody-dismisses-the-own-conflict": lambda panel: conflict(
        panel, state="dismissed", decided_by=panel.judges[0].user, decided_at=JUDGING_OPEN
    ),
    "scores-on-the-scale": lambda panel: Reading.objects.update(scores={"use": 6, "novelty": 1, "craft": 1}),
    "final-readings-complete": lambda panel: Reading.objects.update(scores={"use": 5}),
    "final-readings-unchanged": lambda panel: Reading.objects.update(saved_at=F("final_at") + HOUR),
    "slates-hold-what-was-given": a_slate,
    "comparisons-within-the-call": a_comparison,
    "judged-in-a-round": lambda panel: Assignment.objects.update(stage="finale"),
    "later-rounds-read-who-went-on": read_in_a_later_round,
    "rankings-of-their-round": lambda panel: RankingRun.objects.update(stage="finale"),
    "decisions-of-their-round": lambda panel: RankingRun.objects.update(stage="finale"),
    "ranking-is-its-content": lambda panel: RankingRun.objects.update(digest="0" * 64),
    "published-decision-has-grounds": lambda panel: RankingRun.objects.update(partial=True),
    "published-decision-has-scores": lambda panel: RankingRun.objects.update(readings=[]),
    "prizes-within-their-places": too_many_prizes,
    "honoured-entries-were-handed-in": lambda panel: Submission.objects.all().delete(),
    "everybody-has-a-letter": lambda panel: Letter.objects.all().delete(),
    "letters-of-published-decisions": unpublished_letter,
    "appeals-follow-a-publication": lambda panel: Appeal.objects.update(made_at=LONG_AGO),
    "revisions-follow-an-upheld-appeal": revised_without_an_appeal,
    "decisions-within-the-call": another_call_decides,
    "decided-entries-are-no-drafts": lambda panel: Entry.objects.update(state="draft"),
    "votes-for-what-was-offered": lambda panel: Ballot.objects.update(offered=[]),
    "no-vote-for-the-own-entry": own_vote,
    "votes-after-their-ballot": lambda panel: Ballot.objects.update(cast_at=LONG_AGO),
    "certificates-of-published-decisions": lambda panel: Certificate.objects.update(body={}),
    "trials-of-honoured-entries": lambda panel: Trial.objects.update(entry=panel.entries[3]),
    "feedback-after-the-start": feedback,
    "payments-in-one-currency": two_currencies,
    "results-reused-by-others": reused_by_the_host,
    "prototypes-whole": a_prototype_of_tomorrow,
}


def test_every_invariant_is_tried() -> None:
    assert BREAKS.keys() == INVARIANTS.keys()


def test_a_call_that_was_played_is_sound(panel: Panel) -> None:
    assert list(broken(panel.call)) == []


def test_a_broken_record_is_named(panel: Panel) -> None:
    """One call is built for all of them; each break is rolled back (the file on the disk is the last)."""
    unnamed = []
    for name in sorted(BREAKS, key="files-are-whole".__eq__):
        with transaction.atomic():
            BREAKS[name](panel)
            if name not in {each for each, _row in broken(panel.call)}:
                unnamed.append(name)
            transaction.set_rollback(True)
    assert unnamed == []


def test_a_receipt_stays_in_time_when_the_deadline_is_shortened_later(panel: Panel) -> None:
    phase = panel.call.phases.get(name="entry")
    move_phase(
        actor=panel.chair.user,
        now=ENTRY_OPEN + HOUR,
        call_id=panel.call.pk,
        name="entry",
        opens_at=phase.opens_at,
        closes_at=ENTRY_OPEN - HOUR,
        grace_seconds=0,
    )
    assert list(broken(panel.call)) == []


def test_a_receipt_within_the_grace_says_so(panel: Panel) -> None:
    late = panel.call.phases.get(name="entry").closes_at + timedelta(minutes=5)
    Submission.objects.update(received_at=late)
    assert {name for name, _row in broken(panel.call)} == {"receipt-in-time"}
    Submission.objects.update(in_grace=True)
    assert list(broken(panel.call)) == []


def test_the_command_says_that_all_holds(panel: Panel) -> None:
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == f"1 calls, {len(INVARIANTS)} invariants: all hold.\n"


def test_the_command_names_the_row_and_fails(panel: Panel) -> None:
    Letter.objects.filter(to=Member.objects.get(entry=panel.entries[0]).user).delete()
    out = StringIO()
    with pytest.raises(CommandError, match="1 rows break"):
        call_command("check_invariants", "--call", panel.call.pk, stdout=out)
    number = panel.entries[0].number
    assert out.getvalue().startswith(f"town-hack: everybody-has-a-letter: entry {number}: account ")


def test_a_call_that_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="There is no call nothing"):
        call_command("check_invariants", "--call", "nothing")


def test_a_decision_made_anew_keeps_the_record_sound(panel: Panel) -> None:
    """The loser's appeal is upheld: a prize too many, another letter, another certificate."""
    revised(panel, answered(panel, Appeal.objects.get()), Choice("award", "gold", reason="It was the best."))
    assert list(broken(panel.call)) == []
    told(panel)
    assert list(broken(panel.call)) == []
    assert Certificate.objects.filter(member__entry=panel.entries[3]).count() == 2


def test_a_certificate_in_force_says_what_counts(panel: Panel) -> None:
    revised(panel, answered(panel, Appeal.objects.get()), Choice("award", "gold", reason="It was the best."))
    told(panel)
    Certificate.objects.filter(member__entry=panel.entries[3], revoked_at__isnull=True).delete()
    Certificate.objects.filter(member__entry=panel.entries[3]).update(revoked_at=None)
    assert {name for name, _row in broken(panel.call)} == {"certificates-of-published-decisions"}
