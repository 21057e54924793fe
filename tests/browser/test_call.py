"""A call walked in a real browser by entrant, team-mate, judge, chair, visitor and stranger."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.base.files.making import a_pdf
from tests.browser.call_clock import CALL, OTHERS
from tests.browser.conftest import PATIENCE, ROOT, WIDE, _is_wrong, _wait
from tests.browser.test_accessibility import findings

TITLE = "A lamp that greets"
AT = f"/calls/{CALL}"


@dataclass
class Town:
    """The product with the town's hackathon, and a way to let the others act."""

    address: str
    env: dict[str, str]
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)

    def let(self, step: str) -> dict[str, Any]:
        """A step of the clock; what it told."""
        return _let(step, self.env)


def _let(step: str, env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.browser.call_clock", step]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    known = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env = known | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUPERCONNECTOR_DEMO": "1",
        "SUPERCONNECTOR_VAR": str(tmp_path_factory.mktemp("town")),
    }
    sessions = _let("prepare", env)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--no-ws", "--blocking-threads", "2", "--log-level", "warning"]
    command = [granian, *options, "--port", str(port), "config.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield Town(f"http://127.0.0.1:{port}", env, sessions)
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def window_of(chromium: Browser, town: Town) -> Iterator[Callable[[str], Page]]:
    """A window of a part, signed in, or of `nobody`, who is not. At the end nothing went wrong in any."""
    contexts = []
    wrong: list[str] = []

    def window(part: str) -> Page:
        context = chromium.new_context(base_url=town.address, viewport=WIDE, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if part != "nobody":
            context.add_cookies([{**town.sessions[part], "url": town.address}])
        page = context.new_page()
        page.on("console", lambda said: went_wrong(said) and wrong.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        return page

    yield window
    for context in contexts:
        context.close()
    assert wrong == []


def went_wrong(said: ConsoleMessage) -> bool:
    """As everywhere; and an invitation that was used is answered with 410."""
    return _is_wrong(said) and "410 (Gone)" not in said.text


def press(page: Page, name: str) -> None:
    """A button or a link of the page itself, and the page that follows."""
    main = page.locator("main")
    button = main.get_by_role("button", name=name, exact=True)
    with page.expect_navigation():
        (button if button.count() else main.get_by_role("link", name=name, exact=True)).first.click()


def sound(page: Page) -> None:
    """Nothing that axe-core finds, and back to where it was."""
    assert findings(page) == [], page.url
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    page.reload()


def test_a_call_from_the_first_entry_to_the_certificate(town: Town, window_of: Callable[[str], Page]) -> None:
    number = enters(window_of)
    keeps_out(window_of, number)
    town.let("judging")
    assigns(window_of("chair"))
    reads(window_of("judge"))
    assert town.let("deciding") == {"handed_in": 6}
    decides(window_of("chair"))
    is_told(window_of("entrant"), number)
    votes(window_of("voter"), window_of("nobody"))
    is_certified(window_of("chair"), window_of("mate"))
    assert town.let("check") == {"broken": [], "letters": 4, "votes": 1, "certificates": 4}


# --- the entrant and the team-mate -----------------------------------------------------------------------


def enters(window_of: Callable[[str], Page]) -> str:
    """Two people enter together; gives the number of their entry."""
    entrant = window_of("entrant")
    number = starts(entrant)
    link = invites(entrant, number)
    mate = window_of("mate")
    joins(mate, link)
    stranger = window_of("stranger")
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="The invitation cannot be used")).to_be_visible()
    answers(mate, number, "idea", "It lights up when somebody comes home.")
    entrant.goto(f"{AT}/entries/{number}/questions/idea/")
    expect(entrant.locator("#answer")).to_have_value("It lights up when somebody comes home.")
    sound(entrant)
    answers(entrant, number, "title", TITLE)
    answers(entrant, number, "users", "300")
    for question, value in (("stage", "prototype"), ("rules", "1")):
        entrant.goto(f"{AT}/entries/{number}/questions/{question}/")
        entrant.check(f"[name=answer][value='{value}']")
        press(entrant, "Save and continue")
    entrant.goto(f"{AT}/entries/{number}/questions/deck/")
    deck = {"name": "deck.pdf", "mimeType": "application/pdf", "buffer": a_pdf(2)}
    entrant.set_input_files("#file", deck)
    press(entrant, "Add")
    expect(entrant.get_by_role("link", name="deck.pdf")).to_be_visible()
    hands_in(entrant, number)
    return number


def starts(page: Page) -> str:
    page.goto(f"{AT}/")
    press(page, "Enter")
    page.check("[name=group][value=open]")
    press(page, "Continue")
    page.locator("main form input:not([type=hidden])").first.fill("30")
    press(page, "Continue")
    expect(page.get_by_role("heading", name="You may enter this group")).to_be_visible()
    sound(page)
    press(page, "Start the entry")
    found = re.search(r"/entries/([A-Z0-9]+)/", page.url)
    assert found
    sound(page)
    page.goto(f"{AT}/entries/{found[1]}/about/")
    page.check("[name=track][value=green]")
    press(page, "Save")
    return found[1]


def invites(page: Page, number: str) -> str:
    page.goto(f"{AT}/entries/{number}/team/")
    page.locator("main li [name=minor][value=no]").first.check()
    page.locator("main li").get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_load_state()
    page.goto(f"{AT}/entries/{number}/team/")
    press(page, "Make a link")
    link = page.locator("#link").input_value()
    sound_team = findings(page)
    assert sound_team == []
    return link


def joins(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Entrant invites you to a team")).to_be_visible()
    page.check("[name=minor][value=no]")
    sound(page)
    page.check("[name=minor][value=no]")
    press(page, "Join the team")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()


def answers(page: Page, number: str, question: str, text: str) -> None:
    page.goto(f"{AT}/entries/{number}/questions/{question}/")
    page.fill("#answer", text)
    press(page, "Save and continue")


def hands_in(page: Page, number: str) -> None:
    page.goto(f"{AT}/entries/{number}/check/")
    sound(page)
    press(page, "Hand in")
    expect(page.get_by_text(f"{number}-1", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    sound(page)


def keeps_out(window_of: Callable[[str], Page], number: str) -> None:
    """A stranger with an account finds nothing of the entry, nobody is asked to sign in."""
    stranger, nobody = window_of("stranger"), window_of("nobody")
    for path in (f"entries/{number}/", f"entries/{number}/receipts/1/", "chair/", "judging/"):
        said = stranger.goto(f"{AT}/{path}")
        assert said is not None
        assert said.status == 404, path
        nobody.goto(f"{AT}/{path}")
        assert "/account/login/" in nobody.url, path
    nobody.goto(f"{AT}/")
    expect(nobody.locator("main")).not_to_contain_text(TITLE)
    sound(nobody)


# --- the chair and the judge -----------------------------------------------------------------------------


def assigns(page: Page) -> None:
    page.goto(f"{AT}/chair/assignment/")
    press(page, "Propose an assignment")
    expect(page.get_by_text("9 readings would be new, 0 taken back, 0 stay.")).to_be_visible()
    sound(page)
    press(page, "Apply this proposal")
    expect(page.get_by_role("heading", name="Applied")).to_be_visible()


def reads(page: Page) -> None:
    """Three entries, scored by keys; what is walked is the best of them."""
    for done in range(3):
        page.goto(f"{AT}/judging/")
        expect(page.get_by_role("heading", name=f"{done} of 3 handed in")).to_be_visible()
        page.click(".desk-next")
        heading = page.locator("main h1").inner_text()
        if not done:
            sound(page)
        expect(page.locator("main")).not_to_contain_text("Entrant")
        expect(page.locator("[name=tab]")).not_to_have_value("")  # the script of the page has begun
        for key in "555" if heading == TITLE else f"3{2 + OTHERS.index(heading)}2":
            page.keyboard.press(key)
        page.fill("#comment", "Clear and useful.")
        here = page.url
        page.click("[value=finish]")
        page.wait_for_url(lambda url, before=here: url != before)
    page.goto(f"{AT}/judging/")
    expect(page.get_by_text("All is handed in. Thank you.")).to_be_visible()
    sound(page)


def decides(page: Page) -> None:
    page.goto(f"{AT}/chair/")
    sound(page)
    page.goto(f"{AT}/chair/ranking/open/")
    press(page, "Compute the ranking")
    expect(page.locator("main table tbody tr").first).to_contain_text(TITLE)
    sound(page)
    page.goto(f"{AT}/chair/decisions/open/decision/")
    page.select_option("[name=outcome]", "award")
    page.fill("[name=top]", "3")
    page.fill("[name=reserve]", "0")
    press(page, "See the proposal")
    expect(page.locator("tr.changed-row").first).to_contain_text("Gold")
    sound(page)
    press(page, "Apply this proposal")
    sound(page)
    press(page, "See who gets which letter")
    expect(page.locator("details.card")).to_have_count(4)
    sound(page)
    press(page, "Publish and send")


# --- afterwards ------------------------------------------------------------------------------------------


def is_told(page: Page, number: str) -> None:
    page.goto(f"{AT}/entries/{number}/letter/")
    expect(page.locator("main article").first).to_contain_text(f"{TITLE} has won Gold")
    sound(page)


def votes(voter: Page, nobody: Page) -> None:
    nobody.goto(f"{AT}/showcase/")
    expect(nobody.locator("main")).to_contain_text(TITLE)
    sound(nobody)
    nobody.get_by_role("link", name=TITLE).first.click()
    expect(nobody.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    sound(nobody)
    nobody.goto(f"{AT}/vote/open/")
    expect(nobody.get_by_role("heading", name="One account, one vote")).to_be_visible()
    voter.goto(f"{AT}/vote/open/")
    sound(voter)
    voter.get_by_role("radio", name=TITLE).check()
    press(voter, "Vote")
    voter.goto(f"{AT}/vote/open/")
    expect(voter.get_by_text("You voted")).to_be_visible()


def is_certified(chair: Page, mate: Page) -> None:
    chair.goto(f"{AT}/chair/certificates/")
    press(chair, "Issue those that are missing")
    sound(chair)
    mate.goto(f"{AT}/")
    press(mate, "Certificate: Mate")
    expect(mate.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
    expect(mate.locator("main")).to_contain_text("Gold")
    sound(mate)
