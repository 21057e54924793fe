"""What comes after a decision, in a real browser: 3D models are drawn, the pages are usable by everybody."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from tests.browser.conftest import NARROW, PATIENCE, PREPARE, ROOT, WIDE, _wait
from tests.browser.test_accessibility import OVERFLOW, UNFOLD, findings

Seed = dict[str, str]
DRAWN = """async () => {
  const seen = await createImageBitmap(await document.querySelector('model-viewer').toBlob());
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [64, 64];
  const pen = copy.getContext('2d');
  pen.drawImage(seen, 0, 0, 64, 64);
  return pen.getImageData(0, 0, 64, 64).data.filter((byte, place) => place % 4 === 3 && byte > 0).length;
}"""
"""How many of 64 × 64 points of what the viewer draws are not empty."""


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Seed]]:
    """A server of its own with a decided call in its database, and what the call holds."""
    known = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env = known | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUPERCONNECTOR_DEMO": "1",
        "SUPERCONNECTOR_VAR": str(tmp_path_factory.mktemp("var-showcase")),
        "PYTHONPATH": str(ROOT),
    }
    prepare = PREPARE.replace('call_command("load_ecosystem")\n', "")
    subprocess.run([sys.executable, "-c", prepare], cwd=ROOT, env=env, check=True)
    seeding = [sys.executable, "tests/browser/showcase_seed.py"]
    told = subprocess.run(seeding, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--interface", "wsgi", "--no-ws", "--blocking-threads", "2", "--log-level", "warning"]
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, *options, "--port", str(port), "config.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}", json.loads(told.stdout)
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def look(chromium: Browser, decided: tuple[str, Seed]) -> Iterator[Callable[..., Page]]:
    """Windows of new visitors; at the end no page had an error, and none asked for another place."""
    address, _seed = decided
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def window(**options: object) -> Page:
        context = chromium.new_context(
            base_url=address, **{"viewport": WIDE, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: said.type == "error" and wrong.append(f"{page.url}: {said.text}"))
        page.on("request", lambda asked: _is_ours(asked.url, address) or wrong.append(asked.url))
        return page

    yield window
    for context in contexts:
        context.close()
    assert wrong == []


def _is_ours(url: str, address: str) -> bool:
    return url.startswith((address, f"blob:{address}", "data:"))


def sign_in(page: Page, seed: Seed, who: str) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", seed[who])
    page.fill("input[name=password]", seed["password"])
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()


def frame_of(page: Page, digest: str) -> Frame:
    handle = page.locator(f"iframe[src*='{digest}']")
    handle.scroll_into_view_if_needed()
    frame = handle.element_handle().content_frame()
    assert frame is not None
    return frame


@pytest.mark.parametrize("kind", ["glb", "stl"])
def test_a_model_is_really_drawn(look: Callable[..., Page], decided: tuple[str, Seed], kind: str):
    seed = decided[1]
    page = look(viewport=NARROW)
    page.set_default_timeout(2 * PATIENCE)
    page.goto(f"/calls/town-hack/showcase/{seed['entry']}/")
    frame = frame_of(page, seed[kind])
    frame.wait_for_function("() => document.documentElement.dataset.model === 'ready'")
    assert 300 < frame.evaluate(DRAWN) < 64 * 64
    assert "arrow keys" in frame.locator(".viewer-said").inner_text()


def test_without_javascript_the_model_can_be_saved(look: Callable[..., Page], decided: tuple[str, Seed]):
    seed = decided[1]
    page = look(java_script_enabled=False)
    page.goto(f"/calls/town-hack/showcase/{seed['entry']}/")
    with page.expect_download() as saved:
        page.locator(f"figcaption a[href$='{seed['glb']}/']").click()
    assert saved.value.suggested_filename == "model.glb"


def test_a_voter_votes_by_keyboard(look: Callable[..., Page], decided: tuple[str, Seed]):
    seed = decided[1]
    page = look()
    sign_in(page, seed, "voter")
    page.goto("/calls/town-hack/vote/open/")
    page.locator("input[name=choice]").first.focus()
    page.keyboard.press("Space")
    chosen = page.locator("input[name=choice]:checked").get_attribute("value")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[name=choice]:checked").get_attribute("value") == chosen
    assert page.get_by_text("You voted").is_visible()
    assert findings(page) == []


PUBLIC = ["", "showcase/", "showcase/{entry}/", "trials/", "vote/open/"]
OF_A_CHAIR = ["chair/trials/", "chair/trials/{trial}/", "chair/certificates/"]


def checked(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.evaluate(UNFOLD)
    found = findings(page)
    page.set_viewport_size({"width": 320, "height": 700})
    found += page.evaluate(OVERFLOW)
    page.set_viewport_size(WIDE)
    return found


def test_public_pages_have_no_finding(look: Callable[..., Page], decided: tuple[str, Seed]):
    seed = decided[1]
    page = look()
    paths = [f"/calls/town-hack/{each.format(**seed)}" for each in PUBLIC]
    paths += [f"/certificates/{seed['code']}/", "/certificates/", seed["feedback"]]
    assert {path: found for path in paths if (found := checked(page, path))} == {}


def test_pages_of_a_chair_have_no_finding(look: Callable[..., Page], decided: tuple[str, Seed]):
    seed = decided[1]
    page = look()
    sign_in(page, seed, "chair")
    paths = [f"/calls/town-hack/{each.format(**seed)}" for each in OF_A_CHAIR]
    assert {path: found for path in paths if (found := checked(page, path))} == {}
