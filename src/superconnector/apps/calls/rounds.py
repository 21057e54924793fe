"""The rounds of a call: each is judged in one phase, ends with decisions, and passes entries to the next.

The Grand Challenge reads on paper, hears a semi-pitch and a grand pitch; an incubation intake reads and then
hears. Assignments, readings, slates, comparisons and rankings hang on `stage`, decisions on `ends`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Phase
from superconnector.apps.calls.phases import NEAREST, Timing, timing

JUDGED = (Phase.Kind.JUDGING, Phase.Kind.PITCH)
IN_TURN = tuple(Phase.Kind)
"""The kinds of phase in the order in which a call comes to them."""
BEGUN = (Timing.OPEN, Timing.GRACE, Timing.LATE)
NO_PHASE = "decision"


@dataclass(frozen=True, slots=True)
class Round:
    """`stage` is the id of the phase in which judges judge, `ends` that of the phase whose decisions end it.

    The two are one where no phase of decision follows, and where a call decides without a phase of judging.
    """

    stage: str
    ends: str


def rounds_of(call: Call) -> tuple[Round, ...]:
    """The rounds in order, at least one. One query, none where the phases were prefetched."""
    return rounds_among([(each.name, each.kind) for each in phases_in_order(call)])


def rounds_among(phases: Sequence[tuple[str, str]]) -> tuple[Round, ...]:
    """The rounds of phases in order, each as (id, kind). Without any that is judged or decides: one round."""
    rounds: list[Round] = []
    judged = ""
    for name, kind in phases:
        if kind in JUDGED:
            rounds.append(Round(name, name))
            judged = name
        elif kind == Phase.Kind.DECISION:
            if judged:
                rounds.pop()
            rounds.append(Round(judged or name, name))
            judged = ""
    return tuple(rounds) or (Round(NO_PHASE, NO_PHASE),)


def phases_in_order(call: Call) -> list[Phase]:
    """The phases of the file in its order; one that a chair added stands before the first that opens later.

    Where one of the two has no day yet, the kind tells which is later.
    """
    order = {each.id: place for place, each in enumerate(definition_of(call).phases)}
    phases = sorted(call.phases.all(), key=lambda each: (order.get(each.name, len(order)), each.pk))
    found = [each for each in phases if each.name in order]
    for added in phases[len(found) :]:
        places = (place for place, each in enumerate(found) if _later(each, added))
        found.insert(next(places, len(found)), added)
    return found


def _later(phase: Phase, added: Phase) -> bool:
    if phase.opens_at is None or added.opens_at is None:
        return IN_TURN.index(Phase.Kind(phase.kind)) > IN_TURN.index(Phase.Kind(added.kind))
    return phase.opens_at > added.opens_at


def round_now(call: Call, now: datetime) -> Round:
    """The round whose phase is open now; else the next one; else, when all is over, the last that was judged.

    Of two that are open at once it is the earlier.
    """
    phases = {each.name: each for each in call.phases.all()}

    def distance(round_: tuple[int, Round]) -> tuple[int, int]:
        place, each = round_
        here = timing(phases.get(each.stage), now)
        return NEAREST.index(here), -place if here is Timing.LATE else place

    return min(enumerate(rounds_of(call)), key=distance)[1]


def round_begun(call: Call, now: datetime) -> Round:
    """The last round whose judging has opened, which is what a chair works on; before any, the first."""
    phases = {each.name: each for each in call.phases.all()}
    rounds = rounds_of(call)
    begun = [each for each in rounds if timing(phases.get(each.stage), now) in BEGUN]
    return (begun or rounds[:1])[-1]


def round_judged_in(call: Call, stage: str) -> Round | None:
    """The round that is judged in this phase; None for a phase that no round of the call is judged in."""
    return next((each for each in rounds_of(call) if each.stage == stage), None)


def round_before(call: Call, stage: str) -> Round | None:
    """The round before the one that is judged in this phase; None for the first, and for no round."""
    rounds = rounds_of(call)
    places = [place for place, each in enumerate(rounds) if each.stage == stage and place]
    return rounds[places[0] - 1] if places else None


def ends_of(call: Call) -> tuple[str, ...]:
    """The phases that end with decisions, one a round, in order."""
    return tuple(each.ends for each in rounds_of(call))


def round_that_ends(call: Call, ends: str) -> Round | None:
    """The round that these decisions end; None for a stage that the call does not have."""
    return next((each for each in rounds_of(call) if each.ends == ends), None)
