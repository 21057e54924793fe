"""Several acts at the same moment, each in a thread and a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import close_old_connections, connections

from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.nominating import NominatingError
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.base.accounts.leaving import LeavingError


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each came to: `done`, or the code of its refusal; sorted."""
    said: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            close_old_connections()
            start.wait()
            act()
            said.append("done")
        except (DecidingError, EnteringError, NominatingError) as error:
            said.append(error.code)
        except LeavingError as error:
            said.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)
