"""Reading conditions on choices: an answer stands for itself and for all below it in the hierarchy."""

from __future__ import annotations

import ast

from superconnector.core.rules.errors import WORDS, RuleError, unknown_name, wrong
from superconnector.core.rules.facts import Fact, Type
from superconnector.core.rules.parts import Term
from superconnector.core.rules.reading import Source
from superconnector.core.rules.tree import At, FactRef, Member, Node, Overlap


def is_answer(node: ast.expr) -> bool:
    """Whether it is an answer in quotes."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_list(node: ast.expr) -> bool:
    """Whether it is a list in brackets of any kind."""
    return isinstance(node, ast.List | ast.Tuple | ast.Set)


def same(choice: Term, fact: Fact | None, answer: ast.expr, source: Source, at: At) -> Node:
    """choice == "answer"."""
    if choice.type is Type.CHOICES and fact:
        raise wrong(f"{fact.id} is a set of choices; write {source.quote(answer)} in {fact.id}", at)
    if choice.type is not Type.CHOICE or fact is None:
        raise _not_a_choice(choice, answer, source, at)
    assert isinstance(choice, FactRef)
    return Member(choice, _widened(answer, fact, source), at)


def one_of(choice: Term, fact: Fact | None, answers: ast.expr, source: Source, at: At) -> Node:
    """choice in ["answer", …]."""
    if choice.type is Type.CHOICES and fact:
        raise wrong(f"{fact.id} is a set of choices; write any_of({fact.id}, …) or all_of({fact.id}, …)", at)
    if choice.type is not Type.CHOICE or fact is None:
        raise wrong(f'"in" looks for a choice among its answers, not for {WORDS[choice.type]}', at)
    if not is_list(answers):
        raise wrong('after "in" stands a list of answers: ["…", "…"]', source.at(answers))
    assert isinstance(choice, FactRef)
    return Member(choice, _group(answers, fact, source), at)


def holds(answer: ast.expr, choices: Term, fact: Fact | None, source: Source, at: At) -> Node:
    """ "answer" in choices."""
    if choices.type is Type.CHOICE and fact:
        raise wrong(f"{fact.id} is a single choice; write {fact.id} == {source.quote(answer)}", at)
    if choices.type is not Type.CHOICES or fact is None:
        raise wrong(f"an answer is looked for in a set of choices, not in {WORDS[choices.type]}", at)
    assert isinstance(choices, FactRef)
    return Overlap(choices, (_widened(answer, fact, source),), at)


def overlap(name: str, choices: Term, fact: Fact | None, answers: ast.expr, source: Source, at: At) -> Node:
    """any_of(choices, [...]) or all_of(choices, [...]).

    Within all_of an inner list is met by any one of its answers: all_of(f, [["a", "b"], "c"]).
    """
    if choices.type is Type.CHOICE and fact:
        raise wrong(f"{fact.id} is a single choice; write {fact.id} in [...]", at)
    if choices.type is not Type.CHOICES or fact is None:
        raise wrong(f"{name}(…) takes a set of choices, not {WORDS[choices.type]}", at)
    assert isinstance(choices, FactRef)
    if name == "any_of":
        return Overlap(choices, (_group(answers, fact, source),), at)
    groups = tuple(
        _group(item, fact, source) if is_list(item) else _widened(item, fact, source)
        for item in _items(answers, source)
    )
    return Overlap(choices, tuple(dict.fromkeys(groups)), at)


def _items(answers: ast.expr, source: Source) -> list[ast.expr]:
    if not isinstance(answers, ast.List | ast.Tuple | ast.Set):
        raise wrong('here stands a list of answers: ["…", "…"]', source.at(answers))
    if not answers.elts:
        raise wrong("the list of answers is empty", source.at(answers))
    return answers.elts


def _group(answers: ast.expr, fact: Fact, source: Source) -> frozenset[str]:
    return frozenset().union(*(_widened(item, fact, source) for item in _items(answers, source)))


def _widened(answer: ast.expr, fact: Fact, source: Source) -> frozenset[str]:
    if not isinstance(answer, ast.Constant) or not isinstance(answer.value, str):
        raise wrong('an answer is written in quotes: "…"', source.at(answer))
    options = fact.option_ids
    if answer.value not in options:
        raise unknown_name(answer.value, f"is not an answer of {fact.id}", options, source.at(answer))
    return fact.descendants(answer.value)


def _not_a_choice(term: Term, answer: ast.expr, source: Source, at: At) -> RuleError:
    message = f"compares {WORDS[term.type]} with an answer in quotes"
    if term.type is Type.DATE:
        message += f"; write date({source.quote(answer)})"
    return wrong(message, at)
