"""The whole way from the home page to a programme: by keyboard, with a mouse, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

TALLY = "#tally li.not-for-you b"


def tab_to(page: Page, selector: str, limit: int = 120) -> None:
    """Press Tab until the element has the focus; wherever the focus stops, it must be seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            continue  # past the last one, the browser's own controls come first
        assert page.evaluate(SEEN), page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab on {page.url}")


SEEN = """() => {
  const at = document.activeElement;
  const shown = [at, at.closest('label')].filter(Boolean).map((e) => getComputedStyle(e));
  const outlined = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  return shown.some((s) => outlined(s) || s.boxShadow !== 'none');
}"""


def test_by_keyboard_alone(window: Page):
    window.goto("/")
    window.keyboard.press("Tab")
    expect(window.locator("a.skip")).to_be_focused()
    window.keyboard.press("Enter")
    tab_to(window, "main input[type=radio]")
    window.keyboard.press("Space")
    assert window.locator("main input[type=radio]:checked").get_attribute("value") == "business"
    tab_to(window, "main form button")
    window.keyboard.press("Enter")
    window.wait_for_url("**/find/applicant.type/?below=business")
    tab_to(window, "input[value=company]")
    window.keyboard.press("Space")
    tab_to(window, "main form button:not([name])")
    window.keyboard.press("Enter")
    window.wait_for_url("**/find/project.aims/")
    tab_to(window, "input[value=expand_markets]")
    window.keyboard.press("Space")
    tab_to(window, "main form button:not([name])")
    window.keyboard.press("Enter")
    window.wait_for_url(re.compile(r"/find/(?!project\.aims)"))
    tab_to(window, "button[name=skip]")
    with window.expect_navigation():
        window.keyboard.press("Enter")
    tab_to(window, "aside a.button")
    window.keyboard.press("Enter")
    window.wait_for_url("**/results/")
    tab_to(window, "article h3 a")
    name = window.evaluate("() => document.activeElement.textContent")
    window.keyboard.press("Enter")
    window.wait_for_url("**/programmes/*/")
    expect(window.locator("h1")).to_have_text(name)
    expect(window.locator("#yours")).to_contain_text("For you")


def test_arrows_choose_among_answers(window: Page):
    window.goto("/find/applicant.listed/")
    tab_to(window, "input[type=radio]")
    window.keyboard.press("ArrowDown")
    assert window.locator("input:checked").get_attribute("value") == "no"


def test_a_refused_answer_puts_the_focus_on_what_to_do(window: Page):
    window.goto("/find/project.cost/")
    window.locator("#answer").fill("a lot")
    window.keyboard.press("Enter")
    summary = window.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.locator("a").click()
    expect(window.locator("#answer")).to_be_focused()
    expect(window.locator("#answer")).to_have_value("a lot")


def test_the_count_runs_without_a_reload(window: Page):
    window.goto("/find/applicant.type/")
    window.evaluate("() => { window.sameDocument = true; }")
    before = window.locator(TALLY).inner_text()
    with window.expect_response("**/find/count/**"):
        window.locator("input[value=student]").check()
    expect(window.locator(TALLY)).not_to_have_text(before)
    student = int(window.locator(TALLY).inner_text())
    assert student > int(before)
    with window.expect_response("**/find/count/**"):
        window.locator("input[value=individual]").check()
    assert window.evaluate("() => window.sameDocument") is True
    window.reload()
    expect(window.locator(TALLY)).to_have_text(before)


def test_the_count_runs_while_one_types(window: Page):
    window.goto("/find/applicant.employees/")
    before = window.locator(TALLY).inner_text()
    with window.expect_response("**/find/count/**"):
        window.locator("#answer").press_sequentially("5000")
    expect(window.locator(TALLY)).not_to_have_text(before)


def test_the_catalogue_narrows_without_a_reload(window: Page):
    window.goto("/programmes/")
    window.evaluate("() => { window.sameDocument = true; }")
    window.locator("#q").press_sequentially("technology voucher")
    expect(window.locator("#list li").first).to_contain_text("Technology Voucher Programme")
    expect(window).to_have_url(re.compile(r"q=technology\+?(%20)?voucher"))
    window.locator("#kind").select_option("voucher")
    expect(window.locator("#list [role=status]")).to_have_text(re.compile(r"^1 programme$"))
    assert window.evaluate("() => window.sameDocument") is True
    window.reload()
    expect(window.locator("#list li")).to_have_count(1)


def test_without_scripts(open_window: Callable[..., Page]):
    page = open_window(java_script_enabled=False)
    page.goto("/")
    page.locator("main input[value=school]").check()
    page.locator("main form button").click()
    assert page.url.endswith("/find/project.aims/")
    page.locator("input[value=teach_technology]").check()
    page.get_by_role("button", name="Continue").click()
    assert "/find/" in page.url
    page.get_by_role("button", name="I don't know").click()
    page.get_by_role("link", name="See the results now").click()
    assert page.url.endswith("/results/")
    page.get_by_role("link", name=re.compile("check or change")).click()
    expect(page.locator("dl.summary")).to_contain_text("You don't know")
    page.get_by_role("link", name=re.compile("^Change Kind")).or_(
        page.locator("dl.summary a").first
    ).first.click()
    page.locator("input[value=student]").check()
    page.get_by_role("button", name="Continue").click()
    assert page.url.endswith("/find/answers/")
    page.get_by_role("button", name="Forget everything").click()
    expect(page.locator("main")).to_contain_text("No answers yet")
    page.goto("/programmes/")
    page.locator("#kind").select_option("voucher")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#list")).to_contain_text("Technology Voucher Programme")


def test_a_question_refused_without_scripts(open_window: Callable[..., Page]):
    page = open_window(java_script_enabled=False)
    page.goto("/find/applicant.incorporated_on/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary")).to_contain_text("Give an answer")


def test_back_keeps_the_answers(window: Page):
    window.goto("/find/applicant.type/")
    window.locator("input[value=company]").check()
    window.get_by_role("button", name="Continue").click()
    window.wait_for_url("**/find/project.aims/")
    window.locator("a.back").click()
    expect(window.locator("input[value=company]")).to_be_checked()


def test_the_language_keeps_the_page(window: Page):
    window.goto("/programmes/tvp/?on=2023-06-30")
    window.get_by_role("link", name="繁體").click()
    window.wait_for_url("**/zh-hant/programmes/tvp/?on=2023-06-30")
    expect(window.locator("html")).to_have_attribute("lang", "zh-hant")
    window.get_by_role("link", name="简体").click()
    window.wait_for_url("**/zh-hans/programmes/tvp/?on=2023-06-30")
    window.get_by_role("link", name="English").click()
    window.wait_for_url("**/programmes/tvp/?on=2023-06-30")
    expect(window.locator("h1")).to_contain_text("Technology Voucher Programme")


def test_a_shared_link_is_the_same_for_a_stranger(open_window: Callable[..., Page]):
    first = open_window()
    first.goto("/")
    first.locator("main a.card").first.click()
    first.wait_for_url("**/results/?a=*")
    opened = first.locator("section[aria-labelledby=open-heading] h3").all_inner_texts()
    assert opened
    second = open_window()
    second.goto(first.url)
    assert second.locator("section[aria-labelledby=open-heading] h3").all_inner_texts() == opened
    assert second.context.cookies() == []


def test_printed_results_hold_the_answers_and_no_controls(window: Page):
    window.goto("/")
    window.locator("main a.card").first.click()
    window.wait_for_url("**/results/?a=*")
    window.emulate_media(media="print")
    for selector in (".site-header", ".site-footer", "main .button"):
        assert not any(part.is_visible() for part in window.locator(selector).all())
    expect(window.locator("h1")).to_be_visible()
    expect(window.locator("article h3").first).to_be_visible()
    hidden = window.evaluate(
        """() => [...document.querySelectorAll('ul.clauses li, details ul.compact li')]
                 .filter((e) => !e.checkVisibility({contentVisibilityAuto: true})).length"""
    )
    assert hidden == 0, "paper cannot be unfolded"
    assert window.pdf()[:5] == b"%PDF-"
