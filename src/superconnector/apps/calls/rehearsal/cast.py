"""Opening the rehearsed call: its days, its rules, its organiser and its judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from superconnector.apps.calls.actions.assigning import appoint_judge
from superconnector.apps.calls.actions.rounds import set_round
from superconnector.apps.calls.actions.running import (
    Chosen,
    Desk,
    RunningError,
    add_phase,
    open_call,
    set_rules,
)
from superconnector.apps.calls.definitions import Rules, definition_of, rules_of
from superconnector.apps.calls.models import Call, Official, Phase
from superconnector.apps.calls.rehearsal.people import Somebody, make_people
from superconnector.apps.calls.rehearsal.plan import (
    ADDED_JUDGING,
    Clock,
    Plan,
    RehearsalError,
    groups_of,
    rounds_in,
    team_limits,
)
from superconnector.base.accounts.models import User
from superconnector.base.queries import pinned_text
from superconnector.ecosystem.calls import read_call
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema.calls import PhaseKind

HOUSES = 12
"""Made-up organisations that judges come from, and some entrants too, so that there are conflicts."""
SCALE = (0, 10, 1)
READINGS = 3
SPARE = 1.25
"""Readings that the judges could make, for each that is asked for."""


@dataclass
class Cast:
    """The call that is rehearsed, and who plays in it."""

    plan: Plan
    clock: Clock
    call: Call
    chair: Official
    judges: list[Official] = field(default_factory=list)

    @property
    def file(self) -> CallFile:
        """The call's definition."""
        return definition_of(self.call)

    @property
    def host(self) -> User:
        """The organiser."""
        return self.chair.user


def house(number: int) -> tuple[str, str]:
    """Part of an address, and the name of the organisation."""
    return f"house-{number:02}", f"Rehearsal House {number:02}"


def open_rehearsal(plan: Plan, organiser: User | None, judges: Sequence[User] = ()) -> tuple[Cast, list[str]]:
    """Open the call with its days around now, set what its file leaves open, appoint the judges.

    `judges` are appointed beside those that are made up.

    Raises RehearsalError where the call exists, the definition does not, or nothing could be judged.
    """
    _check(plan)
    clock = Clock.of(plan, rounds_in(_file(plan)))
    [made] = (
        make_people(plan, clock.day(0), [Somebody("organiser", "office")]) if not organiser else [organiser]
    )
    cast = _opened(plan, clock, made)
    told = [f"{made} opened the call {plan.call_id} for {clock.day(0):%Y-%m-%d} and chairs it."]
    told += _add_phases(cast) + _set_rules(cast)
    _appoint(cast, judges)
    return cast, [*told, f"{len(cast.judges)} judges were appointed."]


def _check(plan: Plan) -> None:
    if Call.objects.filter(pk=plan.call_id).exists():
        raise RehearsalError(f"There is a call {plan.call_id} already. Choose another id for the rehearsal.")
    file = _file(plan)
    if file.judging.mode == "scores" and not file.criteria:
        raise RehearsalError(f"{plan.definition} is judged by scores and names no criteria.")
    least, most = (sum(each) for each in zip(*team_limits(groups_of(plan, file, plan.entries)), strict=True))
    if not least <= plan.contestants <= most:
        raise RehearsalError(
            f"{plan.entries} entries hold {least} to {most} contestants, "
            f"and {plan.contestants} were asked for."
        )


def _file(plan: Plan) -> CallFile:
    """Raises RehearsalError where the ecosystem has no such definition."""
    content = pinned_text(f"calls/{plan.definition}.yaml")
    if content is None:
        raise RehearsalError(f"The ecosystem has no calls/{plan.definition}.yaml.")
    return read_call(content.text)


def _opened(plan: Plan, clock: Clock, organiser: User) -> Cast:
    try:
        call = open_call(
            actor=organiser,
            now=clock.day(0),
            definition=plan.definition,
            call_id=plan.call_id,
            seed=plan.seed,
            times=clock.times_of(_file(plan)),
            rehearsal=True,
        )
    except RunningError as error:
        raise RehearsalError(f"The call could not be opened: {error.code}.") from error
    chair = Official.objects.select_related("call__pinned", "user").get(call=call, user=organiser)
    return Cast(plan, clock, call, chair)


def _add_phases(cast: Cast) -> list[str]:
    """What cannot do without: days of entry and of judging; of showcase and vote where there is one."""
    file = cast.file
    wanted: list[PhaseKind] = ["entry", "showcase"]
    wanted += ["vote"] if file.vote else []
    added = [kind for kind in wanted if not file.phases_of(kind)]
    added += ["judging"] if any(each.stage == ADDED_JUDGING for each in cast.clock.rounds) else []
    for kind in added:
        add_phase(
            actor=cast.host,
            now=cast.clock.day(0),
            call_id=cast.call.pk,
            name=f"rehearsal-{kind}",
            kind=Phase.Kind(kind),
            times=cast.clock.times(kind),
        )
    return [f"The file states no {kind} phase; the organiser added one." for kind in added]


def _set_rules(cast: Cast) -> list[str]:
    """What neither the file nor anybody states is set as a chair would set it, and told."""
    rules, file = rules_of(cast.call), cast.file
    if not rules.missing:
        return _set_rounds(cast)
    weight = max(1, 100 // max(1, len(file.criteria)))
    chosen = Chosen(
        weights=dict.fromkeys(_missing(rules, "weight"), weight),
        scales=dict.fromkeys(_missing(rules, "scale"), SCALE),
        readings=READINGS if "readings" in rules.missing else None,
        blind=True if "blind" in rules.missing else None,
        top=_places(cast, _missing(rules, "top")),
    )
    cast.call = set_rules(
        actor=cast.host,
        now=cast.clock.day(0),
        call_id=cast.call.pk,
        seen_version=cast.call.settings_version,
        chosen=chosen,
    )
    cast.chair.call = cast.call
    said = "Not stated in the file, so the organiser set: " + "; ".join(_said(chosen)) + "."
    return [said, *_set_rounds(cast)]


def _set_rounds(cast: Cast) -> list[str]:
    """From each round but the last half of the entries go on, or what the file states if it is less.

    The fewer entries are left, the more judges read each: with three each, judges of a final would share too
    few entries to be compared.
    """
    told, rounds = [], cast.clock.rounds
    for place, each in enumerate(rounds if len(rounds) > 1 else ()):
        places = _through(cast, place) if place < len(rounds) - 1 else {}
        readings = min(READINGS * 2**place, max(READINGS, cast.plan.judges * 2 // 3)) if place else None
        set_round(
            actor=cast.host,
            now=cast.clock.day(0),
            call_id=cast.call.pk,
            stage=each.stage,
            seen_version=cast.call.settings_version,
            readings=readings,
            places=places,
        )
        cast.call.refresh_from_db()
        told += [f"{readings} judges are to read each entry in {each.stage}."] if readings else []
        told += [f"{sum(places.values()):,} entries are to go on from {each.stage}."] if places else []
    return told


def _through(cast: Cast, place: int) -> dict[str, int]:
    """How many of each group go on from this round."""
    groups = [each.id for each in cast.file.groups]
    entries = Counter(each.id for each in groups_of(cast.plan, cast.file, cast.plan.entries))
    before = _through(cast, place - 1) if place else {each: entries[each] for each in groups}
    stage = cast.clock.rounds[place].stage
    stated = next((each.places for each in cast.file.phases if each.id == stage), None)
    shares = _shared(stated, groups) if stated else before
    return {each: max(1, min(shares[each], (before[each] + 1) // 2)) for each in groups}


def _shared(total: int, groups: list[str]) -> dict[str, int]:
    """A number shared out among the groups, each with one at least."""
    count = len(groups)
    return {group: max(1, total // count + (index < total % count)) for index, group in enumerate(groups)}


def _missing(rules: Rules, kind: str) -> list[str]:
    return [each.partition(":")[2] for each in rules.missing if each.startswith(f"{kind}:")]


def _places(cast: Cast, groups: list[str]) -> dict[str, int]:
    """The places that the file states for all groups, shared out; else three or a tenth a group.

    After several rounds half of those who came so far.
    """
    if len(cast.clock.rounds) > 1:
        last = _through(cast, len(cast.clock.rounds) - 2)
        return {group: max(1, last[group] // 2) for group in groups}
    stated = cast.file.judging.top
    if stated is None:
        return dict.fromkeys(groups, max(3, cast.plan.entries // len(cast.file.groups) // 10))
    return _shared(stated, groups)


def _said(chosen: Chosen) -> list[str]:
    said = [f"weight of {name} {weight}" for name, weight in chosen.weights.items()]
    said += [f"scale of {name} {low} to {high}" for name, (low, high, _) in chosen.scales.items()]
    said += [f"{chosen.readings} readings an entry"] if chosen.readings else []
    said += ["judged blind"] if chosen.blind else []
    return said + [f"{places} places in {group}" for group, places in chosen.top.items()]


def _appoint(cast: Cast, others: Sequence[User]) -> None:
    """Judges of made-up organisations; each takes a share with some to spare."""
    plan, readings = cast.plan, rules_of(cast.call).readings or READINGS
    most = max(2, round(plan.entries * readings * SPARE / plan.judges) + 2)
    wanted = [
        Somebody("judge", house(number % HOUSES)[0], house(number % HOUSES)[1])
        for number in range(plan.judges)
    ]
    for user in [*make_people(plan, cast.clock.day(1), wanted), *others]:
        judge = appoint_judge(
            actor=cast.host, now=cast.clock.day(1), call=cast.call, email=user.email, desk=Desk(at_most=most)
        )
        cast.judges.append(judge)
