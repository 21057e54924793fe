"""Somebody deletes the account in the middle of calls: what goes, what stays nameless, what refuses."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from superconnector.apps.calls.actions import nominating, teams
from superconnector.apps.calls.actions.certificates import issue_certificates
from superconnector.apps.calls.actions.conflicts import find_conflicts
from superconnector.apps.calls.actions.letters import send
from superconnector.apps.calls.actions.nominating import Taken
from superconnector.apps.calls.actions.receipts import mail_receipt
from superconnector.apps.calls.actions.running import Desk
from superconnector.apps.calls.invariants import broken
from superconnector.apps.calls.models import (
    Assignment,
    Ballot,
    Call,
    Certificate,
    Conflict,
    Entry,
    EntryFile,
    Letter,
    Member,
    Nomination,
    Official,
    Reading,
    Submission,
)
from superconnector.apps.calls.queries.leaving import told
from superconnector.apps.calls.queries.letters import unsent
from superconnector.apps.calls.queries.personal import calls_of
from superconnector.base.accounts import leaving
from superconnector.base.accounts.actions import delete_account
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import by_email, journal_name
from superconnector.base.models import JournalEntry
from tests.apps.calls.desk.panel import Panel, a_panel, somebody
from tests.apps.calls.invariants.sound import a_sound_call
from tests.apps.calls.making import (
    ENTRY_OPEN,
    JUDGING_OPEN,
    a_call,
    a_chair,
    a_full_entry,
    a_judge,
    a_member,
    a_submitted_entry,
    an_entry,
)
from tests.base.accounts.people import person

pytestmark = pytest.mark.django_db
IVY = "ivy@example.org"
PAGE = "https://site.example/"


def gone(user: User, now: object = ENTRY_OPEN) -> User:
    assert delete_account(user=user, actor=journal_name(user), now=now)  # type: ignore[arg-type]
    return user


def counts(user: User) -> dict[str, int]:
    return {each.code: each.count for each in told(user) if each.count}


def traces(user_name: str, address: str) -> list[str]:
    """Tables of calls and accounts in which the name or the address still stands, in any column."""
    found = []
    for model in (
        Call,
        Entry,
        Member,
        Nomination,
        Official,
        Conflict,
        Reading,
        User,
        EmailAddress,
        JournalEntry,
    ):
        for row in model.objects.order_by("pk").values():
            text = json.dumps(row, default=str).lower()
            if user_name.lower() in text or address in text:
                found.append(model.__name__)
    return sorted(set(found))


def unsound(call: Call) -> list[tuple[str, str]]:
    """Invariants that do not hold, but for the bytes of files, which these entries have none of."""
    return [each for each in broken(call) if each[0] != "files-are-whole"]


# --- teams -----------------------------------------------------------------------------------------------


def test_a_draft_of_somebody_alone_goes_with_all_that_it_holds() -> None:
    ivy, call = person(IVY, name="Ivy Entrant"), a_call()
    a_full_entry(call, ivy)
    other = a_full_entry(call)
    assert counts(ivy) == {"entries-alone": 1}
    gone(ivy)
    assert list(Entry.objects.values_list("pk", flat=True)) == [other.pk]
    assert set(EntryFile.objects.values_list("entry", flat=True)) == {other.pk}
    assert not User.objects.filter(pk=ivy.pk).exists()  # nobody needs the row
    assert traces("Ivy Entrant", IVY) == []


def test_the_others_go_on_with_a_shared_draft() -> None:
    ivy, tom, una = person(IVY, name="Ivy Entrant"), somebody("Tom"), somebody("Una")
    entry = an_entry(a_call(), ivy, members=[tom, una])
    a_member(entry, None)
    assert counts(ivy) == {"places-shared": 1, "leads": 1}
    gone(ivy)
    rows = entry.members.order_by("pk").values_list("user", "leads", "role")
    assert list(rows) == [(tom.pk, True, "leader"), (una.pk, False, "member"), (None, False, "member")]
    entry.refresh_from_db()
    assert (entry.version, entry.state) == (2, "draft")
    verbs = JournalEntry.objects.filter(subject__startswith="entry:").order_by("pk")
    assert list(verbs.values_list("verb", flat=True))[-2:] == ["entry.handed-over", "entry.person-removed"]


def test_a_team_mate_without_an_account_or_whose_account_is_gone_does_not_inherit() -> None:
    ivy, tom, call = person(IVY), somebody("Tom"), a_call()
    entry = a_submitted_entry(call, ivy, members=[tom])
    gone(tom)
    assert counts(ivy) == {"places-handed-in": 1}
    gone(ivy)
    assert entry.members.get(leads=True).user_id == ivy.pk
    assert unsound(call) == []


def test_what_was_handed_in_stays_and_the_role_stands_for_the_person() -> None:
    ivy, tom, call = person(IVY, name="Ivy Entrant"), somebody("Tom"), a_call()
    entry = a_submitted_entry(call, ivy, members=[tom])
    receipt = Submission.objects.get(entry=entry)
    assert counts(ivy) == {"places-handed-in": 1, "leads": 1}
    gone(ivy)
    mine = entry.members.get(user=ivy)
    assert (mine.name, mine.email, mine.role, mine.leads) == ("Member", "", "member", False)
    assert entry.members.get(user=tom).leads
    receipt.refresh_from_db()
    assert "Ivy Entrant" in receipt.body  # pinned by its digest, as the page said
    assert traces("Ivy Entrant", IVY) == []
    assert unsound(call) == []


def test_a_guardian_who_consented_is_named_no_more() -> None:
    ivy = person(IVY)
    entry = a_submitted_entry(a_call(), ivy)
    entry.members.update(
        minor=True, consent="given", consent_at=ENTRY_OPEN, guardian="Pa", guardian_email="pa@x.example",
        consent_secret="f" * 64,
    )  # fmt: skip
    gone(ivy)
    row = entry.members.get()
    assert (row.guardian, row.guardian_email, row.consent_secret) == ("Guardian", "", None)
    assert (row.consent, row.consent_at) == ("given", ENTRY_OPEN)


def test_the_role_is_named_in_the_language_of_the_entry() -> None:
    ivy = person(IVY)
    entry = a_submitted_entry(a_call(), ivy)
    Entry.objects.filter(pk=entry.pk).update(language="zh-hant")
    gone(ivy)
    assert entry.members.get().name == "隊長"


def test_nobody_writes_to_or_hands_over_to_somebody_who_is_gone() -> None:
    ivy, tom, call = person(IVY), somebody("Tom"), a_call()
    entry = a_submitted_entry(call, tom, members=[ivy])
    gone(ivy)
    mail_receipt(submission=entry.submissions.get(), address=PAGE, now=ENTRY_OPEN)
    assert [each.to for each in mail.outbox] == [[tom.email]]
    leader, left = entry.members.get(user=tom), entry.members.get(user=ivy)
    with pytest.raises(teams.TeamError) as caught:
        teams.hand_over(actor=leader, now=ENTRY_OPEN, entry=entry, member_id=left.pk)
    assert caught.value.code == "no-account"


def test_a_conflict_through_somebody_who_is_gone_is_still_found() -> None:
    """A judge was in another team together with the person: the entry must not come to that judge's desk."""
    ivy, jo, call = person(IVY), somebody("Jo"), a_call()
    entry = a_submitted_entry(call, ivy)
    an_other = a_submitted_entry(a_call("other-hack"), jo, members=[ivy])
    gone(ivy)
    judge = a_judge(call, jo)
    find_conflicts(actor=jo, now=JUDGING_OPEN, call=call)
    assert list(Conflict.objects.filter(official=judge).values_list("entry", "kind")) == [
        (entry.pk, "comembership")
    ]
    assert an_other.members.count() == 2


# --- offices ---------------------------------------------------------------------------------------------


def test_a_judge_leaves_handed_in_readings_and_nothing_else() -> None:
    panel = a_panel(entries=3)
    jo = person("jo@gmail.com", name="Jo Judge")
    judge = panel.judge(jo, ties=["guild"])
    done, begun, _untouched = panel.assign(judge, *panel.entries)
    panel.hand_in(judge, done.entry)
    Reading.objects.create(assignment=begun, saved_at=JUDGING_OPEN, note="A draft of mine.")
    assert counts(jo) == {"offices": 1, "assignments": 2, "readings": 1}
    gone(jo, JUDGING_OPEN)
    judge.refresh_from_db()
    assert (judge.left_at, judge.ties, str(judge.user)) == (JUDGING_OPEN, [], "Deleted account")
    assert list(Assignment.objects.filter(removed_at=None).values_list("pk", flat=True)) == [done.pk]
    assert list(Reading.objects.values_list("assignment", "final")) == [(done.pk, True)]
    assert traces("Jo Judge", "jo@gmail.com") == []
    assert unsound(panel.call) == []


def test_the_last_chair_of_a_running_call_appoints_another_first() -> None:
    cai, call = person("cai@gmail.com"), a_call()
    Official.objects.filter(call=call).delete()
    a_chair(call, cai)
    obstacle = leaving.Obstacle("last-chair", {"call": "town-hack", "name": "Town Hackathon 2026"})
    assert leaving.obstacles_of(cai, ENTRY_OPEN) == [obstacle]
    with pytest.raises(leaving.LeavingError) as caught:
        delete_account(user=cai, actor="x", now=ENTRY_OPEN)
    assert caught.value.obstacles == (obstacle,)
    assert by_email("cai@gmail.com") == cai
    second = a_chair(call)
    assert leaving.obstacles_of(cai, ENTRY_OPEN) == []
    gone(cai)
    assert [each.code for each in leaving.obstacles_of(second.user, ENTRY_OPEN)] == ["last-chair"]


def test_a_call_that_is_over_and_a_rehearsal_keep_nobody() -> None:
    cai = person("cai@gmail.com")
    over, practice = a_call(), a_call("practice", rehearsal=True)
    Official.objects.all().delete()
    a_chair(over, cai), a_chair(practice, cai)
    later = ENTRY_OPEN + timedelta(days=400)
    assert [each.values["call"] for each in leaving.obstacles_of(cai, ENTRY_OPEN)] == ["town-hack"]
    assert leaving.obstacles_of(cai, later) == []
    over.phases.filter(kind="trial").update(closes_at=None)
    assert [each.values["call"] for each in leaving.obstacles_of(cai, later)] == ["town-hack"]


def test_what_was_asked_at_the_address_ends_and_a_new_account_is_asked_nothing() -> None:
    panel, nora = a_panel(), person("nora@gmail.com")
    how = {
        "now": ENTRY_OPEN,
        "language": "en",
        "desk": Desk(at_most=3, ties=["x@y.example"]),
        "address": PAGE,
    }
    chair, other = panel.chair.user, a_call("other-hack")
    for call in (panel.call, other):
        nominating.nominate(actor=chair, call=call, email=nora.email, **how)
    nominating.accept(actor=nora, now=ENTRY_OPEN, call=other, taken=Taken(3))
    assert counts(nora) == {"offices": 1, "nominations": 1}
    gone(nora, JUDGING_OPEN)
    rows = Nomination.objects.order_by("pk").values_list("ended_at", "official__user")
    assert list(rows) == [(JUDGING_OPEN, None), (ENTRY_OPEN, nora.pk)]
    assert traces("nora@gmail.com", "nora@gmail.com") == []
    again = person("nora@gmail.com")
    data = calls_of(again)
    assert {name: each for name, each in data.items() if each} == {}
    with pytest.raises(nominating.NominatingError):
        nominating.accept(actor=again, now=JUDGING_OPEN, call=panel.call, taken=Taken(3))
    assert nominating.nominate(actor=chair, call=panel.call, email=nora.email, **how).ended_at is None


def test_why_two_were_kept_apart_stays_without_the_address() -> None:
    panel, ivy = a_panel(), person("ivy@gmail.com")
    entry = panel.entry(ivy)
    judge = panel.judge(ties=["Ivy@gmail.com"])
    find_conflicts(actor=panel.chair.user, now=JUDGING_OPEN, call=panel.call)
    before = Conflict.objects.get(official=judge)
    assert (before.entry, before.key) == (entry, "mail:ivy@gmail.com")
    gone(ivy, JUDGING_OPEN)
    before.refresh_from_db()
    assert before.key.startswith("removed:")
    assert before.state == "suspected"
    assert judge.ties == ["Ivy@gmail.com"]  # what another declared is that person's


# --- a whole call ----------------------------------------------------------------------------------------


@pytest.fixture
def panel(tmp_path: Path, settings: object) -> Panel:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    return a_sound_call(tmp_path)


def test_a_call_stays_sound_when_everybody_but_a_chair_goes(panel: Panel) -> None:
    votes = Ballot.objects.get(choice__isnull=False).choice_id
    ranked = list(Submission.objects.order_by("pk").values_list("digest", flat=True))
    people = User.objects.exclude(pk=panel.chair.user_id).order_by("pk")
    for each in people:
        gone(each, JUDGING_OPEN + timedelta(days=60))
    assert list(broken(panel.call)) == []
    assert Ballot.objects.get(choice__isnull=False).choice_id == votes
    assert list(Submission.objects.order_by("pk").values_list("digest", flat=True)) == ranked
    assert Certificate.objects.order_by("pk").first().body["name"] == "Leader 0"
    assert set(Member.objects.values_list("name", "email")) == {("Team leader", "")}
    assert User.objects.filter(removed_at__isnull=True).count() == 1
    assert not any(name in row for row in map(str, User.objects.all()) for name in ("Leader", "Judge", "@"))


def test_letters_and_certificates_are_for_people_who_are_there(panel: Panel) -> None:
    member = Member.objects.filter(entry=panel.entries[0]).get()
    letter = Letter.objects.get(to=member.user)
    Letter.objects.update(sent_at=None)
    Certificate.objects.filter(member=member).delete()
    assert letter in unsent()
    gone(member.user, JUDGING_OPEN + timedelta(days=60))
    assert letter not in unsent()
    assert len(unsent()) == 3
    send(letters=unsent(), address=lambda letter: PAGE, now=JUDGING_OPEN)
    assert ["removed" in each.to[0] for each in mail.outbox] == [False] * 3
    assert issue_certificates(actor=panel.chair.user, now=JUDGING_OPEN, call=panel.call) == 0


def test_somebody_who_is_gone_is_not_appointed(panel: Panel) -> None:
    member = Member.objects.filter(entry=panel.entries[0]).get()
    row = gone(member.user, JUDGING_OPEN)
    row.refresh_from_db()
    with pytest.raises(nominating.NominatingError):
        nominating.accept(actor=row, now=JUDGING_OPEN, call=panel.call, taken=Taken(1))
