"""Calls over HTTP: files and running calls, published results, the showcase, trials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.utils import timezone

from superconnector.apps.calls.actions.trials import Plan, Result, plan_trial, record_result
from superconnector.apps.calls.models import Call, Decision, Entry, Phase, Publication, Trial
from superconnector.base.accounts.models import User
from superconnector.ecosystem import Ecosystem
from tests.apps.calls import making
from tests.apps.calls.after.published import a_published_call, a_user

Get = Callable[..., HttpResponse]


@pytest.fixture
def chair(small_site: Ecosystem) -> User:
    return a_user("chair")


@pytest.fixture
def decided(chair: User) -> Call:
    """The call `hack`: A1 gold, B2 silver, C3 goes on, D4 declined, E5 pending."""
    return a_published_call(chair)


def test_files_and_running_calls_are_listed(small_site: Ecosystem, get: Get) -> None:
    assert [(each["id"], each["running"]) for each in get("/calls").json()] == [("town-hack", False)]
    call = making.open_now(making.a_call("hack-2026"))
    making.a_call("practice", rehearsal=True)
    running, file = get("/calls", lang="zh-hant").json()
    assert running == {
        "id": call.pk,
        "name": "小城黑客松二〇二六",
        "edition": "2026",
        "running": True,
        "definition": "town-hack",
        "entry": "open",
    }
    assert file["id"] == "town-hack"
    making.closed_now(call, grace_seconds=600)
    assert get("/calls").json()[0]["entry"] == "late"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    small_site: Ecosystem, get: Get, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for each in range(count):
        making.a_call(f"hack-{each}")
    get("/calls")
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        assert len(get("/calls").json()) == count + 1


def test_a_call_says_who_when_and_how(small_site: Ecosystem, get: Get) -> None:
    body = get("/calls/town-hack").json()
    assert body["names"]["zh-hans"] == "小城黑客松二〇二六"
    assert [(each["id"], each["places"], each["team_most"]) for each in body["groups"]] == [
        ("open", 3, 5), ("youth", 2, 5),
    ]  # fmt: skip
    assert [each["weight"] for each in body["criteria"]] == [50, 30, 20]
    assert body["phases"][0] == {
        "id": "entry",
        "kind": "entry",
        "opens": "2026-09-01T09:00:00+08:00",
        "closes": "2026-10-01T23:59:59+08:00",
        "state": body["entry"],
        "round": None,
        "readings": None,
        "places": None,
    }
    assert [(each["id"], each["round"]) for each in body["phases"] if each["round"]] == [("judging", 1)]
    assert body["prizes"][0]["amount"] == "10000"
    assert body["not_stated"] == ["Who pays for the journey."]
    assert body["rehearsal"] is False


def test_rounds_are_counted_with_those_that_the_chair_added(decided: Call, get: Get) -> None:
    decided.phases.create(name="talk", kind=Phase.Kind.PITCH, opens_at="2026-10-20T16:00Z")
    body = get(f"/calls/{decided.pk}").json()
    judged = [(each["id"], each["kind"], each["round"]) for each in body["phases"] if each["round"]]
    assert judged == [("judging", "judging", 1), ("talk", "pitch", 2)]


def test_a_running_call_has_the_days_that_its_chair_set(decided: Call, get: Get) -> None:
    decided.phases.filter(name="entry").update(closes_at="2026-10-05T16:00Z")
    body = get("/calls/hack").json()
    assert body["phases"][0]["closes"] == "2026-10-05T15:59:59Z"
    assert (body["running"], body["definition"]) == (True, "town-hack")


@pytest.mark.parametrize("path", ["", "/results", "/showcase", "/trials"])
def test_an_unknown_call_is_not_there(small_site: Ecosystem, get: Get, path: str) -> None:
    for call in ("nowhere", "x" * 500, "%00", "'"):
        assert get(f"/calls/{call}{path}").status_code == 404


@pytest.mark.parametrize("path", ["results", "showcase", "trials"])
def test_a_file_alone_has_nothing_to_show(small_site: Ecosystem, get: Get, path: str) -> None:
    assert "No call runs here" in get(f"/calls/town-hack/{path}").json()["detail"]


def test_results_are_what_was_published_and_honoured_without_any_score(decided: Call, get: Get) -> None:
    assert get("/calls/hack/results").json() == [
        {"entry": "A1", "title": "Entry A1", "group": "open", "outcome": "award", "prize": "gold"},
        {"entry": "B2", "title": "Entry B2", "group": "open", "outcome": "award", "prize": "silver"},
        {"entry": "C3", "title": "Entry C3", "group": "open", "outcome": "advance", "prize": None},
    ]


def test_nothing_is_known_before_the_publication(decided: Call, get: Get) -> None:
    Decision.objects.update(publication=None)
    Publication.objects.all().delete()
    assert get("/calls/hack/results").json() == []


def test_the_showcase_is_empty_until_it_opens(decided: Call, get: Get) -> None:
    decided.phases.filter(kind=Phase.Kind.SHOWCASE).update(opens_at="2126-01-01T00:00Z", closes_at=None)
    assert get("/calls/hack/showcase").json() == []
    making.open_now(decided, Phase.Kind.SHOWCASE)
    assert [each["entry"] for each in get("/calls/hack/showcase").json()] == ["A1", "B2", "C3"]


def test_the_showcase_holds_public_answers_and_names_nobody(small_site: Ecosystem, get: Get) -> None:
    call = making.open_now(making.a_call(), Phase.Kind.SHOWCASE)
    entry = making.a_full_entry(call, making.a_person("Nora Nobody"))
    picture = making.a_file(entry, "pictures", kind="png")
    picture.rights_holder, picture.licence = "The Guild", "CC0-1.0"
    picture.save()
    making.submit(actor=making.leader_of(entry), now=making.ENTRY_OPEN, entry=entry)
    publication = Publication.objects.create(
        call=call, at=timezone.now(), by=call.opened_by, preview="0" * 64
    )
    Decision.objects.create(
        entry=entry, stage="decision", outcome="award", prize="gold", reason="Test.", made_at=timezone.now(),
        made_by=call.opened_by, publication=publication,
    )  # fmt: skip
    response = get("/calls/town-hack/showcase")
    (one,) = response.json()
    answers = {each["question"]: each for each in one["answers"]}
    assert answers["idea"]["value"] == making.ANSWERS["idea"]
    (file,) = answers["pictures"]["files"]
    assert (file["sha256"], file["rights_holder"], file["licence"]) == (
        picture.stored_id, "The Guild", "CC0-1.0",
    )  # fmt: skip
    assert file["address"].endswith(f"/showcase/{entry.number}/files/{picture.stored_id}/")
    for hidden in ("Nora", "users", "deck"):
        assert hidden not in response.content.decode()


def test_trials_are_rows_and_their_totals(decided: Call, chair: User, get: Get) -> None:
    plan = Plan(
        host="town-hall", host_name="Town Hall", site="North Park", starts_on=date(2026, 12, 1), ends_on=None,
        planned_users=100, measure="Waiting time", unit="minutes", higher_is_better=False,
        acceptance=Decimal(10), before=Decimal("15.50"),
    )  # fmt: skip
    result = Result(
        state=Trial.State.ENDED, ends_on=date(2027, 1, 31), actual_users=4300, before=Decimal("15.50"),
        after=Decimal(9), outcome="Shorter.", next_step="",
    )  # fmt: skip
    entry = Entry.objects.get(number="A1")
    trial = plan_trial(actor=chair, now=timezone.now(), entry=entry, plan=plan)
    record_result(actor=chair, now=timezone.now(), trial_id=trial.pk, seen_version=1, result=result)
    body = get("/calls/hack/trials").json()
    assert (body["totals"]["winners"], body["totals"]["hosts"], body["totals"]["actual_users"]) == (
        2,
        1,
        4300,
    )
    assert body["totals"]["rating"] is None
    (row,) = body["items"]
    assert (row["before"], row["after"], row["acceptance"], row["reached"]) == ("15.5", "9", "10", True)
    assert (row["entry"], row["host"], row["state"], row["conflict"]) == ("A1", "town-hall", "ended", None)


def test_the_vote_is_nowhere_in_the_api(decided: Call, get: Get) -> None:
    for path in ("vote", "votes", "ballots", "certificates"):
        assert get(f"/calls/hack/{path}").status_code == 404
