"""A decision is made anew on the pages: by a chair after an upheld appeal, and by nobody else."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from superconnector.apps.calls.actions.certificates import issue_certificates
from superconnector.apps.calls.models import Appeal, Certificate, Decision
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.appealed import SILVER, decided_anew, objected, revised, told, upheld
from tests.apps.calls.chair.judged import APPEALING, a_published_panel, another_chair, wall_off
from tests.apps.calls.desk.panel import Panel, somebody
from tests.apps.calls.making import a_call, a_chair, leader_of
from tests.portal.calls.chair.addresses import DECISIONS, DESK
from tests.portal.calls.chair.test_walk import hidden, look

AWARD = {"outcome": "award", "prize": "silver", "reason": "Nobody <i>watched</i> the film."}


@pytest.fixture
def panel(small_site: Ecosystem, client: Client) -> Panel:
    panel = a_published_panel()
    client.force_login(panel.chair.user)
    return panel


def page_of(made: Appeal) -> str:
    return f"{DESK}appeals/{made.pk}/decision/"


def seen_on(client: Client, path: str) -> str:
    """The hidden field of the form, as the page has it now."""
    found = client.get(path).content.decode().partition('name="seen" value="')[2]
    return found.partition('"')[0]


def test_from_the_appeal_to_the_letter_that_replaces_the_first(
    panel: Panel, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    entry = panel.entries[8]
    issue_certificates(actor=panel.chair.user, now=APPEALING, call=panel.call)
    old = Certificate.objects.get(member__entry=entry)
    made = upheld(panel, entry)
    assert "1 upheld, to decide anew" in look(client, DESK).text
    log = look(client, f"{DESK}appeals/")
    assert page_of(made) in log.source
    assert f"Appeal {made.pk}" in log.text
    page = look(client, page_of(made))
    assert (page.h1, "We have watched it now." in page.text) == ("A new decision", True)
    sent = client.post(page_of(made), AWARD | {"seen": ""})
    assert sent["Location"] == f"{DECISIONS}letters/"
    assert "Until then this counts: Declined" in look(client, DECISIONS).text
    preview = look(client, f"{DECISIONS}letters/")
    for said in (
        "Silver: more entries get this prize than there are.",
        "More entries win or go on than there are places: 4 / 3.",
        f"The certificate of Leader 8, {old.code} is revoked",
        "This letter replaces the one of 22 October 2026",
        "Nobody <i>watched</i> the film.",
    ):
        assert said in preview.text
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(f"{DECISIONS}letters/", {"seen": hidden(preview, "seen")})
    results = client.get("/api/v1/calls/town-hack/results").json()
    assert dict(Counter(each["outcome"] for each in results)) == {"award": 4}
    assert [each["prize"] for each in results if each["entry"] == entry.number] == ["silver"]
    (letter,) = mail.outbox
    assert letter.to == [leader_of(entry).email]
    assert "after an appeal" in look(client, DECISIONS).text
    log = look(client, f"{DESK}appeals/")
    assert all(said in log.text for said in ("Declined", "Award: Silver", "Published"))
    assert page_of(made) not in log.source
    assert "was revised after an appeal" in look(client, f"/certificates/{old.code}/").text


def test_the_team_sees_both_letters_and_which_one_counts(panel: Panel, client: Client) -> None:
    entry = panel.entries[8]
    made = upheld(panel, entry)
    revised(panel, made)
    client.force_login(leader_of(entry))
    path = f"/calls/town-hack/entries/{entry.number}/letter/"
    before = look(client, path)
    assert "Replaced" not in before.text
    assert SILVER.reason not in before.text  # what is pending is not told
    told(panel)
    after = look(client, path)
    assert after.source.count("Replaced by a later letter") == 1
    assert after.text.index("New decision: Entry 8 has won Silver") < after.text.index(
        "The decision on Entry 8"
    )
    assert "A new decision was published:" in after.text


REFUSED = [
    ({"outcome": "award", "prize": "silver", "reason": ""}, "This field is required."),
    ({"outcome": "won", "reason": "So."}, "Select a valid choice"),
    ({"outcome": "award", "prize": "youth", "reason": "So."}, "Select a valid choice"),
    ({"outcome": "decline", "reason": "So.", "seen": "1-2"}, "Something changed since this page was made"),
    ({"outcome": "decline", "reason": "So.", "seen": "' OR 1=1 --"}, "Something changed"),
    ({"outcome": "decline", "reason": "x" * 1001}, "at most 1000 characters"),
]


def test_what_cannot_be_kept_is_said_on_the_form(panel: Panel, client: Client) -> None:
    made = upheld(panel, panel.entries[8])
    answers = []
    for sent, said in REFUSED:
        response = client.post(page_of(made), {"seen": ""} | sent)
        answers.append((response.status_code, said in response.content.decode()))
    assert answers == [(422, True)] * len(REFUSED)
    assert Decision.objects.filter(revises__isnull=False).count() == 0


def test_the_slower_of_two_chairs_sees_what_the_other_chose(panel: Panel, client: Client) -> None:
    made, second = upheld(panel, panel.entries[8]), another_chair(panel)
    revised(panel, made, chair=second)
    response = client.post(page_of(made), {"outcome": "decline", "reason": "So.", "seen": ""})
    assert response.status_code == 422
    assert "Pending now: Award: Silver · Second chair" in " ".join(look(client, page_of(made)).text.split())
    client.post(
        page_of(made), {"outcome": "decline", "reason": "So.", "seen": seen_on(client, page_of(made))}
    )
    assert Decision.objects.get(revises__isnull=False).outcome == "decline"
    client.post(f"{DECISIONS}entries/{panel.entries[8].number}/undecide/")
    assert Decision.objects.filter(revises__isnull=False).count() == 0


def test_once_published_the_page_takes_no_other(panel: Panel, client: Client) -> None:
    decided_anew(panel, panel.entries[8])
    made = Appeal.objects.get()
    assert "A new decision was published already." in look(client, page_of(made)).text
    assert client.post(page_of(made), AWARD | {"seen": ""}).status_code == 422
    assert Decision.objects.filter(revises__isnull=False).count() == 1


def test_nobody_else_decides_anew(panel: Panel, client: Client) -> None:
    made = upheld(panel, panel.entries[8])
    walled = another_chair(panel)
    wall_off(walled, panel.entries[0])
    others = {
        "leader": leader_of(panel.entries[8]),
        "judge": panel.judges[0].user,
        "chair of another call": a_chair(a_call("other-hack"), somebody("Other")).user,
        "walled chair": walled.user,
        "stranger": somebody("Stranger"),
    }
    answers = {}
    for role, user in others.items():
        client.force_login(user)
        asked, sent = client.get(page_of(made)), client.post(page_of(made), AWARD | {"seen": ""})
        answers[role] = (asked.status_code, sent.status_code)
    assert answers == dict.fromkeys(others, (404, 404))
    assert Decision.objects.filter(revises__isnull=False).count() == 0


def test_without_an_account_one_is_asked_to_sign_in(panel: Panel, client: Client) -> None:
    made = upheld(panel, panel.entries[8])
    client.logout()
    for response in (client.get(page_of(made)), client.post(page_of(made), AWARD)):
        assert response["Location"].startswith("/account/login/?next=")


def test_an_open_appeal_has_no_such_page(panel: Panel, client: Client) -> None:
    made = objected(panel.entries[8])
    assert client.get(page_of(made)).status_code == 404
    assert client.post(page_of(made), AWARD | {"seen": ""}).status_code == 404
    assert client.get(f"{DESK}appeals/999999999/decision/").status_code == 404


def test_the_log_and_the_preview_ask_the_same_number_of_queries_for_one_and_for_three(
    panel: Panel, client: Client
) -> None:
    asked = []
    for entries in (panel.entries[8:], panel.entries[6:8]):
        for entry in entries:
            revised(panel, upheld(panel, entry))
        client.get(DESK)  # what is kept between requests is there
        with CaptureQueriesContext(connection) as queries:
            log = client.get(f"{DESK}appeals/").content.decode()
            preview = client.get(f"{DECISIONS}letters/").content.decode()
        asked.append(
            (log.count("Change the new decision"), preview.count("This letter replaces"), len(queries))
        )
    few = asked[0][2]
    assert asked == [(1, 1, few), (3, 3, few)]
