"""After the letters: the public votes, certificates are issued, and what won is tried out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from superconnector.apps.calls.actions.certificates import issue_certificates
from superconnector.apps.calls.actions.prototypes import Built, record_prototype
from superconnector.apps.calls.actions.trials import (
    Plan,
    Result,
    agree_payment,
    give_feedback,
    mark_payment,
    plan_trial,
    record_result,
    report_incident,
    resolve_incident,
)
from superconnector.apps.calls.actions.trials_reuse import Reuse, record_reuse
from superconnector.apps.calls.actions.voting import VotingError, cast_vote, issue_ballot
from superconnector.apps.calls.models import Entry, Member, Trial, TrialIncident
from superconnector.apps.calls.queries.trials import plannable, totals_of
from superconnector.apps.calls.rehearsal.cast import Cast
from superconnector.apps.calls.rehearsal.people import Somebody, make_people
from superconnector.apps.calls.rehearsal.plan import chance_of
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.accounts.models import User

MOST_VOTERS = 200
MOST_TRIALS = 60
HOSTS = 53
"""Made-up organisations that host trials."""


def play_vote(cast: Cast) -> list[str]:
    """Visitors and members of teams vote, some of them twice; nobody for the own entry."""
    vote = cast.file.vote
    if vote is None:
        return ["The call has no public vote."]
    count = min(MOST_VOTERS, max(10, cast.plan.contestants // 4))
    visitors = make_people(
        cast.plan, cast.clock.day(20), [Somebody("visitor", f"visitor-{n:04}") for n in range(count)]
    )
    members = Member.objects.filter(entry__call=cast.call, user__isnull=False).select_related("user")
    voters = visitors + [each.user for each in members.order_by("id")[: count // 4] if each.user]
    cast_votes = 0
    with transaction.atomic():
        for index, voter in enumerate(voters):
            for group in vote.groups or [each.id for each in cast.file.groups]:
                cast_votes += _vote(cast, index, voter, group)
    return [f"{cast_votes:,} votes were cast by {len(voters):,} people."]


def _vote(cast: Cast, index: int, voter: User, group: str) -> int:
    at = cast.clock.within(51.5, 63, index, MOST_VOTERS * 2)
    chance = chance_of(cast.plan, f"vote {group} {index}")
    try:
        ballot = issue_ballot(actor=voter, now=at, call=cast.call, group=group)
    except VotingError as error:
        if error.code == "nothing-offered":
            return 0
        raise
    for turn in range(2 if index % 10 == 0 else 1):
        number = chance.choice(ballot.offered)
        minute = timedelta(minutes=turn + 1)
        cast_vote(actor=voter, now=at + minute, call=cast.call, group=group, number=number)
    return 1


def play_certificates(cast: Cast) -> list[str]:
    """Everybody whose entry was decided gets one, once."""
    first = issue_certificates(actor=cast.host, now=cast.clock.day(66), call=cast.call)
    again = issue_certificates(actor=cast.host, now=cast.clock.day(67), call=cast.call)
    return [f"{first:,} certificates were issued; asked again, {again}."]


def play_trials(cast: Cast) -> list[str]:
    """What won is built and tried by hosts, with incidents, payments, feedback and use by others."""
    trials = cast.file.trials
    if trials is None:
        return ["The call has no trials."]
    entries = plannable(cast.chair).filter(group__in=trials.groups or [each.id for each in cast.file.groups])
    winners = list(entries)
    chance = chance_of(cast.plan, "trials")
    count = min(MOST_TRIALS, 3 * len(winners))
    with transaction.atomic():
        for entry in winners:
            _build(cast, entry)
        for number in range(count):
            _try_out(cast, winners[number % len(winners)], number, chance)
    totals = totals_of(cast.call)
    return [
        f"{totals.trials:,} trials by {totals.hosts:,} hosts at {totals.sites:,} sites with "
        f"{totals.actual_users:,} end users; {totals.reached:,} reached what was agreed, "
        f"{totals.missed:,} did not; {totals.feedback:,} said what they think; "
        f"{totals.reused_by:,} others use a result."
    ]


def _build(cast: Cast, entry: Entry) -> None:
    """Two states, by who leads the team; a team whose leader has no account builds unseen."""
    leader = entry.members.filter(leads=True, user__isnull=False).select_related("user").first()
    for number, changed in ((1, "As it was shown to the judges."), (2, "Readable in the sun.")):
        if leader and leader.user:
            at = cast.clock.day(66 + number)
            built = Built(version=f"0.{number}", made_on=at.date(), changed=changed)
            record_prototype(actor=leader.user, now=at, entry=entry, built=built)


def _try_out(cast: Cast, entry: Entry, number: int, chance: Random) -> None:
    start = cast.clock.day(70 + number % 30)
    plan = Plan(
        host="",
        host_name=f"Rehearsal Host {number % HOSTS + 1}",
        site=f"Site {number % HOSTS + 1}",
        starts_on=start.date(),
        ends_on=None,
        planned_users=chance.randint(20, 120),
        measure="Minutes of waiting",
        unit="minutes",
        higher_is_better=False,
        acceptance=Decimal(10),
        before=Decimal(15),
    )
    trial = plan_trial(actor=cast.host, now=cast.clock.day(66), entry=entry, plan=plan)
    trial = _end(cast, trial, Trial.State.RUNNING, 71 + number % 30, chance)
    if number % 4 == 0:
        _incident(cast, trial, number)
    for said in range(chance.randint(1, 4)):
        at = cast.clock.day(110 + said)
        give_feedback(now=at, trial=trial, consent=True, rating=chance.randint(2, 5), text="Shorter queues.")
    _pay(cast, trial)
    if number % 8:
        trial = _end(cast, trial, Trial.State.ENDED, 130, chance)
    if number % 8 and number % 5 == 0:
        other, day = f"Rehearsal Office {number % 3 + 1}", cast.clock.day(140)
        reuse = Reuse(host="", host_name=other, on=day.date(), purpose="The same screens at its own counter.")
        record_reuse(actor=cast.host, now=day, trial=trial, reuse=reuse)


def _end(cast: Cast, trial: Trial, state: str, day: int, chance: Random) -> Trial:
    ended = state == Trial.State.ENDED
    result = Result(
        state=Trial.State(state),
        ends_on=cast.clock.day(day).date() if ended else None,
        actual_users=chance.randint(trial.planned_users // 2, trial.planned_users * 2) if ended else None,
        before=trial.before,
        after=Decimal(chance.randint(5, 14)) if ended else None,
        outcome="People waited less." if ended else "",
        next_step="A second site." if ended else "",
    )
    now = cast.clock.day(day)
    return record_result(
        actor=cast.host, now=now, trial_id=trial.pk, seen_version=trial.version, result=result
    )


def _incident(cast: Cast, trial: Trial, number: int) -> None:
    incident = report_incident(
        actor=cast.host,
        now=cast.clock.day(105),
        trial=trial,
        on=cast.clock.day(105).date(),
        severity=TrialIncident.Severity.MINOR,
        text="The screen was hard to read in the sun.",
    )
    if number % 8 == 0:
        resolve_incident(
            actor=cast.host,
            now=cast.clock.day(107),
            incident=incident,
            on=cast.clock.day(107).date(),
            resolution="A shade was put up.",
        )


def _pay(cast: Cast, trial: Trial) -> None:
    """Half when it starts, paid; half at the end, due."""
    for milestone, day in (("Start", 75), ("Report", 150)):
        payment = agree_payment(
            actor=cast.host,
            now=cast.clock.day(66),
            trial=trial,
            milestone=milestone,
            amount=5_000_000,
            currency=current_ecosystem().file.currency,
            due_on=cast.clock.day(day).date(),
        )
        if milestone == "Start":
            reached = cast.clock.day(101).date()
            mark_payment(
                actor=cast.host, now=cast.clock.day(102), payment=payment, reached_on=reached, paid_on=reached
            )
