"""Every address of calls, by everybody, with whatever a script may send: no answer is a failure of ours.

The addresses are read from the urlconf, so that a page that is added is tried without being named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from superconnector.apps.calls.actions.running import leave
from superconnector.apps.calls.models import Entry, Phase
from superconnector.base.accounts.models import User
from tests.apps.calls.desk.panel import Panel, a_panel, open_now, somebody
from tests.apps.calls.making import a_chair

pytestmark = pytest.mark.django_db
OURS = re.compile(r"(calls|feedback|certificates)/")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_KEY = re.compile(r"<int:(\w+)>")
WILD = (
    "",
    "\0",
    "a\0b",
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e999",
    "\u202e\ud7ff\x85\u2028",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "%s%(x)s{0}{{ x }}",
    "x" * 2_500,
    "２０２６-01-01T00:00",
    "2026-02-30T25:61",
    "NaN",
)
FIELDS = [
    "answer",
    "version",
    "number",
    "tab",
    "do",
    "comment",
    "note",
    "score-use",
    "score-nothing",
    "reason",
    "because",
    "name",
    "role",
    "minor",
    "guardian",
    "guardian_email",
    "agrees",
    "title",
    "track",
    "language",
    "organisation",
    "group",
    "fact",
    "choice",
    "left",
    "right",
    "better",
    "skip",
    "email",
    "at_most",
    "at_least",
    "ties",
    "conflict",
    "dismiss",
    "seen",
    "judge",
    "opens_at",
    "closes_at",
    "grace",
    "outcome",
    "prize",
    "top",
    "reserve",
    "shown",
    "passed",
    "text",
    "stage",
    "uphold",
    "out",
    "in",
    "rating",
    "consent",
    "entry",
    "host",
    "host_name",
    "site",
    "starts_on",
    "ends_on",
    "planned_users",
    "actual_users",
    "measure",
    "unit",
    "before",
    "after",
    "state",
    "dollars",
    "currency",
    "due_on",
    "place-E0000001",
    "licence",
    "rights_holder",
    "id",
    "readings",
    "blind",
    "weight-use",
    "page",
    "ask",
    "show",
    "code",
]


def _all(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _all(each.url_patterns, route)
        else:
            yield route


ROUTES = sorted({each for each in _all(get_resolver().url_patterns) if OURS.match(each)})


@dataclass
class Town:
    """A call in full swing, all its phases open, and somebody of each kind."""

    panel: Panel
    people: dict[str, User | None]

    @property
    def entry(self) -> Entry:
        return self.panel.entries[0]


@pytest.fixture
def town(settings: object, tmp_path: Path) -> Town:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STAFF_NEED_MFA = False  # type: ignore[attr-defined]
    panel = a_panel(judges=3, entries=2)
    for judge in panel.judges:
        panel.assign(judge, *panel.entries)
    open_now(panel.call, timezone.now())
    now = timezone.now()
    for phase in Phase.objects.filter(call=panel.call):
        phase.opens_at, phase.closes_at = now - timezone.timedelta(days=2), now + timezone.timedelta(days=2)
        phase.save()
    gone = panel.judges[2]
    leave(actor=panel.chair.user, now=now, official=gone, because="")
    walled = a_chair(panel.call, panel.entries[0].members.get(leads=True).user)
    people = {
        "visitor": None,
        "stranger": somebody(),
        "leader": panel.entries[0].members.get(leads=True).user,
        "other leader": panel.entries[1].members.get(leads=True).user,
        "judge": panel.judges[0].user,
        "judge who left": gone.user,
        "chair": panel.chair.user,
        "chair in the team": walled.user,
        "officer": panel.call.opened_by,
    }
    return Town(panel, people)


def values(town: Town) -> dict[str, list[str]]:
    """For each part of an address: what is there, what is another's, and what no row can have."""
    numbers = [town.entry.number, "NONE"]
    keys = {name: ["1", "9" * 30] for route in ROUTES for name in _KEY.findall(route)}
    file = town.entry.files.get()
    return {
        "call_id": [town.panel.call.pk],
        "definition": ["town-hack"],
        "number": numbers,
        "question_id": ["idea", "deck", "none"],
        "group_id": ["open", "none"],
        "group": ["open", "none"],
        "stage": ["decision", "none"],
        "table": ["entries", "none"],
        "name": ["judging", "none"],
        "digest": [file.stored_id],
        "secret": ["x" * 300, "%00"],
        "token": ["1:x", "%00"],
        "code": ["ABCD-EFGH", "%00", "%E2%80%AE", "ﬁ" * 60],
    } | keys


def addresses(route: str, town: Town) -> list[str]:
    known = values(town)
    made = []
    for chosen in product(*(known[name] for name in _PARAMETER.findall(route))):
        address = route
        for value in chosen:
            address = _PARAMETER.sub(lambda _found, value=value: value, address, count=1)
        made.append(f"/{address}")
    return made


@pytest.mark.parametrize("who", ["visitor", "leader", "judge", "chair", "chair in the team", "officer"])
def test_no_answer_is_a_failure(town: Town, who: str) -> None:
    client = Client(raise_request_exception=False)
    if user := town.people[who]:
        client.force_login(user)
    failed = []
    tried = [address for route in ROUTES for address in addresses(route, town)]
    for turn, address in enumerate(tried):
        wild = dict.fromkeys(FIELDS, WILD[turn % len(WILD)])
        query = {name: wild[name][:50] for name in ("page", "ask", "state", "code")}
        failed += [
            (address, sent.request["REQUEST_METHOD"], turn)
            for sent in (client.get(address, query), client.post(address, wild))
            if sent.status_code >= 500
        ]
    assert (failed, len(tried) > len(WILD)) == ([], True)
