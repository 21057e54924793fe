"""What the pages about a population show: numbers in words, bars, and the terms they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from superconnector.apps.programmes.history import holding
from superconnector.base.models import PopulationReport
from superconnector.base.population.figures import SUMS, Change, Cost, Figures, Part, Tally
from superconnector.base.population.grouping import UNKNOWN
from superconnector.ecosystem import Ecosystem, options_of
from superconnector.ecosystem.schema import GiveTerm, Programme, RequirementTerm
from superconnector.portal.localised import words
from superconnector.portal.plan_drawing import stack

MOST_REPORTS = 100
LIVE = ("open", "may-be-open", "not-for-you")
"""Outcomes that have a column and a piece of the bar; what is closed is closed for everybody."""
MONEY_CLASSES = dict(zip(SUMS, ("who-0", "who-1", "who-2"), strict=True))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader picked on the page of a programme: the split, and the give whose cost it shows."""

    by: str
    give: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with a bar: applicants by outcome. `programme` is None if the ecosystem no longer has it."""

    id: str
    name: str
    outcomes: Mapping[str, int]
    bar: SafeString
    programme: Programme | None = None
    cost: Cost | None = None
    sides: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause: who fails there in all, who there alone; its term if the programme still has it."""

    id: str
    fails: int
    alone: int
    bar: SafeString
    term: RequirementTerm | None


@dataclass(frozen=True, slots=True)
class CostRow:
    """A give: its cost now and, where two versions are compared, afterwards."""

    row_id: str
    cost: Cost
    bar: SafeString
    programme: Programme | None
    after: Cost | None = None
    after_bar: SafeString | str = ""

    @property
    def differences(self) -> list[tuple[str, int, int, int]]:
        """(measure, before, after, difference in cents) of the sums that are not zero in both versions."""
        if self.after is None:
            return []
        pairs = ((m, self.cost.cents[m], self.after.cents[m]) for m in SUMS)
        return [(m, old, new, new - old) for m, old, new in pairs if old or new]


# --- the page of a report --------------------------------------------------------------------------------


def report_context(
    stored: PopulationReport, found: Figures, ecosystem: Ecosystem, part: str
) -> dict[str, object]:
    """All programmes, for everyone or for the part that was picked (`split|group`)."""
    parts = list(_parts(found, ecosystem))
    split, group = next(((s, g) for s, options in parts for g in options if f"{s}|{g}" == part), ("", ""))
    tallies = list(found.tallies.values())
    costs = [row for tally in tallies for row in _costs(tally, ecosystem)]
    return {
        **_about(stored, found, ecosystem),
        **_rows(tallies, split, group, ecosystem),
        "usable": sum(tally.outcomes["open"] > 0 for tally in tallies),
        "costs": [row for row in costs if row.cost.at_most],
        "changes": [_change(change, ecosystem) for change in found.changes.values()],
        "files": ["csv", "json", "parquet"],
        "parts": [
            (split_words(s, ecosystem), [(f"{s}|{g}", label) for g, label in options.items()])
            for s, options in parts
        ],
        "part": part if split else "",
        "part_words": group_words(split, group, ecosystem) if split else "",
        "counted": sum(_outcomes(tallies[0], split, group).values()) if tallies else 0,
        "not_counted": found.not_counted,
    }


def _rows(
    tallies: Sequence[Tally], split: str, group: str, ecosystem: Ecosystem
) -> dict[str, Sequence[Row] | list[str]]:
    """What the table decides something about, what it decides nothing about, the names of what is closed."""
    rows = [_row(tally, _outcomes(tally, split, group), ecosystem) for tally in tallies if not tally.closed]
    rows.sort(key=lambda r: (-r.outcomes["open"], -r.outcomes["may-be-open"], r.name.casefold()))
    undecided = {tally.programme for tally in tallies if tally.undecided}
    return {
        "rows": [row for row in rows if row.id not in undecided],
        "undecided": [row for row in rows if row.id in undecided],
        "closed": [_named(tally.programme, ecosystem) for tally in tallies if tally.closed],
    }


def _about(stored: PopulationReport, found: Figures, ecosystem: Ecosystem) -> dict[str, object]:
    return {
        "report": stored,
        "about": found.about,
        "made_up": bool(found.about.get("made_up")),
        "other_edition": found.about["edition"] != ecosystem.digest,
        "edition": found.about["edition"][:12],
        "total": found.about["rows"],
        "on": stored.on,
        "change_words": found.about.get("changes", []),
        "room": "population",
    }


def _parts(found: Figures, ecosystem: Ecosystem) -> Iterator[tuple[str, dict[str, str]]]:
    """Each split with its groups → their words."""
    tally = next(iter(found.tallies.values()), None)
    for split, parts in (tally.parts if tally else {}).items():
        yield split, {part.name: group_words(split, part.name, ecosystem) for part in parts}


def _outcomes(tally: Tally, split: str, group: str) -> Mapping[str, int]:
    if not split:
        return tally.outcomes
    parts = tally.parts.get(split, ())
    return next((p.outcomes for p in parts if p.name == group), dict.fromkeys(tally.outcomes, 0))


def _row(tally: Tally, outcomes: Mapping[str, int], ecosystem: Ecosystem) -> Row:
    programme = ecosystem.programmes.get(tally.programme)
    return Row(
        tally.programme, _named(tally.programme, ecosystem), outcomes, outcome_bar(outcomes), programme
    )


def _named(programme_id: str, ecosystem: Ecosystem) -> str:
    programme = ecosystem.programmes.get(programme_id)
    return words(programme.names) if programme else programme_id


def outcome_bar(outcomes: Mapping[str, int]) -> SafeString:
    """Open, unknown, not from left to right; the bar is full."""
    pieces = [(f"bar-{code}", outcomes[code]) for code in (*LIVE, "closed") if outcomes[code]]
    return stack(pieces, sum(outcomes.values()))


# --- the page of a programme -----------------------------------------------------------------------------


def programme_context(
    stored: PopulationReport, found: Figures, ecosystem: Ecosystem, programme_id: str, chosen: Chosen
) -> dict[str, object]:
    """One programme in full. A split or a give that the report lacks is the first that it has."""
    tally, change = found.tallies[programme_id], found.changes.get(programme_id)
    programme, costs = ecosystem.programmes.get(programme_id), _costs(tally, ecosystem, change)
    splits = list(tally.parts)
    by = chosen.by if chosen.by in splits else next(iter(splits), "")
    gives = [cost.give for cost in tally.costs if cost.at_most or cost.cents["may-at-most"]]
    give = chosen.give if chosen.give in gives else next(iter(gives), "")
    return {
        **_about(stored, found, ecosystem),
        "id": programme_id,
        "programme": programme,
        "name": _named(programme_id, ecosystem),
        "tally": tally,
        "bar": outcome_bar(tally.outcomes),
        "clauses": _clauses(tally, found.about["rows"], ecosystem, stored),
        "costs": costs,
        "gives_held": _gives_held(programme, costs, stored.on),
        "change": _change(change, ecosystem) if change else None,
        "splits": [(split, split_words(split, ecosystem)) for split in splits],
        "gives": gives,
        "by": by,
        "by_words": split_words(by, ecosystem) if by else "",
        "give": give,
        "groups": [_group(part, by, give, change, ecosystem) for part in tally.parts.get(by, ())],
        "not_counted": [line for line in found.not_counted if line.startswith(f"{programme_id},")],
    }


def _clauses(tally: Tally, rows: int, ecosystem: Ecosystem, stored: PopulationReport) -> list[ClauseRow]:
    """Each clause with a bar: failing there alone, then there and elsewhere; the width is the population."""
    programme = ecosystem.programmes.get(tally.programme)
    terms: dict[str, RequirementTerm] = {}
    if programme:
        held = holding(programme, stored.on).who
        terms = {term.id: term for term in (*programme.who, *held)}
    return [
        ClauseRow(
            each.clause,
            each.fails,
            each.alone,
            stack(_pieces({"pop-alone": each.alone, "pop-also": each.fails - each.alone}), rows),
            terms.get(each.clause),
        )
        for each in sorted(tally.clauses, key=lambda each: (-each.alone, -each.fails, each.clause))
    ]


def _pieces(sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(colour, size) for colour, size in sizes.items() if size]


def _costs(tally: Tally, ecosystem: Ecosystem, change: Change | None = None) -> list[CostRow]:
    """The gives that cost something or might; all bars have one scale."""
    programme = ecosystem.programmes.get(tally.programme)
    after = {cost.give: cost for cost in change.after.costs} if change else {}
    shown = [cost for cost in tally.costs if cost.boundless or any(cost.cents.values()) or cost.give in after]
    longest = max((sum(c.cents.values()) for c in (*shown, *after.values())), default=0)
    rows = []
    for cost in shown:
        other = after.get(cost.give)
        bar, other_bar = _cost_bar(cost, longest), _cost_bar(other, longest) if other else ""
        rows.append(CostRow(cost.give, cost, bar, programme, other, other_bar))
    return rows


def _cost_bar(cost: Cost, longest: int) -> SafeString:
    return stack(_pieces({MONEY_CLASSES[m]: cost.cents[m] for m in SUMS}), longest)


def _gives_held(programme: Programme | None, costs: Sequence[CostRow], on: date) -> list[GiveTerm]:
    """The gives that the costs are about, with the terms of the day; the id of a tier stands behind a dot."""
    if programme is None:
        return []
    wanted = {row.row_id.partition(".")[0] for row in costs} | {row.row_id for row in costs}
    return [give for give in holding(programme, on).gives if give.id in wanted]


def _group(part: Part, by: str, give: str, change: Change | None, ecosystem: Ecosystem) -> Row:
    sides = change.sides.get(by, {}).get(part.name, (0, 0)) if change else None
    label = group_words(by, part.name, ecosystem)
    cost = part.cost_of(give) if give else None
    return Row(part.name, label, part.outcomes, outcome_bar(part.outcomes), None, cost, sides)


# --- two versions ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A programme in two versions side by side."""

    id: str
    name: str
    gains: int
    loses: int
    moves: Sequence[tuple[str, str, int]]
    outcomes: Sequence[tuple[str, int, int, int]]
    before_bar: SafeString
    after_bar: SafeString
    costs: Sequence[CostRow]


def _change(change: Change, ecosystem: Ecosystem) -> ChangeView:
    before, after = change.before.outcomes, change.after.outcomes
    counts = [(code, before[code], after[code], after[code] - before[code]) for code in before]
    return ChangeView(
        change.before.programme,
        _named(change.before.programme, ecosystem),
        change.gains,
        change.loses,
        change.moves,
        [row for row in counts if row[1] or row[2]],
        outcome_bar(before),
        outcome_bar(after),
        _costs(change.before, ecosystem, change),
    )


# --- words -----------------------------------------------------------------------------------------------


def split_words(split: str, ecosystem: Ecosystem) -> str:
    """The name of a fact, or that of a column as it is."""
    fact = ecosystem.facts.get(split)
    return words(fact.label) if fact else split.replace("_", " ").capitalize()


def group_words(split: str, group: str, ecosystem: Ecosystem) -> str:
    """An answer, a band of numbers or a text of the table, in the reader's language."""
    if group == UNKNOWN:
        return _("Not known")
    fact = ecosystem.facts.get(split)
    if fact is None:
        return group
    for option in options_of(fact):
        if option.id == group:
            return words(option.label)
    return _band(group)


def _band(group: str) -> str:
    if found := re.fullmatch(r"(.+) to (.+)", group):
        return _("%(low)s to %(high)s") % {"low": found[1], "high": found[2]}
    if found := re.fullmatch(r"(.+) or more", group):
        return _("%(low)s or more") % {"low": found[1]}
    if found := re.fullmatch(r"below (.+)", group):
        return _("below %(high)s") % {"high": found[1]}
    return {"yes": _("Yes"), "no": _("No")}.get(group, group)
