"""Reads of decisions: what is pending, what the ranking would propose, and how that differs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from django.db.models import QuerySet

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.ranking_body import Standing, Told, read_body
from superconnector.apps.calls.models import Decision, Entry, Official, RankingRun
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.queries.ranking import clear_groups, latest_run
from superconnector.apps.calls.rounds import round_that_ends
from superconnector.ecosystem.schema import Call as CallFile


def candidates(chair: Official, group: str, stage: str) -> QuerySet[Entry]:
    """The entries of the group that the stage decides on: those of the round that it ends."""
    judged = round_that_ends(chair.call, stage)
    found = entries_in_round(chair, judged.stage) if judged else Entry.objects.none()
    return found.filter(group=group).order_by("number")


def ranking_for(chair: Official, group: str, stage: str) -> RankingRun | None:
    """The last ranking, if the chair may see it, of the round that this stage ends."""
    judged = round_that_ends(chair.call, stage)
    return latest_run(chair, group, judged.stage) if judged else None


def decisions_of(chair: Official, group: str, stage: str) -> dict[int, Decision]:
    """Decisions of the stage by entry, of a group that the chair may decide on; of others nothing.

    Where one revises another it is told, while it is pending too.
    """
    if group not in clear_groups(chair):
        return {}
    found = Decision.objects.filter(
        entry__call=chair.call_id, entry__group=group, stage=stage, revised_by__isnull=True
    ).select_related("publication", "ranking", "revises__publication")
    return {each.entry_id: each for each in found.order_by("id")}


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate with where it stands and what is decided, if anything."""

    entry: Entry
    standing: Standing | None
    decision: Decision | None


def cases(chair: Official, group: str, stage: str) -> tuple[Case, ...]:
    """All candidates by their place in the ranking; those without a place last."""
    run = ranking_for(chair, group, stage)
    told = read_body(run.body) if run else None
    standing = {each.entry: each for each in told.rows} if told else {}
    decided = decisions_of(chair, group, stage)
    found = [
        Case(entry, standing.get(entry.number), decided.get(entry.pk))
        for entry in candidates(chair, group, stage)
    ]
    return tuple(
        sorted(found, key=lambda case: (case.standing is None, case.standing and case.standing.place))
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to propose: the first `top` get `outcome`, the next `reserve` are in reserve, others decline."""

    outcome: str
    top: int
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What a proposal makes of an entry. No `outcome`: the ranking does not tell, the chair has to choose."""

    case: Case
    outcome: str
    prize: str = ""
    place: int | None = None
    by_lot: bool = False

    @property
    def changes(self) -> bool:
        """Whether the entry's decision would be another. What was chosen by hand between equals stays.

        So does what is published, and what is being made anew after an appeal.
        """
        before = self.case.decision
        if before is None or not self.outcome:
            return bool(self.outcome)
        now = (before.outcome, before.prize, before.place, before.by_lot)
        fixed = before.publication_id or before.revises_id
        return not fixed and now != (self.outcome, self.prize, self.place, self.by_lot)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The whole proposal. `digest` names exactly this one, made from what is decided now."""

    run: RankingRun
    plan: Plan
    lines: tuple[Line, ...]
    digest: str

    @property
    def changed(self) -> tuple[Line, ...]:
        """What would be another decision than now."""
        return tuple(line for line in self.lines if line.changes)

    @property
    def open(self) -> tuple[Line, ...]:
        """What the chair has to choose by hand."""
        return tuple(line for line in self.lines if not line.outcome)


def propose(chair: Official, group: str, stage: str, plan: Plan) -> Proposal | None:
    """What the last whole ranking proposes; None without one, as in a group with a wall."""
    run = ranking_for(chair, group, stage)
    if run is None or run.partial:
        return None
    told = read_body(run.body)
    all_cases = cases(chair, group, stage)
    ranked = [case for case in all_cases if case.standing]
    chosen = _by_lot(ranked, told, plan) if told.lottery else _by_place(ranked, plan)
    prizes = _prizes(definition_of(chair.call), group) if plan.outcome == Decision.Outcome.AWARD else None
    lines = tuple(_awarded(chosen, prizes)) + tuple(Line(case, "") for case in all_cases if not case.standing)
    content = [
        [line.case.entry.number, line.outcome, line.prize, line.place, line.by_lot, _before(line.case)]
        for line in lines
    ]
    text = json.dumps([run.digest, plan.outcome, plan.top, plan.reserve, content])
    return Proposal(run, plan, lines, sha256(text.encode()).hexdigest())


def _before(case: Case) -> list[object]:
    """What is decided now, as far as the page shows it."""
    now = case.decision
    return [now.outcome, now.prize, now.place, now.by_lot, now.reason, now.publication_id] if now else []


def _by_place(ranked: list[Case], plan: Plan) -> list[Line]:
    """By the order of the ranking; entries that share a place across a cut are left to the chair."""
    lines: list[Line] = []
    for place, each in groupby(ranked, key=lambda case: case.standing and case.standing.place):
        block = list(each)
        outcomes = {_at(len(lines) + index, plan) for index in range(len(block))}
        outcome = outcomes.pop() if len(outcomes) == 1 else ""
        kept = place if outcome and outcome != Decision.Outcome.DECLINE else None
        lines += [Line(case, outcome, place=kept) for case in block]
    return lines


def _at(position: int, plan: Plan) -> str:
    if position < plan.top:
        return plan.outcome
    return str(Decision.Outcome.RESERVE if position < plan.top + plan.reserve else Decision.Outcome.DECLINE)


def _by_lot(ranked: list[Case], told: Told, plan: Plan) -> list[Line]:
    """The winners of the draw; then the next lots, in their order, are kept in reserve.

    A draw is for the places of the ranking: for another number of places there is none.
    """
    if told.lottery is None or plan.top != told.places:
        return _by_place(ranked, plan)
    lots = [entry for entry, _, wins in told.lottery.lots if not wins][: plan.reserve]
    drawn = {entry for entry, _, _ in told.lottery.lots}
    lines = []
    for case in ranked:
        number = case.entry.number
        outcome = plan.outcome if number in told.lottery.winners else str(Decision.Outcome.DECLINE)
        outcome = str(Decision.Outcome.RESERVE) if number in lots else outcome
        place = case.standing.place if case.standing and number in told.lottery.safe else None
        lines.append(Line(case, outcome, place=place, by_lot=number in drawn))
    return lines


def _prizes(file: CallFile, group: str) -> list[str | None]:
    """The prizes one by one in the order of the file; None ends a list of which the last has no limit."""
    found: list[str | None] = []
    for prize in file.prizes_for(group):
        found += [prize.id] * (prize.places or 1)
        if prize.places is None:
            return [*found, None]
    return found


def _awarded(lines: list[Line], prizes: list[str | None] | None) -> list[Line]:
    """The prizes in order of place. Where entries of one place would get different ones, none is given."""
    if prizes is None:
        return lines
    winners = [line for line in lines if line.outcome == Decision.Outcome.AWARD]
    given: dict[int, str] = {}
    for _, each in groupby(winners, key=lambda line: line.place):
        block = list(each)
        at = {_prize_at(prizes, len(given) + index) for index in range(len(block))}
        prize = at.pop() if len(at) == 1 else ""
        given |= {line.case.entry.pk: prize for line in block}
    return [_with_prize(line, given) for line in lines]


def _with_prize(line: Line, given: Mapping[int, str]) -> Line:
    prize = given.get(line.case.entry.pk, "")
    return Line(line.case, line.outcome, prize, line.place, line.by_lot)


def _prize_at(prizes: list[str | None], position: int) -> str:
    if prizes and prizes[-1] is None:
        return prizes[min(position, len(prizes) - 2)] or ""
    return (prizes[position] or "") if position < len(prizes) else ""
