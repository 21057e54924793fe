"""From calls and what comes of them to the answers of the API, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from superconnector.api import call_schemas as out
from superconnector.api.schemas import StatementOut
from superconnector.api.shapes import names, source_out
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Phase, Trial, TrialReuse
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.phases import Timing, entry_phase_of, timing
from superconnector.apps.calls.queries.shown import PublicFile, Shown
from superconnector.apps.calls.queries.trials import succeeded
from superconnector.apps.calls.rounds import JUDGED, phases_in_order, rounds_among
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import CallPhase, Group, Track


def line(found: Call | CallFile, now: datetime, language: str) -> out.CallLine:
    """A call of a list."""
    return out.CallLine(**_line(found, now, language))


def whole(found: Call | CallFile, now: datetime, language: str) -> out.CallOut:
    """A call with all that its file states."""
    file, running = _file(found), found if isinstance(found, Call) else None
    return out.CallOut(
        **_line(found, now, language),
        names=names(file.names),
        rehearsal=running.rehearsal if running else False,
        programme=file.programme,
        about=[StatementOut(text=each.text, sources=each.source) for each in file.about],
        groups=[_group(each, language) for each in file.groups],
        tracks=[_track(each, language) for each in file.tracks],
        phases=_phases(file, running, now),
        criteria=[
            out.CriterionOut(id=each.id, name=each.names.text(language), weight=each.weight)
            for each in file.criteria
        ],
        prizes=[
            out.PrizeOut(
                id=each.id,
                name=each.names.text(language),
                groups=each.groups,
                places=each.places,
                amount=_exact(each.amount),
            )
            for each in file.prizes
        ],
        not_stated=file.not_stated,
        sources={key: source_out(source) for key, source in file.sources.items()},
    )


def shown_out(page: Shown, request: HttpRequest, language: str) -> out.ShownOut:
    """An entry of the showcase."""
    entry = page.entry
    address = reverse("showcase-entry", args=[entry.call_id, entry.number])
    return out.ShownOut(
        entry=entry.number,
        title=page.title,
        group=entry.group,
        outcome=page.outcome,  # type: ignore[arg-type]  # the gallery holds no other
        prize=page.prize.id if page.prize else None,
        organisation=page.organisation or None,
        track=page.track.id if page.track else None,
        address=request.build_absolute_uri(address),
        answers=[
            out.ShownAnswer(
                question=each.question.id,
                label=each.question.names.text(language),
                value=each.value,
                files=[_file_out(page, file, request) for file in each.files],
            )
            for each in page.answers
        ],
    )


def trial_out(trial: Trial, request: HttpRequest) -> out.TrialOut:
    """A trial as the public may know it."""
    address = reverse("trial-report", args=[trial.entry.call_id, trial.pk])
    return out.TrialOut(
        entry=trial.entry.number,
        title=trial.entry.title,
        host=trial.host or None,
        host_name=trial.host_name,
        site=trial.site,
        starts_on=trial.starts_on,
        ends_on=trial.ends_on,
        state=trial.state,  # type: ignore[arg-type]
        planned_users=trial.planned_users,
        actual_users=trial.actual_users,
        measure=trial.measure,
        unit=trial.unit,
        higher_is_better=trial.higher_is_better,
        acceptance=_exact(trial.acceptance),
        before=_exact(trial.before),
        after=_exact(trial.after),
        reached=succeeded(trial) if trial.state == Trial.State.ENDED else None,
        outcome=trial.outcome,
        next_step=trial.next_step,
        conflict=trial.conflict or None,
        reuses=[_reuse_out(each) for each in trial.reuses.all()],
        report=request.build_absolute_uri(address),
    )


def _reuse_out(reuse: TrialReuse) -> out.ReuseOut:
    return out.ReuseOut(
        host=reuse.host or None,
        host_name=reuse.host_name,
        on=reuse.on,
        purpose=reuse.purpose,
        conflict=reuse.conflict or None,
    )


def _file(found: Call | CallFile) -> CallFile:
    return definition_of(found) if isinstance(found, Call) else found


def _line(found: Call | CallFile, now: datetime, language: str) -> dict[str, Any]:
    file = _file(found)
    if isinstance(found, Call):
        _phase, state = entry_phase_of(found.phases.all(), now)
    else:
        state = _stated_state((each for each in file.phases if each.kind == Phase.Kind.ENTRY), now)
    return {
        "id": found.pk if isinstance(found, Call) else found.id,
        "name": file.names.text(language),
        "edition": file.edition or None,
        "running": isinstance(found, Call),
        "definition": file.id,
        "entry": _said(state),
    }


def _said(state: Timing) -> str:
    """The grace period is not announced."""
    return str(Timing.LATE if state is Timing.GRACE else state)


def _phases(file: CallFile, running: Call | None, now: datetime) -> list[out.PhaseOut]:
    """In order; those of a running call with the ones that its chair added."""
    stated = {each.id: each for each in file.phases}
    if running is None:
        rounds = _rounds([(each.id, each.kind) for each in file.phases])
        return [_stated(each, now, rounds.get(each.id)) for each in file.phases]
    rows = phases_in_order(running)
    rounds = _rounds([(each.name, each.kind) for each in rows])
    return [
        out.PhaseOut(
            id=each.name,
            kind=each.kind,
            opens=each.opens_at,
            closes=_last(each),
            state=_said(timing(each, now)),  # type: ignore[arg-type]
            round=rounds.get(each.name),
            readings=stated[each.name].readings if each.name in stated else None,
            places=stated[each.name].places if each.name in stated else None,
        )
        for each in rows
    ]


def _rounds(phases: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The number of the round that is judged in a phase, by its id."""
    judged = {name for name, kind in phases if kind in JUDGED}
    return {each.stage: at for at, each in enumerate(rounds_among(phases), 1) if each.stage in judged}


def _last(phase: Phase) -> datetime | None:
    return last_second(phase.closes_at) if phase.closes_at else None


def _stated(phase: CallPhase, now: datetime, round_: int | None) -> out.PhaseOut:
    zone = ZoneInfo(settings.TIME_ZONE)
    opens, closes = phase.opens_at(zone), phase.closes_at(zone)
    state = _said(_stated_state([phase], now))
    return out.PhaseOut(
        id=phase.id,
        kind=phase.kind,
        opens=opens,
        closes=closes,
        state=state,  # type: ignore[arg-type]
        round=round_,
        readings=phase.readings,
        places=phase.places,
    )


def _stated_state(phases: Iterable[CallPhase], now: datetime) -> Timing:
    """Where `now` lies in days that a file states; a file alone takes no entries, so none is open."""
    zone = ZoneInfo(settings.TIME_ZONE)
    ends = [each.closes_at(zone) or each.opens_at(zone) for each in phases]
    known = [each for each in ends if each is not None]
    if not known:
        return Timing.NOT_STATED
    return Timing.LATE if max(known) <= now else Timing.EARLY


def _group(group: Group, language: str) -> out.GroupOut:
    team = group.team
    return out.GroupOut(
        id=group.id,
        name=group.names.text(language),
        places=group.places,
        team_least=team.least if team else None,
        team_most=team.most if team else None,
        who=[StatementOut(text=each.text, sources=each.source) for each in group.who],
    )


def _track(track: Track, language: str) -> out.TrackOut:
    needs = [StatementOut(text=each.text, sources=each.source) for each in track.needs]
    return out.TrackOut(id=track.id, name=track.names.text(language), needs=needs)


def _exact(value: Decimal | int | None) -> str | None:
    """Without zeros behind the point."""
    if value is None:
        return None
    said = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return said.rstrip("0").rstrip(".") if "." in said else said


def _file_out(page: Shown, file: PublicFile, request: HttpRequest) -> out.FileOut:
    digest = file.stored.digest
    address = reverse("showcase-file", args=[page.entry.call_id, page.entry.number, digest])
    return out.FileOut(
        name=file.name,
        kind=file.stored.kind,
        size=file.stored.size,
        sha256=digest,
        address=request.build_absolute_uri(address),
        rights_holder=file.rights_holder or None,
        licence=file.licence or None,
        creator=file.creator or None,
    )
