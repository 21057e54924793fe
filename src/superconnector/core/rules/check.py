"""From Python's syntax tree to a typed tree: names resolved, types agreed, or an error at its place."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType

from superconnector.core.rules import arithmetic, build, choices, literals
from superconnector.core.rules.errors import WORDS, RuleError, unknown_name, wrong
from superconnector.core.rules.facts import Fact, Type
from superconnector.core.rules.parts import Quotient, Span, Term
from superconnector.core.rules.reading import Source, read
from superconnector.core.rules.scope import Scope, within
from superconnector.core.rules.tree import ApplicationDay, At, FactRef, Node, Op, Unknown

COMPARISONS: Mapping[type[ast.cmpop], Op] = MappingProxyType(
    {ast.Eq: Op.EQ, ast.NotEq: Op.NE, ast.Lt: Op.LT, ast.LtE: Op.LE, ast.Gt: Op.GT, ast.GtE: Op.GE}
)
FUNCTIONS = (
    "min", "max", "percent", "date", "years", "months", "days", "years_since", "months_since",
    "any_of", "all_of",
)  # fmt: skip


class Checker:
    """Reads one text.

    Within a definition, `site` is the place where its name is used, and every node stands there.
    """

    def __init__(self, scope: Scope, source: Source, site: At | None = None) -> None:
        self.scope = scope
        self.source = source
        self.site = site
        self.terms: dict[ast.expr, Term] = {}

    def term(self, node: ast.expr) -> Term:
        """The typed term of a syntax node. Raises RuleError."""
        if node not in self.terms:
            with self.scope.budget.spend(self._at(node)):
                self.terms[node] = self._read(node)
        return self.terms[node]

    def _at(self, node: ast.expr) -> At:
        return self.site or self.source.at(node)

    def _read(self, node: ast.expr) -> Term:  # noqa: PLR0911 - one line a kind of syntax
        match node:
            case ast.BoolOp():
                return self._join(node)
            case ast.Compare():
                return self._comparisons(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._binary(node)
            case ast.IfExp():
                return self._if(node)
            case ast.Call():
                return self._call(node)
            case ast.Constant():
                return self._literal(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
        raise wrong(_not_in_language(node), self.source.at(node))

    def condition(self, node: ast.expr, needed_by: str) -> Node:
        """A term that must be a yes or no."""
        term = self.term(node)
        if term.type is not Type.BOOLEAN or isinstance(term, Span | Quotient):
            raise wrong(f"{needed_by} needs a condition; this is {WORDS[term.type]}", self.source.at(node))
        return term

    def _join(self, node: ast.BoolOp) -> Node:
        is_and = isinstance(node.op, ast.And)
        parts = [self.condition(part, '"and"' if is_and else '"or"') for part in node.values]
        at = self._at(node)
        return build.conjunction(parts, at) if is_and else build.disjunction(parts, at)

    def _unary(self, node: ast.UnaryOp) -> Term:
        at = self._at(node)
        if isinstance(node.op, ast.Not):
            return build.negation(self.condition(node.operand, '"not"'), at)
        if isinstance(node.op, ast.USub):
            return arithmetic.negative(self.term(node.operand), at)
        raise wrong(_not_in_language(node), at)

    def _binary(self, node: ast.BinOp) -> Term:
        left, right, at = self.term(node.left), self.term(node.right), self._at(node)
        match node.op:
            case ast.Add():
                return arithmetic.add("+", left, right, at)
            case ast.Sub():
                return arithmetic.add("-", left, right, at)
            case ast.Mult():
                return arithmetic.multiply(left, right, at)
            case ast.Div():
                return arithmetic.divide(left, right, at)
        raise wrong(_not_in_language(node), at)

    def _if(self, node: ast.IfExp) -> Node:
        condition = self.condition(node.test, '"if"')
        return build.choose(condition, self.term(node.body), self.term(node.orelse), self._at(node))

    def _comparisons(self, node: ast.Compare) -> Node:
        sides = [node.left, *node.comparators]
        at = self._at(node)
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        return build.conjunction([self._comparison(*pair, at) for pair in pairs], at)

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, at: At) -> Node:
        if isinstance(op, ast.In | ast.NotIn):
            found = self._membership(left, right, at)
            return build.negation(found, at) if isinstance(op, ast.NotIn) else found
        if isinstance(op, ast.Is | ast.IsNot):
            raise wrong('"is" is not part of the language; write == or !=', at)
        if choices.is_answer(left) or choices.is_answer(right):
            return self._same_answer(left, op, right, at)
        return build.compare(
            COMPARISONS[type(op)], self.term(left), self.term(right), self.scope.vocabulary.currency, at
        )

    def _same_answer(self, left: ast.expr, op: ast.cmpop, right: ast.expr, at: At) -> Node:
        if choices.is_answer(right):
            left, right = right, left
        if choices.is_answer(right):
            raise wrong("compares two answers; compare a fact with an answer", at)
        term = self.term(right)
        found = choices.same(term, self._fact(term), left, self.source, at)
        if not isinstance(op, ast.Eq | ast.NotEq):
            raise wrong("answers have no order; compare them with == or !=", at)
        return build.negation(found, at) if isinstance(op, ast.NotEq) else found

    def _membership(self, left: ast.expr, right: ast.expr, at: At) -> Node:
        if choices.is_answer(left) and not choices.is_list(right):
            term = self.term(right)
            return choices.holds(left, term, self._fact(term), self.source, at)
        if choices.is_answer(left) or choices.is_list(left):
            raise wrong('write fact in ["…"], "…" in fact, any_of(fact, ["…"]) or all_of(fact, ["…"])', at)
        term = self.term(left)
        return choices.one_of(term, self._fact(term), right, self.source, at)

    def _fact(self, term: Term) -> Fact | None:
        return self.scope.vocabulary.facts[term.fact] if isinstance(term, FactRef) else None

    def _literal(self, node: ast.Constant) -> Term:
        at = self._at(node)
        match node.value:
            case bool(value):
                return build.truth(value, at)
            case int(value):
                return arithmetic.constant(Type.INTEGER, value, at)
            case float():
                money = self.scope.vocabulary.currency
                raise wrong(f"a number with decimals stands only in {money}(…) and percent(…)", at)
            case str():
                raise wrong("an answer in quotes stands only beside a choice", at)
        raise wrong(_not_in_language(node), at)

    def _call(self, node: ast.Call) -> Term:
        name, currency = _dotted(node.func), self.scope.vocabulary.currency
        if name not in FUNCTIONS and name != currency:
            if len(name) == 3 and name.isupper():
                raise wrong(
                    f"amounts of this ecosystem are in {currency}; write {currency}(…)", self._at(node)
                )
            raise unknown_name(name, "is not a function", (*FUNCTIONS, currency), self.source.at(node))
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise wrong(f"{name}(…) takes plain parts only, without names or stars", self.source.at(node))
        if name in {"min", "max"}:
            return arithmetic.extreme(name, [self.term(a) for a in node.args], self._at(node))
        wanted = 2 if name in {"any_of", "all_of"} else 1
        if len(node.args) != wanted:
            raise wrong(f"{name}(…) takes {wanted} part{'s' * (wanted > 1)}", self.source.at(node))
        return self._apply(name, node)

    def _apply(self, name: str, node: ast.Call) -> Term:
        part, at = node.args[0], self._at(node)
        if name == self.scope.vocabulary.currency:
            return literals.money(name, part, self.source, at)
        if name == "percent":
            return literals.percent(part, self.source, at)
        if name == "date":
            return literals.day(part, self.source, at)
        term = self.term(part)
        if name in literals.MONTHS_IN:
            return Unknown(Type.DURATION, at) if isinstance(term, Unknown) else literals.span(name, term, at)
        if name in {"any_of", "all_of"}:
            return choices.overlap(name, term, self._fact(term), node.args[1], self.source, at)
        return arithmetic.elapsed(name, term, 12 if name == "years_since" else 1, at)

    def _name(self, node: ast.Name | ast.Attribute) -> Term:
        name, at = _dotted(node), self._at(node)
        if "." in name:
            return FactRef(self.scope.fact(name, at).type, name, at)
        if not name:
            raise wrong("a dot stands only within the name of a fact", at)
        if name == "application_day":
            return ApplicationDay(at=at)
        if name == "not_stated":
            return Unknown(at=at)
        if name in (*FUNCTIONS, self.scope.vocabulary.currency):
            raise wrong(f"{name} needs its parts in brackets: {name}(…)", at)
        return self._expand(name, at)

    def _expand(self, name: str, at: At) -> Term:
        kind, versions = self.scope.versions(name, at)
        inner = self.scope.inside(kind, name, at)
        version = inner.version(versions)
        try:
            if version is not None:
                return whole(version.expression, inner, at)
            return Unknown(whole(versions[0].expression, inner, at).type if versions else Type.BOOLEAN, at)
        except RuleError as error:
            raise within(kind, name, error, at) from None


def whole(text: str, scope: Scope, site: At | None = None) -> Term:
    """The typed term of a text. Raises RuleError."""
    tree, source = read(text)
    return Checker(scope, source, site).term(tree)


def _dotted(node: ast.expr) -> str:
    """`a.b.c` of a chain of names; empty if it is anything else."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


_FOREIGN = MappingProxyType(
    {
        ast.List: "a list stands only after in, or within any_of(…) and all_of(…)",
        ast.Tuple: "a comma stands only within a list or the brackets of a function",
        ast.BitAnd: '"&" is not part of the language; write "and"',
        ast.BitOr: '"|" is not part of the language; write "or"',
        ast.Invert: '"~" is not part of the language; write "not"',
        ast.FloorDiv: '"//" is not part of the language; write "/"',
        ast.Mod: '"%" is not part of the language; write percent(…)',
        ast.Pow: '"**" is not part of the language',
    }
)


def _not_in_language(node: ast.expr) -> str:
    key = type(node.op) if isinstance(node, ast.BinOp | ast.UnaryOp) else type(node)
    return _FOREIGN.get(key, "this is not part of the language of conditions")
