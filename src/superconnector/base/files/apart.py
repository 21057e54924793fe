"""Reading files of strangers in a process of its own, with little memory, little time and no secrets."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import BoundedSemaphore

LIMITS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
resource.setrlimit(resource.RLIMIT_CPU, ({cpu}, {cpu}))
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
"""
SECONDS = 20
PATIENCE = 3
"""A busy machine may take so many times as long as the work itself."""
PLACES = BoundedSemaphore(os.cpu_count() or 1)
"""So many processes at once: twenty pictures of a gallery wait for each other, and the site answers."""


def run_apart(code: str, *arguments: str, seconds: float = SECONDS) -> bytes | None:
    """What `code` printed; None where it raised, ran out of memory or worked for longer than `seconds`.

    Raises TimeoutError where the machine was too busy to tell: then nothing is known of the file.

    The code finds its arguments in `sys.argv[1:]`. Nothing of the environment reaches it but where the
    libraries lie: a parser that is broken into finds no keys.
    """
    limits = LIMITS.format(cpu=max(1, int(seconds)))
    known = {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    if not PLACES.acquire(timeout=PATIENCE * seconds):
        raise TimeoutError("too many files are being read")
    try:
        done = subprocess.run(  # noqa: S603  # our own text; names of files are made of digests
            [sys.executable, "-c", limits + code, *arguments],
            check=False,
            capture_output=True,
            timeout=PATIENCE * seconds,
            env=known,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"a file was not read within {PATIENCE * seconds} seconds") from None
    finally:
        PLACES.release()
    return done.stdout if done.returncode == 0 else None
