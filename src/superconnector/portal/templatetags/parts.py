"""Template tags: texts in the reader's language, numbered sources, codes in words, small drawings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from superconnector.apps.programmes.finder import Change
from superconnector.base import codes as tables
from superconnector.base import telling
from superconnector.base.workings import clause_in_words, step_in_words, term_in_words
from superconnector.core.rules.offers import Step
from superconnector.core.rules.verdict import Reason, Verdict
from superconnector.ecosystem import show_date, show_money
from superconnector.ecosystem.schema import (
    NOT_APPLIED_FOR,
    CountTerm,
    Figure,
    Localised,
    Period,
    Programme,
    RequirementTerm,
    Role,
)
from superconnector.portal.drawing import bar, strip
from superconnector.portal.localised import words
from superconnector.portal.words import ORGANISATIONS, TIES

register = template.Library()

register.simple_tag(telling.term_dates, name="dates")
register.filter("count_words", telling.count_words)
register.filter("status_words", telling.status_words)
register.filter("why_unsettled", telling.why_unsettled)

for _name, _table in {
    "outcome_words": tables.OUTCOMES,
    "state_words": tables.STATES,
    "kind_words": tables.KINDS,
    "organisation_words": ORGANISATIONS,
    "give_words": tables.GIVES,
    "per_words": tables.CEILINGS,
    "intake_words": tables.INTAKES,
    "mode_words": tables.PAYMENTS,
    "effect_words": tables.EFFECTS,
    "change_words": tables.CHANGES,
    "source_words": tables.SOURCES,
    "tie_words": TIES,
}.items():
    register.filter(_name, lambda code, table=_table: table.get(str(code), str(code).replace("-", " ")))


# --- texts -----------------------------------------------------------------------------------------------


register.filter("words", words)


@register.simple_tag
def localised(text: Localised) -> SafeString | str:
    """The text, marked as English where the reader's language has none, so that it is read aloud rightly."""
    said = words(text)
    if said == text.en and get_language() != "en":
        return format_html('<span lang="en">{}</span>', said)
    return said


@register.filter
def tongue(text: str) -> str:
    """The language that a title is written in: Chinese if it has a Chinese character, otherwise English."""
    return "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"


@register.filter
def day(value: date | None) -> str:
    """A day written out in the reader's language."""
    return show_date(value, get_language() or "en") if value else ""


@register.filter
def figure_words(role: str) -> str:
    """`total_budget` as `total budget`."""
    return role.replace("_", " ")


@register.simple_tag(takes_context=True)
def figure_now(context: Context, part: str, term: Period | None) -> str:
    """The figure of a dated term, in words."""
    if isinstance(term, CountTerm) and part.endswith(("months", "duration")):
        return telling.count_words(term, "months")
    return term_in_words(term, context["ecosystem"]) if term else ""


@register.filter
def part_words(change: Change) -> str:
    """Which of the terms a change concerns, and whether it begins or ends."""
    return telling.part_words(change.part, change.began)


# --- languages and navigation ----------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[tuple[str, str, str]]:
    """(code, own name, address of this page) for each language of the ecosystem."""
    path = context["request"].get_full_path()
    names = {"en": "English", "zh-hant": "繁體", "zh-hans": "简体"}
    return [
        (code, names.get(code) or get_language_info(code)["name_local"], translate_url(path, code))
        for code in context["ecosystem"].file.languages
    ]


@register.simple_tag(takes_context=True)
def here(context: Context, room: str) -> SafeString | str:
    """aria-current for the room of the page that is shown."""
    return mark_safe(' aria-current="page"') if context.get("room") == room else ""


@register.simple_tag(takes_context=True)
def what_is_kept(context: Context) -> str:
    """What becomes of what one says here: another thing in a call than in the finder; empty for officers."""
    room = context.get("room")
    if room in (None, "account", "population"):
        return ""
    if room == "calls":
        return _(
            "Looking needs no account; entering, judging and voting do. Those who run and judge a call see "
            "what teams hand in; the public sees only what the call says may be shown."
        )
    return _(
        "Your answers stay in this browser's session. No account is needed, and nothing is sent to anyone."
    )


# --- sources ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def cite(context: Context, cites: object, programme: Programme | None = None) -> SafeString:
    """Numbered links to the list of sources at the foot of the page."""
    programme = programme or context.get("programme") or None
    entries = context["citations"].of(cites or (), programme)
    return format_html_join(
        " ",
        '<a class="cite" href="#source-{0}" title="{1}">'
        '<span class="visually-hidden" lang="{3}">{2} </span>{0}</a>',
        ((entry.number, entry.source.title, _("source"), get_language()) for entry in entries),
    )


@register.simple_tag(takes_context=True)
def sources_used(context: Context) -> SafeString:
    """The list of all sources that the page has cited above this tag."""
    return get_template("parts/sources.html").render({"numbered": context["citations"].entries})


@register.simple_tag(takes_context=True)
def source_line(context: Context, cites: object) -> SafeString:
    """Titles and dates of the sources, for readings that stand side by side."""
    entries = context["citations"].of(cites, context.get("programme"))
    return format_html_join(
        "; ",
        '<span lang="en">{}</span> ({})',
        ((entry.source.title, entry.source.dated or _("undated")) for entry in entries),
    )


# --- links to things -------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def thing_link(context: Context, thing: str) -> SafeString | str:
    """A programme, an organisation or a group, by id: its name with a link where it has a page."""
    ecosystem = context["ecosystem"]
    thing = ecosystem.aliases.get(thing, thing)
    if thing in ecosystem.programmes:
        return _link(reverse("programme", args=[thing]), ecosystem.programmes[thing].names)
    if thing in ecosystem.organisations:
        return _link(reverse("organisation", args=[thing]), ecosystem.organisations[thing].names)
    if thing == "any-public-funding":
        return _("any other public funding")
    return thing.replace("-", " ")


def _link(address: str, names: Localised) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, localised(names))


@register.simple_tag(takes_context=True)
def role(context: Context, who: Role) -> SafeString:
    """Who runs or pays, with the note and the sources."""
    named = thing_link(context, who.id) if who.id else ""
    note = format_html('<span lang="en">{}</span>', who.note) if who.note else ""
    between = " · " if named and note else ""
    return format_html("{}{}{} {}", named, between, note, cite(context, who.source))


@register.simple_tag(takes_context=True)
def operator_name(context: Context, programme: Programme) -> SafeString | str:
    """The name of the organisation that runs the programme, without a link; empty where none is named."""
    operator = programme.operator.id if programme.operator else None
    organisation = context["ecosystem"].organisations.get(operator)
    return localised(organisation.names) if organisation else ""


@register.simple_tag(takes_context=True)
def fact_label(context: Context, fact_id: str) -> str:
    """The short name of a fact in the reader's language."""
    return words(context["ecosystem"].facts[fact_id].label)


@register.filter
def applied_for(programme: Programme) -> bool:
    """Whether it is something that one can apply for; a plan or a study is not."""
    return programme.kind not in NOT_APPLIED_FOR


# --- verdicts --------------------------------------------------------------------------------------------

_TRUTH = {True: "met", False: "failed", None: "unknown"}


@register.filter
def truth_class(truth: bool | None) -> str:
    """The class of a clause for the stylesheet."""
    return _TRUTH[truth]


@register.filter
def truth_words(truth: bool | None) -> str:
    """Met, not met or unknown, for readers who do not see the icon."""
    return {True: _("Met"), False: _("Not met"), None: _("Unknown")}[truth]


@register.filter
def requirement_text(reason: Reason, verdict: Verdict) -> str:
    """The clause that a reason belongs to, in plain words."""
    clauses = (clause.requirement for clause in verdict.clauses)
    return next((requirement.text for requirement in clauses if requirement.id == reason.requirement), "")


@register.simple_tag(takes_context=True)
def condition_words(context: Context, reason: Reason) -> str:
    """The condition of a reason, in the reader's language."""
    return telling.reason_words(reason, context["ecosystem"])


@register.simple_tag(takes_context=True)
def rule_words(context: Context, term: RequirementTerm) -> str:
    """A clause as the machine reads it, in the reader's language, as of the day of the page."""
    return clause_in_words(term, context["programme"], context["ecosystem"], context["on"])


@register.simple_tag(takes_context=True)
def step_words(context: Context, step: Step) -> str:
    """One line of the working of an amount."""
    return step_in_words(step, context["ecosystem"])


# --- money and figures -----------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def money(context: Context, cents: int) -> str:
    """Cents as money of the ecosystem."""
    return show_money(cents, context["ecosystem"].file.currency_sign)


@register.simple_tag(takes_context=True)
def dollars(context: Context, amount: Decimal) -> str:
    """An amount in whole units, with separators; cents only where there are any."""
    return money(context, int(amount * 100))


@register.simple_tag(takes_context=True)
def figure_value(context: Context, figure: Figure) -> str:
    """A figure with its unit and how exact it is."""
    value = figure.value
    if isinstance(value, Mapping):
        said = " : ".join(f"{part:f}" for part in value.values())
    elif isinstance(value, Decimal):
        said = f"{value:,f}"
    else:
        said = value or ""
    unit = figure.currency or ("" if figure.unit == "money" else figure.unit)
    qualifier = "" if figure.qualifier == "exact" else figure.qualifier.replace("_", " ")
    return " ".join(
        part for part in (qualifier, figure.currency and unit, said, not figure.currency and unit) if part
    )


# --- drawings --------------------------------------------------------------------------------------------


@register.simple_tag
def tally_bar(counts: Mapping[str, int]) -> SafeString:
    """The shares of the four outcomes as one bar."""
    return bar(counts)


@register.simple_tag
def status_strip(programme: Programme, on: date) -> SafeString:
    """The states of a programme over the years, with the day asked for."""
    return strip(programme.status, on, pgettext("drawing", "Status over the years"))
