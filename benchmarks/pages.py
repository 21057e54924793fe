"""How long the main pages take over SQLite: median and 95th percentile, in process, one request at a time.

    ./run bench pages [REQUESTS]

The results page is asked for with the shared link of each example profile in turn; reach: 60 ms at p95.
The database is a fresh one in a temporary folder, loaded with the ecosystem of the settings.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

import django

PAGES = ("/", "/find/applicant.type/", "/find/count/?fact=applicant.type&answer=school", "/programmes/",
         "/programmes/tvp/", "/programmes/bud/?on=2024-01-01", "/changes/", "/organisations/")  # fmt: skip
REACH = 60.0
WARM_UP = 3


def main(arguments: Sequence[str]) -> int:
    requests = int(arguments[0]) if arguments else 200
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SUPERCONNECTOR_VAR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'pages.sqlite3'}"
        django.setup()
        return measure(requests)


def measure(requests: int) -> int:
    """Print the table; 1 if the results page misses the reach."""
    get = _client()
    links = re.findall(r'href="(/results/\?a=[^"]+)"', get("/"))
    rows = [("/results/ of each example", *_times(get, links, requests))]
    rows += [(page, *_times(get, [page], requests // 4)) for page in PAGES]
    print(f"{'page':50} {'KB':>6} {'median ms':>10} {'p95 ms':>8}")
    for name, size, median, late in rows:
        print(f"{name:50} {size / 1024:6.0f} {median:10.1f} {late:8.1f}")
    met = rows[0][3] < REACH
    print(f"\nResults page: p95 {rows[0][3]:.1f} ms, reach {REACH:.0f} ms: {'met' if met else 'missed'}")
    return 0 if met else 1


def _client():  # type: ignore[no-untyped-def]
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("compile_texts", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_ecosystem", str(settings.ECOSYSTEM), verbosity=0)
    client = Client(HTTP_HOST="127.0.0.1")
    return lambda address: client.get(address).content.decode()


def _times(get, addresses: Sequence[str], requests: int) -> tuple[int, float, float]:  # type: ignore[no-untyped-def]
    """Bytes of the last answer, median and 95th percentile in milliseconds."""
    for address in islice(cycle(addresses), WARM_UP * len(addresses)):
        get(address)
    taken = []
    for address in islice(cycle(addresses), requests):
        start = time.perf_counter()
        size = len(get(address).encode())
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return size, taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
