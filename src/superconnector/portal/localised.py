"""Texts of the ecosystem's files in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from superconnector.ecosystem.schema import Localised


def words(localised: Localised | None) -> str:
    """The text in the reader's language, or in English where there is none."""
    if localised is None:
        return ""
    return localised.text(get_language() or "en")
