"""The wall, byte for byte: an official in conflict gets the same answer whatever becomes of the hidden entry.

All addresses of judges and chairs are asked for, read from the urlconf: a page that is added is tried here
without being named. Compared are status, body, headers, cookies, mails and the number of queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core import mail
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from superconnector.apps.calls.actions.assigning import propose
from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.actions.ranking import compute_ranking
from superconnector.apps.calls.models import (
    Appeal,
    Conflict,
    Decision,
    Entry,
    Letter,
    Official,
    Publication,
    RankingRun,
)
from superconnector.apps.calls.queries.overview_export import TABLES
from superconnector.apps.calls.rounds import rounds_of
from superconnector.base.accounts.models import User
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, open_now, somebody
from tests.apps.calls.making import JUDGING_OPEN
from tests.portal.calls.desk.urlconf import addresses, routes

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar Lantern"
HIDDEN = "HIDDEN01"
QUERY = (
    f"?q={SECRET.replace(' ', '+')}&search={HIDDEN}&sort=-score&order=score&state=confirmed&page=1&format=csv"
)
OF_THE_CLOCK = ("Set-Cookie", "Expires", "Date")
WORK_IS_PUBLIC = re.compile("POST .*/chair/certificates/ ")
"""Certificates are made for all published teams in one act, so its work grows with what everybody may see."""
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


@dataclass(frozen=True)
class Told:
    """What an official can observe of one request; `said` is told on the next page, its time left out."""

    status: int
    body: str
    headers: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    mails: tuple[str, ...]
    queries: int


@pytest.fixture
def panel() -> Panel:
    """Two entries that all see, one of them read, and a proposal of the chair; judging is open today."""
    panel = a_panel(judges=3, entries=2)
    open_now(panel.call, timezone.now())
    for judge in panel.judges:
        panel.assign(judge, *panel.entries)
    for phase in panel.call.phases.filter(kind="judging"):
        phase.opens_at = JUDGING_OPEN
        phase.save()
    panel.hand_in(panel.judges[1], panel.entries[0])
    panel.hand_in(panel.judges[2], panel.entries[0])
    panel.judge()
    propose(actor=panel.chair.user, now=JUDGING_OPEN, chair=panel.chair, stage=ROUND)
    compute_ranking(actor=panel.chair.user, now=JUDGING_OPEN, chair=panel.chair, group="open", stage=ROUND)
    return panel


# --- what happens behind the wall ------------------------------------------------------------------------


def it_exists(panel: Panel, officials: list[Official]) -> Entry:
    """The hidden entry, with which these officials have a conflict."""
    entry = panel.entry(somebody("Zoe Zanzibar"), title=SECRET)
    Entry.objects.filter(pk=entry.pk).update(number=HIDDEN)
    entry.refresh_from_db()
    for official in officials:
        declare_conflict(
            actor=official.user, now=JUDGING_OPEN, judge=official, number=HIDDEN, reason="Family"
        )
    return entry


def it_is_read(panel: Panel, entry: Entry) -> None:
    """Assigned to the other judges, scored, commented."""
    for judge in panel.judges[1:3]:
        panel.assign(judge, entry)
        panel.hand_in(judge, entry, {"use": 5, "novelty": 5, "craft": 5})
    other = Conflict(official=panel.judges[2], entry=entry, kind="family", key="x", source="found")
    other.state, other.found_at = Conflict.State.DISMISSED, JUDGING_OPEN
    other.save()


def it_is_decided(panel: Panel, entry: Entry, by: User) -> None:
    """Ranked, decided, published, written to, appealed."""
    RankingRun.objects.create(
        call=panel.call,
        stage=ROUND,
        group="open",
        made_at=JUDGING_OPEN,
        made_by=by,
        seed="s",
        settings={},
        readings=[],
        body="{}",
        digest="d" * 64,
    )
    publication = Publication.objects.create(call=panel.call, at=JUDGING_OPEN, by=by, preview="e" * 64)
    decision = Decision.objects.create(
        entry=entry,
        stage="decision",
        outcome="award",
        prize="gold",
        place=1,
        reason=SECRET,
        made_at=JUDGING_OPEN,
        made_by=by,
        publication=publication,
    )
    leader = entry.members.get(leads=True).user
    Letter.objects.create(
        decision=decision, publication=publication, to=leader, language="en", subject=SECRET, body=SECRET
    )
    Appeal.objects.create(decision=decision, text=SECRET, made_at=JUDGING_OPEN, made_by=leader)


def it_is_withdrawn(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(state=Entry.State.WITHDRAWN, state_reason=SECRET)


# --- what the official observes --------------------------------------------------------------------------


def observed(
    panel: Panel, user: User, hidden_file: str = "f" * 64, only: str = "", query: str = QUERY
) -> dict[str, Told]:
    """Every address that matches `only`, asked for, searched and posted to, with what came back."""
    client = Client()
    client.force_login(user)
    cookies = dict(client.cookies.items())
    values = {
        "call_id": [panel.call.pk],
        "number": [panel.entries[0].number, HIDDEN, "NOSUCH01"],
        "digest": [hidden_file],
        "judge_id": [str(panel.judges[1].pk), "999999999"],
        "run_id": [*map(str, _runs(panel)), "999999999"],
        "reading_id": ["999999999"],
        "decision_id": ["999999999"],
        "appeal_id": ["999999999"],
        "publication_id": ["999999999"],
        "phase": ["judging"],
        "stage": [each.ends for each in rounds_of(panel.call)],
        "group": ["open"],
        "group_id": ["open"],
        "table": sorted(TABLES),
        "name": ["judging"],
        "chair_id": [str(panel.chair.pk), "999999999"],
        "member_id": [str(panel.entries[0].members.get(leads=True).pk), "999999999"],
        "certificate_id": ["999999999"],
        "nomination_id": ["999999999"],
        "trial_id": ["999999999"],
        "incident_id": ["999999999"],
        "payment_id": ["999999999"],
        "row_id": ["999999999"],
        "kind": ["csv"],
    }
    told = {}
    for route in routes():
        for address in addresses(route, values) if re.search(only, route) else ():
            told[f"GET {address}"] = asked(cookies, "get", address)
            told[f"GET {address}{query}"] = asked(cookies, "get", address + query)
            for name, data in posts(panel):
                told[f"POST {address} {name}"] = asked(cookies, "post", address, data)
    return told


def _runs(panel: Panel) -> list[int]:
    """The proposals of an assignment."""
    return list(panel.call.assignment_runs.order_by("pk").values_list("pk", flat=True))


def posts(panel: Panel) -> Iterator[tuple[str, dict[str, object]]]:
    """Forms that name the hidden entry in every field that could take one."""
    yield "nothing", {}
    names = (
        "number",
        "entry",
        "entries",
        "left",
        "better",
        "skip",
        f"place-{HIDDEN}",
        "conflict",
        "decision",
    )
    yield "hidden", {**dict.fromkeys(names, HIDDEN), "do": "finish", "dismiss": "", "preview": "0" * 64}


def asked(
    cookies: dict[str, object], method: str, address: str, data: dict[str, object] | None = None
) -> Told:
    """One request, whose writes are undone."""
    client = Client()
    client.cookies.update(cookies)
    reset_queries()
    mail.outbox.clear()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        response = getattr(client, method)(address, data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return Told(
        response.status_code,
        _TOKEN.sub(r"\1…", body.decode()),
        tuple(sorted((k, v) for k, v in response.headers.items() if k not in OF_THE_CLOCK)),
        tuple(m.value.partition(":")[0] for k, m in response.cookies.items() if k == "messages"),
        tuple(f"{each.to} {each.subject} {each.body}" for each in mail.outbox),
        len(queries),
    )


def differences(before: dict[str, Told], after: dict[str, Told]) -> list[str]:
    """What can be told apart, in words; both must have asked the same."""
    assert before.keys() == after.keys()
    found = []
    for request, old in before.items():
        new = after[request]
        parts = [name for name in Told.__dataclass_fields__ if getattr(old, name) != getattr(new, name)]
        if WORK_IS_PUBLIC.match(request):
            parts = [name for name in parts if name != "queries"]
        found += [f"{request}: {', '.join(parts)}"] if parts else []
    return found


@pytest.mark.parametrize("role", ["chair", "judge"])
def test_nothing_behind_the_wall_can_be_told(panel: Panel, role: str) -> None:
    """Scores, assignment, comments, decision and withdrawal of the hidden entry change no page."""
    official = panel.chair if role == "chair" else panel.judges[0]
    pages = "/chair/" if role == "chair" else "/judging/"
    entry = it_exists(panel, [official])
    observed(panel, official.user, only=pages)  # compiles templates and fills caches
    without = observed(panel, official.user, only=pages)
    it_is_read(panel, entry)
    it_is_decided(panel, entry, panel.call.opened_by)
    assert differences(without, observed(panel, official.user, only=pages)) == []
    it_is_withdrawn(entry)
    assert differences(without, observed(panel, official.user, only=pages)) == []


@pytest.mark.parametrize(
    ("role", "pages"), [("chair", "/chair/(judges|conflicts|assignment)/"), ("judge", "/judging/")]
)
def test_the_desk_does_not_tell_that_there_is_a_hidden_entry(panel: Panel, role: str, pages: str) -> None:
    """The pages of rankings are closed to a chair in conflict; these show the rest as if it were all."""
    official = panel.chair if role == "chair" else panel.judges[0]
    observed(panel, official.user, only=pages)
    without = observed(panel, official.user, only=pages)
    it_exists(panel, [official])
    assert differences(without, observed(panel, official.user, only=pages)) == []


def test_a_hidden_entry_and_none_at_all_look_the_same(panel: Panel) -> None:
    officials = [panel.chair, panel.judges[0]]
    entry = it_exists(panel, officials)
    for official in officials:
        told = observed(panel, official.user, entry.files.get().stored_id, only="<slug:number>")
        hidden = {each: one for each, one in told.items() if HIDDEN in each.split(" ")[1].partition("?")[0]}
        assert hidden
        for request, one in hidden.items():
            other = told[request.replace(HIDDEN, "NOSUCH01", 1)]
            assert (one.status, one.queries) == (other.status, other.queries), request
            assert one.body.replace(HIDDEN, "NOSUCH01") == other.body.replace(HIDDEN, "NOSUCH01"), request


def test_the_wall_is_tried_on_every_page_and_can_fail(panel: Panel) -> None:
    tried = routes()
    assert "calls/<slug:call_id>/judging/<slug:number>/" in tried
    assert "calls/<slug:call_id>/chair/assignment/" in tried
    before = observed(panel, panel.chair.user, only="assignment")
    it_exists(panel, [panel.judges[0]])
    assert differences(before, observed(panel, panel.chair.user, only="assignment")) != []
