from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import override_settings

from superconnector.apps.calls.actions.voting import VotingError, cast_vote, issue_ballot
from superconnector.apps.calls.models import Ballot, Call, Entry
from superconnector.apps.calls.queries.voting import tally, turnout, vote_groups
from superconnector.base.accounts.models import User
from superconnector.base.models import JournalEntry
from superconnector.base.pace import TooOftenError
from tests.apps.calls.after.published import OPENED, VOTED, VOTING, a_user

LAST = VOTED - timedelta(microseconds=1)


def refused(code: str, **how: object) -> None:
    with pytest.raises(VotingError) as caught:
        (cast_vote if "number" in how else issue_ballot)(**how)
    assert caught.value.code == code


def test_a_ballot_offers_what_was_honoured_in_public(call: Call, voter: User) -> None:
    ballot = issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    assert sorted(ballot.offered) == ["A1", "B2", "C3"]


def test_a_ballot_is_the_same_each_time_and_differs_between_people(call: Call, voter: User) -> None:
    first = issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    assert issue_ballot(actor=voter, now=LAST, call=call, group="open") == first
    orders = {
        tuple(issue_ballot(actor=a_user(f"v{n}"), now=VOTING, call=call, group="open").offered)
        for n in range(20)
    }
    assert len(orders) >= 3


def test_nobody_is_offered_their_own_entry(call: Call) -> None:
    leader = User.objects.get(email="leader-a1@example.org")
    assert sorted(issue_ballot(actor=leader, now=VOTING, call=call, group="open").offered) == ["B2", "C3"]
    refused("not-offered", actor=leader, now=VOTING, call=call, group="open", number="A1")


@pytest.mark.parametrize("number", ["D4", "E5", "Z9", "", "A1 OR 1=1"])
def test_what_was_not_offered_cannot_be_chosen(call: Call, voter: User, number: str) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    refused("not-offered", actor=voter, now=VOTING, call=call, group="open", number=number)
    assert turnout(call, "open") == (1, 0)


def test_a_vote_without_a_ballot_is_refused(call: Call, voter: User) -> None:
    refused("not-offered", actor=voter, now=VOTING, call=call, group="open", number="A1")


def test_an_entry_withdrawn_after_the_ballot_was_issued_cannot_be_chosen(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    Entry.objects.filter(number="A1").update(state=Entry.State.WITHDRAWN)
    refused("not-offered", actor=voter, now=VOTING, call=call, group="open", number="A1")


def test_the_last_choice_before_the_close_counts_once(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    for number in ("A1", "B2"):
        cast_vote(actor=voter, now=LAST, call=call, group="open", number=number)
    counted = tally(call, "open", VOTED)
    assert counted is not None
    assert [(each.entry.number, each.votes, each.first) for each in counted] == [("B2", 1, True)]


def test_the_vote_ends_at_the_microsecond(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=LAST, call=call, group="open")
    cast_vote(actor=voter, now=LAST, call=call, group="open", number="A1")
    refused("closed", actor=voter, now=VOTED, call=call, group="open", number="B2")
    refused("closed", actor=voter, now=OPENED, call=call, group="open")


def test_only_groups_with_a_vote_have_one(call: Call, voter: User) -> None:
    assert vote_groups(call) == ["open"]
    refused("no-vote", actor=voter, now=VOTING, call=call, group="youth")
    refused("no-vote", actor=voter, now=VOTING, call=call, group="nobody")


def test_an_address_that_is_not_confirmed_has_no_vote(call: Call) -> None:
    stranger = a_user("stranger", confirmed=False)
    refused("unconfirmed", actor=stranger, now=VOTING, call=call, group="open")


def test_nobody_sees_the_count_before_the_close(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    cast_vote(actor=voter, now=VOTING, call=call, group="open", number="A1")
    assert tally(call, "open", LAST) is None


def test_equals_share_the_first_place(call: Call) -> None:
    for name, number in (("u1", "A1"), ("u2", "B2"), ("u3", "B2"), ("u4", "A1"), ("u5", "C3")):
        user = a_user(name)
        issue_ballot(actor=user, now=VOTING, call=call, group="open")
        cast_vote(actor=user, now=VOTING, call=call, group="open", number=number)
    counted = tally(call, "open", VOTED)
    assert counted is not None
    assert [(each.entry.number, each.votes, each.first) for each in counted] == [
        ("A1", 2, True), ("B2", 2, True), ("C3", 1, False),
    ]  # fmt: skip


def test_the_database_holds_one_ballot_a_person(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(call=call, group="open", user=voter, offered=["A1"], issued_at=VOTING)


def test_the_journal_says_that_somebody_voted_and_not_for_what(call: Call, voter: User) -> None:
    issue_ballot(actor=voter, now=VOTING, call=call, group="open")
    cast_vote(actor=voter, now=VOTING, call=call, group="open", number="A1")
    entry = JournalEntry.objects.get(verb="vote.cast")
    assert (entry.subject, entry.detail) == ("call:hack", {"group": "open"})


@override_settings(PACE={**settings.PACE, "vote": "2/h"})
def test_changing_ones_mind_by_script_ends_soon_and_for_that_account_alone(call: Call, voter: User) -> None:
    how = {"now": VOTING, "call": call, "group": "open"}
    other = User.objects.get(email="leader-a1@example.org")
    for user in (voter, other):
        issue_ballot(actor=user, **how)
    cast_vote(actor=voter, number="A1", **how)
    cast_vote(actor=voter, number="B2", **how)
    with pytest.raises(TooOftenError):
        cast_vote(actor=voter, number="C3", **how)
    cast_vote(actor=other, number="C3", **how)
    assert sorted(Ballot.objects.values_list("choice__number", flat=True)) == ["B2", "C3"]
