"""What stands in the way of publishing, and what a chair should know before publishing all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Call, Decision, Trial
from superconnector.apps.calls.passing import GOES_ON
from superconnector.apps.calls.queries.certificates import out_of_date
from superconnector.apps.calls.rounds import round_that_ends
from superconnector.apps.calls.standing import last_told, standing

AHEAD = (Trial.State.PLANNED, Trial.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why this cannot be published yet, or what follows if it is.

    In the way: `no-grounds`, `prize-missing`, `prize-too-many`, `trials-run`. To know of: `prize-exceeded`,
    `places-exceeded`, `certificate-replaced`.
    """

    code: str
    what: str


def problems_of(
    call: Call, group: str, decided: Sequence[Decision], pending: Sequence[Decision]
) -> list[Problem]:
    """What is to be put right first. `decided` is everything of the group and stage, pending or published."""
    found = [
        Problem("no-grounds", _name(each)) for each in pending if each.ranking is None and not each.reason
    ]
    if definition_of(call).prizes_for(group):
        found += [
            Problem("prize-missing", _name(each))
            for each in pending
            if each.outcome == Decision.Outcome.AWARD and not each.prize
        ]
    fresh = {each.prize for each in pending if each.revises_id is None}
    found += [Problem("prize-too-many", prize) for prize in _exceeded(call, group, decided) if prize in fresh]
    return found + _trials(pending)


def warnings_of(
    call: Call, group: str, decided: Sequence[Decision], pending: Sequence[Decision]
) -> list[Problem]:
    """What decisions made anew do to places, prizes and certificates. What others got is theirs."""
    anew = [each for each in pending if each.revises_id]
    if not anew:
        return []
    fresh = {each.prize for each in pending if each.revises_id is None}
    again = {each.prize for each in anew} - fresh
    found = [Problem("prize-exceeded", prize) for prize in _exceeded(call, group, decided) if prize in again]
    return found + _places(call, group, decided, anew) + _certificates(call, anew)


def _name(decision: Decision) -> str:
    return decision.entry.title or decision.entry.number


def _exceeded(call: Call, group: str, decided: Sequence[Decision]) -> list[str]:
    """Prizes that more entries get than there are."""
    places = {each.id: each.places for each in definition_of(call).prizes_for(group)}
    given = Counter(each.prize for each in decided if each.prize)
    return [
        prize
        for prize, count in sorted(given.items())
        if (most := places.get(prize)) is not None and count > most
    ]


def _places(call: Call, group: str, decided: Sequence[Decision], anew: Sequence[Decision]) -> list[Problem]:
    """More win or go on than the round has places, and one of those decided anew is among them."""
    judged = round_that_ends(call, anew[0].stage)
    most = rules_of(call, judged.stage).top.get(group) if judged else None
    count = sum(each.outcome in GOES_ON for each in decided)
    among = any(each.outcome in GOES_ON for each in anew)
    return [Problem("places-exceeded", f"{count} / {most}")] if among and most and count > most else []


def _certificates(call: Call, anew: Sequence[Decision]) -> list[Problem]:
    """Certificates that would not say what counts then."""
    old = last_told(call, [each.entry_id for each in anew])
    by_old = {each.revises_id: each for each in anew}
    then: Mapping[int, Decision] = {entry: by_old.get(each.pk, each) for entry, each in old.items()}
    return [
        Problem("certificate-replaced", f"{each.body['name']}, {each.code}")
        for each in out_of_date(call, then)
    ]


def _trials(pending: Collection[Decision]) -> list[Problem]:
    """Trials of an entry that would not have won or gone on any more."""
    lost = [each for each in pending if each.revises_id and each.outcome not in GOES_ON]
    if not lost:
        return []
    entries = [each.entry_id for each in lost]
    other = standing(Decision.objects.filter(entry__in=entries, outcome__in=GOES_ON)).exclude(
        pk__in=[each.revises_id for each in lost]
    )
    ahead = Trial.objects.filter(entry__in=entries, state__in=AHEAD).exclude(
        entry__in=other.values("entry_id")
    )
    stopped_first = set(ahead.order_by("pk").values_list("entry_id", flat=True))
    return [Problem("trials-run", _name(each)) for each in lost if each.entry_id in stopped_first]
