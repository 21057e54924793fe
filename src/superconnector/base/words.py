"""Conditions in words, in the active language: `Employees in Hong Kong: fewer than 100`.

A condition about one fact is its label and what it must be; anything else is spelt out as a comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.core.rules import tree
from superconnector.core.rules.facts import Type, Value
from superconnector.core.rules.tree import Node, Op
from superconnector.ecosystem import Ecosystem, show_value
from superconnector.ecosystem.schema import FactFile

OPPOSITE = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT}
MIRRORED = {Op.EQ: Op.EQ, Op.NE: Op.NE, Op.LT: Op.GT, Op.GT: Op.LT, Op.LE: Op.GE, Op.GE: Op.LE}

Phrases = Mapping[Op, "Promise | str"]
AMOUNTS: Phrases = {
    Op.EQ: lazy("%(value)s"),
    Op.NE: lazy("not %(value)s"),
    Op.LT: lazy("less than %(value)s"),
    Op.LE: lazy("at most %(value)s"),
    Op.GT: lazy("more than %(value)s"),
    Op.GE: lazy("at least %(value)s"),
}
COUNTS: Phrases = {**AMOUNTS, Op.LT: lazy("fewer than %(value)s")}
DAYS: Phrases = {
    Op.EQ: lazy("on %(value)s"),
    Op.NE: lazy("not on %(value)s"),
    Op.LT: lazy("before %(value)s"),
    Op.LE: lazy("on or before %(value)s"),
    Op.GT: lazy("after %(value)s"),
    Op.GE: lazy("on or after %(value)s"),
}
PHRASES: Mapping[Type, Phrases] = {Type.INTEGER: COUNTS, Type.DATE: DAYS}


def in_words(node: Node, ecosystem: Ecosystem, *, wanted: bool = True) -> str:
    """The condition as one line; with `wanted` False the words of its opposite."""
    return _Speaker(ecosystem, get_language() or "en").condition(node, wanted)


@dataclass(frozen=True, slots=True)
class _Speaker:
    ecosystem: Ecosystem
    language: str

    def condition(self, node: Node, wanted: bool) -> str:  # noqa: PLR0911 - one line a kind of node
        match node:
            case tree.Not():
                return self.condition(node.part, not wanted)
            case tree.And() | tree.Or():
                return self._joined(node, wanted)
            case tree.Compare():
                return self._compared(node, wanted)
            case tree.CompareRatio():
                return self._ratio(node, wanted)
            case tree.Member():
                return self._member(node, wanted)
            case tree.Overlap():
                return self._overlap(node, wanted)
            case tree.FactRef():
                return self._about(node.fact, self._value(node.fact, wanted))
            case tree.Constant():
                return _("always") if node.value is wanted else _("never")
            case tree.Unknown():
                return _("what no source states")
        return self._about_text(self.thing(node), _("yes") if wanted else _("no"))

    def thing(self, node: Node) -> str:  # noqa: PLR0911 - one line a kind of node
        """Something that is compared: a number, an amount, a day."""
        match node:
            case tree.FactRef():
                return self._label(node.fact)
            case tree.Constant():
                return self._constant(node)
            case tree.ApplicationDay():
                return _("the day of application")
            case tree.Shift():
                return self._shifted(node)
            case tree.Elapsed():
                name = (
                    _("complete years since: %(day)s")
                    if node.unit == 12
                    else _("complete months since: %(day)s")
                )
                return name % {"day": self.thing(node.since)}
            case tree.Arithmetic():
                sign = {"*": "×", "/": "÷", "-": "−"}.get(node.op, node.op)
                return f"{self._part(node.left)} {sign} {self._part(node.right)}"
            case tree.Extreme():
                name = _("the least of: %(parts)s") if node.name == "min" else _("the greatest of: %(parts)s")
                return name % {"parts": self._list(self.thing(part) for part in node.parts)}
            case tree.Choose():
                parts = (
                    self.thing(node.then),
                    self.condition(node.condition, True),
                    self.thing(node.otherwise),
                )
                return _("%(then)s if (%(condition)s), otherwise %(otherwise)s") % dict(
                    zip(("then", "condition", "otherwise"), parts, strict=True)
                )
        return self.condition(node, True)

    # --- conditions ------------------------------------------------------------------------------------

    def _joined(self, node: tree.And | tree.Or, wanted: bool) -> str:
        every = isinstance(node, tree.And) is wanted
        parts = [self.condition(part, wanted) for part in node.parts]
        return (_(" and ") if every else _(" or ")).join(
            _("(%(condition)s)") % {"condition": part} for part in parts
        )

    def _compared(self, node: tree.Compare, wanted: bool) -> str:
        op, left, right = node.op, node.left, node.right
        if isinstance(left, tree.Constant | tree.ApplicationDay) or _is_shifted_day(left):
            op, left, right = MIRRORED[op], right, left
        if left.type is Type.BOOLEAN:
            return self._two_booleans(op, left, right, wanted)
        phrase = PHRASES.get(left.type, AMOUNTS)[op if wanted else OPPOSITE[op]]
        value = str(phrase) % {"value": self._compared_with(left, right)}
        return self._about_text(self.thing(left), value)

    def _two_booleans(self, op: Op, left: Node, right: Node, wanted: bool) -> str:
        same = (op is Op.EQ) is wanted
        if isinstance(right, tree.Constant):
            return self.condition(left, bool(right.value) is same)
        name = _("both or neither: %(parts)s") if same else _("exactly one of: %(parts)s")
        return name % {"parts": self._list([self.condition(left, True), self.condition(right, True)])}

    def _compared_with(self, left: Node, right: Node) -> str:
        """A constant that is compared with a fact is shown as that fact's answers are, with its unit."""
        if (
            isinstance(left, tree.FactRef)
            and isinstance(right, tree.Constant)
            and isinstance(right.value, int | str)
        ):
            return self._value(left.fact, right.value)
        return self.thing(right)

    def _ratio(self, node: tree.CompareRatio, wanted: bool) -> str:
        share = f"{_part_of(node.ratio)} × {self._part(node.denominator)}"
        phrase = AMOUNTS[node.op if wanted else OPPOSITE[node.op]]
        return self._about_text(self.thing(node.numerator), str(phrase) % {"value": share})

    def _member(self, node: tree.Member, wanted: bool) -> str:
        if not isinstance(node.choice, tree.FactRef):
            return self._about_text(self.thing(node.choice), self._list(sorted(node.options)))
        labels = self._either(self._labels(node.choice.fact, node.options))
        text = labels if wanted else _("not %(value)s") % {"value": labels}
        return self._about(node.choice.fact, text)

    def _overlap(self, node: tree.Overlap, wanted: bool) -> str:
        if not isinstance(node.choices, tree.FactRef):
            return self._about_text(self.thing(node.choices), self._list(sorted(set().union(*node.groups))))
        fact = node.choices.fact
        groups = [self._either(self._labels(fact, group)) for group in node.groups]
        phrase = _("includes %(value)s") if wanted else _("does not include %(value)s")
        return self._about(fact, phrase % {"value": _(" and ").join(groups)})

    # --- things ----------------------------------------------------------------------------------------

    def _shifted(self, node: tree.Shift) -> str:
        months, days = node.months, node.days
        parts = [
            ngettext("%(count)s year", "%(count)s years", abs(months) // 12) % {"count": abs(months) // 12},
            ngettext("%(count)s month", "%(count)s months", abs(months) % 12) % {"count": abs(months) % 12},
            ngettext("%(count)s day", "%(count)s days", abs(days)) % {"count": abs(days)},
        ]
        counts = (abs(months) // 12, abs(months) % 12, abs(days))
        time = " ".join(part for part, count in zip(parts, counts, strict=True) if count)
        name = _("%(time)s before %(day)s") if months < 0 or days < 0 else _("%(time)s after %(day)s")
        return name % {"time": time, "day": self.thing(node.moment)}

    def _constant(self, node: tree.Constant) -> str:
        if isinstance(node.value, Fraction):
            return _part_of(node.value)
        kind = {Type.MONEY: "money", Type.DATE: "date", Type.INTEGER: "integer"}.get(node.type)
        alike = next((fact for fact in self.ecosystem.facts.values() if fact.type == kind), None)
        if alike is None or not isinstance(node.value, int):
            return str(node.value)
        plain = alike if node.type is Type.MONEY else alike.model_copy(update={"unit": None})
        return show_value(plain, node.value, self.language)

    def _part(self, node: Node) -> str:
        text = self.thing(node)
        if not isinstance(node, tree.Arithmetic | tree.Choose):
            return text
        return _("(%(condition)s)") % {"condition": text}

    # --- facts and lists -------------------------------------------------------------------------------

    def _fact(self, fact_id: str) -> FactFile:
        return self.ecosystem.facts[fact_id]

    def _label(self, fact_id: str) -> str:
        return self._fact(fact_id).label.text(self.language)

    def _value(self, fact_id: str, value: Value) -> str:
        return show_value(self._fact(fact_id), value, self.language)

    def _labels(self, fact_id: str, options: frozenset[str]) -> list[str]:
        """Labels of the options, without those that lie below another of them."""
        known = self.ecosystem.vocabulary.facts[fact_id].options
        top = [option.id for option in known if option.id in options and option.parent not in options]
        return [
            self._value(fact_id, frozenset({key}) if _is_set(self._fact(fact_id)) else key) for key in top
        ]

    def _about(self, fact_id: str, text: str) -> str:
        return self._about_text(self._label(fact_id), text)

    def _about_text(self, subject: str, text: str) -> str:
        return _("%(subject)s: %(condition)s") % {"subject": subject, "condition": text}

    def _either(self, labels: list[str]) -> str:
        return _(" or ").join(labels)

    def _list(self, parts: Iterable[str]) -> str:
        return _("; ").join(parts)


def _is_set(fact: FactFile) -> bool:
    return fact.type == "choices"


def _is_shifted_day(node: Node) -> bool:
    return isinstance(node, tree.Shift) and isinstance(node.moment, tree.ApplicationDay)


def _part_of(ratio: Fraction) -> str:
    """75% where a percentage is exact, otherwise 2/3."""
    percent = ratio * 100
    return f"{percent.numerator}%" if percent.denominator == 1 else f"{ratio.numerator}/{ratio.denominator}"
