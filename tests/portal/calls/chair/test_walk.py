"""The whole way of a chair in one test: from the desk to the letter that the entrant reads."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from superconnector.apps.calls.models import Decision, Letter, RankingRun
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import a_judged_panel
from tests.apps.calls.making import leader_of
from tests.portal.markup import Page, problems

DESK = "/calls/town-hack/chair/"
DECISIONS = f"{DESK}decisions/open/decision/"


def look(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    source = response.content.decode()
    assert (path, response.status_code, problems(source)) == (path, status, [])
    return Page(source)


def hidden(page: Page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([0-9a-f]+)"', page.source)
    assert found
    return found[1]


def test_from_the_desk_to_the_letter(
    small_site: Ecosystem, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    panel = a_judged_panel()
    client.force_login(panel.chair.user)
    assert look(client, DESK).h1 == "The chair's desk"
    look(client, f"{DESK}ranking/open/")
    assert client.post(f"{DESK}ranking/open/compute/").status_code == 302
    assert RankingRun.objects.get().partial is False
    page = look(client, f"{DESK}ranking/open/")
    assert page.source.count('class="rank-chart"') == 9 + 6
    look(client, DECISIONS)
    plan = "outcome=award&top=3&reserve=1"
    proposal = look(client, f"{DECISIONS}proposal/?{plan}")
    applied = client.post(
        f"{DECISIONS}proposal/",
        {"outcome": "award", "top": 3, "reserve": 1, "seen": hidden(proposal, "seen")},
    )
    assert applied["Location"] == DECISIONS
    outcomes = Decision.objects.order_by("id").values_list("outcome", flat=True)
    assert sorted(outcomes) == ["award"] * 3 + ["decline"] * 5 + ["reserve"]
    look(client, DECISIONS)
    preview = look(client, f"{DECISIONS}letters/")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        sent = client.post(f"{DECISIONS}letters/", {"seen": hidden(preview, "seen")})
    assert sent["Location"] == DECISIONS
    letters = [mail_ for mail_ in mail.outbox if "Town Hackathon 2026" in mail_.subject]
    assert Letter.objects.filter(sent_at__isnull=True).count() == 0
    assert {each.to[0] for each in letters} >= {leader_of(entry).email for entry in panel.entries}
    look(client, DESK)
    entry = panel.entries[0]
    client.force_login(leader_of(entry))
    page = look(client, f"/calls/town-hack/entries/{entry.number}/letter/")
    assert page.h1 == "Your letter"
    assert "Entry 0 has won" in page.text
