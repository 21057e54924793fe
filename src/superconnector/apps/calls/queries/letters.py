"""Reads of letters: the preview of exactly who would get which, and those that were written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from statistics import fmean, median
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.letters import Matter, Replaced, Score, compose
from superconnector.apps.calls.models import (
    Appeal,
    Call,
    Decision,
    Entry,
    Letter,
    Member,
    Official,
    Phase,
    RankingRun,
    Reading,
)
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.passing import GOES_ON
from superconnector.apps.calls.queries.deciding import candidates, decisions_of
from superconnector.apps.calls.queries.letters_checks import Problem, problems_of, warnings_of
from superconnector.apps.calls.rounds import round_that_ends
from superconnector.apps.calls.standing import replaced
from superconnector.base.accounts.models import User

FEWEST = 3
"""Entries that a median is of, at the least: of fewer it would tell what one of them got."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it would be sent."""

    decision: Decision
    to: User
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what publishing would do. `digest` names it.

    `unnamed`: members without an account, who get no letter. `undecided`: entries that stay without one.
    `problems` stand in the way, `warnings` do not.
    """

    decisions: tuple[Decision, ...]
    letters: tuple[Draft, ...]
    unnamed: tuple[Member, ...]
    undecided: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    digest: str


def preview_of(chair: Official, group: str, stage: str) -> Preview:
    """What publishing the pending decisions of the stage would do. A constant number of queries."""
    entries = {entry.pk: entry for entry in candidates(chair, group, stage)}
    decided = {pk: each for pk, each in decisions_of(chair, group, stage).items() if pk in entries}
    pending = tuple(
        sorted(
            (each for each in decided.values() if each.publication_id is None),
            key=lambda each: (each.outcome, each.place or 0, entries[each.entry_id].number),
        )
    )
    every = list(decided.values())
    matters = _matters(chair.call, pending, every, entries)
    teams = _teams(pending)
    letters = tuple(
        _draft(chair.call, each, matters[each.pk], entries[each.entry_id], member.user)
        for each in pending
        for member in teams[each.entry_id]
        if member.user is not None and member.user.removed_at is None
    )
    warnings = tuple(warnings_of(chair.call, group, every, pending))
    return Preview(
        decisions=pending,
        letters=letters,
        unnamed=tuple(
            each for team in teams.values() for each in team if each.user is None or each.user.removed_at
        ),
        undecided=tuple(entry for pk, entry in entries.items() if pk not in decided),
        problems=tuple(problems_of(chair.call, group, every, pending)),
        warnings=warnings,
        digest=_digest(pending, letters, warnings),
    )


def _digest(pending: Sequence[Decision], letters: Sequence[Draft], warnings: Sequence[Problem]) -> str:
    content = [
        [
            [d.pk, d.outcome, d.prize, d.place, d.reason, d.by_lot, d.ranking.digest if d.ranking else ""]
            for d in pending
        ],
        [[each.decision.pk, each.to.pk, each.language, each.subject, each.body] for each in letters],
        [[each.code, each.what] for each in warnings],
    ]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _teams(pending: Sequence[Decision]) -> Mapping[int, list[Member]]:
    teams: dict[int, list[Member]] = {each.entry_id: [] for each in pending}
    members = Member.objects.filter(entry__in=list(teams)).select_related("user")
    for member in members.order_by("-leads", "joined_at", "id"):
        teams[member.entry_id].append(member)
    return teams


def _draft(call: Call, decision: Decision, matter: Matter, entry: Entry, user: User) -> Draft:
    language = user.language or entry.language
    with translation.override(language):
        words = compose(definition_of(call), matter, str(user))
    return Draft(decision, user, language, words.subject, words.body)


def _matters(
    call: Call, pending: Sequence[Decision], decided: Sequence[Decision], entries: Mapping[int, Entry]
) -> dict[int, Matter]:
    """What each pending decision's letters are about, by decision."""
    runs = {each.ranking_id: each.ranking for each in decided if each.ranking}
    marks = {pk: _means(run) for pk, run in runs.items()}
    honoured = [each for each in decided if each.outcome in GOES_ON and each.entry_id in entries]
    comments, closes, replaced = _comments(call, pending, entries), _appeals_close(call), _replaced(pending)
    found = {}
    for each in pending:
        entry, means = entries[each.entry_id], marks.get(each.ranking_id, {})
        best = [means[e.number] for d in honoured if (e := entries[d.entry_id]).number in means]
        found[each.pk] = Matter(
            outcome=each.outcome,
            entry=entry.title or entry.number,
            prize=each.prize,
            reason=each.reason,
            by_lot=each.by_lot,
            scores=_scores(each.ranking, means.get(entry.number, {}), best),
            comments=comments.get(each.entry_id, ()),
            appeal_until=_day(last_second(closes)) if closes and each.made_at < closes else None,
            seed=each.ranking.seed if each.ranking else "",
            replaced=replaced.get(each.pk),
        )
    return found


def _means(run: RankingRun) -> dict[str, dict[str, float]]:
    """The mean score by entry number and criterion, of the readings that the ranking was made from."""
    if run.settings["mode"] != "scores":
        return {}
    given: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = Reading.objects.filter(pk__in=run.readings).order_by("id")
    for number, scores in rows.values_list("assignment__entry__number", "scores"):
        for criterion, score in scores.items():
            given[number][criterion].append(score)
    return {number: {c: fmean(each) for c, each in own.items()} for number, own in given.items()}


def _scores(
    run: RankingRun | None, own: Mapping[str, float], best: Sequence[Mapping[str, float]]
) -> tuple[Score, ...]:
    criteria = run.settings["criteria"] if run else []
    return tuple(
        Score(id_, own[id_], most, _median([each[id_] for each in best if id_ in each]))
        for id_, _, _, most in criteria
        if id_ in own
    )


def _median(values: Sequence[float]) -> float | None:
    return median(values) if len(values) >= FEWEST else None


def _comments(
    call: Call, pending: Sequence[Decision], entries: Mapping[int, Entry]
) -> dict[int, tuple[str, ...]]:
    """What a chair has passed of the round, without names and in an order that names nobody.

    Of each desk it is the last reading that counts, here as in the ranking.
    """
    judged = round_that_ends(call, pending[0].stage) if pending else None
    rows = Reading.objects.filter(
        final=True, assignment__entry__in=list(entries), assignment__removed_at__isnull=True
    ).filter(assignment__stage=judged.stage if judged else "")
    fields = ("assignment_id", "assignment__entry_id", "comment", "comment_passed")
    last = {row[0]: row[1:] for row in rows.order_by("assignment_id", "number").values_list(*fields)}
    found: dict[int, list[str]] = defaultdict(list)
    for entry, comment, passed in last.values():
        if passed and comment.strip():
            found[entry].append(comment.strip())
    return {entry: tuple(sorted(said)) for entry, said in found.items()}


def _appeals_close(call: Call) -> datetime | None:
    """When the last days of appeals end."""
    dated = call.phases.filter(kind=Phase.Kind.APPEAL, closes_at__isnull=False)
    closes = dated.order_by("-closes_at").first()
    return closes.closes_at if closes else None


def _replaced(pending: Sequence[Decision]) -> dict[int, Replaced]:
    """What the letters of decisions made anew take the place of, by decision. One query."""
    old = {each.revises_id: each for each in pending if each.revises}
    upheld = Appeal.objects.filter(decision__in=list(old), state=Appeal.State.UPHELD).order_by("id")
    return {
        old[each.decision_id].pk: Replaced(_day(told.at), each.pk, _day(each.made_at))
        for each in upheld.select_related("decision__publication")
        if (told := each.decision.publication)
    }


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def letters_to(user: User, entry: Entry) -> QuerySet[Letter]:
    """The published letters of the entry to this person, the latest first.

    `replaced`: another decision was published in place of the one that the letter tells of.
    """
    found = Letter.objects.filter(to=user, decision__entry=entry, decision__publication__isnull=False)
    told = found.annotate(replaced=replaced()).select_related("decision", "publication")
    return told.order_by("-publication__at", "-id")


def unsent(call_id: str | None = None) -> QuerySet[Letter]:
    """Letters that no mail server has taken yet, the oldest first; of a decision that counts or counted."""
    waiting = Letter.objects.filter(
        sent_at__isnull=True, publication__isnull=False, to__removed_at__isnull=True
    )
    if call_id:
        waiting = waiting.filter(publication__call=call_id)
    return waiting.select_related("to", "decision__entry").order_by("id")
