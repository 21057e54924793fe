"""Template tags of entering a call: moments, sizes, codes in words, answers as they were given."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from superconnector.apps.calls.facts import answers
from superconnector.apps.calls.facts.answers import Problem
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import ChoiceQuestion, ConsentQuestion, Question, TextLimit
from superconnector.portal.calls import words as tables
from superconnector.portal.calls.entering import words as entering_words
from superconnector.portal.calls.moments import moments_of
from superconnector.portal.localised import words

register = template.Library()

for _name, _table in {
    "phase_kind": tables.PHASES,
    "timing_words": tables.TIMINGS,
    "question_kind": tables.QUESTION_KINDS,
    "mode_of_judging": tables.MODES,
    "licence_words": entering_words.LICENCES,
    "entry_state": entering_words.STATES,
}.items():
    register.filter(_name, lambda code, table=_table: table.get(str(code), str(code)))


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString | str:
    """To the second, in the ecosystem's time, and in the reader's own where that is another clock."""
    if at is None:
        return _("not stated")
    said = moments_of(context["user"], context["ecosystem"])
    own = said.say_own(at)
    first = format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), said.say(at))
    return format_html('{} <span class="soft small">{}</span>', first, own) if own else first


@register.filter
def megabytes(size: int) -> str:
    """Bytes as one reads them: 812 B, 42 KB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


@register.filter
def limit_words(limit: TextLimit) -> str:
    """A limit of a text: `at most 300 words of English`."""
    return entering_words.limit_words(limit)


@register.filter
def problem_words(problem: Problem) -> str:
    """What is wrong, and what to do."""
    return entering_words.problem_words(problem)


@register.filter
def role_of(role: str, file: CallFile) -> str:
    """The name of a role in a team."""
    return next((words(each.names) for each in file.roles if each.id == role), role)


@register.filter
def track_of(track: str, file: CallFile) -> str:
    """The name of a track."""
    return next((words(each.names) for each in file.tracks if each.id == track), track)


@register.simple_tag
def answer_shown(question: Question, value: object) -> str:
    """An answer in words: the labels of what was chosen, yes for a ticked box, else what was typed."""
    if answers.is_empty(value):
        return ""
    if isinstance(question, ConsentQuestion):
        return _("Yes")
    if isinstance(question, ChoiceQuestion) and isinstance(value, list):
        return " · ".join(words(each.names) for each in question.options if each.id in value)
    return str(value)


@register.filter
def is_address(question: Question, value: object) -> bool:
    """Whether the answer may be shown as a link: an address that passes the checks of its question."""
    return question.kind in ("link", "video") and not answers.problems(question, value) and bool(value)


@register.simple_tag(takes_context=True)
def organisation_shown(context: Context, organisation: str) -> str:
    """The name of an organisation of the directory; the id where it is there no more."""
    ecosystem: Ecosystem = context["ecosystem"]
    found = ecosystem.organisations.get(organisation)
    return words(found.names) if found else organisation


@register.simple_tag
def received_answer(question: Question, content: dict[str, dict[str, object]]) -> str:
    """An answer of a receipt in words; files by their names."""
    if answers.has_files(question):
        files = content["files"].get(question.id)
        return "\n".join(str(each["name"]) for each in files) if isinstance(files, list) else ""
    return answer_shown(question, content["answers"].get(question.id))
