"""How many questions an interview takes until no answer can change a verdict, by the order of the questions.

    python -m benchmarks.rules.questions

Applicants are random: each fact takes one of the answers that differ, all being equally likely. The orders:
best (RuleBook.next_question), only what settles (the same without credit for progress), fixed (the facts in
the order of the terms, leaving out what can no longer change a verdict), everything (all facts of the terms).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from statistics import mean

from benchmarks.rules.population import VOCABULARY
from benchmarks.rules.programmes import ON, as_terms, programmes
from superconnector.core.rules import Profile, RuleBook, ask
from superconnector.core.rules.verdict import Outcome

Choose = Callable[[RuleBook, Profile], str | None]


def best(book: RuleBook, known: Profile) -> str | None:
    """The question that the product asks."""
    found = book.next_question(known)
    return found.fact if found else None


def settling(book: RuleBook, known: Profile) -> str | None:
    """The question that settles most at once, progress counting nothing."""
    part, ask.PART = ask.PART, 0.0
    try:
        return best(book, known)
    finally:
        ask.PART = part


def fixed(book: RuleBook, known: Profile) -> str | None:
    """The first fact of the terms that could still change a verdict."""
    useful = {fact for verdict in book.judge(known) for fact in verdict.could_change}
    return next((fact for fact in book.compiled.plan.facts if fact in useful), None)


def interview(book: RuleBook, truth: Profile, choose: Choose) -> list[int]:
    """The programmes that are still open after 0, 1, 2 … questions."""
    known: dict[str, object] = {}
    left = [_unsettled(book, known)]
    while (fact := choose(book, known)) is not None:
        known[fact] = truth[fact]
        left.append(_unsettled(book, known))
    return left


def _unsettled(book: RuleBook, known: Profile) -> int:
    return sum(bool(v.could_change) for v in book.judge(known) if v.outcome is Outcome.MAY_BE_OPEN)


def measure(book: RuleBook, applicants: int, seed: int = 11) -> list[tuple[str, float, float, float]]:
    """For each order: questions to the end, questions to half the programmes, programmes left on average."""
    random = Random(seed)
    answers = book.compiled.answers
    truths = [{f: random.choice(a) for f, a in answers.items()} for _ in range(applicants)]
    facts = len(book.compiled.layout.live) and len(answers)
    found = []
    for name, choose in (("best", best), ("only what settles", settling), ("fixed", fixed)):
        runs = [interview(book, truth, choose) for truth in truths]
        longest = max(len(run) for run in runs)
        found.append((name, mean(len(r) - 1 for r in runs), mean(map(_half, runs)), _area(runs, longest)))
    return [*found, ("everything", float(facts), float("nan"), float("nan"))]


def _half(run: Sequence[int]) -> int:
    return next(i for i, left in enumerate(run) if 2 * left <= run[0])


def _area(runs: Sequence[Sequence[int]], longest: int) -> float:
    return mean(sum(run) / longest for run in runs)


def table(title: str, book: RuleBook, applicants: int) -> None:
    """Prints one table."""
    live = len(book.compiled.layout.live)
    print(f"\n{title}: {live} programmes that are not closed, {applicants} random applicants")
    print(f"  {'order':<20}{'questions':>10}{'to half':>10}{'left on average':>17}")
    for name, questions, half, left in measure(book, applicants):
        rest = f"{half:>10.1f}{left:>17.1f}" if half == half else f"{'–':>10}{'–':>17}"  # noqa: PLR0124 - NaN
        print(f"  {name:<20}{questions:>10.1f}{rest}")


def main() -> None:
    table("60 made-up programmes", RuleBook.compile(as_terms(programmes()), VOCABULARY, ON), 40)


if __name__ == "__main__":
    main()
