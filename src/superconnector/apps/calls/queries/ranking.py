"""Reads of rankings, as far as a chair sees the entries they are of."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.facts.ranking import conditions_for, digest_of, rows, rows_for
from superconnector.apps.calls.facts.ranking_body import Standing, Told, read_body
from superconnector.apps.calls.models import Decision, Entry, Official, RankingRun
from superconnector.apps.calls.wall import entries_seen_by


def walled_groups(chair: Official) -> frozenset[str]:
    """Groups with an entry that the chair does not see, whatever has become of that entry."""
    seen = entries_seen_by(chair)
    hidden = Entry.objects.filter(call_id=chair.call_id).exclude(pk__in=seen.values("pk"))
    return frozenset(hidden.order_by("group").values_list("group", flat=True))


def clear_groups(chair: Official) -> tuple[str, ...]:
    """The groups of the call that the chair may decide on, in the order of the file."""
    walled = walled_groups(chair)
    return tuple(each.id for each in definition_of(chair.call).groups if each.id not in walled)


def latest_run(chair: Official, group: str, stage: str) -> RankingRun | None:
    """The last ranking of the group in the round that is judged in this phase, if the chair may see it.

    Whoever sees the whole group sees whole rankings. Whoever does not sees only rankings of their own making
    in which none of the entries is hidden from them now.
    """
    runs = RankingRun.objects.filter(call=chair.call_id, group=group, stage=stage)
    runs = runs.order_by("-made_at", "-id")
    if group not in walled_groups(chair):
        return runs.filter(partial=False).first()
    seen = set(entries_seen_by(chair).filter(group=group).order_by("id").values_list("number", flat=True))
    own = runs.filter(partial=True, made_by=chair.user_id)
    return next((run for run in own if seen.issuperset(run.settings["entries"])), None)


def lacking_for_ranking(chair: Official, group: str, stage: str) -> tuple[str, ...]:
    """What the organiser has still to set before this group can be ranked in the round."""
    missing = rules_of(chair.call, stage).missing
    return tuple(each for each in missing if each.startswith(("weight:", "scale:")) or each == f"top:{group}")


def has_changed(chair: Official, run: RankingRun) -> bool:
    """Whether a ranking made now would be of other rows or under other rules."""
    conditions = conditions_for(chair, run.group, run.stage)
    given = rows(conditions, rows_for(chair, conditions, run.stage))
    return run.settings != conditions | {"inputs": digest_of(given)}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row of the ranking beside the entry it is of."""

    standing: Standing
    entry: Entry


@dataclass(frozen=True, slots=True)
class RankingShown:
    """A run with its rows and entries."""

    run: RankingRun
    told: Told
    rows: tuple[Ranked, ...]
    unread: tuple[Entry, ...]
    stale: bool


def shown(chair: Official, run: RankingRun) -> RankingShown:
    """The run as the page shows it; entries that left since stay in it. A constant number of queries."""
    told = read_body(run.body)
    seen = entries_seen_by(chair).filter(number__in=run.settings["entries"]).order_by("number")
    entries = {entry.number: entry for entry in seen}
    return RankingShown(
        run,
        told,
        tuple(Ranked(each, entries[each.entry]) for each in told.rows),
        tuple(entries[number] for number in told.unread),
        has_changed(chair, run),
    )


def published_runs(call_id: str, group: str | None = None) -> QuerySet[RankingRun]:
    """The rankings that published decisions rest on, the oldest first."""
    used = Decision.objects.filter(entry__call=call_id, publication__isnull=False, ranking__isnull=False)
    runs = RankingRun.objects.filter(call=call_id, pk__in=used.values("ranking_id"))
    return (runs.filter(group=group) if group else runs).order_by("id")
