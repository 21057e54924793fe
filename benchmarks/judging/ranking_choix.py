"""Run with the Python that has choix: pairs of each run in, its Bradley–Terry worths and CPU seconds out."""

from __future__ import annotations

import json
import sys
import time

import choix


def main() -> None:
    answers = []
    for size, pairs in json.load(sys.stdin):
        began = time.process_time()
        worth = choix.opt_pairwise(size, [tuple(pair) for pair in pairs], alpha=0.1)
        answers.append((worth.tolist(), time.process_time() - began))
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
