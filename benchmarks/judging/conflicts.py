"""Conflicts of interest by joins: how long 20,000 entries and 5,000 judges take, and a few of them anew.

./run bench judging conflicts
"""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from superconnector.core.judging.conflicts import Party, conflicts

PUBLIC = frozenset({"mail.example", "post.example"})


def main(*, full: bool, peers: Path) -> int:
    """Print the table; always 0."""
    random = Random(3)
    judges = [party(random, f"j{n}", 1) for n in range(5_000)]
    entries = [party(random, f"e{n}", 4) for n in range(20_000)]
    print("\nConflicts of interest by joins: organisation, family, board, e-mail domain, ties")
    print(f"  {'entries':>10}{'judges':>10}{'reasons':>12}{'pairs':>12}{'CPU s':>8}")
    for some, others in ((entries, judges), (entries, judges[:10]), (entries[:10], judges)):
        begun = time.process_time()
        found = conflicts(others, some, PUBLIC)
        taken = time.process_time() - begun
        pairs = len({(each.judge, each.entry) for each in found})
        print(f"  {len(some):>10,}{len(others):>10,}{len(found):>12,}{pairs:>12,}{taken:>8.2f}")
    return 0


def party(random: Random, name: str, people: int) -> Party:
    """Some organisations are far larger than others; a third write from a public provider."""
    number = int(3_000 * random.random() ** 2)
    own = random.choice([f"org{number}.example", f"mail.org{number}.example", *PUBLIC])
    return Party(
        name,
        people=frozenset(f"{name}-{n}" for n in range(people)),
        organisations=frozenset({f"org{number}"}),
        families=frozenset({f"family{number // 3}"}),
        memberships=frozenset({f"board{random.randrange(4_000)}"}),
        ties=frozenset({f"e{random.randrange(20_000)}"}) if name.startswith("j") else frozenset(),
        domains=frozenset({own}),
    )
