"""The chair ranks, asks for some more readings, decides, previews, publishes; letters go out, one appeals."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import get_connection

from superconnector.apps.calls.actions.appeals import answer, appeal
from superconnector.apps.calls.actions.deciding import Choice, apply_proposal, decide
from superconnector.apps.calls.actions.letters import send
from superconnector.apps.calls.actions.letters_comments import pass_comments
from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.actions.ranking import compute_ranking
from superconnector.apps.calls.definitions import rules_of
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.models import Decision, Letter, Member, Phase
from superconnector.apps.calls.queries.deciding import Plan as Places
from superconnector.apps.calls.queries.deciding import candidates, propose
from superconnector.apps.calls.queries.letters import preview_of, unsent
from superconnector.apps.calls.queries.letters_comments import comments_of
from superconnector.apps.calls.rehearsal.cast import Cast
from superconnector.apps.calls.rehearsal.entering import NOWHERE
from superconnector.apps.calls.rehearsal.plan import RehearsalError

RESERVE = 2
BY_HAND = "Equal in the ranking; decided by the chair after reading both."


def play_ranking(cast: Cast) -> list[str]:
    """Every group is ranked in the last round."""
    return rank_round(cast, len(cast.clock.rounds) - 1)


def rank_round(cast: Cast, place: int) -> list[str]:
    """Every group is ranked in this round, from 0."""
    told = []
    stage, now = cast.clock.rounds[place].stage, cast.clock.day(cast.clock.in_round(place, 45))
    for group in cast.file.groups:
        try:
            run = compute_ranking(actor=cast.host, now=now, chair=cast.chair, group=group.id, stage=stage)
        except DecidingError as error:
            told.append(f"The group {group.id} was not ranked: {error.code}.")
            continue
        body = read_body(run.body)
        how = "calibrated for severity" if body.calibrated else "by raw means"
        told.append(f"{group.id}: {len(body.rows):,} entries ranked {how}, {run.digest[:12]}.")
    return told


def play_deciding(cast: Cast) -> list[str]:
    """The decisions of the last round are made and left pending."""
    place, now = len(cast.clock.rounds) - 1, cast.clock.day(46)
    return [_decide(cast, group, place, now) for group in _with_entries(cast, cast.clock.rounds[place].ends)]


def decide_round(cast: Cast, place: int) -> list[str]:
    """The decisions of a round before the last are made and published, so that entries go on."""
    told, now = [], cast.clock.day(cast.clock.in_round(place, 45.9))
    stage = cast.clock.rounds[place].ends
    for group in _with_entries(cast, stage):
        told.append(_decide(cast, group, place, now))
        _pass_comments(cast, group, now)
        _publish(cast, group, stage, now)
    return told


def play_letters(cast: Cast) -> list[str]:
    """The last stage is previewed and published, letters are sent to nobody, one team appeals."""
    stage, now = cast.clock.rounds[-1].ends, cast.clock.day(49)
    groups = _with_entries(cast, stage)
    for group in groups:
        _pass_comments(cast, group, now)
        _publish(cast, group, stage, now)
    sent, failed = send(
        letters=unsent(cast.call.pk), address=_address, now=now, connection=get_connection(NOWHERE)
    )
    if failed:
        raise RehearsalError(f"{failed} letters were not taken.")
    decided = Decision.objects.filter(entry__call=cast.call, publication__isnull=False).count()
    return [f"{decided:,} decisions were published, {sent:,} letters written.", *_appeal(cast, stage)]


def _with_entries(cast: Cast, stage: str) -> list[str]:
    groups = [group.id for group in cast.file.groups]
    return [each for each in groups if candidates(cast.chair, each, stage).exists()]


def _decide(cast: Cast, group: str, place: int, now: datetime) -> str:
    """As the ranking proposes; where it leaves equals to the chair, the chair decides by hand."""
    judged, last = cast.clock.rounds[place], place == len(cast.clock.rounds) - 1
    stage, places = judged.ends, rules_of(cast.call, judged.stage).top[group]
    outcome = Decision.Outcome.AWARD if last else Decision.Outcome.ADVANCE
    top = min(places, _prizes(cast, group)) if last else places
    plan = Places(outcome, top, RESERVE if last else 0)
    proposal = propose(cast.chair, group, stage, plan)
    if proposal is None:
        return f"{group}, {stage}: no ranking, so nothing was decided."
    apply_proposal(
        actor=cast.host,
        now=now,
        chair=cast.chair,
        group=group,
        stage=stage,
        plan=plan,
        seen=proposal.digest,
    )
    _by_hand(cast, group, stage, now, plan)
    made = Decision.objects.filter(entry__call=cast.call, entry__group=group, stage=stage)
    return (
        f"{group}, {stage}: {made.filter(outcome=outcome).count():,} {outcome}, "
        f"{made.count():,} decided, {len(proposal.open):,} of them by hand."
    )


def _prizes(cast: Cast, group: str) -> int:
    """How many prizes the group has; a very large number where one of them has no limit or there are none."""
    places = [each.places for each in cast.file.prizes_for(group)]
    return sum(each or 0 for each in places) if places and None not in places else 10**6


def _by_hand(cast: Cast, group: str, stage: str, now: datetime, plan: Places) -> None:
    """Fill the places that equals left open, in the order of their numbers; and name prizes left open."""
    made = Decision.objects.filter(entry__call=cast.call, entry__group=group, stage=stage)
    decided = set(made.values_list("entry_id", flat=True))
    for entry in [each for each in candidates(cast.chair, group, stage) if each.pk not in decided]:
        room = made.filter(outcome=plan.outcome).count() < plan.top
        outcome = plan.outcome if room else str(Decision.Outcome.DECLINE)
        choice = Choice(outcome, _prize_left(cast, group, stage, outcome), reason=BY_HAND)
        decide(actor=cast.host, now=now, chair=cast.chair, number=entry.number, stage=stage, choice=choice)
    unnamed = made.filter(outcome=Decision.Outcome.AWARD, prize="").select_related("entry").order_by("id")
    for decision in unnamed if cast.file.prizes_for(group) else ():
        prize = _prize_left(cast, group, stage, decision.outcome)
        choice = Choice(decision.outcome, prize, decision.place, BY_HAND)
        decide(
            actor=cast.host,
            now=now,
            chair=cast.chair,
            number=decision.entry.number,
            stage=stage,
            choice=choice,
        )


def _prize_left(cast: Cast, group: str, stage: str, outcome: str) -> str:
    """The first prize of the group of which one is left; none for those who are not awarded."""
    if outcome != Decision.Outcome.AWARD:
        return ""
    made = Decision.objects.filter(entry__call=cast.call, entry__group=group, stage=stage)
    for prize in cast.file.prizes_for(group):
        if prize.places is None or made.filter(prize=prize.id).count() < prize.places:
            return prize.id
    return ""


def _pass_comments(cast: Cast, group: str, now: datetime) -> None:
    """The chair has read them all and passes them on, but for every tenth."""
    shown = [each.pk for each in comments_of(cast.chair, group)]
    passed = [pk for index, pk in enumerate(shown) if index % 10]
    pass_comments(actor=cast.host, now=now, chair=cast.chair, group=group, shown=shown, passed=passed)


def _publish(cast: Cast, group: str, stage: str, now: datetime) -> None:
    preview = preview_of(cast.chair, group, stage)
    if not preview.decisions:
        return
    if preview.problems:
        first = preview.problems[0]
        raise RehearsalError(f"{group}, {stage} cannot be published: {first.code}, {first.what}.")
    publish(actor=cast.host, now=now, chair=cast.chair, group=group, stage=stage, seen=preview.digest)


def _address(letter: Letter) -> str:
    return f"letter {letter.pk} of a rehearsal"


def _appeal(cast: Cast, stage: str) -> list[str]:
    if not cast.call.phases.filter(kind=Phase.Kind.APPEAL).exists():
        return []
    losing = (Decision.Outcome.DECLINE, Decision.Outcome.RESERVE)
    lost = Decision.objects.filter(entry__call=cast.call, stage=stage, outcome__in=losing)
    first = lost.order_by("id").first()
    if first is None:
        return []
    member = Member.objects.select_related("user", "entry__call").get(entry=first.entry_id, leads=True)
    how = {"member": member, "stage": stage, "text": "A judge took our prototype for a picture."}
    made = appeal(actor=member.user, now=cast.clock.day(50.5), **how)
    answer(
        actor=cast.host,
        now=cast.clock.day(50.9),
        chair=cast.chair,
        appeal_id=made.pk,
        upheld=False,
        text="All three judges tried the prototype.",
    )
    return ["One team appealed and was answered."]
