"""What votes do before the close can be seen nowhere, by nobody: the same bytes and the same queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from superconnector.apps.calls.models import Ballot, Call, Entry, Phase
from superconnector.base.accounts.models import User
from tests.apps.calls import making
from tests.apps.calls.after.published import a_user
from tests.base.accounts.people import with_app

Honour = Callable[..., Entry]
SignedIn = Callable[[User], Client]
VOTE = "/calls/town-hack/vote/open/"
PUBLIC = [
    VOTE,
    "/calls/",
    "/calls/town-hack/",
    "/calls/town-hack/showcase/",
    "/calls/town-hack/trials/",
    "/api/v1/calls/town-hack",
    "/api/v1/calls/town-hack/results",
    "/api/v1/calls/town-hack/showcase",
    "/api/v1/calls/town-hack/trials",
]
DESK = [
    "/calls/town-hack/chair/",
    "/calls/town-hack/chair/entries/",
    "/calls/town-hack/chair/certificates/",
    "/calls/town-hack/chair/trials/",
    "/calls/town-hack/chair/prototypes/",
    "/calls/town-hack/chair/rules/",
    *(
        f"/calls/town-hack/chair/export/{name}.csv"
        for name in ("entries", "ranking", "decisions", "trials", "reuses")
    ),
]
CHANGES = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[^\']*|"csrf": "[^"]*"')


@pytest.fixture
def people(call: Call, voter: User, chair: User) -> dict[str, User | None]:
    officer = a_user("officer")
    User.objects.filter(pk=officer.pk).update(is_staff=True)
    with_app(officer)
    judge = a_user("judge")
    making.a_judge(call, judge)
    entrant = making.leader_of(making.a_submitted_entry(call, a_user("entrant")))
    return {
        "nobody": None,
        "voter": voter,
        "officer": officer,
        "judge": judge,
        "entrant": entrant,
        "chair": chair,
    }


@pytest.mark.parametrize("who", ["nobody", "voter", "officer", "judge", "entrant", "chair"])
def test_nothing_of_the_count_is_seen_before_the_close(
    honour: Honour, people: dict[str, User | None], client: Client, who: str
) -> None:
    entries = [honour("Lamp"), honour("Clock", prize="silver")]
    reader = people[who]
    if reader:
        client.force_login(reader)
    paths = PUBLIC + (DESK if who == "chair" else []) + (["/account/data.json"] if reader else [])
    for path in paths:  # a reader's own ballot is issued at the first look
        client.get(path)
    before = [_seen(client, path) for path in paths]
    for number in range(5):
        _vote(a_user(f"other-{number}"), entries[number % 2])
    assert Ballot.objects.filter(choice__isnull=False).count() == 5
    for path, then in zip(paths, before, strict=True):
        assert _seen(client, path) == then, path
    assert {status for status, _body, _queries in before} <= {200, 302, 404, 405}
    assert before[0][0] == 200


def test_the_count_is_there_the_moment_the_vote_is_over(honour: Honour, call: Call, client: Client) -> None:
    """So that the test above cannot pass because pages show nothing at all."""
    entry = honour()
    before = _seen(client, VOTE)
    _vote(a_user("other"), entry)
    making.closed_now(call, Phase.Kind.VOTE)
    after = _seen(client, VOTE)
    assert (b"1 vote was cast" in before[1], b"1 vote was cast" in after[1]) == (False, True)


def test_the_order_is_ones_own_and_stays(honour: Honour, client: Client) -> None:
    for number in range(4):
        honour(f"Entry {number}", "advance", "")
    orders = {}
    for name in ("a", "b", "c", "d", "e", "f"):
        client.force_login(a_user(name))
        seen = [re.findall(rb'name="choice" value="([^"]+)"', client.get(VOTE).content) for _n in range(3)]
        assert seen[0] == seen[1] == seen[2]
        orders[name] = tuple(seen[0])
    assert len({frozenset(each) for each in orders.values()}) == 1
    assert len(set(orders.values())) > 1


def _vote(user: User, entry: Entry) -> None:
    other = Client()
    other.force_login(user)
    assert other.post(f"{VOTE}cast/", {"choice": entry.number}).status_code == 302


def _seen(client: Client, path: str) -> tuple[int, bytes, int]:
    """Status, page without the tokens that differ each time, and the number of queries it took."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, CHANGES.sub(b"", body), len(asked)
