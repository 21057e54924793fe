"""A ranking as text, byte for byte the same whenever it is made again from the same readings and seed.

One JSON object a line, keys in a fixed order, fractions as "numerator/denominator", figures with at most four
decimals. The rounding hides the last bits, in which machines and numbers of threads may differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction
from hashlib import sha256
from typing import Any

from superconnector.core.judging.ranking import Ranking


def record(ranking: Ranking) -> str:
    """The whole ranking, severities too: for the chair's archive, not for the public page."""
    head = {
        "method": ranking.method,
        "seed": ranking.seed,
        "draws": ranking.draws,
        "level": ranking.level,
        "variances": asdict(ranking.variances) if ranking.variances else None,
        "unread": list(ranking.unread),
    }
    pools = [
        {
            "pool": pool.name,
            "places": pool.places,
            "entries": None if pool.entries is None else sorted(pool.entries),
        }
        for pool in ranking.pools
    ]
    rest: Iterable[Any] = (*ranking.refused, *ranking.rows, *ranking.judges)
    return "".join(f"{_line(each)}\n" for each in (head, *pools, *(asdict(each) for each in rest)))


def digest(ranking: Ranking) -> str:
    """SHA-256 of the record in UTF-8, 64 hexadecimal digits."""
    return sha256(record(ranking).encode()).hexdigest()


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"a ranking holds no {type(value).__name__}")
