"""All programmes on one day, compiled once: judge an applicant, screen a population, find what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from superconnector.core.rules.ask import Ask
from superconnector.core.rules.columns import Column, nothing
from superconnector.core.rules.compiled import Compiled, read
from superconnector.core.rules.facts import Profile, Vocabulary
from superconnector.core.rules.judge import Judgement
from superconnector.core.rules.offers import Offer
from superconnector.core.rules.screen import Screen, Screening
from superconnector.core.rules.terms import Terms
from superconnector.core.rules.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The terms of all programmes on one day. Build it with `compile`; it may be shared between threads."""

    compiled: Compiled

    @classmethod
    def compile(
        cls, terms: Sequence[Terms], vocabulary: Vocabulary, on: date, stale_after_days: int = 730
    ) -> RuleBook:
        """Reads the terms that hold on the day. Raises RuleError for an expression that cannot be read.

        A status *open* whose source is more than `stale_after_days` days older than the day is unconfirmed.
        """
        return cls(read(terms, vocabulary, on, stale_after_days))

    @property
    def on(self) -> date:
        """The day as of which questions are answered."""
        return self.compiled.on

    def judge(self, profile: Profile) -> tuple[Verdict, ...]:
        """The verdict of every programme, with its proof, in the order of the terms."""
        return Judgement(self.compiled, profile).verdicts()

    def judge_one(self, programme: str, profile: Profile) -> Verdict:
        """The verdict of one programme. Raises KeyError if there is none with that id."""
        return Judgement(self.compiled, profile).verdict(self.compiled.places[programme])

    def counts(self, profile: Profile) -> dict[Outcome, int]:
        """How many programmes have each outcome, without proofs."""
        return Judgement(self.compiled, profile).counts()

    def offers(self, profile: Profile) -> tuple[tuple[Offer, ...], ...]:
        """What each programme gives, in the order of the terms; see `offers.offer`."""
        judgement = Judgement(self.compiled, profile)
        return tuple(judgement.offers(i) for i in range(len(self.compiled.cases)))

    def questions(
        self,
        profile: Profile,
        skipped: frozenset[str] = frozenset(),
        weights: Mapping[str, float] | None = None,
    ) -> tuple[Ask, ...]:
        """The facts worth asking for, best first; none if no answer can change a verdict.

        `skipped` are not asked. `weights` by programme id; a programme without one counts nothing (1 if
        None).
        """
        return Judgement(self.compiled, profile).questions(skipped, weights)

    def next_question(
        self,
        profile: Profile,
        skipped: frozenset[str] = frozenset(),
        weights: Mapping[str, float] | None = None,
    ) -> Ask | None:
        """The best of `questions`, None if there is none."""
        return next(iter(self.questions(profile, skipped, weights)), None)

    def screen(
        self,
        columns: Mapping[str, Column],
        rows: int,
        block: int = 65536,
        clauses: bool = False,
        codes: bool = False,
    ) -> Screen:
        """The outcomes of a population, a row an applicant. A fact without a column is unknown in every row.

        `clauses` asks for the counts per clause, `codes` for the outcome of every row. `block` is a multiple
        of 8. Raises ValueError for another block, or a column of another length.
        """
        compiled = self.compiled
        made = compiled.plan if clauses else compiled.lean
        if block % 8 or any(columns[f].rows != rows for f in made.facts if f in columns):
            raise ValueError(
                "a block is a multiple of 8 rows, and every column has as many rows as are screened"
            )
        facts = compiled.vocabulary.facts
        missing = {f: nothing(facts[f], rows) for f in made.facts if f not in columns}
        screening = Screening(compiled.cases, compiled.roots, made, rows, clauses, codes)
        return screening.run({**columns, **missing}, block)
