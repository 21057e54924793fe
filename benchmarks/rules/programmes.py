"""The twelve rules, and sixty programmes made of their like. Seeded; none is a real programme."""

from __future__ import annotations

from datetime import date
from random import Random

from superconnector.core.rules.terms import Requirement, State, Status, Terms

ON = date(2026, 11, 21)

RULES = (
    "a.registered or a.operates_here",
    "not a.listed",
    "not a.subvented and a.operates_here",
    "a.employees < 50",
    'a.employees < 100 if a.sector == "manufacturing" else a.employees < 50',
    'a.form == "business"',
    'a.sector in ["manufacturing", "software", "finance", "trade", "building_1", "food_2", "transport_3"]',
    'any_of(a.aims, ["aim_1", "aim_4", "aim_7"]) or "mainland" in a.markets',
    "application_day - years(5) <= a.founded",
    "min(a.cost, a.investment) >= HKD(20_000) and a.months <= 36",
    "a.investment / a.turnover >= percent(2)",
)
COMPOSITE = " and ".join(f"({RULES[i]})" for i in (0, 1, 2, 5, 6, 7)) + (
    f" and ({RULES[3]} or {RULES[8]} or {RULES[10]}) and ({RULES[4]}) and not a.started"
    f" and (not a.double_funded or {RULES[9]})"
)
TWELVE = (*RULES, COMPOSITE)


def clauses(random: Random) -> tuple[str, ...]:
    """Four to eight conditions of one programme; many are shared by programmes, as they are in life."""
    staff, years = random.choice((20, 50, 100, 250)), random.choice((2, 3, 5, 7, 10))
    cost, part = random.choice((10_000, 20_000, 50_000, 100_000)), random.choice((1, 2, 5, 10))
    section = random.choice(("manufacturing", "software", "finance", "food", "transport"))
    aims = random.sample(range(12), random.randint(1, 4))
    pool = (
        RULES[0],
        RULES[1],
        RULES[2],
        RULES[5],
        "not a.started",
        "not a.double_funded",
        "a.technology_based",
        f"a.employees < {staff}",
        f'a.employees < {2 * staff} if a.sector == "{section}" else a.employees < {staff}',
        f"application_day - years({years}) <= a.founded or a.employees < {staff}",
        f"min(a.cost, a.investment) >= HKD({cost}) and a.months <= {random.choice((12, 18, 24, 36))}",
        f"a.investment / a.turnover >= percent({part})",
        f'any_of(a.aims, {[f"aim_{i}" for i in aims]}) or "mainland" in a.markets',
        f'a.sector in ["{section}", "software", "trade_{random.randint(0, 4)}"]',
        f'a.form in ["business", "{random.choice(("university", "school", "statutory_body"))}"]',
    )
    return tuple(text.replace("'", '"') for text in random.sample(pool, random.randint(4, 8)))


def programmes(count: int = 60, seed: int = 7) -> list[tuple[str, ...]]:
    """The clauses of `count` programmes."""
    random = Random(seed)
    return [clauses(random) for _ in range(count)]


def as_terms(clauses_of: list[tuple[str, ...]]) -> list[Terms]:
    """Programmes that are open, with these clauses."""
    return [
        Terms(
            f"p{i}",
            (Status(State.OPEN),),
            tuple(Requirement(f"c{j}", text, text) for j, text in enumerate(texts)),
        )
        for i, texts in enumerate(clauses_of)
    ]
