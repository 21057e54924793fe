"""Who reads what, what the readings say, and who goes where, beside other ways to find out.

./run bench judging [assignment | conflicts | placement | ranking] [--full]
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.judging import assignment, conflicts, placement, ranking
from benchmarks.rules.__main__ import peers

PARTS = {
    "assignment": assignment.main,
    "conflicts": conflicts.main,
    "placement": placement.main,
    "ranking": ranking.main,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench judging")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without any")
    parser.add_argument("--full", action="store_true", help="the largest sizes too")
    given = parser.parse_args()
    unknown = [part for part in given.parts if part not in PARTS]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(PARTS)}")
    python = peers()
    return max(PARTS[part](full=given.full, peers=python) for part in given.parts or PARTS)


if __name__ == "__main__":
    sys.exit(main())
