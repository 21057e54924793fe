"""What happens behind the walk through a call, in its own process: the clock moves, others do their part.

python -m tests.browser.call_clock prepare|judging|deciding|check
"""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime, timedelta

import django

CALL = "town-hack"
DAY = timedelta(days=1)
OTHERS = ("A bench that tells stories", "A bin that counts")
"""Two entries beside the one that is walked, by people who are not walked."""
PARTS = ("entrant", "mate", "judge", "chair", "voter", "stranger")


def prepare() -> dict[str, object]:
    """The call open for entries, people for every part, two other entries; gives sessions of all parts."""
    from django.core.management import call_command  # noqa: PLC0415 - only once Django is set up

    from tests.apps.calls.desk.panel import somebody  # noqa: PLC0415
    from tests.apps.calls.making import a_call, a_chair, a_judge  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    people = {part: somebody(part.title()) for part in PARTS}
    for user in people.values():
        _confirm(user)
    call = a_call()
    a_chair(call, people["chair"])
    for user in (people["judge"], somebody("Second judge"), somebody("Third judge")):
        a_judge(call, user)
    _move(call, "entry", -DAY, DAY)
    for title in OTHERS:
        _hand_in(call, somebody("Leader"), title)
    return {part: _session(user) for part, user in people.items()}


def judging() -> dict[str, object]:
    """Entries are closed, judging is open."""
    call = _call()
    _move(call, "entry", -2 * DAY, -timedelta(seconds=1), grace=0)
    _move(call, "judging", -timedelta(seconds=1), DAY)
    return {}


def deciding() -> dict[str, object]:
    """The two other judges hand in; judging is closed; decision, showcase, vote and appeals are open."""
    from superconnector.apps.calls.actions.reading import Given, Seen, finish_reading  # noqa: PLC0415
    from superconnector.apps.calls.models import Assignment  # noqa: PLC0415

    call, count = _call(), 0
    rows = Assignment.objects.filter(judge__call=call, removed_at__isnull=True)
    for row in rows.exclude(readings__final=True).select_related("judge__user", "judge__call", "entry"):
        score = 2 if row.entry.title in OTHERS else 5
        finish_reading(
            actor=row.judge.user,
            now=_now(),
            judge=row.judge,
            number=row.entry.number,
            seen=Seen(1, 0),
            given=Given(
                {
                    "use": score,
                    "novelty": score - OTHERS.index(row.entry.title) if score == 2 else 4,
                    "craft": 3,
                },
                "Well made.",
            ),
        )
        count += 1
    _move(call, "judging", -2 * DAY, -timedelta(seconds=1))
    for name in ("decision", "showcase", "vote", "appeal"):
        _move(call, name, -timedelta(seconds=1), DAY)
    return {"handed_in": count}


def check() -> dict[str, object]:
    """What the records say at the end: everything that breaks an invariant."""
    from superconnector.apps.calls.invariants import broken  # noqa: PLC0415
    from superconnector.apps.calls.models import Ballot, Certificate, Letter  # noqa: PLC0415

    return {
        "broken": [list(row) for row in broken(_call())],
        "letters": Letter.objects.count(),
        "votes": Ballot.objects.filter(choice__isnull=False).count(),
        "certificates": Certificate.objects.count(),
    }


def _now() -> datetime:
    from django.utils import timezone  # noqa: PLC0415

    return timezone.now()


def _call():  # type: ignore[no-untyped-def]
    from superconnector.apps.calls.models import Call  # noqa: PLC0415

    return Call.objects.select_related("pinned", "opened_by").get(pk=CALL)


def _move(call, name: str, opens: timedelta, closes: timedelta, grace: int = 0) -> None:  # type: ignore[no-untyped-def]
    from superconnector.apps.calls.actions.running import move_phase  # noqa: PLC0415

    now = _now()
    move_phase(
        actor=call.opened_by,
        now=now,
        call_id=call.pk,
        name=name,
        opens_at=now + opens,
        closes_at=now + closes,
        grace_seconds=grace,
    )


def _hand_in(call, leader, title: str) -> None:  # type: ignore[no-untyped-def]
    from superconnector.apps.calls.actions.submitting import submit  # noqa: PLC0415
    from superconnector.apps.calls.models import EntryFile  # noqa: PLC0415
    from superconnector.base.files.keeping import keep_file  # noqa: PLC0415
    from tests.apps.calls.making import a_full_entry  # noqa: PLC0415
    from tests.base.files.making import a_pdf  # noqa: PLC0415

    entry = a_full_entry(call, leader, title=title)
    stored = keep_file(
        upload=io.BytesIO(a_pdf(1)), name="deck.pdf", allowed=["pdf"], most_bytes=10**6, now=_now()
    )
    EntryFile.objects.filter(entry=entry).update(stored=stored)
    submit(actor=leader, now=_now(), entry=entry)


def _confirm(user) -> None:  # type: ignore[no-untyped-def]
    from allauth.account.models import EmailAddress  # noqa: PLC0415

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _session(user) -> dict[str, str]:  # type: ignore[no-untyped-def]
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}


STEPS = {"prepare": prepare, "judging": judging, "deciding": deciding, "check": check}

if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(STEPS[sys.argv[1]]()) + "\n")
