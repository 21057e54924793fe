"""The judge's and the chair's pages, asked for by their owner, by another official, by a stranger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from superconnector.apps.calls.actions.conflicts import find_conflicts
from superconnector.apps.calls.models import Assignment, Conflict, Entry, Reading
from superconnector.base.accounts.models import User
from tests.apps.calls.desk.panel import SCORES, Panel, a_panel, open_now, somebody
from tests.portal.markup import problems

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def panel() -> Panel:
    """Two judges, one of them with two entries on the desk; judging is open today."""
    panel = a_panel(judges=2, entries=2)
    open_now(panel.call, timezone.now())
    panel.assign(panel.judges[0], *panel.entries)
    return panel


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == status
    source = response.content.decode()
    assert problems(source) == []
    return source


def form(seen: tuple[int, int] = (1, 0), do: str = "save", **fields: object) -> dict[str, object]:
    scores = {f"score-{name}": score for name, score in SCORES.items()}
    return {
        "number": seen[0],
        "version": seen[1],
        "tab": "",
        "comment": "",
        "note": "",
        "do": do,
        **scores,
        **fields,
    }


# --- who may look ----------------------------------------------------------------------------------------

JUDGE_PAGES = ["judging", "judging-entry"]
CHAIR_PAGES = ["chair-judges", "chair-conflicts", "chair-assignment"]


def arguments(panel: Panel, name: str) -> list[str]:
    return [panel.call.pk, panel.entries[0].number] if name == "judging-entry" else [panel.call.pk]


@pytest.mark.parametrize("name", JUDGE_PAGES)
def test_a_judge_sees_the_desk_and_nobody_else_does(panel: Panel, name: str) -> None:
    address = reverse(name, args=arguments(panel, name))
    page(as_(panel.judges[0].user), name, *arguments(panel, name))
    entrant = panel.entries[0].members.get().user
    for user in (panel.chair.user, entrant, somebody("Stranger")):
        assert as_(user).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", CHAIR_PAGES)
def test_a_chair_sees_the_chairs_pages_and_nobody_else_does(panel: Panel, name: str) -> None:
    address = reverse(name, args=arguments(panel, name))
    page(as_(panel.chair.user), name, panel.call.pk)
    for user in (panel.judges[0].user, panel.entries[0].members.get().user, somebody("Stranger")):
        assert as_(user).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_judge_who_left_finds_no_desk(panel: Panel) -> None:
    panel.judges[0].left_at = timezone.now()
    panel.judges[0].save()
    page(as_(panel.judges[0].user), "judging", panel.call.pk, status=404)


def test_a_judge_reads_only_what_is_on_the_desk(panel: Panel) -> None:
    page(as_(panel.judges[1].user), "judging-entry", panel.call.pk, panel.entries[0].number, status=404)
    page(as_(panel.judges[1].user), "judging-entry", panel.call.pk, "NOSUCH", status=404)


# --- the sheet -------------------------------------------------------------------------------------------


def test_a_blind_sheet_names_nobody() -> None:
    panel = a_panel(judges=1)
    leader = somebody("Lena Leader", organisation_name="Lamp Ltd")
    entry = panel.entry(leader)
    panel.assign(panel.judges[0], entry)
    client = as_(panel.judges[0].user)
    source = page(client, "judging-entry", panel.call.pk, entry.number)
    assert "A lamp for the square" in source
    assert "It lights the square when somebody walks there" in source
    assert all(hidden not in source for hidden in ("Lena", "Lamp Ltd", "Who are you?", "deck.pdf"))
    open_judging = a_seeing_panel(panel)
    assert "Lena Leader" in page(client, "judging-entry", open_judging.call.pk, entry.number)


def a_seeing_panel(panel: Panel) -> Panel:
    from tests.apps.calls.desk.panel import pin  # noqa: PLC0415

    pin(panel.call, judging={"blind": False})
    return panel


def test_a_file_of_another_entry_is_not_there(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    other = panel.entry()
    foreign = other.files.get().stored_id
    for digest in (foreign, "f" * 64):
        address = reverse("judging-file", args=[panel.call.pk, panel.entries[0].number, digest])
        assert client.get(address).status_code == 404


# --- saving ----------------------------------------------------------------------------------------------


def test_a_page_that_saves_by_itself_is_told_the_version(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    address = reverse("judging-entry", args=[panel.call.pk, panel.entries[0].number])
    answer = client.post(address, form(comment="Well done."), **JSON)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["number"], told["version"], told["final"], told["problem"]) == (1, 1, False, "")
    reading = Reading.objects.get()
    assert (reading.scores, reading.comment) == (SCORES, "Well done.")


def test_two_windows_are_shown_both_with_and_without_scripts(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    address = reverse("judging-entry", args=[panel.call.pk, panel.entries[0].number])
    client.post(address, form(comment="From the first."), **JSON)
    answer = client.post(address, form(comment="From the second."), **JSON)
    assert answer.status_code == 409
    assert answer.json()["texts"]["comment"] == "From the first."
    plain = client.post(address, form(comment="From the second."))
    source = plain.content.decode()
    assert plain.status_code == 409
    assert problems(source) == []
    assert "From the first." in source
    assert "From the second." in source
    assert client.post(address, form((1, 1), comment="From the second.")).status_code == 302
    assert Reading.objects.get().comment == "From the second."


@pytest.mark.parametrize("score", ["9", "x", "1e3", "٣", "9" * 400, "-"])
def test_a_score_that_is_none_is_refused_and_shown_again(panel: Panel, score: str) -> None:
    address = reverse("judging-entry", args=[panel.call.pk, panel.entries[0].number])
    response = as_(panel.judges[0].user).post(address, form(comment="Keep me.", **{"score-use": score}))
    assert response.status_code == 422
    assert "Keep me." in response.content.decode()
    assert not Reading.objects.exists()


def test_handing_in_leads_to_the_next_entry_and_at_last_to_the_desk(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    desk = reverse("judging", args=[panel.call.pk])
    first, second = (reverse("judging-entry", args=[panel.call.pk, e.number]) for e in panel.entries)
    assert client.post(first, form(do="finish")).url == second
    assert "1 of 2 handed in" in page(client, "judging", panel.call.pk)
    assert client.post(second, form(do="finish"), **JSON).json()["next"] == desk
    assert "All is handed in." in page(client, "judging", panel.call.pk)
    assert "You handed this in" in page(client, "judging-entry", panel.call.pk, panel.entries[0].number)


def test_reopening_shows_the_form_again(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    place = [panel.call.pk, panel.entries[0].number]
    client.post(reverse("judging-entry", args=place), form(do="finish"))
    assert client.post(reverse("judging-reopen", args=place)).status_code == 302
    assert 'name="version" value="1"' in page(client, "judging-entry", *place)
    assert as_(panel.judges[1].user).post(reverse("judging-reopen", args=place)).status_code == 404


def test_a_closed_desk_says_so_and_takes_nothing(panel: Panel) -> None:
    phase = panel.call.phases.get(kind="judging")
    phase.closes_at = phase.opens_at.replace(year=phase.opens_at.year - 1)
    phase.opens_at = None
    phase.save()
    client = as_(panel.judges[0].user)
    place = [panel.call.pk, panel.entries[0].number]
    assert "The days of judging are not set yet." in page(client, "judging-entry", *place)
    response = client.post(reverse("judging-entry", args=place), form(), **JSON)
    assert (response.status_code, Reading.objects.count()) == (403, 0)


# --- conflicts -------------------------------------------------------------------------------------------


def test_while_a_phase_lets_chairs_only_see_the_entries_the_desk_is_closed(panel: Panel) -> None:
    call, judge, number = panel.call, as_(panel.judges[0].user), panel.entries[0].number
    call.phases.exclude(name="decision").update(opens_at=None, closes_at=None)
    call.phases.filter(name="decision").update(opens_at=timezone.now() - timedelta(days=1), closes_at=None)
    desk = page(judge, "judging", call.pk)
    assert ("Judges do not see the entries now" in desk, number in desk) == (True, False)
    page(judge, "judging-entry", call.pk, number, status=404)
    assert judge.post(reverse("judging-entry", args=[call.pk, number]), form()).status_code == 404
    assert Reading.objects.count() == 0


def test_i_have_a_conflict(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    place = [panel.call.pk, panel.entries[0].number]
    assert client.post(reverse("judging-conflict", args=place), {"reason": "Friends"}).status_code == 302
    page(client, "judging-entry", *place, status=404)
    assert client.post(reverse("judging-conflict", args=place)).status_code == 404
    assert Conflict.objects.get().state == "confirmed"
    assert "0 of 1 handed in" in page(client, "judging", panel.call.pk)


def test_a_chair_decides_about_what_is_ticked(panel: Panel) -> None:
    near = panel.judge(somebody("Nina Near", "acme.example"))
    panel.entry(somebody(domain="acme.example"))
    find_conflicts(actor=panel.chair.user, now=timezone.now(), call=panel.call)
    client = as_(panel.chair.user)
    assert "Nina Near" in page(client, "chair-conflicts", panel.call.pk)
    address = reverse("chair-conflicts", args=[panel.call.pk])
    row = Conflict.objects.get()
    for wrong in ("x", "9" * 30, "0"):
        client.post(address, {"conflict": [wrong], "dismiss": ""})
    row.refresh_from_db()
    assert (row.official, row.state) == (near, "suspected")
    client.post(address, {"conflict": [row.pk], "dismiss": ""})
    row.refresh_from_db()
    assert row.state == "dismissed"
    dismissed = client.get(address, {"state": "dismissed"}).content.decode()
    assert "Nina Near" in dismissed
    assert client.post(reverse("chair-conflicts-find", args=[panel.call.pk])).status_code == 302


# --- judges and assignment -------------------------------------------------------------------------------


def test_a_chair_changes_and_releases_a_judge(panel: Panel) -> None:
    client, official = as_(panel.chair.user), panel.judge(tracks=["green"])
    assert "A green town" in page(client, "chair-judges", panel.call.pk)
    own = reverse("chair-judge", args=[panel.call.pk, official.pk])
    page(client, "chair-judge", panel.call.pk, official.pk)
    assert client.post(own, {"at_least": 5, "at_most": 4}).status_code == 422
    assert client.post(own, {"at_least": 2, "at_most": 3}).status_code == 302
    leaving = reverse("chair-judge-leave", args=[panel.call.pk, official.pk])
    assert client.post(leaving, {"because": "ill"}).status_code == 302
    assert client.post(leaving).status_code == 404
    official.refresh_from_db()
    assert official.left_at is not None


def test_a_judge_of_another_call_is_not_there(panel: Panel) -> None:
    client = as_(panel.chair.user)
    for judge_id in (panel.chair.pk, 10**15):
        page(client, "chair-judge", panel.call.pk, judge_id, status=404)


def test_an_assignment_is_shown_before_it_is_applied(panel: Panel) -> None:
    Assignment.objects.all().delete()
    panel.judge()
    client = as_(panel.chair.user)
    here = reverse("chair-assignment", args=[panel.call.pk])
    client.post(reverse("chair-assignment-propose", args=[panel.call.pk]))
    assert "6 readings would be new, 0 taken back, 0 stay." in page(client, "chair-assignment", panel.call.pk)
    assert panel.pairs() == set()
    run = panel.call.assignment_runs.get()
    done = client.post(reverse("chair-assignment-apply", args=[panel.call.pk, run.pk]), follow=True)
    assert "Assigned. Judges see their entries now." in done.content.decode()
    assert len(panel.pairs()) == 6
    again = client.post(reverse("chair-assignment-apply", args=[panel.call.pk, run.pk]), follow=True)
    assert "This proposal was applied already." in again.content.decode()
    assert again.redirect_chain == [(here, 302)]


def test_a_stale_proposal_says_that_nothing_was_assigned(panel: Panel) -> None:
    client = as_(panel.chair.user)
    client.post(reverse("chair-assignment-propose", args=[panel.call.pk]))
    Entry.objects.filter(pk=panel.entries[0].pk).update(track="care")
    run = panel.call.assignment_runs.get()
    done = client.post(reverse("chair-assignment-apply", args=[panel.call.pk, run.pk]), follow=True)
    assert "Nothing was assigned. Make a new proposal." in done.content.decode()


def test_what_cannot_be_given_is_said_in_words(panel: Panel) -> None:
    client = as_(panel.chair.user)
    client.post(reverse("chair-assignment-propose", args=[panel.call.pk]))
    source = page(client, "chair-assignment", panel.call.pk)
    assert "2 readings are missing, of 2 entries." in source
    assert "All 2 judges of the track read these entries already. Appoint more." in source
