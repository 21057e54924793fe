"""From a tree back to text, in one canonical form: for showing, comparing and naming terms.

Reading the text again with the same vocabulary gives the same tree, but for what the reader itself folds.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from superconnector.core.rules import dates
from superconnector.core.rules.facts import Type
from superconnector.core.rules.tree import (
    And,
    ApplicationDay,
    Arithmetic,
    Choose,
    Compare,
    CompareRatio,
    Constant,
    Elapsed,
    Extreme,
    FactRef,
    Member,
    Node,
    Not,
    Or,
    Overlap,
    Shift,
)

CHOICE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, WHOLE = range(8)
"""How tightly a form binds, loosest first."""


def unparse(node: Node, currency: str = "HKD") -> str:
    """The text of a tree. Options stand widened and sorted; an Unknown of any type is `not_stated`."""
    return _Writer(currency).at_least(node, CHOICE)


class _Writer:
    def __init__(self, currency: str) -> None:
        self.currency = currency

    def at_least(self, node: Node, strength: int) -> str:
        """The text, in brackets if it binds more loosely than `strength`."""
        text, own = self._write(node)
        return text if own >= strength else f"({text})"

    def _write(self, node: Node) -> tuple[str, int]:
        match node:
            case Or():
                return " or ".join(self.at_least(p, AND) for p in node.parts), OR
            case And():
                return " and ".join(self.at_least(p, NOT) for p in node.parts), AND
            case Not(part=Member(choice=choice, options=options)):
                return self._member(choice, options, negated=True), COMPARISON
            case Not():
                return f"not {self.at_least(node.part, NOT)}", NOT
            case Choose():
                then, condition = self.at_least(node.then, OR), self.at_least(node.condition, OR)
                return f"{then} if {condition} else {self.at_least(node.otherwise, OR)}", CHOICE
        return self._write_atom(node)

    def _write_atom(self, node: Node) -> tuple[str, int]:
        match node:
            case Compare():
                return (
                    f"{self.at_least(node.left, SUM)} {node.op} {self.at_least(node.right, SUM)}",
                    COMPARISON,
                )
            case CompareRatio():
                left, right = self.at_least(node.numerator, PRODUCT), self.at_least(node.denominator, WHOLE)
                return f"{left} / {right} {node.op} {_ratio(node.ratio)}", COMPARISON
            case Member():
                return self._member(node.choice, node.options), COMPARISON
            case Overlap():
                return self._overlap(node), WHOLE
        return self._write_value(node)

    def _write_value(self, node: Node) -> tuple[str, int]:  # noqa: PLR0911 - one line a kind of node
        match node:
            case Arithmetic():
                return self._arithmetic(node)
            case Shift():
                return self._shift(node), SUM
            case Constant():
                text = self._constant(node)
                return text, PRODUCT if text.startswith("-") or " / " in text else WHOLE
            case FactRef():
                return node.fact, WHOLE
            case ApplicationDay():
                return "application_day", WHOLE
            case Elapsed():
                name = "years_since" if node.unit == 12 else "months_since"
                return f"{name}({self.at_least(node.since, CHOICE)})", WHOLE
            case Extreme():
                return f"{node.name}({', '.join(self.at_least(p, CHOICE) for p in node.parts)})", WHOLE
        return "not_stated", WHOLE

    def _arithmetic(self, node: Arithmetic) -> tuple[str, int]:
        strength = SUM if node.op in "+-" else PRODUCT
        left, right = self.at_least(node.left, strength), self.at_least(node.right, strength + 1)
        return f"{left} {node.op} {right}", strength

    def _shift(self, node: Shift) -> str:
        years, months = divmod(abs(node.months), 12)
        name, count = ("years", years) if not months else ("months", abs(node.months))
        text = self.at_least(node.moment, SUM)
        if node.months and node.days:
            # One duration, not two steps: the day is clipped to the month's end once, and then moved by days.
            sign = "+" if node.days > 0 else "-"
            lead = f"{name}({count})" if node.months > 0 else f"{name}(-{count})"
            return f"{text} + ({lead} {sign} days({abs(node.days)}))"
        if node.months:
            return f"{text} {'+' if node.months > 0 else '-'} {name}({count})"
        return f"{text} {'-' if node.days < 0 else '+'} days({abs(node.days)})"

    def _member(self, choice: Node, options: frozenset[str], negated: bool = False) -> str:
        name = self.at_least(choice, WHOLE)
        if len(options) == 1:
            return f'{name} {"!=" if negated else "=="} "{next(iter(options))}"'
        return f"{name} {'not in' if negated else 'in'} {_listed(options)}"

    def _overlap(self, node: Overlap) -> str:
        name = self.at_least(node.choices, WHOLE)
        if len(node.groups) == 1:
            return f"any_of({name}, {_listed(node.groups[0])})"
        groups = (_quoted(g) if len(g) == 1 else _listed(g) for g in node.groups)
        return f"all_of({name}, [{', '.join(groups)}])"

    def _constant(self, node: Constant) -> str:
        match node.value:
            case bool() | str():
                return str(node.value)
            case Fraction():
                return _ratio(node.value)
        if node.type is Type.DATE:
            return f'date("{dates.from_days(node.value).isoformat()}")'
        sign = "-" if node.value < 0 else ""
        if node.type is Type.INTEGER:
            return f"{node.value:_}"
        whole, cents = divmod(abs(node.value), 100)
        return f"{sign}{self.currency}({whole:_}{f'.{cents:02d}' if cents else ''})"


def _quoted(options: Iterable[str]) -> str:
    return ", ".join(f'"{o}"' for o in sorted(options))


def _listed(options: Iterable[str]) -> str:
    return f"[{_quoted(options)}]"


def _ratio(ratio: Fraction) -> str:
    """percent(…) where that is exact within six decimals, else a division of two integers."""
    scaled = ratio * 100 * 10**6
    if scaled.denominator != 1 or scaled < 0:
        return f"({ratio.numerator} / {ratio.denominator})"
    whole, rest = divmod(int(scaled), 10**6)
    return f"percent({whole}{f'.{rest:06d}'.rstrip('0') if rest else ''})"
