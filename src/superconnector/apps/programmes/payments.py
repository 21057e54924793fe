"""How a programme pays, as far as its figures say: the share in advance, to suppliers, or at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from superconnector.core.planning import Risk, RiskCode, Schedule
from superconnector.ecosystem.convert import cites
from superconnector.ecosystem.schema import Payment, Programme
from superconnector.ecosystem.shares import parse_share


def schedule_of(programme: Programme, on: date) -> tuple[Schedule, tuple[Risk, ...]]:
    """The schedule of the day. What has no figure is counted at the end, the worst case, and is a risk."""
    terms = [
        term
        for term in programme.pays
        if (term.from_ is None or term.from_ <= on) and (term.to is None or on <= term.to)
    ]
    cited = tuple(dict.fromkeys(cite for term in terms for cite in cites(term.source)))
    modes = {term.mode for term in terms}
    direct = "direct" in modes and modes <= {"direct", "advance"}
    advance = Fraction(0) if direct else _first_share(terms)
    vague = [t for t in terms if t.mode in ("advance", "instalments") and t.share is None and not direct]
    risks = [Risk(RiskCode.PAYMENT, programme.id, term.text, cites(term.source)) for term in vague]
    if not terms:
        risks = [Risk(RiskCode.PAYMENT, programme.id)]
    return Schedule(advance, direct, cited), tuple(risks)


def _first_share(terms: Sequence[Payment]) -> Fraction:
    """An advance with its share, or the first of several instalments with theirs."""
    shares = [parse_share(term.share) for term in terms if term.mode == "advance" and term.share]
    if shares:
        return min(shares)
    parts = [term for term in terms if term.mode == "instalments"]
    if len(parts) > 1 and all(term.share for term in parts):
        return parse_share(parts[0].share or "")
    return Fraction(0)
