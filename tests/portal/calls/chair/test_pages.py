"""The chair's pages one by one: what they show, what they take, what they refuse."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from superconnector.apps.calls.models import Appeal, Decision, Entry, Official, Phase, Publication, Reading
from superconnector.ecosystem import Ecosystem
from superconnector.portal.calls.chair.exports import safe
from tests.apps.calls.chair.judged import (
    a_judged_panel,
    a_published_panel,
    a_reading,
    an_entry_handed_in,
    decided,
    ranked,
)
from tests.apps.calls.desk.panel import Panel, a_panel, pin, somebody
from tests.apps.calls.making import leader_of
from tests.portal.calls.chair.addresses import DECISIONS, DESK, reads
from tests.portal.markup import Page, problems

HERE = ZoneInfo("Asia/Hong_Kong")


@pytest.fixture
def panel(small_site: Ecosystem, client: Client) -> Panel:
    panel = a_judged_panel()
    client.force_login(panel.chair.user)
    return panel


def look(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    source = response.content.decode()
    assert (path, response.status_code, problems(source)) == (path, status, [])
    return Page(source)


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_page_is_whole_in_each_language(panel: Panel, client: Client, language: str) -> None:
    ranked(panel)
    decided(panel)
    Reading.objects.filter(assignment__entry=panel.entries[0]).update(comment="Well made.")
    prefix = "" if language == "en" else f"/{language}"
    for path in reads(panel.entries[0]):
        if ".csv" not in path:
            look(client, f"{prefix}{path}")


def test_empty_desks_say_what_to_do(small_site: Ecosystem, client: Client) -> None:
    panel = a_panel()
    client.force_login(panel.chair.user)
    assert "No ranking yet" in look(client, f"{DESK}ranking/open/").text
    assert "No entries to decide on" in look(client, DECISIONS).text
    assert "Nothing is pending" in look(client, f"{DECISIONS}letters/").text
    assert (
        "No ranking of the whole group yet"
        in look(client, f"{DECISIONS}proposal/?outcome=award&top=1&reserve=0").text
    )
    assert "Nobody. All that was given out is read." in look(client, DESK).text
    assert "No appeals" in look(client, f"{DESK}appeals/").text
    assert (
        "Nothing was handed in" in client.post(f"{DESK}ranking/open/compute/", follow=True).content.decode()
    )


def test_the_number_of_queries_does_not_grow(
    small_site: Ecosystem, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts: dict[str, list[int]] = {}
    panel = a_judged_panel(entries=1)
    client.force_login(panel.chair.user)
    panel.assign(panel.judges[4], *panel.entries)
    for size in (1, 3):
        Decision.objects.all().delete()
        for number in range(len(panel.entries), size):
            entry = an_entry_handed_in(panel, f"More {number}", somebody())
            panel.entries.append(entry)
            for judge in panel.judges[:3]:
                a_reading(panel, judge, entry, {"use": 3, "novelty": 3, "craft": 3})
            panel.assign(panel.judges[4 + number % 2], entry)
        ranked(panel)
        decided(panel, top=1)
        for path in (DESK, f"{DESK}entries/", f"{DESK}ranking/open/", DECISIONS, f"{DECISIONS}letters/"):
            with django_assert_max_num_queries(60) as asked:
                look(client, path)
            counts.setdefault(path, []).append(len(asked))
    assert {path: pair[1] - pair[0] for path, pair in counts.items()} == dict.fromkeys(counts, 0)


# --- rules and days --------------------------------------------------------------------------------------


def test_what_the_file_leaves_open_is_set_and_nothing_else(small_site: Ecosystem, client: Client) -> None:
    panel = a_panel(readings=None, blind=None)
    criteria = [
        {"id": "use", "names": {"en": "Use"}},
        {"id": "craft", "names": {"en": "Craft"}, "weight": 20},
    ]
    judging = {"readings": None, "blind": None, "ties": [], "weights_total": None}
    pin(panel.call, criteria=criteria, judging=judging)  # type: ignore[arg-type]
    client.force_login(panel.chair.user)
    page = look(client, f"{DESK}rules/")
    assert 'name="weight-use"' in page.source
    assert 'name="weight-craft"' not in page.source
    data = {
        "version": 1, "weight-use": 80, "weight-craft": 99, "least-use": 1, "most-use": 5, "step-use": 1,
        "least-craft": 0, "most-craft": 10, "step-craft": 5, "readings": 3, "blind": "yes", "lottery": "on",
    }  # fmt: skip
    assert client.post(f"{DESK}rules/", data).status_code == 302
    panel.call.refresh_from_db()
    assert (panel.call.weights, panel.call.scales, panel.call.readings, panel.call.blind) == (
        {"use": 80},
        {"use": [1, 5, 1], "craft": [0, 10, 5]},
        3,
        True,
    )
    assert (panel.call.lottery, panel.call.settings_version) == (True, 2)
    refused = client.post(f"{DESK}rules/", data)
    assert refused.status_code == 422
    assert "Something changed since this page was made" in refused.content.decode()
    data |= {"version": 2, "most-use": 1, "step-craft": 3, "weight-use": -1, "readings": ""}
    wrong = client.post(f"{DESK}rules/", data).content.decode()
    assert wrong.count("The steps must lead from the least score to the most.") == 4


def test_rules_stand_once_a_judge_has_handed_in(panel: Panel, client: Client) -> None:
    refused = client.post(f"{DESK}rules/", {"version": 1})
    assert refused.status_code == 422
    assert "A judge has handed in already" in refused.content.decode()


def test_a_phase_that_the_file_does_not_name_is_added_once_and_then_dated(
    panel: Panel, client: Client
) -> None:
    assert '<option value="pitch">' in look(client, f"{DESK}phases/").source
    added = client.post(f"{DESK}phases/add/", {"kind": "pitch"})
    assert (added.status_code, added["Location"]) == (302, f"{DESK}phases/pitch/")
    phase = Phase.objects.get(call=panel.call, name="pitch")
    assert (phase.kind, phase.opens_at, phase.closes_at) == ("pitch", None, None)
    count = Phase.objects.filter(call=panel.call).count()
    for kind in ("showcase", "entry", "nothing", ""):
        client.post(f"{DESK}phases/add/", {"kind": kind})
    assert Phase.objects.filter(call=panel.call).count() == count
    again = client.post(f"{DESK}phases/add/", {"kind": "pitch"})
    assert again["Location"] == f"{DESK}phases/pitch-2/"
    assert list(Phase.objects.filter(call=panel.call, name="pitch")) == [phase]
    assert client.get(f"{DESK}phases/add/").status_code == 405


def test_a_phase_is_moved_to_the_second(panel: Panel, client: Client) -> None:
    data = {"opens_at": "2026-10-06T09:00", "closes_at": "2026-10-30T23:59:59", "grace": 5}
    assert client.post(f"{DESK}phases/judging/", data).status_code == 302
    phase = Phase.objects.get(call=panel.call, name="judging")
    assert phase.closes_at == datetime(2026, 10, 31, tzinfo=HERE)
    assert (phase.opens_at, phase.grace_seconds) == (datetime(2026, 10, 6, 9, tzinfo=HERE), 300)
    assert 'value="2026-10-30T23:59:59"' in look(client, f"{DESK}phases/judging/").source
    for wrong in (
        {"closes_at": "2026-10-01T00:00"},
        {"closes_at": "soon"},
        {"grace": -1},
        {"opens_at": "0001-01-01"},
    ):
        assert client.post(f"{DESK}phases/judging/", {**data, **wrong}).status_code == 422


def test_chairs_are_appointed_and_leave(panel: Panel, client: Client) -> None:
    new = somebody("New Chair")
    assert client.post(f"{DESK}chairs/", {"email": new.email}).status_code == 302
    assert client.post(f"{DESK}chairs/", {"email": new.email}).status_code == 422
    assert client.post(f"{DESK}chairs/", {"email": "nobody@example.org"}).status_code == 422
    office = Official.objects.get(user=new)
    assert client.post(f"{DESK}chairs/{office.pk}/leave/")["Location"] == f"{DESK}chairs/"
    assert client.post(f"{DESK}chairs/{panel.chair.pk}/leave/")["Location"] == "/calls/town-hack/"
    assert client.get(DESK).status_code == 404


# --- the door and the decisions -----------------------------------------------------------------------


def test_an_entry_is_ruled_out_and_its_team_reads_why(panel: Panel, client: Client) -> None:
    entry = panel.entries[0]
    Entry.objects.filter(pk=entry.pk).update(unsettled=["sixteen", "gone"])
    path = f"{DESK}entries/{entry.number}/"
    assert "Sixteen or over." in look(client, path).text
    client.post(path, {"out": "1", "reason": "Under <b>sixteen</b>."})
    client.post(path, {"settle": "1"})
    assert "Under <b>sixteen</b>." in look(client, path).text
    client.force_login(leader_of(entry))
    assert "Under <b>sixteen</b>." in look(client, f"/calls/town-hack/entries/{entry.number}/").text


def test_one_entry_is_decided_by_hand(panel: Panel, client: Client) -> None:
    path = f"{DECISIONS}entries/{panel.entries[0].number}/"
    assert client.post(path, {"outcome": "decline"}).status_code == 422
    assert client.post(path, {"outcome": "nothing", "reason": "x"}).status_code == 422
    assert client.post(path, {"outcome": "award", "prize": "youth", "reason": "x"}).status_code == 422
    assert client.post(path, {"outcome": "award", "prize": "gold", "reason": "Best."}).status_code == 302
    made = Decision.objects.get()
    assert (made.outcome, made.prize, made.reason) == ("award", "gold", "Best.")
    look(client, path)
    assert client.post(f"{path}undecide/").status_code == 302
    assert Decision.objects.count() == 0


def test_a_stale_preview_shows_the_new_one(panel: Panel, client: Client) -> None:
    ranked(panel)
    decided(panel)
    response = client.post(f"{DECISIONS}letters/", {"seen": "0" * 64})
    assert response.status_code == 200
    assert "Something changed since this page was made" in response.content.decode()
    assert Publication.objects.count() == 0


def test_comments_are_passed_on_the_page(panel: Panel, client: Client) -> None:
    reading = Reading.objects.filter(assignment__entry=panel.entries[0]).order_by("id").first()
    assert reading
    Reading.objects.filter(pk=reading.pk).update(comment="<script>alert(1)</script>")
    page = look(client, f"{DESK}comments/open/")
    assert "<script>alert" not in page.source
    client.post(f"{DESK}comments/open/", {"shown": reading.pk, "passed": reading.pk})
    reading.refresh_from_db()
    assert reading.comment_passed is True
    client.post(f"{DESK}comments/open/", {"shown": [reading.pk, "x", "9" * 30]})
    reading.refresh_from_db()
    assert reading.comment_passed is False


def test_an_appeal_is_made_and_answered_on_the_pages(small_site: Ecosystem, client: Client) -> None:
    panel = a_published_panel()
    entry, now = panel.entries[0], timezone.now()
    path = f"/calls/town-hack/entries/{entry.number}/letter/"
    client.force_login(leader_of(entry))
    panel.call.phases.filter(kind="appeal").update(
        opens_at=now.replace(year=2000), closes_at=now.replace(year=2190)
    )
    assert "Send the appeal" in look(client, path).text
    client.post(path, {"stage": "decision", "text": "Not <i>fair</i>."})
    assert "Not <i>fair</i>." in look(client, path).text
    client.force_login(panel.chair.user)
    look(client, f"{DESK}appeals/")
    appeal = Appeal.objects.get()
    client.post(f"{DESK}appeals/{appeal.pk}/", {"text": "It was.", "uphold": "1"})
    client.force_login(leader_of(entry))
    page = look(client, path)
    assert "It was." in page.text
    assert "Upheld" in page.text


# --- tables ------------------------------------------------------------------------------------------------


def table(client: Client, name: str) -> list[list[str]]:
    text = client.get(f"{DESK}export/{name}.csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_tables_hold_what_the_chair_sees(panel: Panel, client: Client) -> None:
    ranked(panel)
    decided(panel)
    Entry.objects.filter(pk=panel.entries[0].pk).update(title='=HYPERLINK("http://evil.example")')
    entries = table(client, "entries")
    assert len(entries) == 10
    assert [row[3] for row in entries if row[0] == panel.entries[0].number] == [
        '\'=HYPERLINK("http://evil.example")'
    ]
    ranking = table(client, "ranking")
    assert {row[1] for row in ranking[1:]} == {"judging"}
    assert [row[2] for row in ranking] == ["place", *map(str, range(1, 10))]
    assert [row[3] for row in table(client, "decisions")].count("award") == 3


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])
def test_no_cell_is_run_as_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_other_cells_stay_as_they_are() -> None:
    assert [safe(each) for each in ("A=1", -1.5, 3, None, True, "")] == ["A=1", -1.5, 3, "", True, ""]
