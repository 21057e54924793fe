"""Another version of the terms: `tvp.ceiling=800000`, or the file of a programme that was edited."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeVar

from superconnector.base.population.problems import TableError
from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.errors import RuleError
from superconnector.core.rules.facts import Dated
from superconnector.core.rules.offers import held
from superconnector.core.rules.terms import Amount, Ceiling, Give, GiveKind, Per, Share, State, Status, Terms
from superconnector.ecosystem import Ecosystem, EcosystemError, load
from superconnector.ecosystem.convert import MOST_MONEY
from superconnector.ecosystem.document import Document, read_document
from superconnector.ecosystem.problems import nearest, unknown
from superconnector.ecosystem.shares import parse_share

FIELDS = ("ceiling", "share", "minimum_cost", "amount")
_TARGET = re.compile(rf"(?:(?P<give>.+)\.)?(?P<field>{'|'.join(FIELDS)})(?:\.(?P<per>[a-z-]+))?")
Part = TypeVar("Part", Ceiling, Share, Amount)


@dataclass(frozen=True, slots=True)
class Changed:
    """The second version: the terms of the programmes that differ, and in whose vocabulary they speak."""

    terms: Mapping[str, Terms]
    ecosystem: Ecosystem
    words: Sequence[str]

    def book(self, on: date) -> RuleBook:
        """The changed programmes alone, as of a day. Raises TableError for a rule that cannot be read."""
        try:
            return RuleBook.compile(
                tuple(self.terms.values()),
                self.ecosystem.vocabulary,
                on,
                self.ecosystem.file.stale_after_days,
            )
        except RuleError as error:
            raise TableError(f"--set: {error.message}") from None


def changed(
    ecosystem: Ecosystem,
    files: Mapping[str, str],
    edited: Mapping[str, str],
    settings: Sequence[str],
    on: date,
) -> Changed:
    """The version with edited programme files (name → text) and settings (`programme.field=value`).

    Raises TableError with all that is wrong with one of them.
    """
    other, words = ecosystem, []
    terms: dict[str, Terms] = {}
    for name, text in edited.items():
        programme, other = _with(files, name, text, other)
        files = {**files, _path(programme): text}
        terms[programme] = other.terms[programme]
        words.append(f"{programme} as in {name}")
    for setting in settings:
        programme, rest, value = _split(setting, other)
        terms[programme] = _set(terms.get(programme, other.terms[programme]), rest, value, on, setting)
        words.append(setting)
    return Changed(terms, other, words)


def _path(programme: str) -> str:
    return f"programmes/{programme}.yaml"


def _with(files: Mapping[str, str], name: str, text: str, ecosystem: Ecosystem) -> tuple[str, Ecosystem]:
    """The programme that a file is about, and the ecosystem with it in place of the one it had."""
    document = read_document(name, text)
    if not isinstance(document, Document):
        raise TableError(*map(str, document))
    programme = str(document.value.get("id", "")) if isinstance(document.value, dict) else ""
    if programme not in ecosystem.terms:
        raise TableError(f"{name}: {unknown('programme that one applies for', programme, ecosystem.terms)}")
    if files.get(_path(programme)) == text:
        raise TableError(f"{name}: says the same as {_path(programme)}; nothing to compare")
    try:
        return programme, load({**files, _path(programme): text})
    except EcosystemError as error:
        raise TableError(*(str(p).replace(_path(programme), name, 1) for p in error.problems)) from None


def _split(setting: str, ecosystem: Ecosystem) -> tuple[str, str, str]:
    target, equals, value = setting.partition("=")
    name, dot, rest = target.strip().partition(".")
    if not (equals and dot and rest and value.strip()):
        raise TableError(f"--set {setting}: write programme.field=value: tvp.ceiling=800000")
    programme = ecosystem.aliases.get(name, name)
    if programme not in ecosystem.terms:
        raise TableError(
            f"--set {setting}: {unknown('programme that one applies for', name, ecosystem.terms)}"
        )
    return programme, rest, value.strip()


def _set(terms: Terms, rest: str, value: str, on: date, setting: str) -> Terms:
    try:
        if rest == "status":
            return replace(terms, statuses=(Status(_state(value)),), windows=())
        if rest in terms.parameters:
            return replace(terms, parameters={**terms.parameters, rest: (Dated(value),)})
        found = _TARGET.fullmatch(rest)
        if not found:
            known = [*FIELDS, "status", *terms.parameters]
            raise ValueError(
                unknown("field", rest, known) if nearest(rest, known) else f"it has {', '.join(known)}"
            )
        return _set_gives(terms, found["give"] or "", found["field"], found["per"] or "", value, on)
    except ValueError as error:
        raise TableError(f"--set {setting}: {error}") from None


def _state(value: str) -> State:
    if value not in ("open", "closed"):
        raise ValueError("a status is open or closed")
    return State(value)


def _set_gives(terms: Terms, give: str, field: str, per: str, value: str, on: date) -> Terms:
    """Replaces the terms in force that the name means; it must not mean two that differ."""
    gives = [g for g in terms.gives if _meant(g, give)]
    if not gives:
        known = ", ".join(g.id for g in terms.gives if g.kind is GiveKind.MONEY) or "none"
        raise ValueError(f"no give {give} of money; there are: {known}" if give else "it gives no money")
    matching = [(g.id, part) for g in gives for part in _in_force(g, field, per, on)]
    if not matching:
        raise ValueError(f"no {field.replace('_', ' ')} is in force on {on}")
    if len({_identity(part) for _, part in matching}) > 1:
        names = dict.fromkeys(f"{terms.programme}.{g}.{field}{_suffix(part)}" for g, part in matching)
        raise ValueError(f"which one? {', '.join(names)}")
    wanted = {id(part) for _, part in matching}
    return replace(terms, gives=tuple(_replaced(g, field, value, wanted) for g in terms.gives))


def _meant(give: Give, name: str) -> bool:
    return give.kind is GiveKind.MONEY and (not name or give.id == name or give.id.startswith(f"{name}."))


def _in_force(give: Give, field: str, per: str, on: date) -> Sequence[Ceiling | Share | Amount]:
    if per and (field != "ceiling" or per not in set(Per)):
        raise ValueError(f"{per} is not what a ceiling limits; it is one of {', '.join(Per)}")
    match field:
        case "ceiling":
            return [c for c in held(give.ceilings, on) if not per or c.per == per]
        case "share":
            return held(give.shares, on)
        case "minimum_cost":
            return held(give.minimum_costs, on)
    return held(give.amounts, on)


def _identity(part: Ceiling | Share | Amount) -> tuple[object, ...]:
    if isinstance(part, Share):
        return (part.public,)
    return (part.amount, part.per if isinstance(part, Ceiling) else part.label)


def _suffix(part: Ceiling | Share | Amount) -> str:
    return f".{part.per}" if isinstance(part, Ceiling) else ""


def _replaced(give: Give, field: str, value: str, wanted: set[int]) -> Give:
    match field:
        case "ceiling":
            return replace(
                give, ceilings=_each(give.ceilings, wanted, lambda c: replace(c, amount=_cents(value)))
            )
        case "share":
            return replace(
                give, shares=_each(give.shares, wanted, lambda s: replace(s, public=_share(value)))
            )
        case "minimum_cost":
            costs = _each(give.minimum_costs, wanted, lambda a: replace(a, amount=_cents(value)))
            return replace(give, minimum_costs=costs)
    return replace(give, amounts=_each(give.amounts, wanted, lambda a: replace(a, amount=_cents(value))))


def _each(parts: Sequence[Part], wanted: set[int], change: Callable[[Part], Part]) -> tuple[Part, ...]:
    return tuple(change(part) if id(part) in wanted else part for part in parts)


def _cents(text: str) -> int:
    try:
        amount = Decimal(text.replace(",", "").replace("_", "")) * 100
    except InvalidOperation:
        raise ValueError("give an amount in figures: 800000") from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= MOST_MONEY:
        raise ValueError("give an amount of at least 0, with at most two decimals")
    return int(amount)


def _share(text: str) -> Fraction:
    return parse_share(text)
