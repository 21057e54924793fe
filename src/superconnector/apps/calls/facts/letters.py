"""What a letter says: the call's own words or ours, then reason, scores, comments, and how to appeal.

Everything is said in the language that is active.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from superconnector.ecosystem import show_date
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import Localised

_BRACES = re.compile(r"\{(name|entry|call|prize)\}")


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of one criterion, the most it can be, and the median of the entries that won or went on."""

    criterion: str
    own: float
    most: int
    median: float | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """The day of the letter that this one replaces, and the appeal that was upheld, with its day."""

    letter_of: date
    appeal: int
    appealed_on: date


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter is about, the same for every reader. `prize` is an id of the file, or empty."""

    outcome: str
    entry: str
    prize: str = ""
    reason: str = ""
    by_lot: bool = False
    scores: Sequence[Score] = ()
    comments: Sequence[str] = ()
    appeal_until: date | None = None
    seed: str = ""
    replaced: Replaced | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A letter: one line of subject, and the text."""

    subject: str
    body: str = field(default="")


def compose(file: CallFile, matter: Matter, name: str) -> Words:
    """The letter to one person."""
    prize = next((_said(each.names) for each in file.prizes if each.id == matter.prize), _("an award"))
    said = {"name": name, "entry": matter.entry, "call": _said(file.names), "prize": prize}
    parts = [_replaces(matter.replaced)] if matter.replaced else []
    parts += [_fill(_text(file, matter.outcome), said), *_rest(file, matter)]
    subject = " ".join(_fill(_subject(matter.outcome), said).split())
    if matter.replaced:
        subject = _("New decision: %(subject)s") % {"subject": subject}
    return Words(subject[:200], "\n\n".join(part.strip() for part in parts if part))


def _said(names: Localised) -> str:
    return names.text(get_language() or "en")


def _fill(text: str, said: Mapping[str, str]) -> str:
    """In one pass, so that braces in a name or a title stay what they are."""
    return _BRACES.sub(lambda found: said[found[1]], text)


def _text(file: CallFile, outcome: str) -> str:
    own = {"award": file.letters.award, "advance": file.letters.advance, "decline": file.letters.decline}
    stated = own.get(outcome)
    return _said(stated) if stated else _shipped(outcome)


def _subject(outcome: str) -> str:
    return {
        "award": _("{entry} has won {prize}: {call}"),
        "advance": _("{entry} goes on: {call}"),
        "reserve": _("{entry} is on the reserve list: {call}"),
        "decline": _("The decision on {entry}: {call}"),
    }[outcome]


def _shipped(outcome: str) -> str:
    return {
        "award": _(
            "Dear {name},\n\nwe are glad to tell you that {entry} has won {prize} of {call}. Congratulations!"
            "\n\nWe will write to you soon about what happens next."
        ),
        "advance": _(
            "Dear {name},\n\nwe are glad to tell you that {entry} goes on to the next stage of {call}."
            "\n\nWe will write to you soon about what happens next."
        ),
        "reserve": _(
            "Dear {name},\n\n{entry} is on the reserve list of {call}. If a place becomes free, we will write"
            " to you in the order of the list."
        ),
        "decline": _(
            "Dear {name},\n\nthank you for entering {call}. The judges have read {entry}. It was not chosen"
            " this time.\n\nWe hope that what the judges saw in it helps you to go on with it."
        ),
    }[outcome]


def _rest(file: CallFile, matter: Matter) -> list[str]:
    parts = [_("Why: %(reason)s") % {"reason": matter.reason}] if matter.reason else []
    if matter.by_lot:
        parts.append(
            _(
                "The judges' scores could not tell your entry apart from others near the last place, so lots"
                " were drawn among them. The lots follow from the seed “%(seed)s”; anybody can check them."
            )
            % {"seed": matter.seed}
        )
    if matter.scores:
        parts.append("\n".join([_scores_head(matter), *map(_score, _named(file, matter))]))
    if matter.comments:
        quoted = (f"– {comment}" for comment in matter.comments)
        parts.append(_("What the judges say:") + "\n\n" + "\n\n".join(quoted))
    if matter.appeal_until:
        day = show_date(matter.appeal_until, get_language() or "en")
        parts.append(_("You can appeal until the end of %(day)s, on the page of this letter.") % {"day": day})
    return parts


def _replaces(replaced: Replaced) -> str:
    language = get_language() or "en"
    return _(
        "This letter replaces the one of %(day)s, and what it said no longer holds. Your appeal %(number)s of"
        " %(appealed)s was upheld, so the decision was made again."
    ) % {
        "day": show_date(replaced.letter_of, language),
        "number": replaced.appeal,
        "appealed": show_date(replaced.appealed_on, language),
    }


def _scores_head(matter: Matter) -> str:
    if all(score.median is None for score in matter.scores):
        return _("Your scores, the mean of your judges:")
    return _("Your scores, the mean of your judges; in brackets the median of those that won or go on:")


def _named(file: CallFile, matter: Matter) -> list[tuple[str, Score]]:
    names = {each.id: _said(each.names) for each in file.criteria}
    return [(names[score.criterion], score) for score in matter.scores]


def _score(named: tuple[str, Score]) -> str:
    name, score = named
    said = {"criterion": name, "own": f"{score.own:.2f}", "most": score.most}
    if score.median is None:
        return _("%(criterion)s: %(own)s of %(most)s") % said
    said["median"] = f"{score.median:.2f}"
    return _("%(criterion)s: %(own)s of %(most)s (%(median)s)") % said
