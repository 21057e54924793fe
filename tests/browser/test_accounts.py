"""Accounts in a real browser: joining with a code, passkeys, no scripts, the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import NARROW, PATIENCE, WIDE
from tests.browser.test_accessibility import OVERFLOW, findings

PHRASE = "a long enough phrase"
NUMBERS = count(1)

STRANGERS = [
    "/account/login/",
    "/account/signup/",
    "/account/signup/passkey/",
    "/account/password/reset/",
    "/demo/mail/",
    "/zh-hant/account/login/",
]
OWN = [
    "/account/",
    "/account/profile/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/totp/activate/",
    "/account/delete/",
    "/zh-hans/account/",
]


def join(page: Page, name: str = "Bo Chan") -> str:
    """Make an account with a password and confirm it; gives the address."""
    email = f"bo{next(NUMBERS)}@example.org"
    page.goto("/account/signup/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PHRASE)
    press(page, "Create the account")
    confirm(page, email)
    assert page.url.endswith("/account/")
    return email


def confirm(page: Page, email: str) -> None:
    """Read the code on the demo's page of mails and enter it."""
    here = page.url
    page.get_by_role("link", name="Read the demo's mails").click()
    mail = page.locator("article", has_text=email).first.inner_text()
    (code,) = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail, re.MULTILINE)
    page.goto(here)
    page.get_by_label("Code").fill(code)
    press(page, "Confirm")


def press(page: Page, button: str) -> None:
    """Press a button of the page itself and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button, exact=True).click()


def say_again(page: Page) -> None:
    """Answer the question for the password that stands before dangerous pages."""
    page.goto("/account/2fa/webauthn/add/")
    page.locator("#id_password").fill(PHRASE)
    press(page, "Confirm")
    assert page.url.endswith("/webauthn/add/")


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".account-nav").get_by_role("button", name="Sign out").click()
    assert page.locator(".account-nav").inner_text().strip() == "Sign in"


# --- how it looks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", STRANGERS)
def test_a_page_of_a_stranger(window: Page, path: str):
    window.goto(path)
    assert findings(window) == []


def test_a_refused_form(window: Page):
    window.goto("/account/signup/")
    press(window, "Create the account")
    summary = window.locator(".error-summary")
    assert summary.get_by_role("link").count() == 3
    summary.get_by_role("link", name="Email: This field is required.").click()
    assert window.evaluate("document.activeElement.id") == "id_email"
    assert findings(window) == []


def test_the_pages_of_somebody_with_an_account(window: Page):
    join(window, "Bo-Alexander Maximilian Featherstonehaugh-Chan the Third")
    say_again(window)
    found = {}
    for path in OWN:
        window.set_viewport_size(WIDE)
        window.goto(path)
        assert window.url.endswith(path)
        wrong = findings(window)
        window.set_viewport_size({"width": 320, "height": 700})
        found[path] = wrong + window.evaluate(OVERFLOW)
    assert found == {path: [] for path in OWN}


# --- joining ---------------------------------------------------------------------------------------------


def test_somebody_joins_on_a_telephone_by_keyboard_alone(open_window: Callable[..., Page]):
    page = open_window(viewport=NARROW)
    email = join(page)
    sign_out(page)
    page.goto("/account/login/")
    page.locator("#id_login").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")  # the link for a forgotten password
    page.keyboard.press("Tab")
    page.keyboard.type(PHRASE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/account/")
    expect(page.locator(".account-nav > a")).to_have_text("Bo Chan")


def test_without_scripts_everything_works_but_passkeys(open_window: Callable[..., Page]):
    page = open_window(java_script_enabled=False)
    email = join(page)
    page.goto("/account/profile/")
    page.get_by_label("Organisation").fill("Chan & Daughters")
    press(page, "Save")
    assert page.get_by_text("Chan & Daughters").is_visible()
    sign_out(page)
    page.goto("/account/login/")
    assert page.locator("#passkey-login").is_hidden()
    assert page.get_by_text("A passkey needs JavaScript.").is_visible()
    page.get_by_label("Email").fill(email)
    page.locator("#id_password").fill(PHRASE)
    press(page, "Sign in")
    assert page.url.endswith("/account/")


# --- passkeys --------------------------------------------------------------------------------------------

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(chromium: Browser, address: str) -> Iterator[Page]:
    """A window at a name instead of a number, which passkeys need; with a virtual key in the device."""
    where = address.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=where, viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page, wrong = context.new_page(), []
    page.on("console", lambda said: said.type in {"error", "warning"} and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def plug_in(page: Page, **other: object) -> tuple[CDPSession, str]:
    """A virtual key; `other` changes what it can do."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **other}})
    return session, key["authenticatorId"]


def test_a_passkey_is_added_and_opens_the_account_without_a_password(named: Page):
    plug_in(named)
    join(named)
    say_again(named)
    press(named, "Add the passkey")
    assert named.url.endswith("/recovery-codes/")
    assert named.locator("main code").count() == 10
    assert findings(named) == []
    named.goto("/account/2fa/webauthn/")
    assert named.locator(".summary > div").count() == 1
    assert findings(named) == []
    sign_out(named)
    named.goto("/account/login/")
    press(named, "Sign in with a passkey")
    assert named.url.endswith("/account/")
    expect(named.locator(".account-nav > a")).to_have_text("Bo Chan")


def test_an_account_without_any_password(named: Page):
    plug_in(named)
    email = f"key{next(NUMBERS)}@example.org"
    named.goto("/account/signup/passkey/")
    named.get_by_label("Your name").fill("Kit Key")
    named.get_by_label("Email").fill(email)
    press(named, "Go on")
    confirm(named, email)
    assert findings(named) == []
    press(named, "Make the passkey")
    named.goto("/account/")
    assert named.get_by_role("link", name="Choose a password").is_visible()
    named.get_by_role("link", name="Download my data").click()
    assert findings(named) == []
    with named.expect_download() as download:
        named.get_by_role("button", name="Use your passkey").click()
    assert download.value.suggested_filename == "my-data.json"


def test_a_key_that_does_not_know_the_person_is_refused_in_words(named: Page):
    session, key = plug_in(named)
    join(named)
    say_again(named)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    named.get_by_role("button", name="Add the passkey").click()
    note = named.get_by_role("alert")
    expect(note).to_contain_text("The passkey was not used.")
    expect(note).to_be_focused()
    assert findings(named) == []


def test_a_password_and_then_the_key(named: Page):
    plug_in(named)
    email = join(named)
    say_again(named)
    press(named, "Add the passkey")
    sign_out(named)
    named.goto("/account/login/?next=/programmes/")
    named.get_by_label("Email").fill(email)
    named.locator("#id_password").fill(PHRASE)
    press(named, "Sign in")
    assert named.url.endswith("/account/2fa/authenticate/")
    assert findings(named) == []
    press(named, "Use a passkey or a security key")
    assert named.url.endswith("/programmes/")
