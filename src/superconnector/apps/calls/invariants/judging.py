"""Conflicts, assignments and readings."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import (
    Assignment,
    Call,
    Comparison,
    Conflict,
    Member,
    Official,
    Reading,
    Slate,
)
from superconnector.apps.calls.wall import WALLS


def no_judge_has_a_walled_entry(call: Call) -> Iterator[str]:
    """No judge is assigned an entry behind the wall, whichever office the conflict was found in."""
    walled = Conflict.objects.filter(
        entry=OuterRef("entry"), official__call=call, official__user=OuterRef("judge__user"), state__in=WALLS
    )
    rows = _active(call).filter(Exists(walled)).select_related("judge__user", "entry").order_by("pk")
    yield from (f"{each.judge.user} and entry {each.entry.number}" for each in rows)


def no_judge_reads_the_own_team(call: Call) -> Iterator[str]:
    """Nobody judges an entry of a team that they are in."""
    own = Member.objects.filter(entry=OuterRef("entry"), user=OuterRef("judge__user"))
    rows = _active(call).filter(Exists(own)).select_related("judge__user", "entry").order_by("pk")
    yield from (f"{each.judge.user} and entry {each.entry.number}" for each in rows)


def assignment_is_within_the_call(call: Call) -> Iterator[str]:
    """Judge and entry are of the same call, and the official is a judge."""
    rows = Assignment.objects.filter(judge__call=call).select_related("judge", "entry").order_by("pk")
    for each in rows:
        if each.entry.call_id != call.pk or each.judge.role != Official.Role.JUDGE:
            yield f"assignment {each.pk}"


def decided_conflicts_say_by_whom(call: Call) -> Iterator[str]:
    """A dismissed conflict names who dismissed it and when."""
    rows = Conflict.objects.filter(official__call=call, state=Conflict.State.DISMISSED)
    for each in rows.select_related("entry").order_by("pk"):
        if each.decided_by_id is None or each.decided_at is None:
            yield f"conflict {each.pk} on entry {each.entry.number}"


def nobody_dismisses_the_own_conflict(call: Call) -> Iterator[str]:
    """No official dismissed a conflict of their own."""
    rows = Conflict.objects.filter(official__call=call, state=Conflict.State.DISMISSED)
    for each in rows.select_related("official", "entry").order_by("pk"):
        if each.decided_by_id == each.official.user_id:
            yield f"conflict {each.pk} on entry {each.entry.number}"


def scores_are_on_the_scale(call: Call) -> Iterator[str]:
    """Every score is of a criterion of the entry's group and on its scale."""
    file, scales = definition_of(call), rules_of(call).scales
    criteria = {group.id: {each.id for each in file.criteria_for(group.id)} for group in file.groups}
    for each in _readings(call):
        own = criteria.get(each.assignment.entry.group, set())
        for criterion, score in each.scores.items():
            if criterion not in own or criterion not in scales or score not in scales[criterion]:
                yield f"reading {each.pk}: {criterion} {score}"


def final_readings_are_complete(call: Call) -> Iterator[str]:
    """A final reading scores every criterion, where the call is judged by scores."""
    file = definition_of(call)
    if file.judging.mode != "scores":
        return
    criteria = {group.id: {each.id for each in file.criteria_for(group.id)} for group in file.groups}
    for each in _readings(call).filter(final=True):
        if criteria.get(each.assignment.entry.group, set()) - each.scores.keys():
            yield f"reading {each.pk}"


def readings_stay_as_they_were(call: Call) -> Iterator[str]:
    """Nothing was saved to a reading after it became final."""
    for each in _readings(call).filter(final=True):
        if each.final_at and each.saved_at > each.final_at:
            yield f"reading {each.pk}"


def slates_hold_what_was_read(call: Call) -> Iterator[str]:
    """A final slate names each entry once, and only entries that the judge was given in its round."""
    given: dict[tuple[int, str], set[str]] = {}
    for each in Assignment.objects.filter(judge__call=call).select_related("entry"):
        given.setdefault((each.judge_id, each.stage), set()).add(each.entry.number)
    for slate in Slate.objects.filter(judge__call=call, final=True).order_by("pk"):
        named = [number for place in slate.order for number in place]
        if len(named) != len(set(named)) or set(named) - given.get((slate.judge_id, slate.stage), set()):
            yield f"slate {slate.pk}"


def comparisons_are_within_the_call(call: Call) -> Iterator[str]:
    """Both entries of a comparison are of the call and of one group."""
    rows = Comparison.objects.filter(judge__call=call).select_related("better", "worse").order_by("pk")
    for each in rows:
        if {each.better.call_id, each.worse.call_id} != {call.pk} or each.better.group != each.worse.group:
            yield f"comparison {each.pk}"


def _active(call: Call) -> QuerySet[Assignment]:
    return Assignment.objects.filter(judge__call=call, removed_at__isnull=True)


def _readings(call: Call) -> QuerySet[Reading]:
    rows = Reading.objects.filter(assignment__judge__call=call)
    return rows.select_related("assignment__entry").order_by("pk")


RULES = {
    "no-judge-has-a-walled-entry": no_judge_has_a_walled_entry,
    "no-judge-reads-the-own-team": no_judge_reads_the_own_team,
    "assignment-within-the-call": assignment_is_within_the_call,
    "dismissed-conflict-says-by-whom": decided_conflicts_say_by_whom,
    "nobody-dismisses-the-own-conflict": nobody_dismisses_the_own_conflict,
    "scores-on-the-scale": scores_are_on_the_scale,
    "final-readings-complete": final_readings_are_complete,
    "final-readings-unchanged": readings_stay_as_they_were,
    "slates-hold-what-was-given": slates_hold_what_was_read,
    "comparisons-within-the-call": comparisons_are_within_the_call,
}
