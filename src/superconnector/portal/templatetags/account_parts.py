"""Template tags of Django's forms and of accounts."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm, BoundField

from superconnector.base.accounts.demo import DEMO_PASSWORD, PEOPLE

register = template.Library()


@register.inclusion_tag("parts/errors.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """The errors of a form, each with its field's name and a link to it; others lead to the first field."""
    visible = form.visible_fields()
    first = visible[0].id_for_label if visible else "main"
    errors = [(first, message) for message in form.non_field_errors()]
    for field in form:
        named = not field.is_hidden
        target = (field.id_for_label or f"{field.auto_id}_0") if named else first  # or the first of boxes
        errors += [(target, f"{field.label}: {said}" if named else said) for said in field.errors]
    return {"errors": errors}


@register.filter
def plain(field: BoundField) -> BoundField:
    """The field without a placeholder: the label says it, and it does not vanish while one types."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def widget_kind(field: BoundField) -> str:
    """`checkbox`, `text`, `select` …: what the field template lays out differently."""
    return getattr(field.field.widget, "input_type", "")


@register.filter
def as_json(value: object) -> str:
    """For a data- attribute, which a script of ours reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def in_demo() -> bool:
    """Whether this is the demo, where mails are shown on a page."""
    return bool(settings.DEMO)


@register.simple_tag
def demo_people() -> tuple[tuple[str, ...], str]:
    """The addresses that the demo signs in with, and their password; none outside the demo."""
    return (tuple(PEOPLE), DEMO_PASSWORD) if settings.DEMO else ((), "")
