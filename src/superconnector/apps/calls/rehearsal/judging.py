"""Conflicts are looked for, entries are assigned and read; one judge leaves, one finds a conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.assigning import apply, propose
from superconnector.apps.calls.actions.conflicts import decide_conflicts, declare_conflict, find_conflicts
from superconnector.apps.calls.actions.deciding_door import let_in, rule_out, settle
from superconnector.apps.calls.actions.reading import Given, Seen, finish_reading, save_reading
from superconnector.apps.calls.actions.running import leave
from superconnector.apps.calls.definitions import rules_of
from superconnector.apps.calls.models import Assignment, Conflict, Entry, Official, Reading
from superconnector.apps.calls.queries.conflicts import conflicts_seen_by
from superconnector.apps.calls.rehearsal.cast import Cast
from superconnector.apps.calls.rehearsal.comparing import compare_two, put_in_order
from superconnector.apps.calls.rehearsal.deciding import decide_round, rank_round
from superconnector.apps.calls.rehearsal.plan import Stage
from superconnector.apps.calls.rounds import JUDGED
from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.simulate import Habits, Panel, impression, panel, read
from superconnector.ecosystem.schema import Scale

HABITS = Habits(severity=0.8, noise=0.8, scale=0.2, careless=0.02)
"""How the made-up judges differ."""
TOGETHER = 100
"""Readings that are one transaction."""
COMMENTS = (
    "Clear, and the users were asked.",
    "The costs of running it are missing.",
    "Try it with twenty people before you build more.",
)


def play_screening(cast: Cast) -> list[str]:
    """The chair settles what stayed open at the door, rules one entry out and lets it in again."""
    now, entries = cast.clock.day(28.5), Entry.objects.filter(call=cast.call, state=Entry.State.SUBMITTED)
    how = {"actor": cast.host, "now": now, "chair": cast.chair}
    unsettled = [each.number for each in entries.order_by("id") if each.unsettled]
    with transaction.atomic():
        for number in unsettled:
            settle(**how, number=number)
        first = entries.order_by("number")[0].number
        rule_out(**how, number=first, reason="The slides name a company that is not in the team.")
        let_in(**how, number=first)
    told = (
        f"The chair settled {len(unsettled):,} entries at the door"
        if unsettled
        else "Nothing was open at the door"
    )
    return [f"{told}; one entry was ruled out and let in again."]


def play_judging(cast: Cast) -> list[str]:
    """From the search for conflicts to the last reading of the last round, or to half of those of the first.

    Every round but the last is ranked, decided and published, so that the next has entries to judge.
    """
    told = _first_round(cast)
    if cast.plan.stops_in(Stage.JUDGING):
        return told
    for place, judged in enumerate(cast.clock.rounds[1:], 1):
        told += rank_round(cast, place - 1) + decide_round(cast, place - 1)
        if not cast.call.phases.filter(name=judged.stage, kind__in=JUDGED).exists():
            told.append(f"{judged.stage}: nothing is judged in it.")
            continue
        told += _assign(cast, place, 30.1)
        read = _Judges(cast, place).read(_open(cast, place), 30.5, 43)
        told.append(f"{judged.stage}: {read:,} readings were handed in.")
    return told


def _first_round(cast: Cast) -> list[str]:
    """One judge leaves half-way, and one finds a conflict."""
    told = _conflicts(cast, cast.clock.day(29))
    told += _assign(cast, 0, 29.5)
    simulated = _Judges(cast, 0)
    first = [row for index, row in enumerate(_open(cast, 0)) if index % 2 == 0]
    told.append(f"{simulated.read(first, 30.5, 36.5):,} readings were handed in by half-time.")
    if cast.plan.stops_in(Stage.JUDGING):
        return told
    told += _disturb(cast, cast.clock.day(cast.clock.in_round(0, 37)))
    told += _assign(cast, 0, 37.5)
    read = simulated.read(_open(cast, 0), 38, 43)
    return [*told, f"{read:,} more readings were handed in by the close."]


def _conflicts(cast: Cast, now: datetime) -> list[str]:
    """Every third suspicion turns out to be none."""
    new = find_conflicts(actor=cast.host, now=now, call=cast.call)
    suspected = conflicts_seen_by(cast.chair).filter(state=Conflict.State.SUSPECTED).order_by("id")
    ids = list(suspected.values_list("pk", flat=True))
    parts = {
        Conflict.State.DISMISSED: ids[::3],
        Conflict.State.CONFIRMED: [pk for index, pk in enumerate(ids) if index % 3],
    }
    for state, part in parts.items():
        if part:
            decide_conflicts(actor=cast.host, now=now, chair=cast.chair, ids=part, state=state)
    dismissed, confirmed = (len(part) for part in parts.values())
    return [f"{new:,} conflicts were found: {confirmed:,} confirmed, {dismissed:,} dismissed."]


def _assign(cast: Cast, place: int, day: float) -> list[str]:
    now = cast.clock.day(cast.clock.in_round(place, day))
    run = propose(actor=cast.host, now=now, chair=cast.chair, stage=cast.clock.rounds[place].stage)
    apply(actor=cast.host, now=now, chair=cast.chair, run_id=run.pk)
    said = run.proposal
    missing = sum(len(each["entries"]) for each in said["shortages"])
    proof = "the best possible" if said["proven"] else "not proven to be the best"
    return [
        f"Assigned: {len(said['added']):,} readings added, {len(said['removed']):,} moved away, "
        f"{len(said['kept']):,} kept; {proof}; {missing:,} entries lack a reader."
    ]


def _disturb(cast: Cast, now: datetime) -> list[str]:
    """One judge leaves in the middle, another one finds a conflict on the desk."""
    open_rows = _open(cast, 0)
    if len(cast.judges) < 3 or not open_rows:
        return []
    gone = max(
        cast.judges[: cast.plan.judges], key=lambda each: sum(row.judge_id == each.pk for row in open_rows)
    )
    leave(actor=cast.host, now=now, official=gone, because="Ill.")
    cast.judges = [each for each in cast.judges if each.pk != gone.pk]
    row = next((each for each in open_rows if each.judge_id != gone.pk), None)
    if row is not None:
        declare_conflict(
            actor=row.judge.user,
            now=now,
            judge=row.judge,
            number=row.entry.number,
            reason="I advised the team.",
        )
    return ["One judge left in the middle; one declared a conflict at the desk."]


def _open(cast: Cast, place: int) -> list[Assignment]:
    """What is assigned in the round and not handed in, in an order of its own for nobody."""
    stage = cast.clock.rounds[place].stage
    rows = Assignment.objects.filter(judge__call=cast.call, stage=stage, removed_at__isnull=True)
    rows = rows.exclude(readings__final=True).select_related("judge__user", "judge__call__pinned", "entry")
    return list(rows.order_by("entry__number", "judge_id"))


class _Judges:
    """Simulated judges: each has a severity, each entry has a worth, and both hang on the seed alone.

    In a later round the same judge sees the same entry afresh.
    """

    def __init__(self, cast: Cast, place: int) -> None:
        self.cast, self.place = cast, place
        entries = list(Entry.objects.filter(call=cast.call).order_by("created_at", "id"))
        officials = list(Official.objects.filter(call=cast.call, role=Official.Role.JUDGE).order_by("id"))
        known: Panel = panel(cast.plan.seed, len(entries), len(officials), HABITS)
        self.panel = replace(known, seed=f"{known.seed}|{place}") if place else known
        self.entries = {each.pk: own for each, own in zip(entries, self.panel.entries, strict=True)}
        self.judges = {each.pk: own for each, own in zip(officials, self.panel.judges, strict=True)}
        self.rules = rules_of(cast.call)

    def read(self, rows: Sequence[Assignment], first: float, last: float) -> int:
        """Hand these readings in, spread over the days; how many. Some are saved as drafts before.

        Where judges do not score, they put these entries in order, or compare two at a time.
        """
        if self.rules.mode != "scores":
            judge = put_in_order if self.rules.mode == "slate" else compare_two
            return judge(rows, lambda index, count: self._at(first, last, index, count), self._seen)
        for begin in range(0, len(rows), TOGETHER):
            with transaction.atomic():
                for index, row in enumerate(rows[begin : begin + TOGETHER], begin):
                    self._hand_in(row, index, self._at(first, last, index, len(rows)))
        return len(rows)

    def _seen(self, judge: int, entry: int) -> float:
        return impression(self.panel, self.judges[judge], self.entries[entry])

    def _at(self, first: float, last: float, index: int, count: int) -> datetime:
        clock = self.cast.clock
        return clock.within(clock.in_round(self.place, first), clock.in_round(self.place, last), index, count)

    def _hand_in(self, row: Assignment, index: int, now: datetime) -> None:
        comment = COMMENTS[index % len(COMMENTS)] if index % 4 == 0 else ""
        given = Given(self._scores(row), comment, "Seen at the desk." if index % 10 == 0 else "")
        how = {"actor": row.judge.user, "now": now, "judge": row.judge, "number": row.entry.number}
        seen = Seen(1, 0)
        if index % 20 == 0:
            draft: Reading = save_reading(**how, seen=seen, given=Given({}, comment))
            seen = Seen(draft.number, draft.version)
        finish_reading(**how, seen=seen, given=given)

    def _scores(self, row: Assignment) -> Mapping[str, int]:
        asked = [each.id for each in self.cast.file.criteria_for(row.entry.group)]
        scales = {each: self.rules.scales[each] for each in asked}
        criteria = [Criterion(each, 1, high=scale.most, low=scale.least) for each, scale in scales.items()]
        [reading] = read(self.panel, [(self.judges[row.judge_id], self.entries[row.entry_id])], criteria)
        return {
            each: _on_scale(score, scales[each])
            for each, score in zip(asked, reading.scores, strict=True)
            if score is not None
        }


def _on_scale(score: int, scale: Scale) -> int:
    return scale.least + round((score - scale.least) / scale.step) * scale.step
