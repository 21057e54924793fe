"""The command line's words for the codes of the data: the texts of the pages, so one catalogue will do."""

from __future__ import annotations

from django.utils.translation import get_language

from superconnector.base.codes import GIVES, KINDS
from superconnector.base.refusals import answer_words
from superconnector.ecosystem import AnswerError
from superconnector.ecosystem.schema import FactFile


def language() -> str:
    """The language of the command."""
    return get_language() or "en"


def code_words(code: str) -> str:
    """`matching-grant` as `Matching grant`; a code without words of its own is spelt out in English."""
    known = KINDS.get(code) or GIVES.get(code)
    return str(known) if known else code.replace("-", " ").replace("_", " ").capitalize()


def refusal_words(error: AnswerError, fact: FactFile) -> str:
    """Why a typed answer was not taken; in English with the nearest option, which typing needs."""
    return str(error) if language() == "en" else answer_words(error, fact)
