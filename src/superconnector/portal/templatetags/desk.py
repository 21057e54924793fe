"""Template tags of the judge's desk: states in words, and which choice is the one that was made."""

from __future__ import annotations

from django import forms, template
from django.forms import BoundField

from superconnector.portal.calls.desk import words as tables

register = template.Library()

for _name, _table in {
    "task_state": tables.TASKS,
    "conflict_state": tables.STATES,
    "conflict_kind": tables.KINDS,
}.items():
    register.filter(_name, lambda code, table=_table: table.get(str(code), str(code)))


@register.filter
def is_text(score: int, text: str) -> bool:
    """Whether this is the score that was entered."""
    return str(score) == text.strip()


@register.filter
def is_boxes(field: BoundField) -> bool:
    """Whether the field is a list of boxes to tick."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple)
