"""Reads of letters: the preview of exactly who would get which, and those that were written."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from statistics import fmean, median
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.letters import Matter, Score, compose
from superconnector.apps.calls.models import (
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
class Problem:
    """Why this cannot be published yet. `code` is `no-grounds`, `prize-missing` or `prize-too-many`."""

    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what publishing would do. `digest` names it.

    `unnamed`: members without an account, who get no letter. `undecided`: entries that stay without one.
    """

    decisions: tuple[Decision, ...]
    letters: tuple[Draft, ...]
    unnamed: tuple[Member, ...]
    undecided: tuple[Entry, ...]
    problems: tuple[Problem, ...]
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
    matters = _matters(chair.call, pending, list(decided.values()), entries)
    teams = _teams(pending)
    letters = tuple(
        _draft(chair.call, each, matters[each.pk], entries[each.entry_id], member.user)
        for each in pending
        for member in teams[each.entry_id]
        if member.user is not None
    )
    return Preview(
        decisions=pending,
        letters=letters,
        unnamed=tuple(each for team in teams.values() for each in team if each.user is None),
        undecided=tuple(entry for pk, entry in entries.items() if pk not in decided),
        problems=tuple(_problems(chair.call, group, list(decided.values()), pending)),
        digest=_digest(pending, letters),
    )


def _digest(pending: Sequence[Decision], letters: Sequence[Draft]) -> str:
    content = [
        [
            [d.pk, d.outcome, d.prize, d.place, d.reason, d.by_lot, d.ranking.digest if d.ranking else ""]
            for d in pending
        ],
        [[each.decision.pk, each.to.pk, each.language, each.subject, each.body] for each in letters],
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
    comments, until = _comments(entries), _appeal_until(call)
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
            appeal_until=until,
            seed=each.ranking.seed if each.ranking else "",
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


def _comments(entries: Mapping[int, Entry]) -> dict[int, tuple[str, ...]]:
    """The comments that a chair has passed, without names and in an order that names nobody."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Reading.objects.filter(
        final=True, comment_passed=True, assignment__entry__in=list(entries), assignment__removed_at=None
    )
    for entry, comment in rows.order_by("id").values_list("assignment__entry_id", "comment"):
        if comment.strip():
            found[entry].append(comment.strip())
    return {entry: tuple(sorted(said)) for entry, said in found.items()}


def _appeal_until(call: Call) -> date | None:
    dated = call.phases.filter(kind=Phase.Kind.APPEAL, closes_at__isnull=False)
    closes = dated.order_by("-closes_at").first()
    if closes is None or closes.closes_at is None:
        return None
    return last_second(closes.closes_at).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _problems(
    call: Call, group: str, decided: Sequence[Decision], pending: Sequence[Decision]
) -> list[Problem]:
    prizes = {each.id: each.places for each in definition_of(call).prizes_for(group)}
    given = Counter(each.prize for each in decided if each.prize)
    found = [
        Problem("no-grounds", each.entry.title or each.entry.number)
        for each in pending
        if each.ranking is None and not each.reason
    ]
    if prizes:
        found += [
            Problem("prize-missing", each.entry.title or each.entry.number)
            for each in pending
            if each.outcome == Decision.Outcome.AWARD and not each.prize
        ]
    found += [
        Problem("prize-too-many", prize)
        for prize, count in sorted(given.items())
        if (places := prizes.get(prize)) is not None and count > places
    ]
    return found


def letters_to(user: User, entry: Entry) -> QuerySet[Letter]:
    """The published letters of the entry to this person, the latest first."""
    found = Letter.objects.filter(to=user, decision__entry=entry, decision__publication__isnull=False)
    return found.select_related("decision", "publication").order_by("-publication__at", "-id")


def unsent(call_id: str | None = None) -> QuerySet[Letter]:
    """Letters that no mail server has taken yet, the oldest first."""
    waiting = Letter.objects.filter(sent_at__isnull=True, publication__isnull=False)
    if call_id:
        waiting = waiting.filter(publication__call=call_id)
    return waiting.select_related("to", "decision__entry").order_by("id")
