"""The calls of the demo: two that were played to their ends, one in judging, one that is open for entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from superconnector.apps.calls.actions.answers import save_answer
from superconnector.apps.calls.actions.entering import About, describe_entry, start_entry
from superconnector.apps.calls.actions.teams import Person, invite, join
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.facts.team import role_ids
from superconnector.apps.calls.models import Call, Entry, Member, RankingRun
from superconnector.apps.calls.rehearsal.doors import profile_for
from superconnector.apps.calls.rehearsal.plan import Plan, RehearsalError, Stage
from superconnector.apps.calls.rehearsal.play import play
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import by_email

OPEN, JUDGED, DONE, SHOWN = "rehearsal-open", "rehearsal-judging", "rehearsal-done", "rehearsal-wonders"
MOST_TRIES = 4
"""A call of which the ranking can only be shown raw is played again, so often at most."""
IDEA = (
    "People who care for a relative at home do not know when help is near. A small light at the door tells "
    "neighbours that somebody would be glad of half an hour."
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The accounts of the demo that have a part."""

    entrant: User
    team_mate: User
    judge: User
    chair: User

    @classmethod
    def found(cls) -> Cast:
        """The accounts as they are. Raises RehearsalError where one is missing."""
        parts = ("entrant", "team-mate", "judge", "chair")
        users = [by_email(f"{part}@example.org") for part in parts]
        here = [user for user in users if user is not None]
        if len(here) < len(parts):
            raise RehearsalError("The demo's accounts are missing; make_demo_accounts makes them.")
        return cls(*here)


def rehearse_demo(now: datetime) -> Iterator[str]:
    """Make the calls that are missing, each as a whole; says which. Those that are there stay as they are.

    Raises RehearsalError.
    """
    cast = Cast.found()
    for plan in _plans(now):
        if Call.objects.filter(pk=plan.call_id).exists():
            continue
        for tries in range(MOST_TRIES):
            with transaction.atomic():
                _make(cast, plan, now)
                if _ranked_with_intervals(plan) or tries == MOST_TRIES - 1:
                    break
                transaction.set_rollback(True)
        yield f"{plan.call_id}: {plan.entries} entries to {plan.definition}, played until {plan.until}."


def _make(cast: Cast, plan: Plan, now: datetime) -> None:
    wrong = [row for act in play(plan, cast.chair, [cast.judge]) for row in act.broken]
    if wrong:
        raise RehearsalError(f"{plan.call_id}: {wrong[0]}")
    if plan.call_id == OPEN:
        _begin(cast, Call.objects.select_related("pinned").get(pk=OPEN), now)


def _ranked_with_intervals(plan: Plan) -> bool:
    """Whether the readings joined the large group; who reads what hangs on numbers that are drawn anew."""
    first = RankingRun.objects.filter(call=plan.call_id, group="open").order_by("pk").first()
    return plan.until is not Stage.TRIALS or (first is not None and read_body(first.body).calibrated)


def _plans(now: datetime) -> tuple[Plan, ...]:
    """DONE has rounds, a vote and trials; SHOWN has 3D models and a large group, ranked with intervals."""
    first, city, worlds = "city-it-challenge-2021", "city-it-challenge-2024", "hackaverse-2022"
    mostly_open = ("open", "open", "university", "open", "secondary", "open", "primary", "open")
    return (
        Plan(first, DONE, "demo", now, 40, 88, 10, groups=mostly_open),
        Plan(worlds, SHOWN, "demo", now, 30, 70, 8, groups=("open", "open", "student")),
        Plan(worlds, JUDGED, "demo", now, 10, 22, 5, until=Stage.JUDGING, halfway=True),
        Plan(city, OPEN, "demo", now, 6, 14, 4, until=Stage.ENTRY, halfway=True),
    )


def _begin(cast: Cast, call: Call, now: datetime) -> None:
    """Two of the demo's people have begun an entry together; the rest is for whoever tries the demo."""
    file = definition_of(call)
    group, earlier = file.groups[0], now - timedelta(hours=3)
    profile = profile_for(file, group.id, now)
    entry = start_entry(actor=cast.entrant, now=earlier, call=call, group_id=group.id, profile=profile)
    tracks = file.tracks_for(group.id)
    about = About("A light at the door", tracks[-1].id if tracks else "", entry.language, "")
    describe_entry(actor=cast.entrant, now=earlier, entry=entry, seen_version=entry.version, about=about)
    _join(cast, entry, role_ids(file), earlier + timedelta(minutes=10))
    first = next((each for each in file.questions_for(group.id) if each.kind == "text"), None)
    if first is not None:
        save_answer(
            actor=cast.team_mate,
            now=earlier + timedelta(minutes=30),
            entry=entry,
            question_id=first.id,
            raw=[IDEA],
            seen_version=0,
        )


def _join(cast: Cast, entry: Entry, roles: list[str], at: datetime) -> None:
    leader = Member.objects.select_related("user").get(entry=entry, leads=True)
    made, _ = invite(actor=leader, now=at, entry=entry, role=roles[-1])
    person = Person(name=str(cast.team_mate), role=roles[-1])
    join(actor=cast.team_mate, now=at + timedelta(minutes=5), invitation=made, person=person)
