"""What public pages tell besides: names of phases, the seed, editions of one programme, the foot."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.test import Client

from superconnector.apps.calls.actions.running import open_call
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Decision, Entry, Phase, Publication
from superconnector.apps.calls.queries.public import Seed, seed_of
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Scale
from superconnector.portal.calls.phase_names import names_in, names_of
from superconnector.portal.calls.public_page import criterion_rows, record
from superconnector.portal.templatetags.chair import phase_name
from tests.apps.calls.making import ENTRY_OPEN, a_call, an_entry, an_officer, open_now
from tests.portal.markup import Page, problems

SEED = "seed of the tests"
COMMITMENT = sha256(SEED.encode()).hexdigest()


def look(client: Client, path: str) -> Page:
    response = client.get(path)
    source = response.content.decode()
    assert (response.status_code, problems(source)) == (200, [])
    return Page(source)


# --- phases ----------------------------------------------------------------------------------------------


def added(call: Call, *named: tuple[str, str]) -> None:
    for name, kind in named:
        Phase.objects.create(call=call, name=name, kind=kind)


@pytest.mark.django_db
def test_a_phase_without_a_name_is_called_by_its_kind_and_several_are_counted() -> None:
    call = a_call()
    added(call, ("rehearsal-pitch", "pitch"))
    assert names_of(call)["rehearsal-pitch"] == "Pitches"
    call = Call.objects.get()
    added(call, ("extra", "pitch"), ("second-reading", "judging"))
    names = names_of(call)
    told = {each: names[each] for each in ("rehearsal-pitch", "extra", "judging", "second-reading", "entry")}
    assert told == {
        "rehearsal-pitch": "Pitches 1",
        "extra": "Pitches 2",
        "judging": "Judging 1",
        "second-reading": "Judging 2",
        "entry": "Entries",
    }


def test_a_name_that_the_file_gives_stands(hong_kong: Ecosystem) -> None:
    names = names_in(hong_kong.calls["city-it-challenge-2021"])
    assert (names["semi-pitch"], names["finale"], names["screening"]) == ("Semi-pitch", "Finale", "Screening")


def test_a_stage_that_is_no_phase_is_called_by_its_kind_too(hong_kong: Ecosystem) -> None:
    file = hong_kong.calls["hackaverse-2022"]
    assert [phase_name(each, file) for each in ("decision", "judging", "elsewhere")] == [
        "Decision",
        "Judging",
        "elsewhere",
    ]


# --- the seed --------------------------------------------------------------------------------------------


def decided(entry: Entry, outcome: str, stage: str = "decision", *, published: bool = True) -> None:
    by, call = entry.call.opened_by, entry.call
    publication = Publication.objects.create(call=call, at=ENTRY_OPEN, by=by, preview="0" * 64)
    Decision.objects.create(
        entry=entry,
        stage=stage,
        outcome=outcome,
        reason="By hand, for a test.",
        made_at=ENTRY_OPEN,
        made_by=by,
        publication=publication if published else None,
    )


@pytest.fixture
def two(small_site: Ecosystem) -> list[Entry]:
    call = a_call()
    entries = [an_entry(call), an_entry(call)]
    Entry.objects.update(state=Entry.State.SUBMITTED, submitted_at=ENTRY_OPEN)
    an_entry(call)  # a draft, which nobody decides on
    return entries


def test_the_seed_is_told_when_nothing_can_hang_on_it_any_more(two: list[Entry]) -> None:
    call, hidden = two[0].call, Seed(COMMITMENT, "", ())
    assert seed_of(call) == hidden
    decided(two[0], "award")
    assert seed_of(call) == hidden
    decided(two[1], "advance", "first")
    assert seed_of(call) == hidden
    decided(two[1], "decline", published=False)
    assert seed_of(call) == hidden
    Decision.objects.filter(outcome="decline").update(publication=Publication.objects.earliest("pk"))
    assert seed_of(call) == Seed(COMMITMENT, SEED, ())


def test_a_call_without_entries_keeps_its_seed(small_site: Ecosystem) -> None:
    assert seed_of(a_call()) == Seed(COMMITMENT, "", ())


def test_the_page_shows_the_commitment_from_the_opening_on_and_the_seed_at_the_end(
    two: list[Entry], client: Client
) -> None:
    before = look(client, "/calls/town-hack/").text
    assert (COMMITMENT in before, SEED in before, "recompute_ranking" in before) == (True, False, False)
    for entry in two:
        decided(entry, "decline")
    after = look(client, "/calls/town-hack/").text
    assert (COMMITMENT in after, f"printf '%s' '{SEED}' | sha256sum" in after) == (True, True)
    assert "python -m django recompute_ranking town-hack" in after


def test_a_file_on_record_has_no_seed(small_site: Ecosystem, client: Client) -> None:
    assert "SHA-256" not in look(client, "/calls/town-hack/").text


# --- the record and the footer ---------------------------------------------------------------------------


def test_editions_of_one_programme_that_are_alike_are_told_once(hong_kong: Ecosystem) -> None:
    told = {
        each.programme: ([one.file.id for one in each.editions], each.alike) for each in record(hong_kong)
    }
    assert told["ccmf"] == (["ccmf-2026-03", "ccmf-2025-12", "ccmf-2025-09", "ccmf-2025-06"], True)
    assert told["city-it-challenge"] == (["city-it-challenge-2024", "city-it-challenge-2021"], False)
    assert told[""] == (["aecom-cityhack"], False)
    assert sum(len(each.editions) for each in record(hong_kong)) == len(hong_kong.calls)


def test_the_list_leads_to_every_edition_and_cites_once(site: Ecosystem, client: Client) -> None:
    page = look(client, "/calls/")
    assert {f"/calls/{each}/" for each in site.calls} <= set(page.links())
    assert page.text.count("A grant for an innovative idea or an early start-up") == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/programmes/", "No account is needed"),
        ("/calls/", "Looking needs no account"),
        ("/calls/town-hack/", "Looking needs no account"),
        ("/account/login/", ""),
    ],
)
def test_the_foot_says_what_is_true_there(
    small_site: Ecosystem, client: Client, path: str, said: str
) -> None:
    text = look(client, path).text
    told = [each for each in ("No account is needed", "Looking needs no account") if each in text]
    assert told == ([said] if said else [])


# --- what the organiser set, and what is open now --------------------------------------------------------


def test_what_the_organiser_set_stands_beside_what_the_file_states(site: Ecosystem) -> None:
    call = open_call(
        actor=an_officer(),
        now=ENTRY_OPEN,
        definition="hackaverse-2022",
        call_id="wonders",
        seed="s",
        times={},
    )
    call.weights, call.scales = {"impact": 30}, {"impact": [0, 10, 1]}
    rows = {each.file.id: (each.weight, each.scale) for each in criterion_rows(definition_of(call), call)}
    assert rows["impact"] == (30, Scale(least=0, most=10, step=1))
    assert rows["originality"] == (None, None)
    stated = criterion_rows(site.calls["aecom-cityhack"], None)
    assert [(each.weight, each.scale) for each in stated] == [(None, None)] * 5


def test_the_list_says_what_is_open_now_besides_entry(small_site: Ecosystem, client: Client) -> None:
    call = open_now(open_now(a_call(), Phase.Kind.VOTE), Phase.Kind.SHOWCASE)
    call.phases.exclude(kind__in=("vote", "showcase")).update(opens_at=None, closes_at=None)
    assert "Now: Showcase, Public vote" in " ".join(look(client, "/calls/").text.split())
    call.phases.update(opens_at=None, closes_at=None)
    assert "Now:" not in look(client, "/calls/").text
