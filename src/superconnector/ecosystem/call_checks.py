"""Whether a call can be run as it is written: its days, its scores and weights, its letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from superconnector.ecosystem.draft import Draft, Place, time_zones
from superconnector.ecosystem.problems import Problem, Severity, unknown
from superconnector.ecosystem.schema import (
    PLACEHOLDERS,
    Call,
    CallCriterion,
    CallPhase,
    Localised,
    TextQuestion,
)

UNDECIDED = ("entry", "screening", "judging", "pitch", "decision")
"""Kinds of phase before it is known who won."""
_BRACES = re.compile(r"\{([^{}]*)\}")


def call_problems(draft: Draft) -> Iterator[Problem]:
    """All that one file of a call shows by itself, beyond its form."""
    zone = _zone(draft)
    for place, call in draft.calls():
        yield from _phases(place / "phases", call, zone)
        yield from _rounds(place / "phases", call)
        yield from _seen(place / "phases", call)
        yield from _questions(place / "questions", call)
        for number, criterion in enumerate(call.criteria):
            yield from _anchors(place / "criteria" / number / "anchors", criterion)
        yield from _weights(place, call)
        yield from _ties(place, call)
        yield from _letters(place / "letters", call)


def _zone(draft: Draft) -> tzinfo:
    """The ecosystem's time zone; a wrong one is told of at its own place."""
    name = draft.ecosystem.time_zone if draft.ecosystem else ""
    return ZoneInfo(name) if name in time_zones() else UTC


def _phases(place: Place, call: Call, zone: tzinfo) -> Iterator[Problem]:
    """Each closes after it opens, and starts no earlier than the one before it."""
    before: tuple[CallPhase, datetime] | None = None
    for number, phase in enumerate(call.phases):
        here, opens, closes = place / number, phase.opens_at(zone), phase.closes_at(zone)
        if opens and closes and closes < opens:
            yield (here / "closes").problem(f"closes at {phase.closes}, before it opens at {phase.opens}")
        if phase.grace_minutes and not closes:
            yield (here / "grace_minutes").problem("a grace period needs the day on which the phase closes")
        starts = opens or closes
        if starts and before and starts < before[1]:
            yield here.problem(f"starts before {before[0].id}; give the phases in the order of their days")
        before = (phase, starts) if starts else before


def _rounds(place: Place, call: Call) -> Iterator[Problem]:
    """Readings and places are of what is judged; fewer go on from each round, and as many win as may."""
    before: CallPhase | None = None
    for number, phase in enumerate(call.phases):
        here, judged = place / number, phase.kind in ("judging", "pitch")
        for key in ("readings", "places"):
            if getattr(phase, key) is not None and not judged:
                yield (here / key).problem("only a phase of judging or of pitches is judged")
        if not judged or phase.places is None:
            continue
        if before and before.places and phase.places > before.places:
            yield (here / "places").problem(f"more than the {before.places} who go on from {before.id}")
        before = phase
    yield from _winners(place, call)


def _seen(place: Place, call: Call) -> Iterator[Problem]:
    """Whom a phase lets see entries before it is decided, sees nothing where judging is blind."""
    for number, phase in enumerate(call.phases):
        others = [each for each in phase.sees if each in ("entrant", "public")]
        if call.judging.blind and phase.kind in UNDECIDED and others:
            message = f"judging is blind, so {others[0]} does not see entries before they are decided"
            yield (place / number / "sees").problem(message, Severity.WARNING)


def _winners(place: Place, call: Call) -> Iterator[Problem]:
    """The places of the groups are those of the last round."""
    judged = [each for each in enumerate(call.phases) if each[1].kind in ("judging", "pitch")]
    given = [group.places for group in call.groups if group.places is not None]
    if not judged or len(given) < len(call.groups):
        return
    number, last = judged[-1]
    if last.places is not None and last.places != sum(given):
        message = f"the groups have {sum(given)} places together, and this round has {last.places}"
        yield (place / number / "places").problem(message)


def _questions(place: Place, call: Call) -> Iterator[Problem]:
    for number, question in enumerate(call.questions):
        here = place / number
        if isinstance(question, TextQuestion):
            languages = [limit.language for limit in question.most]
            for step, language in enumerate(languages):
                if language in languages[:step]:
                    yield (here / "most" / step).problem(f"there is a limit for {language} already")
        if question.public and question.identifies:
            yield (here / "public").problem(
                "this shows in public who entered, while it is hidden from blind judges", Severity.WARNING
            )
        if question.rights and question.kind not in ("file", "model"):
            yield (here / "rights").problem("only files have a rights holder and a licence")


def _anchors(place: Place, criterion: CallCriterion) -> Iterator[Problem]:
    scores = [anchor.score for anchor in criterion.anchors]
    for number, score in enumerate(scores):
        at = place / number / "score"
        if criterion.scale is None:
            yield at.problem("the criterion has no scale that this score could be on")
        elif score not in criterion.scale:
            scale = criterion.scale
            yield at.problem(f"{score} is not on the scale from {scale.least} to {scale.most}")
        if score in scores[:number]:
            yield at.problem(f"there is an anchor for {score} already")


def _weights(place: Place, call: Call) -> Iterator[Problem]:
    """Where a group has all its weights, they add up: to what the source states, else to more than 0."""
    at, wanted = place / "criteria", call.judging.weights_total
    told: set[int] = set()
    for group in call.groups:
        weights = [criterion.weight for criterion in call.criteria_for(group.id)]
        given = [weight for weight in weights if weight is not None]
        total = sum(given)
        if not weights or len(given) < len(weights) or total in told:
            continue
        told.add(total)
        if wanted is not None and total != wanted:
            yield at.problem(f"the weights for {group.id} add up to {total}, not to {wanted}")
        elif total == 0:
            yield at.problem(f"the weights for {group.id} add up to nothing")


def _ties(place: Place, call: Call) -> Iterator[Problem]:
    """A tie is decided best by what every group is scored on."""
    narrow = {criterion.id for criterion in call.criteria if criterion.groups}
    for number, each in enumerate(call.judging.ties):
        if each in narrow:
            message = f"not every group is scored on {each}; ties of the others pass to the next"
            yield (place / "judging" / "ties" / number).problem(message, Severity.WARNING)


def _letters(place: Place, call: Call) -> Iterator[Problem]:
    letters = call.letters
    for key, letter in (("award", letters.award), ("decline", letters.decline), ("advance", letters.advance)):
        if letter is not None:
            yield from _letter(place / key, letter)


def _letter(place: Place, letter: Localised) -> Iterator[Problem]:
    texts = (("en", letter.en), ("zh-hant", letter.zh_hant), ("zh-hans", letter.zh_hans))
    for language, text in texts:
        for word in _BRACES.findall(text or ""):
            if word not in PLACEHOLDERS:
                yield (place / language).problem(unknown("placeholder", word, PLACEHOLDERS))
        if re.search(r"[{}]", _BRACES.sub("", text or "")):
            yield (place / language).problem("a brace is opened or closed alone; write {name}")
