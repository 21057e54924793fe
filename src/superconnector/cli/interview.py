"""The state of an interview, one question as text, and what a typed line means."""

from __future__ import annotations

import re
import sys
from datetime import date
from enum import Enum, auto

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.programmes import finder
from superconnector.cli.opening import refuse
from superconnector.cli.output import Page
from superconnector.cli.words import language
from superconnector.core.rules.facts import Value
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import AnswerError, Ecosystem, options_of, parse_answer, show_value
from superconnector.ecosystem.schema import FactFile, FactOption

LISTED = 40
"""A question with more options than this shows them only with its help."""
SETTLED = 6
"""How many programmes are named that an answer could settle."""


class Move(Enum):
    """What the applicant wants."""

    ANSWER = auto()
    SKIP = auto()
    BACK = auto()
    HELP = auto()
    RESULTS = auto()
    STOP = auto()


COMMANDS = {
    "": Move.SKIP,
    "skip": Move.SKIP,
    "don't know": Move.SKIP,
    "don’t know": Move.SKIP,
    "i don't know": Move.SKIP,
    "i don’t know": Move.SKIP,
    "dont know": Move.SKIP,
    "不知道": Move.SKIP,
    "back": Move.BACK,
    "返回": Move.BACK,
    "?": Move.HELP,
    "？": Move.HELP,
    "help": Move.HELP,
    "results": Move.RESULTS,
    "結果": Move.RESULTS,
    "结果": Move.RESULTS,
    "quit": Move.STOP,
    "exit": Move.STOP,
}


HOW = {
    "boolean": lazy("yes or no"),
    "choice": lazy("one number or name"),
    "choices": lazy("numbers or names, with commas between; none if none"),
    "money": lazy("an amount"),
    "date": lazy("a day: 2024-12-31"),
    "integer": lazy("a whole number"),
    "text": lazy("a text"),
}
"""Type → how to write the answer."""


class Interview:
    """What is known so far, what was passed over, and in which order it was asked."""

    def __init__(self, ecosystem: Ecosystem, on: date) -> None:
        self.ecosystem = ecosystem
        self.on = on
        self.profile: dict[str, Value] = {}
        self.order: list[str] = []
        self._again: FactFile | None = None

    @property
    def fact(self) -> FactFile | None:
        """What to ask now; None when no answer would settle more."""
        skipped = frozenset(self.order) - self.profile.keys()
        return self._again or finder.next_question(self.ecosystem, self.profile, self.on, skipped)

    def answer(self, raw: str, code: str) -> str:
        """Keep an answer; what it was understood as, in the language. Raises AnswerError."""
        fact = self._asked()
        value = understood(fact, raw, self.ecosystem)
        self._remember(fact)
        self.profile[fact.id] = value
        return show_value(fact, value, code)

    def skip(self) -> None:
        """Pass over the question."""
        self._remember(self._asked())

    def back(self) -> bool:
        """Forget the last answer and ask for it again; False if nothing was asked before."""
        if not self.order:
            return False
        last = self.order.pop()
        self.profile.pop(last, None)
        self._again = self.ecosystem.facts[last]
        return True

    def counts(self) -> dict[Outcome, int]:
        """How many programmes have each outcome by now."""
        return finder.counts(self.ecosystem, self.profile, self.on)

    def settles(self, fact: FactFile) -> list[str]:
        """The names of the programmes that an answer could settle."""
        found = finder.settled_by(self.ecosystem, self.profile, self.on, fact.id)
        return [self.ecosystem.programmes[key].names.text(language()) for key in found]

    def _asked(self) -> FactFile:
        fact = self.fact
        if fact is None:
            raise LookupError("nothing is being asked")
        return fact

    def _remember(self, fact: FactFile) -> None:
        self.order.append(fact.id)
        self._again = None


def understood(fact: FactFile, raw: str, ecosystem: Ecosystem) -> Value:
    """The value of a typed line: besides what `parse_answer` takes, numbers and labels of the options shown.

    Several answers are parted by commas or semicolons; `none` is an empty set where no option is called so.
    Raises AnswerError.
    """
    options = options_of(fact)
    if not options:
        return parse_answer(fact, raw, ecosystem)
    whole = _option(raw, options)
    if fact.type == "choice" or whole in {option.id for option in options}:
        return parse_answer(fact, [whole], ecosystem)
    if raw.strip().casefold() in ("none", "沒有", "没有"):
        return parse_answer(fact, [], ecosystem)
    given = [part for part in re.split(r"[,;，；、]", raw) if part.strip()]
    if not given:
        raise AnswerError("empty")
    return parse_answer(fact, [_option(part, options) for part in given], ecosystem)


def _option(raw: str, options: list[FactOption]) -> str:
    """The id that is meant by an id, a label in any language, or a number of the list."""
    given = raw.strip()
    ids = {option.id.casefold(): option.id for option in options}
    labels = {
        option.label.text(code).casefold(): option.id
        for option in options
        for code in ("en", "zh-hant", "zh-hans")
    }
    numbers = {str(number): option.id for number, option in enumerate(options, start=1)}
    for known in (ids, labels, numbers):
        if given.casefold() in known:
            return known[given.casefold()]
    return given


def print_question(page: Page, fact: FactFile, number: int) -> None:
    """The question and, unless they are very many, the answers to choose from."""
    page.gap()
    page.line(fact.question.text(language()), lead=f"{number}.", style="bold")
    if len(options_of(fact)) <= LISTED:
        _print_options(page, fact)
    page.line(_how(fact), indent=2, style="dim")


def print_help(page: Page, fact: FactFile, interview: Interview) -> None:
    """What counts, why it is asked, what it would settle; all options of a long list."""
    if fact.help:
        page.line(fact.help.text(language()), indent=2)
    page.line(f"{_('Why we ask')}: {fact.why.text(language())}", indent=2)
    settled = interview.settles(fact)
    if settled:
        more = f" (+{len(settled) - SETTLED})" if len(settled) > SETTLED else ""
        page.line(f"{_('This answer could settle')}: {'; '.join(settled[:SETTLED])}{more}", indent=2)
    if len(options_of(fact)) > LISTED:
        _print_options(page, fact)


def _print_options(page: Page, fact: FactFile) -> None:
    options = options_of(fact)
    width = len(str(len(options)))
    for number, option in enumerate(options, start=1):
        depth = 2 if option.parent else 0
        page.line(option.label.text(language()), lead=f"{number:>{width}})", indent=2 + depth)


def _how(fact: FactFile) -> str:
    """How to write the answer."""
    said = str(HOW[fact.type])
    if len(options_of(fact)) > LISTED:
        return f"{said} ({_('? lists them')})"
    return f"{said} ({fact.unit.text(language())})" if fact.unit else said


def read_move(page: Page, fact: FactFile) -> tuple[Move, str]:
    """Read one line; the end of the input is a wish to stop. An option called like a command wins."""
    try:
        raw = input("> ").strip()
    except EOFError:
        return Move.STOP, ""
    except UnicodeDecodeError:
        refuse("the input is not UTF-8")
    if not sys.stdin.isatty():
        page.line(raw)  # what was piped in stands where it would have been typed
    known = {option.id.casefold() for option in options_of(fact)}
    if raw.casefold() in known:
        return Move.ANSWER, raw
    return COMMANDS.get(raw.casefold(), Move.ANSWER), raw
