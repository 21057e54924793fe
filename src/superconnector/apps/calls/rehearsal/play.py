"""The rehearsal from the opening to the trials, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from superconnector.apps.calls.invariants import INVARIANTS, broken
from superconnector.apps.calls.rehearsal.after import play_certificates, play_trials, play_vote
from superconnector.apps.calls.rehearsal.cast import Cast, open_rehearsal
from superconnector.apps.calls.rehearsal.deciding import play_deciding, play_letters, play_ranking
from superconnector.apps.calls.rehearsal.entering import play_entering
from superconnector.apps.calls.rehearsal.judging import play_judging, play_screening
from superconnector.apps.calls.rehearsal.plan import Plan, Stage
from superconnector.base.accounts.models import User

ACTS: tuple[tuple[str, Stage, Callable[[Cast], list[str]]], ...] = (
    ("Entering", Stage.ENTRY, play_entering),
    ("The door", Stage.JUDGING, play_screening),
    ("Judging", Stage.JUDGING, play_judging),
    ("Ranking", Stage.DECISION, play_ranking),
    ("Deciding", Stage.DECISION, play_deciding),
    ("Letters", Stage.LETTERS, play_letters),
    ("Vote", Stage.TRIALS, play_vote),
    ("Certificates", Stage.TRIALS, play_certificates),
    ("Trials", Stage.TRIALS, play_trials),
)


@dataclass(frozen=True, slots=True)
class Act:
    """A part of the rehearsal that was played. `broken`: the invariants that do not hold; at the end only."""

    name: str
    told: tuple[str, ...]
    broken: tuple[str, ...] = ()


def play(plan: Plan, organiser: User | None = None, judges: Sequence[User] = ()) -> Iterator[Act]:
    """Play the plan, one act each time; the last one checks the records.

    `organiser` opens and chairs the call; without one a made-up person does. `judges` judge beside the
    made-up ones, and as far as the play goes they are played too. Raises RehearsalError before
    anything is written where the plan cannot be played.
    """
    cast, told = open_rehearsal(plan, organiser, judges)
    yield Act("Opening", tuple(told))
    for name, stage, act in ACTS:
        if plan.plays(stage):
            yield Act(name, tuple(act(cast)))
    wrong = tuple(f"{name}: {row}" for name, row in broken(cast.call))
    said = f"{len(wrong):,} rows break an invariant." if wrong else f"All {len(INVARIANTS)} invariants hold."
    yield Act("The records", (said,), wrong)
