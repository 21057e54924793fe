"""How strict judges are: read by the chair, and each judge's own by that judge after publication."""

from __future__ import annotations

from dataclasses import dataclass

from superconnector.apps.calls.facts.ranking_body import JudgeSeverity, Told, read_body
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.ranking import published_runs, walled_groups
from superconnector.apps.calls.rounds import rounds_of


@dataclass(frozen=True, slots=True)
class JudgeShown:
    """A judge with the figure of one ranking."""

    judge: Official
    figure: JudgeSeverity


def judges_of_run(chair: Official, told: Told) -> tuple[JudgeShown, ...]:
    """The judges of a ranking, the strictest first. One query."""
    judges = Official.objects.filter(call=chair.call_id).select_related("user")
    found = judges.in_bulk([each.judge for each in told.judges])
    rows = sorted(told.judges, key=lambda each: (-each.severity, each.judge))
    return tuple(JudgeShown(found[each.judge], each) for each in rows)


@dataclass(frozen=True, slots=True)
class OwnSeverity:
    """A judge's own figure in one group and round. Without it: `why` is walled or refused."""

    group: str
    stage: str
    told: Told | None
    figure: JudgeSeverity | None
    why: str = ""


def own_severities(judge: Official) -> tuple[OwnSeverity, ...]:
    """The judge's own figures from the rankings that published decisions rest on, one a group and round.

    In a group with an entry that is hidden from the judge nothing is told: the figure rests on that too.
    """
    walled = walled_groups(judge)
    latest = {(run.group, run.stage): run for run in published_runs(judge.call_id)}
    order = [each.stage for each in rounds_of(judge.call)]
    found = []
    for (group, stage), run in sorted(latest.items(), key=lambda each: _place(each[0], order)):
        if group in walled:
            found.append(OwnSeverity(group, stage, None, None, "walled"))
            continue
        told = read_body(run.body)
        own = next((each for each in told.judges if each.judge == judge.pk), None)
        found.append(OwnSeverity(group, stage, told, own, "" if own else "refused"))
    return tuple(found)


def _place(key: tuple[str, str], order: list[str]) -> tuple[str, int]:
    """Groups by their id, the rounds of each in their order."""
    group, stage = key
    return group, order.index(stage) if stage in order else len(order)
