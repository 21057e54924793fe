"""Why an answer was not taken and what to do, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from superconnector.base.codes import Words
from superconnector.ecosystem import AnswerError, show_value
from superconnector.ecosystem.convert import bounds
from superconnector.ecosystem.schema import FactFile

ANSWER_WORDS: Words = {
    "empty": lazy("Give an answer, or choose “I don't know”."),
    "not-yes-or-no": lazy("Choose yes or no."),
    "not-a-number": lazy("Enter a number in figures, for example 120000."),
    "not-whole": lazy("Enter a whole number."),
    "negative": lazy("Enter zero or more."),
    "too-precise": lazy("Enter an amount with at most two decimals."),
    "too-small": lazy("Enter %(minimum)s or more."),
    "too-large": lazy("Enter %(maximum)s or less."),
    "not-a-date": lazy("Enter a day as year-month-day, for example 2024-12-31."),
    "no-such-day": lazy("There is no such day: %(given)s. Check the month and the day."),
    "future": lazy("Enter a day that is not after %(today)s."),
    "not-an-option": lazy("Choose one of the answers."),
    "not-an-option-near": lazy("Choose one of the answers."),
    "heading": lazy("Choose one of the answers below this heading."),
    "one-only": lazy("Choose one answer only."),
    "too-long": lazy("Shorten this to %(maximum)s characters."),
    "wrong-type": lazy("This is not an answer to the question. Choose or enter one."),
}
"""What a visitor reads for each code of an AnswerError. A test holds the two tables together."""


def answer_words(error: AnswerError, fact: FactFile) -> str:
    """What is wrong with an answer to the question of this fact, and what to do."""
    return str(ANSWER_WORDS[error.code]) % {**error.params, **_limits(error, fact)}


def _limits(error: AnswerError, fact: FactFile) -> dict[str, str]:
    """The least and the greatest answer in the reader's language; the error has them in English."""
    if error.code not in ("too-small", "too-large"):
        return {}
    language = get_language() or "en"
    low, high = bounds(fact)
    return {"minimum": show_value(fact, low, language), "maximum": show_value(fact, high, language)}
