"""The judge's desk on a telephone: scored by keys, without a connection, in two windows."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import NARROW, PATIENCE, PREPARE, ROOT, _wait

FILL = """
import json
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from tests.apps.calls.desk.panel import Panel, a_panel, open_now, pin, somebody
from tests.apps.calls.making import a_call, a_chair
panel = a_panel(judges=5, entries=2)
judges = list(panel.judges)
panels = [panel]
for mode in ("pairs", "slate"):
    call = a_call(mode)
    pin(call, judging={"mode": mode})
    other = Panel(call, a_chair(call, somebody("Chair")))
    judges.append(other.judge())
    for _ in range(4):
        other.entry()
    panels.append(other)
for each in panels:
    open_now(each.call, timezone.now())
    for judge in each.judges:
        each.assign(judge, *each.entries)
keys = []
for judge in judges:
    session = SessionStore()
    session["_auth_user_id"] = str(judge.user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = judge.user.get_session_auth_hash()
    session.create()
    keys.append(session.session_key)
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "keys": keys}))
"""
FIRST = ".desk-next"
STATUS = "[data-desk-status]"


@dataclass
class Desk:
    """The product with a call of its own, and sessions of judges who have not begun."""

    address: str
    cookie: str
    keys: list[str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    known = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    var = str(tmp_path_factory.mktemp("desk"))
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "SUPERCONNECTOR_DEMO": "1", "SUPERCONNECTOR_VAR": var}
    command = [sys.executable, "-c", PREPARE + FILL]
    done = subprocess.run(command, cwd=ROOT, env=known | own, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--no-ws", "--blocking-threads", "2", "--log-level", "warning"]
    server = subprocess.Popen(
        [granian, *options, "--port", str(port), "config.wsgi:application"], cwd=ROOT, env=known | own
    )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield Desk(f"http://127.0.0.1:{port}", told["cookie"], told["keys"])
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def sign_in(chromium: Browser, desk: Desk) -> Iterator[Callable[[int], BrowserContext]]:
    """A telephone on which this judge is signed in; at the end no script may have failed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def signed_in(judge: int) -> BrowserContext:
        context = chromium.new_context(base_url=desk.address, viewport=NARROW, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": desk.cookie, "value": desk.keys[judge], "url": desk.address}])
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        contexts.append(context)
        return context

    yield signed_in
    for context in contexts:
        context.close()
    assert wrong == []


def first_entry(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/calls/town-hack/judging/")
    page.click(FIRST)
    expect(page.locator("[name=tab]")).not_to_have_value("")  # the script of the page has begun
    return page


def test_keys_score_and_hand_in(sign_in: Callable[[int], BrowserContext]) -> None:
    page = first_entry(sign_in(0))
    here = page.url
    for key in "435":
        page.keyboard.press(key)
    for name, score in (("use", 4), ("novelty", 3), ("craft", 5)):
        expect(page.locator(f"[name=score-{name}][value='{score}']")).to_be_checked()
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != here)
    expect(page.locator(FIRST)).to_have_count(0)
    page.goto("/calls/town-hack/judging/")
    expect(page.get_by_role("heading", name="1 of 2 handed in")).to_be_visible()


def test_what_is_written_without_a_connection_is_sent_when_it_is_back(
    sign_in: Callable[[int], BrowserContext],
) -> None:
    context = sign_in(1)
    page = first_entry(context)
    context.set_offline(True)
    page.keyboard.press("4")
    page.fill("#comment", "Written in a hall without a network.")
    expect(page.locator(STATUS)).to_contain_text("No connection.")
    context.set_offline(False)
    expect(page.locator(STATUS)).to_contain_text("Saved at")
    page.reload()
    expect(page.locator("#comment")).to_have_value("Written in a hall without a network.")
    expect(page.locator("[name=score-use][value='4']")).to_be_checked()
    assert page.evaluate("localStorage.length") == 0


def test_what_is_handed_in_without_a_connection_is_handed_in_when_it_is_back(
    sign_in: Callable[[int], BrowserContext],
) -> None:
    context = sign_in(2)
    page = first_entry(context)
    here = page.url
    context.set_offline(True)
    for key in "435":
        page.keyboard.press(key)
    page.click("[value=finish]")
    expect(page.locator(STATUS)).to_contain_text("Handed in on this device.")
    context.set_offline(False)
    page.wait_for_url(lambda url: url != here)
    page.goto("/calls/town-hack/judging/")
    expect(page.get_by_role("heading", name="1 of 2 handed in")).to_be_visible()


def test_a_page_that_was_closed_offline_gives_back_what_was_written(
    sign_in: Callable[[int], BrowserContext],
) -> None:
    context = sign_in(3)
    page = first_entry(context)
    here = page.url
    context.set_offline(True)
    page.fill("#note", "Before the battery died.")
    expect(page.locator(STATUS)).to_contain_text("No connection.")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(here)
    expect(again.locator("#note")).to_have_value("Before the battery died.")
    expect(again.locator(STATUS)).to_contain_text("Saved at")


def test_two_windows_are_shown_both_and_one_is_chosen(sign_in: Callable[[int], BrowserContext]) -> None:
    context = sign_in(4)
    first = first_entry(context)
    second = context.new_page()
    second.goto(first.url)
    first.fill("#comment", "From the first window.")
    expect(first.locator(STATUS)).to_contain_text("Saved at")
    second.fill("#comment", "From the second window.")
    expect(second.locator(STATUS)).to_contain_text("Nothing is overwritten.")
    expect(second.get_by_text("From the first window.")).to_be_visible()
    second.get_by_role("button", name="Keep what is on this page").click()
    expect(second.locator(STATUS)).to_contain_text("Saved at")
    second.reload()
    expect(second.locator("#comment")).to_have_value("From the second window.")


HELD = "[data-hold-status]"
ASKED = "form[data-hold]"


def compared(page: Page) -> int:
    return int(page.locator(".row.between .small").inner_text().split()[0])


def test_a_choice_at_an_expo_waits_for_the_connection(sign_in: Callable[[int], BrowserContext]) -> None:
    context = sign_in(5)
    page = context.new_page()
    page.goto("/calls/pairs/judging/pairs/")
    before, first = compared(page), page.locator(ASKED).get_attribute("data-asked")
    context.set_offline(True)
    page.keyboard.press("1")
    expect(page.locator(HELD)).to_contain_text("No connection.")
    context.set_offline(False)
    expect(page.get_by_text(f"{before + 1} pair")).to_be_visible()
    page.wait_for_load_state("load")  # so that its script hears the next key
    assert page.locator(ASKED).get_attribute("data-asked") != first
    assert page.evaluate("localStorage.length") == 0
    page.keyboard.press("2")
    expect(page.get_by_text(f"{before + 2} pairs compared")).to_be_visible()


def test_a_choice_of_a_page_that_was_closed_offline_is_sent_by_the_next(
    sign_in: Callable[[int], BrowserContext],
) -> None:
    context = sign_in(5)
    page = context.new_page()
    page.goto("/calls/pairs/judging/pairs/")
    before = compared(page)
    context.set_offline(True)
    page.keyboard.press("1")
    expect(page.locator(HELD)).to_contain_text("No connection.")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto("/calls/pairs/judging/pairs/")
    expect(again.get_by_text(f"{before + 1} pair")).to_be_visible()


def test_an_order_waits_for_the_connection(sign_in: Callable[[int], BrowserContext]) -> None:
    context = sign_in(6)
    page = context.new_page()
    page.goto("/calls/slate/judging/slate/")
    page.locator("[data-item] button").nth(1).click()
    order = [each.get_attribute("name") for each in page.locator("[data-item] input").all()]
    context.set_offline(True)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator(HELD)).to_contain_text("No connection.")
    context.set_offline(False)
    expect(page.locator(ASKED)).to_have_attribute("data-asked", "1.1")
    assert [each.get_attribute("name") for each in page.locator("[data-item] input").all()] == order
    assert page.evaluate("localStorage.length") == 0
