"""A call's rows as a problem of assignment, as far as one chair sees the entries.

What the chair does not see is left out whole: an entry behind the chair's wall is neither assigned nor taken
away by that chair, and its readings fill nobody's desk here. A chair who sees it assigns it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Assignment, Conflict, Entry, Member, Official, Submission
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.wall import WALLS
from superconnector.core.judging.assignment_problem import Entry as ToRead
from superconnector.core.judging.assignment_problem import Judge, Pair, Problem
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import ChoiceQuestion

GROUP = "group:"
"""A group is like a language: a judge who does not judge it cannot read the entry."""


def problem_for(chair: Official, stage: str) -> Problem:
    """Who reads what in the round that is judged in this phase. Needs the rules to be complete.

    Entries and judges are named by number and by the id of the office. What other rounds assigned counts for
    nothing here: neither for who had the entry before, nor for how much a judge takes.
    """
    call, file = chair.call, definition_of(chair.call)
    rules = rules_of(call, stage)
    entries = list(entries_in_round(chair, stage).order_by("number"))
    numbers = {entry.pk: entry.number for entry in entries}
    judges = list(judges_of(chair))
    topics = _topics(entries, file)
    walls = _walls(judges, numbers)
    active = _active(chair, stage, numbers)
    fixed = frozenset(pair for pair, final in active.items() if final) - walls
    return Problem(
        entries=tuple(_to_read(entry, topics[entry.pk], rules.readings or 1) for entry in entries),
        judges=tuple(_judge(judge, file) for judge in judges),
        conflicts=walls,
        before=frozenset(active),
        fixed=fixed,
        cross_share=Fraction(rules.cross_share, 100),
        seed=call.seed,
    )


def judges_of(chair: Official) -> Iterable[Official]:
    """The judges who judge today, by name."""
    held = Official.objects.filter(call=chair.call_id, role=Official.Role.JUDGE, left_at__isnull=True)
    return held.select_related("user").order_by("user__name", "user__email", "id")


def digest_of(problem: Problem) -> str:
    """SHA-256 of everything that the assignment depends on."""
    content = {
        "entries": [
            [e.id, e.track, sorted(e.topics), sorted(e.languages), e.readings] for e in problem.entries
        ],
        "judges": sorted(
            [j.id, sorted(j.tracks), sorted(j.topics), sorted(j.languages), j.at_least, j.at_most]
            for j in problem.judges
        ),
        "conflicts": sorted(problem.conflicts),
        "before": sorted(problem.before),
        "fixed": sorted(problem.fixed),
        "rules": [str(problem.cross_share), problem.seed],
    }
    return sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _to_read(entry: Entry, topics: frozenset[str], readings: int) -> ToRead:
    needs = frozenset({_reads(entry.language), GROUP + entry.group})
    return ToRead(entry.number, entry.track, topics, needs, readings)


def _judge(official: Official, file: CallFile) -> Judge:
    """No groups, tracks or languages: all of them."""
    groups = official.groups or [group.id for group in file.groups]
    languages = official.languages or ["en", "zh"]
    return Judge(
        str(official.pk),
        tracks=frozenset(official.tracks),
        topics=frozenset([*official.topics, *official.tracks]),
        languages=frozenset(_reads(each) for each in languages) | {GROUP + group for group in groups},
        at_most=official.at_most,
        at_least=official.at_least,
    )


def _reads(language: str) -> str:
    """Who reads one script of Chinese reads the other."""
    return language.partition("-")[0]


def _topics(entries: list[Entry], file: CallFile) -> dict[int, frozenset[str]]:
    """An entry's topics: its track, and what it chose as it was handed in, as `question:option`."""
    asked = [each.id for each in file.questions if isinstance(each, ChoiceQuestion) and not each.identifies]
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for entry in entries:
        found[entry.pk] = frozenset({entry.track} - {""})
    rows = Submission.objects.filter(entry__in=[entry.pk for entry in entries]).order_by("number")
    latest = {row.entry_id: row.body for row in rows}
    for entry_id, body in latest.items():
        said = json.loads(body).get("answers", {})
        chosen = {f"{question}:{option}" for question in asked for option in said.get(question) or ()}
        found[entry_id] |= chosen
    return found


def _walls(judges: list[Official], numbers: dict[int, str]) -> frozenset[Pair]:
    """Pairs that a conflict of the person, in either office, or a place in the team keeps apart."""
    offices = {judge.user_id: str(judge.pk) for judge in judges}
    call = judges[0].call_id if judges else None
    rows = Conflict.objects.filter(official__call=call, state__in=WALLS).order_by("id")
    pairs = [*rows.values_list("official__user_id", "entry_id")]
    team = Member.objects.filter(entry__call=call, user__in=list(offices)).order_by("id")
    pairs += [*team.values_list("user_id", "entry_id")]
    return frozenset(
        (offices[user], numbers[entry]) for user, entry in pairs if user in offices and entry in numbers
    )


def _active(chair: Official, stage: str, numbers: dict[int, str]) -> dict[Pair, bool]:
    """The assignment in force, and which of it is read."""
    rows = Assignment.objects.filter(judge__call=chair.call_id, stage=stage, removed_at__isnull=True)
    rows = rows.order_by("id")
    final = set(rows.filter(readings__final=True).values_list("pk", flat=True))
    return {
        (str(judge), numbers[entry]): pk in final
        for pk, judge, entry in rows.values_list("pk", "judge_id", "entry_id")
        if entry in numbers
    }
