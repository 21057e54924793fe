"""The calls of the demo: its accounts have parts in them, all see them, a second start changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone

from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.invariants import broken
from superconnector.apps.calls.models import Call, Decision, Entry, Member, Official, RankingRun, Reading
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.phases import Timing, entry_timing
from superconnector.apps.calls.queries.reading import judging_opening, pile_of
from superconnector.apps.calls.queries.trials import totals_of
from superconnector.apps.calls.queries.voting import tally
from superconnector.apps.calls.rounds import rounds_of
from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.base.accounts.demo import make_demo_accounts
from superconnector.base.accounts.models import User
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import read_folder
from tests.conftest import NOW, ROOT

pytestmark = pytest.mark.django_db
CALLS = ["rehearsal-done", "rehearsal-judging", "rehearsal-open", "rehearsal-wonders"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[None]:
    files = read_folder(ROOT / "ecosystems" / "hong-kong")
    with override_settings(DEMO=True, FILES_ROOT=tmp_path):
        load_ecosystem(files=files, actor="tests", now=NOW)
        make_demo_accounts()
        call_command("rehearse_demo")
        yield


@pytest.mark.usefixtures("demo")
def test_every_account_has_a_part_and_a_second_start_changes_nothing(client: Client) -> None:
    now = timezone.now()
    done, judged, opened, shown = (Call.objects.get(pk=each) for each in CALLS)
    assert [list(broken(call)) for call in (done, judged, opened, shown)] == [[], [], [], []]
    _was_finished(done)
    _played_in_rounds(done)
    _can_be_looked_at(shown, client)
    _has_parts(opened)
    _can_read(judged)
    assert entry_timing(opened, now)[1] is Timing.OPEN
    _is_shown(client)
    before = [model.objects.count() for model in (Call, Entry, User, Reading, JournalEntry)]
    call_command("rehearse_demo")
    assert [model.objects.count() for model in (Call, Entry, User, Reading, JournalEntry)] == before


def _was_finished(done: Call) -> None:
    """Trials and a counted vote; and the first round of the open group is ranked with intervals."""
    assert totals_of(done).actual_users > 0
    assert sum(each.votes for each in tally(done, "open", timezone.now()) or []) > 0
    first = RankingRun.objects.filter(call=done, group="open").earliest("pk")
    assert (read_body(first.body).calibrated, len(read_body(first.body).rows)) == (True, 25)


def _played_in_rounds(done: Call) -> None:
    """The city's challenge is heard and heard again: some of the entries go on each time, and some win."""
    stages = [each.stage for each in rounds_of(done)]
    assert stages == ["semi-pitch", "grand-pitch", "finale"]
    chair = done.officials.get(role="chair")
    entries = [set(entries_in_round(chair, each).values_list("pk", flat=True)) for each in stages]
    assert entries[2] < entries[1] < entries[0]
    told = Decision.objects.filter(entry__call=done, publication__isnull=False, revises__isnull=True)
    for each, competed in zip(rounds_of(done), entries, strict=True):
        read = Reading.objects.filter(final=True, assignment__stage=each.stage)
        assert set(read.values_list("assignment__entry_id", flat=True)) == competed
        assert set(told.filter(stage=each.ends).values_list("entry_id", flat=True)) == competed
    runs = RankingRun.objects.filter(call=done).order_by("stage").values_list("stage", flat=True)
    assert set(runs) == set(stages)


def _can_be_looked_at(shown: Call, client: Client) -> None:
    """Models of wonders, drawn in the gallery; the open group is ranked with intervals and severities."""
    told = read_body(RankingRun.objects.get(call=shown, group="open").body)
    assert (len(told.rows), told.calibrated, bool(told.judges)) == (20, True, True)
    page = client.get(f"/calls/{shown.pk}/showcase/").content.decode()
    assert (page.count("?small"), page.count("cover-drawn")) == (6, 0)


def _has_parts(opened: Call) -> None:
    entry = Entry.objects.get(call=opened, members__user__email="entrant@example.org")
    assert entry.state == Entry.State.DRAFT
    team = Member.objects.filter(entry=entry).order_by("id").values_list("user__email", "leads")
    assert list(team) == [("entrant@example.org", True), ("team-mate@example.org", False)]
    assert entry.answers.count() == 1
    chairs = Official.objects.filter(role="chair", user__email="chair@example.org")
    assert sorted(chairs.values_list("call_id", flat=True)) == CALLS


def _can_read(judged: Call) -> None:
    judge = Official.objects.select_related("call", "user").get(
        call=judged, role="judge", user__email="judge@example.org"
    )
    pile = pile_of(judge, judging_opening(judged, timezone.now()).stage)
    assert judging_opening(judged, timezone.now()).is_open
    assert pile.next is not None
    assert 0 <= pile.done < len(pile.tasks)


def _is_shown(client: Client) -> None:
    shown = client.get("/calls/").content.decode()
    assert [each for each in CALLS if f'href="/calls/{each}/"' in shown] == CALLS
    assert "Rehearsals" in shown
    with override_settings(DEMO=False):
        hidden = client.get("/calls/").content.decode()
    assert [each for each in CALLS if f'href="/calls/{each}/"' in hidden] == []


def test_only_the_demo_is_filled() -> None:
    with pytest.raises(CommandError, match="in the demo only"):
        call_command("rehearse_demo")
    assert not Call.objects.exists()


@override_settings(DEMO=True)
def test_accounts_come_first() -> None:
    with pytest.raises(CommandError, match="make_demo_accounts makes them"):
        call_command("rehearse_demo")
    assert not Call.objects.exists()
