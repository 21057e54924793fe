"""Template tags of what comes after a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Certificate, Entry, Official, Phase, Trial
from superconnector.apps.calls.phases import open_phase
from superconnector.apps.calls.queries.certificates import my_certificates
from superconnector.apps.calls.queries.prototypes import builds
from superconnector.apps.calls.queries.public import offices_of
from superconnector.apps.calls.queries.showcase import showcase_opened
from superconnector.apps.calls.queries.shown import PublicFile
from superconnector.apps.calls.queries.trials import Totals, succeeded, totals_of
from superconnector.apps.calls.queries.voting import vote_ended, vote_groups
from superconnector.apps.calls.seeing import all_are_shown
from superconnector.base.accounts.models import User
from superconnector.base.files.keeping import path_of
from superconnector.base.files.previews import MOST_BYTES, SHAPES
from superconnector.ecosystem import show_money
from superconnector.ecosystem.schema import Group
from superconnector.portal.calls.after import drawing, words

register = template.Library()

for _name, _table in {
    "trial_state": words.STATES,
    "severity_words": words.SEVERITIES,
    "outcome_of_entry": words.OUTCOMES,
    "why_revoked": words.REVOKED,
    "unknown_because": words.UNKNOWN,
}.items():
    register.filter(_name, lambda code, table=_table: table.get(str(code), str(code)))


@dataclass(frozen=True, slots=True)
class Links:
    """What the pages of a call lead to once it is decided. `vote` is open, ended or empty."""

    showcase: bool
    vote: str
    vote_groups: tuple[Group, ...]
    closes: datetime | None
    totals: Totals
    certificates: tuple[Certificate, ...]
    chairs: bool

    def __bool__(self) -> bool:
        return bool(self.showcase or self.vote or self.totals.trials or self.certificates or self.chairs)


@register.simple_tag(takes_context=True)
def after_links(context: Context, call: Call) -> Links:
    """What there is now, for this reader."""
    now, user = timezone.now(), context["user"]
    phase = open_phase(call, Phase.Kind.VOTE, now)
    ids = vote_groups(call)
    vote = "open" if phase else "ended" if vote_ended(call, now) else ""
    return Links(
        showcase=showcase_opened(call, now)
        or all_are_shown(call, now, user if user.is_authenticated else None),
        vote=vote if ids else "",
        vote_groups=tuple(each for each in definition_of(call).groups if each.id in ids),
        closes=phase.closes_at if phase else None,
        totals=totals_of(call),
        certificates=tuple(my_certificates(user, call)) if user.is_authenticated else (),
        chairs=user.is_authenticated and _chairs(user, call),
    )


def _chairs(user: User, call: Call) -> bool:
    return any(each.call_id == call.pk and each.role == Official.Role.CHAIR for each in offices_of(user))


# --- files -----------------------------------------------------------------------------------------------


TEXTS = ("txt", "md", "csv")
MOST_TEXT = 100_000
"""Bytes of a text that a page shows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and whether it is all of it."""

    text: str
    whole: bool


@register.filter
def is_shape(file: PublicFile) -> bool:
    """Whether the viewer draws it."""
    return file.stored.kind in SHAPES and file.stored.size <= MOST_BYTES


@register.simple_tag
def cover_drawn(number: str) -> SafeString:
    """A pattern of the entry's own, where it shows no picture."""
    return drawing.cover(number)


@register.filter
def is_video(file: PublicFile) -> bool:
    """Whether a browser plays it."""
    return file.stored.kind in ("mp4", "mov", "webm")


@register.filter
def is_sound(file: PublicFile) -> bool:
    """Whether a browser plays it."""
    return file.stored.kind in ("mp3", "wav")


@register.filter
def text_of_file(file: PublicFile) -> Reading | None:
    """The words of a text, as many as a page holds; None of what is none, or is not there."""
    path = path_of(file.stored)
    if file.stored.kind not in TEXTS or not path.is_file():
        return None
    with path.open("rb") as held:
        data = held.read(MOST_TEXT + 1)
    text = data[:MOST_TEXT].decode("utf-8-sig", "ignore")  # the cut may go through a sign
    return Reading(text, whole=len(data) <= MOST_TEXT)


@register.filter
def builds_on(entry: Entry) -> bool:
    """Whether the team may record what it builds now."""
    return builds(entry)


# --- the vote and the trials -----------------------------------------------------------------------------


@register.simple_tag
def vote_bar(votes: int, most: int) -> SafeString:
    """The share of an entry, next to the largest."""
    return drawing.bar(votes, most)


@register.simple_tag
def measure_drawn(trial: Trial) -> SafeString | str:
    """Before, after and what was to be reached, on one line from zero."""
    return drawing.measure(trial)


@register.filter
def success(trial: Trial) -> bool | None:
    """Whether an ended trial reached what it was to reach; None where that cannot be said."""
    return succeeded(trial) if trial.state == Trial.State.ENDED else None


@register.filter
def plain_number(value: Decimal | int | None) -> str:
    """Without zeros behind the point, with separators: 12.5, 4,300."""
    if value is None:
        return "–"
    said = f"{value:,f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


@register.filter
def signed(value: Decimal | int) -> str:
    """With its sign, the minus as it is printed: +3, −5.5."""
    said = plain_number(abs(value))
    return f"−{said}" if value < 0 else f"+{said}" if value else said


@register.filter
def due_words(amount: int, currency: str) -> str:
    """Cents of a currency."""
    return show_money(amount, f"{currency} ")
