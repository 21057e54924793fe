"""One Chromium, and the product as it is served, on the real ecosystem.

The server is a process of its own with a database of its own, for two reasons: what is tried is what runs,
and nothing of it meets the transactions of other tests. Chromium is closed when the tests of this folder are
over, because the event loop of its driver would disturb Django's connections in this thread.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
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
PATIENCE = 30_000
"""Milliseconds for one step, on a machine that does other things too."""

PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_ecosystem")
call_command("collectstatic", interactive=False, verbosity=0)
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests are skipped, or fail where everything is required."""
    if not CHROMIUM.exists():
        missing = f"There is no Chromium at {CHROMIUM}. Name one with CHROMIUM=/path."
        (pytest.fail if REQUIRED else pytest.skip)(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the product is served: http://127.0.0.1:PORT."""
    known = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUPERCONNECTOR_DEMO": "1",
        "SUPERCONNECTOR_VAR": str(tmp_path_factory.mktemp("var")),
    }
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=known | own, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--no-ws", "--blocking-threads", "2", "--log-level", "warning"]
    command = [granian, *options, "--port", str(port), "config.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=known | own)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture
def open_window(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Windows of new visitors. At the end nothing may have gone wrong in any of them: no error and no refused
    script in the console, and no request to another place."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def window(**options: object) -> Page:
        look = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        context = chromium.new_context(base_url=address, **look)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: _is_wrong(said) and wrong.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("request", lambda asked: asked.url.startswith(address) or wrong.append(f"asked {asked.url}"))
        return page

    yield window
    for context in contexts:
        context.close()
    assert wrong == []


def _is_wrong(said: ConsoleMessage) -> bool:
    """Errors and warnings of the console, but for the status of a page that is meant to be refused."""
    meant = "Failed to load resource" in said.text and any(
        code in said.text for code in ("400", "404", "422")
    )
    return said.type in {"error", "warning"} and not (meant and "/static/" not in said.location["url"])


@pytest.fixture
def window(open_window: Callable[..., Page]) -> Page:
    """A wide window of a visitor who has said nothing."""
    return open_window()
