"""Public shares as people write them: `3:1` (public : own), `75%`, `full`."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

_RATIO = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s?%")


def parse_share(text: str) -> Fraction:
    """The public part as a fraction of the whole, between 0 and 1.

    `3:1` is 3/4, `75%` is 3/4, `full` is 1. Raises ValueError for anything else.
    """
    if text == "full":
        return Fraction(1)
    if ratio := _RATIO.fullmatch(text):
        public, own = int(ratio[1]), int(ratio[2])
        if public + own:
            return Fraction(public, public + own)
    if percent := _PERCENT.fullmatch(text):
        share = Fraction(Decimal(percent[1])) / 100
        if share <= 1:
            return share
    raise ValueError("write a share as 3:1 (public : own), as 75% (at most 100%), or as full")
