"""Planning in a real browser: without scripts, with the keyboard, on telephones, nothing for axe-core."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.test_accessibility import UNFOLD, answer, findings, overflowing


def describe(page: Page) -> None:
    """A project with one line."""
    page.goto("/plan/")
    page.locator("#start").fill("2027-03-01")
    page.locator("#months").fill("12")
    page.locator("#line-0-name").fill("Shop")
    page.locator("#line-0-kind").select_option("software")
    page.locator("#line-0-amount").fill("420,000")


def plan(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Make the plan").click()


def test_from_the_results_to_the_plan_and_back_without_scripts(open_window: Callable[..., Page]):
    page = open_window(java_script_enabled=False)
    page.goto("/results/")
    page.get_by_role("link", name="Plan my project").click()
    describe(page)
    page.get_by_role("button", name="Add a line").click()
    expect(page.locator(".cost-line")).to_have_count(6)
    page.get_by_role("button", name="Remove line 6").click()
    expect(page.locator(".cost-line")).to_have_count(5)
    expect(page.locator("#line-0-amount")).to_have_value("420,000")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator("h1")).to_contain_text("of HK$420,000")
    page.get_by_role("link", name="Change the project").click()
    expect(page.locator("#line-0-name")).to_have_value("Shop")


def test_enter_makes_the_plan_and_removes_nothing(window: Page):
    describe(window)
    window.locator("#line-0-amount").focus()
    with window.expect_navigation():
        window.keyboard.press("Enter")
    assert window.url.endswith("/plan/result/")


def test_the_form_for_axe(window: Page):
    window.goto("/plan/")
    assert findings(window) == []


def test_a_refused_form_for_axe(window: Page):
    describe(window)
    window.locator("#months").fill("0")
    window.locator("#line-0-kind").select_option("")
    plan(window)
    assert window.locator(".error-summary a").count() == 2
    window.locator(".error-summary a").first.click()
    expect(window.locator("#months")).to_be_focused()
    assert findings(window) == []


def test_a_plan_of_a_stranger_for_axe(window: Page):
    describe(window)
    plan(window)
    window.evaluate(UNFOLD)
    assert findings(window) == []


def test_the_example_plan_for_axe(window: Page):
    window.goto("/plan/")
    with window.expect_navigation():
        window.get_by_role("link", name="Look at an example plan").click()
    window.evaluate(UNFOLD)
    assert findings(window) == []


def test_nothing_is_wider_than_a_telephone(open_window: Callable[..., Page]):
    page = open_window(viewport=NARROW)
    answer(page, "applicant.type", "company")
    describe(page)
    plan(page)
    assert overflowing(page, ["/plan/", "/plan/result/", "/zh-hant/plan/result/"]) == {}


def test_a_plan_can_be_taken_away(window: Page):
    describe(window)
    plan(window)
    for kind, name in (
        ("PDF", "plan.pdf"),
        ("CSV", "plan.csv"),
        ("Calendar", "plan.ics"),
        ("YAML", "plan.yaml"),
    ):
        with window.expect_download() as taken:
            window.locator(".keep").get_by_role("link", name=kind).click()
        assert taken.value.suggested_filename == name
