"""A deadline: every team hands in at once, while their team-mates still type. Nothing may be lost or late.

    ./run bench submitting [TEAMS] [CLIENTS] [PROCESSES]

500 teams, 32 clients and one server process of four threads unless given. The real server (granian, as
`./run serve` starts it) runs on a fresh SQLite database, or on that of BENCH_DATABASE_URL (an empty
PostgreSQL database).

The rush: each team sends two drafts and its entry, as fast as the clients can. The last second: then all
teams at once hand in a changed entry just before the close, stamped with the time of arrival as a proxy
does; most are taken up after the close. Reach: no receipt without its row, no row without its receipt, none
late, none refused.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import django

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "c" * 32
SPREAD = 2
"""Seconds in which all clients of the last second can send."""


@dataclass(frozen=True)
class Team:
    """An entry that is ready, with a session of its leader."""

    number: str
    session: str


@dataclass(frozen=True)
class Sent:
    """One request as the client saw it: seconds it took, status, where it led."""

    what: str
    number: str
    seconds: float
    status: int
    to: str


def main(arguments: Sequence[str]) -> int:
    teams, clients, processes = (int(each) for each in (*arguments, *("500", "32", "1")[len(arguments) :]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SUPERCONNECTOR_VAR"] = folder
        database = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DATABASE_URL"] = database
        os.environ["TRUSTED_PROXIES"] = "1"  # the clients of the last second play the proxy
        django.setup()
        ready = prepare(teams)
        with_server = _server(port := _free_port(), processes)
        try:
            _wait(port)
            rush = crowd(ready, port, clients)
            last = last_second(ready, port)
            return report(rush, last, ready, database.partition(":")[0])
        finally:
            with_server.send_signal(signal.SIGTERM)
            with_server.wait(20)


# --- before ----------------------------------------------------------------------------------------------


def prepare(count: int) -> list[Team]:
    """A call that closes in ten minutes, and entries that lack nothing."""
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    from tests.apps.calls import making  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("compile_texts", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call = making.open_now(making.a_call())
    entries = [making.a_full_entry(call) for _ in range(count)]
    return [Team(entry.number, _session(making.leader_of(entry))) for entry in entries]


def _session(user: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    session.save()
    return str(session.session_key)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _server(port: int, processes: int) -> subprocess.Popen[bytes]:
    options = "--interface wsgi --no-ws --blocking-threads 4 --backpressure 64 --log-level warning"
    command = [
        sys.executable,
        "-m",
        "granian",
        *options.split(),
        "--port",
        str(port),
        "config.wsgi:application",
    ]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    )


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            if _ask(port, "GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


# --- the crowd -------------------------------------------------------------------------------------------


def _ask(
    port: int, verb: str, path: str, session: str = "", *, stamped: bool = False, **fields: str
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"Cookie": f"superconnector={session}; csrftoken={TOKEN}"}
    if stamped:
        headers["X-Request-Start"] = f"t={time.time():.3f}"
    body = None
    if verb == "POST":
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(verb, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("Location") or ""


def crowd(teams: Sequence[Team], port: int, clients: int) -> tuple[list[Sent], float]:
    """Two drafts and one handing in for each team, mixed, from as many clients as given."""

    def send(job: tuple[str, Team]) -> Sent:
        what, team = job
        at = f"/calls/town-hack/entries/{team.number}"
        start = time.perf_counter()
        if what == "hand in":
            status, to = _ask(port, "POST", f"{at}/check/", team.session)
        else:
            fields = {"answer": f"Words of {team.number}", "version": "0"}
            status, to = _ask(port, "POST", f"{at}/questions/makers/", team.session, **fields)
        return Sent(what, team.number, time.perf_counter() - start, status, to)

    jobs = [(what, team) for team in teams for what in ("draft", "hand in", "draft")]
    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(send, jobs)), time.perf_counter() - start


def last_second(teams: Sequence[Team], port: int) -> tuple[list[Sent], float, float]:
    """All teams at once in the last seconds. Shape: answers, seconds in all, seconds after the close."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from superconnector.apps.calls.models import Answer, Phase  # noqa: PLC0415

    Answer.objects.filter(question="users").update(value="301")
    closes = datetime.now(UTC) + timedelta(seconds=SPREAD + 2)
    Phase.objects.filter(call_id="town-hack", kind="entry").update(closes_at=closes, grace_seconds=0)

    def send(team: Team) -> Sent:
        start = time.perf_counter()
        path = f"/calls/town-hack/entries/{team.number}/check/"
        status, to = _ask(port, "POST", path, team.session, stamped=True)
        return Sent("last", team.number, time.perf_counter() - start, status, to)

    start = time.perf_counter()
    with ThreadPoolExecutor(len(teams)) as pool:
        sent = list(pool.map(send, teams))
    after = (datetime.now(UTC) - closes).total_seconds()
    return sent, time.perf_counter() - start, after


# --- after -----------------------------------------------------------------------------------------------


def report(
    rush: tuple[list[Sent], float], last: tuple[list[Sent], float, float], teams: Sequence[Team], kind: str
) -> int:
    """Print what happened; 1 if anything was lost, late or refused."""
    sent, seconds = [*rush[0], *last[0]], rush[1]
    print(
        f"{kind}: the rush, {len(rush[0])} requests in {seconds:.1f} s, {len(rush[0]) / seconds:.0f} a second"
    )
    print(f"the last second: {len(last[0])} at once in {last[1]:.1f} s, {last[2]:.1f} s beyond the close")
    print(f"{'':10} {'median ms':>10} {'p95 ms':>8} {'longest ms':>11}  answers")
    for what in ("hand in", "draft", "last"):
        taken = sorted(1000 * each.seconds for each in sent if each.what == what)
        statuses = sorted({each.status for each in sent if each.what == what})
        middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        print(f"{what:10} {middle:10.0f} {late:8.0f} {taken[-1]:11.0f}  {statuses}")
    wrong = _wrong(sent, teams)
    for each in wrong[:20]:
        print(f"  {each}")
    print("Nothing lost, nothing late." if not wrong else f"{len(wrong)} things are wrong.")
    return int(bool(wrong))


def _wrong(sent: Sequence[Sent], teams: Sequence[Team]) -> list[str]:
    """Receipts without rows, rows without receipts, rows that are late or do not match their fingerprint."""
    from superconnector.apps.calls.facts.handing_in import digest_of  # noqa: PLC0415
    from superconnector.apps.calls.models import Answer, Phase, Submission  # noqa: PLC0415

    closes = Phase.objects.get(call_id="town-hack", kind="entry").closes_at
    rows = {
        f"{row.entry.number}/receipts/{row.number}/": row
        for row in Submission.objects.select_related("entry")
    }
    told = {each.to.partition("entries/")[2] for each in sent if each.what != "draft" and each.status == 302}
    wrong = [f"refused: {each.number} {each.what} {each.status}" for each in sent if each.status != 302]
    wrong += [f"a receipt without its row: {each}" for each in sorted(told - set(rows))]
    wrong += [f"a row without its receipt: {each}" for each in sorted(set(rows) - told)]
    if len(rows) < 2 * len(teams):
        wrong.append(f"{len(rows)} receipts of at least {2 * len(teams)}")
    for key, row in rows.items():
        if row.received_at >= closes or row.in_grace:
            wrong.append(f"late: {key}")
        if row.digest != digest_of(row.body) or json.loads(row.body)["entry"] != row.entry.number:
            wrong.append(f"not what was handed in: {key}")
    drafts = dict(Answer.objects.filter(question="makers").values_list("entry__number", "value"))
    wrong += [f"a lost draft: {t.number}" for t in teams if drafts.get(t.number) != f"Words of {t.number}"]
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
