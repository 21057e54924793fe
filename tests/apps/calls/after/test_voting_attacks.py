"""Votes by script: many accounts of one mailbox, accounts given up, own entries, a chair who peeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from superconnector.apps.calls.actions.running import RunningError, Times, add_phase, move_phase
from superconnector.apps.calls.actions.voting import VotingError, cast_vote, issue_ballot
from superconnector.apps.calls.models import Ballot, Call, Entry, Member, Phase
from superconnector.apps.calls.queries.voting import count_is_known, tally, turnout
from superconnector.base.accounts.actions import delete_account
from superconnector.base.accounts.models import User
from tests.apps.calls.after.published import VOTED, VOTING, a_user
from tests.apps.calls.after.test_voting import LAST, refused


def vote(call: Call, user: User, number: str = "A1") -> Ballot:
    issue_ballot(actor=user, now=VOTING, call=call, group="open")
    return cast_vote(actor=user, now=VOTING, call=call, group="open", number=number)


def counted(call: Call) -> list[tuple[str, int, int]]:
    rows = tally(call, "open", VOTED)
    assert rows is not None
    return [(each.entry.number, each.votes, each.new) for each in rows]


@pytest.mark.parametrize("name", ["ivy+1", "ivy+", "ivy", "ivy+a+b"])
def test_one_mailbox_has_one_ballot_however_its_address_is_written(call: Call, name: str) -> None:
    vote(call, a_user("ivy+first"))
    refused("same-mailbox", actor=a_user(name), now=VOTING, call=call, group="open")
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("name", ["ivy2", "ivyx+1", "iv+y"])
def test_another_mailbox_has_its_own(call: Call, name: str) -> None:
    vote(call, a_user("ivy+first"))
    assert vote(call, a_user(name)).choice is not None


def test_the_same_account_keeps_its_ballot(call: Call) -> None:
    ivy = a_user("ivy+1")
    assert vote(call, ivy) == vote(call, ivy, "B2")


def test_an_account_that_was_given_up_before_the_close_does_not_count(call: Call) -> None:
    """Its address is free again, and somebody may come back with it and vote a second time."""
    first, second, third = a_user("one"), a_user("two"), a_user("three")
    for user in (first, second, third):
        vote(call, user)
    delete_account(user=first, actor="tests", now=LAST)
    delete_account(user=second, actor="tests", now=VOTED)
    assert [(number, votes) for number, votes, _new in counted(call)] == [("A1", 2)]
    assert turnout(call, "open") == (3, 2)


def test_a_mailbox_whose_account_was_given_up_votes_again(call: Call) -> None:
    first = a_user("ivy")
    vote(call, first)
    delete_account(user=first, actor="tests", now=VOTING)
    vote(call, a_user("ivy"), "B2")
    assert [(number, votes) for number, votes, _new in counted(call)] == [("B2", 1)]


def test_accounts_made_during_the_vote_are_told_apart(call: Call) -> None:
    opens = call.phases.get(kind=Phase.Kind.VOTE).opens_at
    assert opens
    before = opens - timedelta(microseconds=1)
    for name, number, joined in (("a", "A1", before), ("b", "A1", opens), ("c", "B2", before)):
        user = a_user(name)
        User.objects.filter(pk=user.pk).update(date_joined=joined)
        vote(call, user, number)
    assert counted(call) == [("A1", 2, 1), ("B2", 1, 0)]


def test_an_entry_that_became_ones_own_is_not_chosen(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    Member.objects.create(
        entry=Entry.objects.get(number="A1"), user=voter, name="Late", role="member", joined_at=VOTING
    )
    refused("not-offered", actor=voter, now=VOTING, call=call, group="open", number="A1")
    assert cast_vote(actor=voter, now=VOTING, call=call, group="open", number="B2").choice is not None


def move(call: Call, chair: User, **times: object) -> Phase:
    phase = call.phases.get(kind=Phase.Kind.VOTE)
    at = {"opens_at": phase.opens_at, "closes_at": phase.closes_at, "grace_seconds": 0, **times}
    now = at.pop("now", VOTED)
    return move_phase(actor=chair, now=now, call_id=call.pk, name=phase.name, **at)


def test_a_chair_who_closed_the_vote_to_read_the_count_cannot_open_it_again(
    call: Call, chair: User, voter: User
) -> None:
    vote(call, voter)
    assert not count_is_known(call, LAST)
    move(call, chair, now=VOTING, closes_at=VOTING)
    assert counted(call) == [("A1", 1, counted(call)[0][2])]
    for change in ({"closes_at": VOTED}, {"opens_at": VOTED, "closes_at": None}):
        with pytest.raises(RunningError) as caught:
            move(call, chair, now=VOTING, **change)
        assert caught.value.code == "vote-counted"
    with pytest.raises(RunningError) as caught:
        add_phase(
            actor=chair, now=VOTING, call_id=call.pk, name="again", kind=Phase.Kind.VOTE,
            times=Times(opens_at=VOTING, closes_at=VOTED),
        )  # fmt: skip
    assert caught.value.code == "vote-counted"
    with pytest.raises(VotingError):
        vote(call, a_user("late"))


def test_before_the_count_is_known_the_close_moves_as_it_must(call: Call, chair: User, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    later = VOTED + timedelta(days=1)
    assert move(call, chair, closes_at=later).closes_at == later, "nobody voted, so nothing is known"
    vote(call, voter)
    assert move(call, chair, now=VOTED, closes_at=None).closes_at is None
