"""Calls in which judges put entries in order or compare two at a time are rehearsed from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.invariants import INVARIANTS, broken
from superconnector.apps.calls.models import (
    Assignment,
    Ballot,
    Call,
    Certificate,
    Comparison,
    Decision,
    RankingRun,
    Reading,
    Skip,
    Slate,
)
from superconnector.apps.calls.rehearsal.plan import Plan, RehearsalError, Stage
from superconnector.apps.calls.rehearsal.play import Act, play
from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.ecosystem import read_folder
from tests.apps.calls.making import SMALL
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def in_mode(text: str, mode: str) -> str:
    """The town's hackathon, judged in another way."""
    return text.replace("id: town-hack", f"id: {mode}-hack", 1).replace("mode: scores", f"mode: {mode}")


@pytest.fixture(autouse=True)
def town(tmp_path: Path) -> Iterator[None]:
    files = dict(read_folder(SMALL))
    text = files["calls/town-hack.yaml"]
    more = {f"calls/{mode}-hack.yaml": in_mode(text, mode) for mode in ("slate", "pairs")}
    bare = text.replace("id: town-hack", "id: bare-hack", 1)
    head, _, rest = bare.partition("criteria:\n")
    more["calls/bare-hack.yaml"] = (
        head
        + "judging:\n"
        + rest.partition("judging:\n")[2]
        .replace("  ties: [use, novelty]\n", "")
        .replace("  weights_total: 100\n", "")
    )
    with override_settings(FILES_ROOT=tmp_path):
        load_ecosystem(files=files | more, actor="tests", now=NOW)
        yield


def played(definition: str, **fields: object) -> tuple[Call, list[Act]]:
    made = {"entries": 10, "contestants": 25, "judges": 5, **fields}
    acts = list(play(Plan(definition, "rehearsal", "seed", NOW, **made)))  # type: ignore[arg-type]
    return Call.objects.get(pk="rehearsal"), acts


def test_slates_are_drafted_handed_in_ranked_and_decided() -> None:
    call, acts = played("slate-hack")
    assert acts[-1] == Act("The records", (f"All {len(INVARIANTS)} invariants hold.",))
    stayed = Slate.objects.filter(judge__left_at__isnull=True).order_by("number")
    last = {each.judge_id: each for each in stayed}
    assert {each.final for each in last.values()} == {True}
    active = Assignment.objects.filter(judge__call=call, removed_at__isnull=True)
    for judge, slate in last.items():
        ordered = [number for equal in slate.order for number in equal]
        assert sorted(ordered) == sorted(active.filter(judge=judge).values_list("entry__number", flat=True))
    assert len(last) == 4
    assert all(each.scores == {} for each in Reading.objects.all())
    bodies = [read_body(each.body) for each in RankingRun.objects.all()]
    assert {each.method for each in bodies} <= {"slates", "raw"}
    assert Decision.objects.filter(publication__isnull=False).count() == 10
    assert Certificate.objects.count() == 25
    assert Ballot.objects.exclude(choice=None).count() > 0


def test_pairs_are_compared_some_passed_over_ranked_and_decided() -> None:
    call, acts = played("pairs-hack", entries=14, contestants=30, judges=9, groups=("open",))
    assert acts[-1] == Act("The records", (f"All {len(INVARIANTS)} invariants hold.",))
    made = Comparison.objects.filter(judge__call=call)
    assert made.count() >= 2 * 14
    desks = set(Assignment.objects.filter(judge__call=call).values_list("judge", "entry"))
    pairs = {
        (judge, entry) for judge, *both in made.values_list("judge", "better", "worse") for entry in both
    }
    assert pairs <= desks
    assert Skip.objects.filter(judge__call=call).count() >= 1
    assert not Reading.objects.exists()
    assert Decision.objects.filter(publication__isnull=False).count() == 14


@pytest.mark.parametrize("mode", ["slate", "pairs"])
def test_half_way_is_half_done(mode: str) -> None:
    call, _ = played(f"{mode}-hack", until=Stage.JUDGING, halfway=True)
    assert list(broken(call)) == []
    if mode == "slate":
        states = set(Slate.objects.values_list("final", flat=True))
        assert False in states
    else:
        assert Comparison.objects.exists()


def test_scores_without_criteria_cannot_be_rehearsed() -> None:
    with pytest.raises(RehearsalError, match="bare-hack is judged by scores and names no criteria"):
        played("bare-hack")
    assert not Call.objects.exists()
