"""The team: links that work once, room, consent, leaving, handing over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings

from superconnector.apps.calls.actions import teams
from superconnector.apps.calls.actions.entering import EnteringError, withdraw
from superconnector.apps.calls.actions.teams import LASTS, Person, TeamError, digest_of
from superconnector.apps.calls.facts.team import problems
from superconnector.apps.calls.models import Call, Entry, Invitation, Member
from superconnector.base.models import JournalEntry
from superconnector.base.pace import TooOftenError
from tests.apps.calls.making import ENTRY_OPEN, a_member, a_person, an_entry

GROWN = Person(name="Tom", role="leader", minor=False)
"""A role in a form of joining says nothing: that of the invitation counts."""


def refused(verb: object, **arguments: object) -> str:
    with pytest.raises(TeamError) as error:
        verb(**arguments)  # type: ignore[operator]
    return error.value.code


@pytest.fixture
def invited(entry: Entry, leader: Member) -> tuple[Invitation, str]:
    return teams.invite(actor=leader, now=ENTRY_OPEN, entry=entry, role="teacher")


def test_a_link_is_kept_as_its_fingerprint_and_is_not_in_the_journal(invited: tuple[Invitation, str]) -> None:
    invitation, secret = invited
    assert (invitation.secret, len(secret)) == (digest_of(secret), 43)
    journal = [f"{row.verb} {row.subject} {row.detail}" for row in JournalEntry.objects.all()]
    assert any(each.startswith("entry.invited ") for each in journal)
    assert [each for each in journal if secret in each] == []


def test_joining_uses_the_link_up(entry: Entry, invited: tuple[Invitation, str]) -> None:
    tom, eve = a_person("Tom"), a_person("Eve")
    member = teams.join(actor=tom, now=ENTRY_OPEN, invitation=invited[0], person=GROWN)
    assert (member.user, member.role, member.leads, member.email) == (tom, "teacher", False, tom.email)
    again = {"now": ENTRY_OPEN, "invitation": invited[0], "person": GROWN}
    assert refused(teams.join, actor=eve, **again) == "invitation-used"
    entry.refresh_from_db()
    assert (entry.members.count(), entry.version) == (2, 2)


@pytest.mark.parametrize(
    ("later", "code"),
    [(timedelta(0), None), (LASTS - timedelta(seconds=1), None), (LASTS, "invitation-ended")],
)
def test_a_link_ends(invited: tuple[Invitation, str], later: timedelta, code: str | None) -> None:
    if code is None:
        assert teams.check_invitation(invited[0], ENTRY_OPEN + later) == invited[0]
    else:
        assert refused(teams.check_invitation, invitation=invited[0], now=ENTRY_OPEN + later) == code


def test_a_link_taken_back_works_no_more(
    entry: Entry, leader: Member, invited: tuple[Invitation, str]
) -> None:
    teams.revoke(actor=leader, now=ENTRY_OPEN, entry=entry, invitation_id=invited[0].pk)
    arguments = {"actor": a_person(), "now": ENTRY_OPEN, "invitation": invited[0], "person": GROWN}
    assert refused(teams.join, **arguments) == "invitation-revoked"


def test_links_of_others_cannot_be_taken_back(
    call: Call, leader: Member, invited: tuple[Invitation, str]
) -> None:
    other = an_entry(call)
    other_leader = other.members.get()
    arguments = {"now": ENTRY_OPEN, "invitation_id": invited[0].pk}
    assert refused(teams.revoke, actor=other_leader, entry=other, **arguments) == "no-invitation"
    assert refused(teams.revoke, actor=other_leader, entry=leader.entry, **arguments) == "leader-only"


def test_one_person_is_once_in_a_team(entry: Entry, leader: Member, invited: tuple[Invitation, str]) -> None:
    arguments = {"actor": leader.user, "now": ENTRY_OPEN, "invitation": invited[0], "person": GROWN}
    assert refused(teams.join, **arguments) == "in-team"
    assert Invitation.objects.get().used_at is None


def test_open_links_take_room_and_ended_ones_give_it_back(entry: Entry, leader: Member) -> None:
    invite = {"actor": leader, "entry": entry, "role": "member"}
    for _ in range(4):
        teams.invite(now=ENTRY_OPEN, **invite)
    assert refused(teams.invite, now=ENTRY_OPEN, **invite) == "team-full"
    teams.invite(now=ENTRY_OPEN + LASTS, **invite)


def test_a_full_team_stays_full_with_links_in_hand(entry: Entry, invited: tuple[Invitation, str]) -> None:
    for _ in range(4):
        a_member(entry, a_person())
    arguments = {"actor": a_person(), "now": ENTRY_OPEN, "invitation": invited[0], "person": GROWN}
    assert refused(teams.join, **arguments) == "team-full"


def test_only_the_leader_invites_and_only_to_a_role_of_the_call(entry: Entry, leader: Member) -> None:
    mate = a_member(entry, a_person())
    assert refused(teams.invite, actor=mate, now=ENTRY_OPEN, entry=entry, role="member") == "leader-only"
    assert refused(teams.invite, actor=leader, now=ENTRY_OPEN, entry=entry, role="king") == "no-role"


def test_somebody_without_an_account(entry: Entry, leader: Member) -> None:
    pat = Person(
        "Pat", "member", "pat@example.org", minor=True, guardian="Pa", guardian_email="PA@pa.example "
    )
    member = teams.add_person(actor=leader, now=ENTRY_OPEN, entry=entry, person=pat)
    assert (member.user, member.consent, member.guardian, member.guardian_email, member.consent_at) == (
        None,
        "needed",
        "Pa",
        "pa@pa.example",
        None,
    )
    nameless = Person("", "member")
    assert refused(teams.add_person, actor=leader, now=ENTRY_OPEN, entry=entry, person=nameless) == "no-name"


def test_what_is_wrong_with_a_team(call: Call, entry: Entry, leader: Member) -> None:
    from superconnector.apps.calls.definitions import definition_of  # noqa: PLC0415

    youth = definition_of(call).group("youth")
    assert [each.code for each in problems(youth, [leader])] == ["team-too-small"]
    pat, tom = (
        a_member(entry, a_person(), minor=True, consent="needed"),
        a_member(entry, a_person(), minor=None),
    )
    found = [(each.code, each.values.get("name")) for each in problems(youth, [leader, pat, tom])]
    assert found == [("consent-needed", pat.name), ("age-not-said", tom.name)]
    crowd = [leader, *(a_member(entry, None, name=f"P{n}") for n in range(5))]
    codes = [each.code for each in problems(youth, crowd)]
    assert codes == ["team-too-large", *["account-needed"] * 5]


def test_members_change_themselves_and_keep_their_role(entry: Entry, leader: Member) -> None:
    tom, eve = a_member(entry, a_person()), a_member(entry, a_person())
    change = {"now": ENTRY_OPEN, "entry": entry, "person": Person("New", "leader", minor=False)}
    done = teams.change_person(actor=tom, member_id=tom.pk, **change)
    assert (done.name, done.role) == ("New", "member")
    assert refused(teams.change_person, actor=tom, member_id=eve.pk, **change) == "not-yours"
    assert refused(teams.change_person, actor=tom, member_id=999_999, **change) == "not-yours"


def test_members_of_other_teams_are_out_of_reach(call: Call, entry: Entry, leader: Member) -> None:
    other = an_entry(call)
    stranger = other.members.get()
    arguments = {"actor": leader, "now": ENTRY_OPEN, "entry": entry, "member_id": stranger.pk}
    assert refused(teams.remove_person, **arguments) == "not-yours"
    assert refused(teams.change_person, person=GROWN, **arguments) == "not-yours"
    assert refused(teams.hand_over, **arguments) == "no-account"
    assert other.members.count() == 1


def test_leaving_and_being_removed(entry: Entry, leader: Member) -> None:
    tom, eve = a_member(entry, a_person()), a_member(entry, a_person())
    arguments = {"now": ENTRY_OPEN, "entry": entry}
    assert refused(teams.remove_person, actor=tom, member_id=eve.pk, **arguments) == "not-yours"
    teams.remove_person(actor=tom, member_id=tom.pk, **arguments)
    teams.remove_person(actor=leader, member_id=eve.pk, **arguments)
    assert refused(teams.remove_person, actor=leader, member_id=leader.pk, **arguments) == "leader-stays"
    assert list(entry.members.values_list("pk", flat=True)) == [leader.pk]


def test_the_lead_goes_to_a_team_mate_with_an_account(entry: Entry, leader: Member) -> None:
    tom, pat = a_member(entry, a_person(), role="teacher"), a_member(entry, None)
    arguments = {"now": ENTRY_OPEN, "entry": entry}
    assert refused(teams.hand_over, actor=leader, member_id=pat.pk, **arguments) == "no-account"
    teams.hand_over(actor=leader, member_id=tom.pk, **arguments)
    rows = {row.pk: (row.leads, row.role) for row in entry.members.all()}
    assert (rows[leader.pk], rows[tom.pk]) == ((False, "teacher"), (True, "leader"))
    assert refused(teams.hand_over, actor=leader, member_id=tom.pk, **arguments) == "leader-only"


def test_who_handed_over_a_moment_ago_leads_nothing_more(entry: Entry, leader: Member) -> None:
    """Two windows: the rows that were read before the lock still say that the first one leads."""
    tom, eve = a_member(entry, a_person(), role="teacher"), a_member(entry, a_person())
    teams.hand_over(actor=leader, now=ENTRY_OPEN, entry=entry, member_id=tom.pk)
    arguments = {"actor": leader, "now": ENTRY_OPEN, "entry": entry, "member_id": eve.pk}
    assert leader.leads
    assert refused(teams.remove_person, **arguments) == "not-yours"
    assert refused(teams.change_person, person=GROWN, **arguments) == "not-yours"
    with pytest.raises(EnteringError, match="leader-only"):
        withdraw(actor=leader, now=ENTRY_OPEN, entry=entry, because="")
    assert teams.change_person(
        actor=Member.objects.get(pk=tom.pk), now=ENTRY_OPEN, entry=entry, member_id=eve.pk,
        person=Person("Eve", "teacher", minor=False),
    ).role == "teacher"  # fmt: skip


@override_settings(PACE={**settings.PACE, "invite": "3/d"})
def test_making_and_taking_back_by_script_ends_soon(entry: Entry, leader: Member) -> None:
    for _ in range(3):
        made, _secret = teams.invite(actor=leader, now=ENTRY_OPEN, entry=entry, role="member")
        teams.revoke(actor=leader, now=ENTRY_OPEN, entry=entry, invitation_id=made.pk)
    with pytest.raises(TooOftenError):
        teams.invite(actor=leader, now=ENTRY_OPEN, entry=entry, role="member")
    assert entry.invitations.count() == 3
    teams.invite(actor=leader, now=ENTRY_OPEN + timedelta(days=1), entry=entry, role="member")


@override_settings(PACE={**settings.PACE, "join": "2/h"})
def test_joining_has_a_pace_of_the_account(call: Call, invited: tuple[Invitation, str]) -> None:
    eve, tom = a_person("Eve"), a_person("Tom")
    Invitation.objects.update(revoked_at=ENTRY_OPEN)
    arguments = {"now": ENTRY_OPEN, "invitation": invited[0], "person": GROWN}
    for _ in range(2):
        assert refused(teams.join, actor=eve, **arguments) == "invitation-revoked"
    with pytest.raises(TooOftenError):
        teams.join(actor=eve, **arguments)
    assert refused(teams.join, actor=tom, **arguments) == "invitation-revoked"
