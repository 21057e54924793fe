"""Pages of a call of two rounds, for a judge, a chair and strangers; a call of one round looks as ever."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from superconnector.apps.calls.models import Assignment, AssignmentRun, Phase, RankingRun, Reading
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import a_judged_panel, ranked
from tests.apps.calls.desk.panel import SCORES, Panel, somebody
from tests.portal.calls.rounds.heard import CHAIR, DESK, a_panel_heard_today, as_
from tests.portal.markup import problems

FORM = {"number": 1, "version": 0, "tab": "", "comment": "", "note": "", "do": "finish"}
FORM |= {f"score-{name}": score for name, score in SCORES.items()}
ROUNDS = '<nav class="row desk-tabs" aria-label="Rounds">'


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    return a_panel_heard_today()


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    source = response.content.decode()
    assert problems(source) == []
    return source


def content(client: Client, path: str) -> str:
    """The page without what stands about it, and without its token."""
    (found,) = re.findall("<main.*</main>", page(client, path), re.DOTALL)
    return re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", found)


# --- the judge -------------------------------------------------------------------------------------------


def test_the_desk_holds_what_is_heard_today_and_nothing_of_before(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    desk = page(client, DESK)
    assert "0 of 2 handed in" in desk
    assert [f"Entry {number}" in desk for number in range(4)] == [True, True, False, False]
    sheet = page(client, f"{DESK}{panel.entries[0].number}/")
    assert "checked" not in sheet
    assert "You handed this in" not in sheet
    for entry in panel.entries[2:]:
        assert client.get(f"{DESK}{entry.number}/").status_code == 404
        assert client.post(f"{DESK}{entry.number}/", FORM).status_code == 404
        assert client.post(f"{DESK}{entry.number}/reopen/").status_code == 404


def test_what_is_handed_in_today_is_of_the_second_round(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    sent = client.post(f"{DESK}{panel.entries[0].number}/", FORM)
    assert sent.status_code == 302
    made = Reading.objects.get(assignment__stage="pitch")
    assert (made.scores, made.final, made.number) == (SCORES, True, 1)
    assert "1 of 2 handed in" in page(client, DESK)
    first = Reading.objects.get(
        assignment__stage="judging", assignment__judge=panel.judges[0], assignment__entry=panel.entries[0]
    )
    assert first.scores == {"use": 5, "novelty": 5, "craft": 5}


def test_the_first_round_cannot_be_reopened_in_the_second(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    before = Reading.objects.count()
    client.post(f"{DESK}{panel.entries[0].number}/reopen/")
    assert Reading.objects.count() == before


# --- the chair -------------------------------------------------------------------------------------------


def test_a_chair_chooses_the_round(panel: Panel) -> None:
    client = as_(panel.chair.user)
    for path in ("", "ranking/open/", "assignment/"):
        now = content(client, f"{CHAIR}{path}")
        assert now == content(client, f"{CHAIR}{path}?stage=pitch")
        earlier = content(client, f"{CHAIR}{path}?stage=judging")
        assert [source.count(ROUNDS) for source in (now, earlier)] == [1, 1]
        for source, here in ((now, "pitch"), (earlier, "judging")):
            assert source.count(f'aria-current="page" href="?stage={here}"') == 1


def test_a_round_that_the_call_has_not_does_not_exist(panel: Panel) -> None:
    client = as_(panel.chair.user)
    for path in ("", "ranking/open/", "ranking/open/what-if/", "assignment/"):
        for stage in ("decision", "entry", "nowhere", ""):
            assert client.get(f"{CHAIR}{path}?stage={stage}").status_code == 404


def test_the_chair_sees_each_round_for_itself(panel: Panel) -> None:
    client = as_(panel.chair.user)
    assert "4 places" not in page(client, f"{CHAIR}ranking/open/?stage=pitch")
    assert "No ranking yet" in page(client, f"{CHAIR}ranking/open/")
    earlier = page(client, f"{CHAIR}ranking/open/?stage=judging")
    assert "3 places, 4 entries read." in earlier
    assert f'href="{CHAIR}decisions/open/judging/"' in earlier
    assert f'action="{CHAIR}ranking/open/compute/?stage=pitch"' in page(client, f"{CHAIR}ranking/open/")


def test_the_second_round_is_ranked_and_tried_from_its_own_page(panel: Panel) -> None:
    client = as_(panel.chair.user)
    for judge in panel.judges:
        as_(judge.user).post(f"{DESK}{panel.entries[0].number}/", FORM)
    sent = client.post(f"{CHAIR}ranking/open/compute/?stage=pitch")
    assert (sent.status_code, sent["Location"]) == (302, f"{CHAIR}ranking/open/?stage=pitch")
    assert list(RankingRun.objects.order_by("id").values_list("stage", flat=True)) == ["judging", "pitch"]
    assert "3 places, 1 entries read." in page(client, f"{CHAIR}ranking/open/")
    for path in ("what-if/", "next-readings/"):
        source = page(client, f"{CHAIR}ranking/open/{path}?stage=pitch")
        assert f'href="{CHAIR}ranking/open/?stage=pitch"' in source
    assert client.post(f"{CHAIR}ranking/open/compute/?stage=nowhere").status_code == 404


def test_the_second_round_is_assigned_from_its_own_page(panel: Panel) -> None:
    client = as_(panel.chair.user)
    Assignment.objects.filter(stage="pitch").delete()
    sent = client.post(f"{CHAIR}assignment/propose/?stage=pitch")
    assert (sent.status_code, sent["Location"]) == (302, f"{CHAIR}assignment/?stage=pitch")
    run = AssignmentRun.objects.get()
    assert (run.stage, run.proposal["entries"], len(run.proposal["added"])) == ("pitch", 2, 6)
    page(client, f"{CHAIR}assignment/")
    assert client.post(f"{CHAIR}assignment/{run.pk}/apply/?stage=pitch").status_code == 302
    assert Assignment.objects.filter(stage="pitch", run=run).count() == 6
    assert "Apply this proposal" not in page(client, f"{CHAIR}assignment/?stage=judging")


def test_the_first_decisions_let_go_on_and_the_last_award(panel: Panel) -> None:
    client = as_(panel.chair.user)
    first, last = (page(client, f"{CHAIR}decisions/open/{stage}/") for stage in ("judging", "decision"))
    assert '<option value="advance" selected>' in first
    assert '<option value="award" selected>' in last
    assert [title in last for title in ("Entry 1", "Entry 2")] == [True, False]


# --- what a round has of its own -------------------------------------------------------------------------


def test_a_chair_sets_what_the_second_round_has_of_its_own(panel: Panel) -> None:
    client = as_(panel.chair.user)
    rules = page(client, f"{CHAIR}rules/")
    assert "3 judges an entry" in rules
    assert f'href="{CHAIR}rules/pitch/"' in rules
    data = {"version": panel.call.settings_version, "readings": "5", "places-open": "1", "places-youth": ""}
    assert client.post(f"{CHAIR}rules/pitch/", data).status_code == 302
    phase = Phase.objects.get(name="pitch")
    assert (phase.readings, phase.top) == (5, {"open": 1})
    assert "5 judges an entry" in page(client, f"{CHAIR}rules/pitch/")
    again = client.post(f"{CHAIR}rules/pitch/", data)
    assert again.status_code == 422
    assert client.post(f"{CHAIR}rules/pitch/", data | {"readings": "0"}).status_code == 422
    assert client.get(f"{CHAIR}rules/decision/").status_code == 404


def test_what_began_is_not_set_any_more(panel: Panel) -> None:
    sent = as_(panel.chair.user).post(f"{CHAIR}rules/judging/", {"version": 1, "readings": "5"})
    assert sent.status_code == 422
    assert "A judge has handed in already" in sent.content.decode()
    assert Phase.objects.get(name="judging").readings is None


# --- others ----------------------------------------------------------------------------------------------


def test_for_judges_of_another_call_members_and_strangers_there_is_nothing(panel: Panel) -> None:
    paths = ["", "ranking/open/?stage=pitch", "assignment/?stage=pitch", "rules/pitch/"]
    for user in (panel.judges[0].user, panel.entries[0].members.get().user, somebody("Stranger")):
        client = as_(user)
        assert [client.get(f"{CHAIR}{path}").status_code for path in paths] == [404] * 4
        sent = client.post(f"{CHAIR}rules/pitch/", {"version": 1, "readings": "1"})
        assert sent.status_code == 404
    assert [Client().get(f"{CHAIR}{path}").status_code for path in paths] == [302] * 4
    assert Phase.objects.get(name="pitch").readings is None


def test_a_call_of_one_round_has_no_choice_of_rounds(small_site: Ecosystem) -> None:
    panel = a_judged_panel(entries=2, judges=4)
    ranked(panel)
    client = as_(panel.chair.user)
    for path in ("", "ranking/open/", "assignment/", "rules/"):
        source = page(client, f"{CHAIR}{path}")
        assert (ROUNDS in source, "?stage=" in source) == (False, False)
    assert client.get(f"{CHAIR}rules/judging/").status_code == 404
    ranking = f"{CHAIR}ranking/open/"
    assert content(client, ranking) == content(client, f"{ranking}?stage=judging")
