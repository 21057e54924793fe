"""Who sees the entries meanwhile, beside their own teams: what the call's file says of each phase (`sees`).

A chair always does, to run the call. Judges see them unless the phases that are open name others only.
Other entrants and the public see them before the decision only where an open phase says so, and never while
judging is blind or the organiser has not yet said whether it is.
"""

from __future__ import annotations

from datetime import datetime

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Call, Entry, Member, Phase
from superconnector.apps.calls.phases import Timing, timing
from superconnector.apps.calls.rounds import JUDGED
from superconnector.base.accounts.models import User

BEFORE = (Phase.Kind.ENTRY, Phase.Kind.SCREENING, *JUDGED, Phase.Kind.DECISION)
"""The kinds of phase in which it is not decided yet."""
OF_JUDGING = frozenset({"judge", "chair"})
"""Who sees the entries in a phase of judging of which the file says nothing."""
NOBODY: frozenset[str] = frozenset()


def judge_sees(call: Call, now: datetime) -> bool:
    """Whether judges may look at entries now. Where no open phase states anybody, they may. One query."""
    said = [_viewers(call, each) for each in call.phases.all() if _is_open(each, now)]
    stated = NOBODY.union(*said)
    return not stated or not stated.isdisjoint(("judge", "public"))


def all_are_shown(call: Call, now: datetime, person: User | None) -> bool:
    """Whether this person, or the public (None), may look at all entries though nothing is decided."""
    phases = [each for each in call.phases.all() if each.kind in BEFORE and _is_open(each, now)]
    stated = NOBODY.union(*(_viewers(call, each) for each in phases))
    if rules_of(call).blind is not False:
        return False
    return "public" in stated or ("entrant" in stated and _enters(call, person))


def _viewers(call: Call, phase: Phase) -> frozenset[str]:
    stated = next((each.sees for each in definition_of(call).phases if each.id == phase.name), ())
    return frozenset(stated) or (OF_JUDGING if phase.kind in JUDGED else NOBODY)


def _is_open(phase: Phase, now: datetime) -> bool:
    return timing(phase, now) in (Timing.OPEN, Timing.GRACE)


def _enters(call: Call, person: User | None) -> bool:
    """Whether the person is in a team that has handed in."""
    if person is None:
        return False
    handed_in = Entry.State.SUBMITTED
    return Member.objects.filter(user=person, entry__call=call, entry__state=handed_in).exists()
