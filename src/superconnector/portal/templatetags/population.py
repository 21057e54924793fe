"""Numbers of a population in a template: counts with separators, differences with their sign, their words."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from superconnector.ecosystem import show_money

register = template.Library()

OUTCOMES: Mapping[str, str | Promise] = {
    "open": pgettext_lazy("applicants", "Open"),
    "may-be-open": pgettext_lazy("applicants", "Not known"),
    "not-for-you": pgettext_lazy("applicants", "Not open"),
    "closed": pgettext_lazy("applicants", "Closed"),
}
"""Outcomes as an officer counts them; `base.codes.OUTCOMES` speaks to one applicant."""
MEASURES: Mapping[str, str | Promise] = {
    "certain": _("Open, amount known"),
    "open-at-most": _("Open, at most"),
    "may-at-most": _("Not known, at most"),
}


@register.filter
def of(numbers: Mapping[str, int], code: str) -> int:
    """The number under a code that is no name for a template."""
    return numbers[code]


@register.filter
def count(number: int) -> str:
    """1,234,567."""
    return f"{number:,}"


@register.filter
def signed(number: int) -> str:
    """+1,234 or −1,234 or 0."""
    return f"+{number:,}" if number > 0 else f"{number:,}".replace("-", "\N{MINUS SIGN}")


@register.simple_tag(takes_context=True)
def signed_money(context: Context, cents: int) -> str:
    """A difference of money with its sign."""
    said = show_money(abs(cents), context["ecosystem"].file.currency_sign)
    return f"{'+' if cents > 0 else '' if cents == 0 else chr(0x2212)}{said}"


@register.filter
def counted_as(code: str) -> str | Promise:
    """The words for an outcome in a count."""
    return OUTCOMES[code]


@register.filter
def measure_words(measure: str) -> str | Promise:
    """The words for a sum of money."""
    return MEASURES[measure]
