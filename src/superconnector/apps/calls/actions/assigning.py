"""Who reads what: appointed judges, a proposal that is kept as it was shown, and its application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from superconnector.apps.calls.actions.conflicts import find_conflicts
from superconnector.apps.calls.actions.running import Desk, appoint
from superconnector.apps.calls.definitions import rules_of
from superconnector.apps.calls.facts.assigning import digest_of, problem_for
from superconnector.apps.calls.models import Assignment, AssignmentRun, Call, Official
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.queries.assigning import run_of
from superconnector.apps.calls.rounds import round_judged_in
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.core.judging.assignment_problem import Assignment as Answer
from superconnector.core.judging.assignment_problem import Pair, Problem
from superconnector.core.judging.evenness import assign_evenly

MOVED = "reassigned"


class AssigningError(ValueError):
    """This cannot be done now. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@transaction.atomic
def appoint_judge(*, actor: User, now: datetime, call: Call, email: str, desk: Desk) -> Official:
    """Appoint a judge and look for conflicts at once.

    Raises AssigningError `no-account`, RunningError `appointed`, ConflictError `too-many`.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise AssigningError("no-account", email=email.strip())
    official = appoint(actor=actor, now=now, call=call, user=user, role=Official.Role.JUDGE, desk=desk)
    find_conflicts(actor=actor, now=now, call=call, officials=Official.objects.filter(pk=official.pk))
    return official


@transaction.atomic
def change_desk(*, actor: User, now: datetime, judge: Official, desk: Desk) -> None:
    """Change what a judge takes on. The next proposal minds it; conflicts are looked for at once."""
    row = Official.objects.select_for_update().get(pk=judge.pk)
    fields = ("at_least", "at_most", "groups", "tracks", "topics", "languages", "ties")
    for name in fields:
        setattr(row, name, getattr(desk, name))
    row.save(update_fields=fields)
    find_conflicts(actor=actor, now=now, call=judge.call, officials=Official.objects.filter(pk=judge.pk))
    _tell(judge.call, actor, now, "judge.changed", judge=judge.pk)


def propose(*, actor: User, now: datetime, chair: Official, stage: str) -> AssignmentRun:
    """Compute who should read what in a round, after a fresh look for conflicts. Nothing is assigned yet.

    Raises AssigningError `no-round`, `rules-missing`, `no-judges`, `no-entries`.
    """
    if round_judged_in(chair.call, stage) is None:
        raise AssigningError("no-round")
    if rules_of(chair.call, stage).readings is None:
        raise AssigningError("rules-missing")
    find_conflicts(actor=actor, now=now, call=chair.call)
    problem = problem_for(chair, stage)
    if not problem.judges:
        raise AssigningError("no-judges")
    if not problem.entries:
        raise AssigningError("no-entries")
    return AssignmentRun.objects.create(
        call=chair.call,
        stage=stage,
        made_at=now,
        made_by=actor,
        problem=digest_of(problem),
        proposal=_told(problem, assign_evenly(problem)),
    )


@transaction.atomic
def apply(*, actor: User, now: datetime, chair: Official, run_id: int) -> AssignmentRun:
    """Assign as proposed, all of it or nothing.

    Raises AssigningError `no-run` for a proposal that this chair did not make, `applied` for one that is,
    `changed-meanwhile` where anything it was computed from is not so any more.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    run = run_of(chair, run_id)
    if run is None:
        raise AssigningError("no-run")
    if run.applied_at is not None:
        raise AssigningError("applied")
    if digest_of(problem_for(chair, run.stage)) != run.problem:
        raise AssigningError("changed-meanwhile")
    _move(chair, run, now)
    run.applied_at = now
    run.save(update_fields=["applied_at"])
    counts = {name: len(run.proposal[name]) for name in ("added", "removed")}
    _tell(chair.call, actor, now, "assignment.applied", run=run.pk, **counts)
    return run


def _move(chair: Official, run: AssignmentRun, now: datetime) -> None:
    entries = dict(entries_in_round(chair, run.stage).order_by("id").values_list("number", "pk"))
    removed = {(int(judge), number) for judge, number in run.proposal["removed"]}
    active = Assignment.objects.filter(judge__call=chair.call_id, stage=run.stage, removed_at__isnull=True)
    rows = active.order_by("id").values_list("pk", "judge_id", "entry__number")
    gone = [pk for pk, judge, number in rows if (judge, number) in removed]
    Assignment.objects.filter(pk__in=gone).update(removed_at=now, removed_because=MOVED)
    Assignment.objects.bulk_create(
        [
            Assignment(judge_id=int(judge), entry_id=entries[number], stage=run.stage, run=run, made_at=now)
            for judge, number in run.proposal["added"]
        ],
        batch_size=500,
    )


def _told(problem: Problem, answer: Answer) -> dict[str, Any]:
    """The proposal as it is kept and shown: pairs of a judge's office and an entry's number."""
    return {
        "entries": len(problem.entries),
        "judges": len(problem.judges),
        "added": _pairs(answer.added),
        "removed": _pairs(answer.removed),
        "kept": _pairs(answer.kept),
        "fixed": len(problem.fixed),
        "lowest": answer.lowest,
        "proven": answer.proven,
        "shortages": [
            {
                "track": each.track,
                "reason": str(each.reason),
                "entries": [list(pair) for pair in each.entries],
                "judges": each.judges,
                "at_cap": each.at_cap,
                "conflicted": each.conflicted,
                "no_language": each.no_language,
            }
            for each in answer.shortages
        ],
        "idle": [list(each) for each in answer.idle],
        "links": [[each.track, each.wanted, each.made] for each in answer.links],
    }


def _pairs(pairs: frozenset[Pair]) -> list[list[str]]:
    return [list(pair) for pair in sorted(pairs)]


def _tell(call: Call, actor: User, now: datetime, verb: str, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"call:{call.pk}", now=now, detail=detail)
