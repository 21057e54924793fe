"""One Chromium and one server for all tests of this folder, on the real ecosystem.

The server reads the test database from its own threads, so nothing here may run inside a transaction: the
data stand there from the start, and what visitors leave (sessions) is taken away after each test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.base.queries import current_edition
from superconnector.ecosystem import Ecosystem
from tests.conftest import NOW

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
REQUIRED = os.environ.get("CI") == "true" or os.environ.get("SUPERCONNECTOR_REQUIRE_ALL") == "1"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests are skipped, or fail where everything is required."""
    if not CHROMIUM.exists():
        missing = f"There is no Chromium at {CHROMIUM}. Name one with CHROMIUM=/path."
        (pytest.fail if REQUIRED else pytest.skip)(missing)
    # Playwright keeps an event loop in this thread, for which Django would refuse our own plain reads.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(django_db_setup: None) -> Iterator[str]:
    """Where the server is: http://127.0.0.1:PORT."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def served(
    address: str, django_db_blocker: object, hong_kong: Ecosystem, hong_kong_files: dict[str, str]
) -> Iterator[str]:
    """The server with Hong Kong as its edition, and no session before or after."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        edition = current_edition()
        if edition is None or edition.digest != hong_kong.digest:
            load_ecosystem(files=hong_kong_files, actor="tests", now=NOW)
        yield address
        Session.objects.all().delete()


@pytest.fixture
def open_window(chromium: Browser, served: str) -> Iterator[Callable[..., Page]]:
    """Windows of new visitors. At the end nothing may have gone wrong in any of them: no error and no refused
    script in the console, no request that failed or went elsewhere."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def window(**options: object) -> Page:
        context = chromium.new_context(
            base_url=served, **{"viewport": WIDE, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(_said(said)))
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("request", lambda asked: asked.url.startswith(served) or wrong.append(f"asked {asked.url}"))
        return page

    yield window
    for context in contexts:
        context.close()
    assert [line for line in wrong if line] == []


def _said(message: object) -> str:
    """A line of the console, but for the status of a page that is meant to be refused."""
    text, place = message.text, message.location.get("url", "")  # type: ignore[attr-defined]
    refused = "Failed to load resource" in text and any(code in text for code in ("404", "422", "400"))
    return "" if refused and "/static/" not in place else f"{place}: {text}"


@pytest.fixture
def window(open_window: Callable[..., Page]) -> Page:
    """A wide window of a visitor who has said nothing."""
    return open_window()
