"""What axe-core finds on every page, light and dark, wide and narrow: nothing. And nothing overflows.

The first look is held to all rules; the others to the rules that depend on colours and sizes. Lists and
tables are cut to their first entries, for entries are alike and the time of axe-core grows with them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from superconnector.ecosystem import Ecosystem
from tests.browser.conftest import NARROW, WIDE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_LOOK = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
LOOKS = [
    ("light", WIDE, {"type": "tag", "values": TAGS}),
    ("dark", WIDE, {"type": "rule", "values": BY_LOOK}),
    ("dark", NARROW, {"type": "rule", "values": BY_LOOK}),
    ("light", NARROW, {"type": "rule", "values": BY_LOOK}),
]
PATHS = [
    "/",
    "/find/applicant.type/",
    "/find/applicant.type/?below=business",
    "/find/project.aims/",
    "/find/answers/",
    "/results/",
    "/programmes/",
    "/programmes/?q=nothing+has+this+name",
    "/programmes/tvp/?on=2023-06-30",
    "/programmes/bud/",
    "/programmes/nowhere/",
    "/programmes/bud/?on=never",
    "/changes/",
    "/changes/?since=2025-01-02&until=2025-01-01",
    "/organisations/",
    "/organisations/hkstpc/",
    "/sources/",
    "/about/",
    "/patterns/",
    "/zh-hant/",
    "/zh-hans/programmes/bud/",
]
REFUSED = {
    "applicant.listed": "",
    "applicant.type": "",
    "applicant.employees": "some",
    "project.cost": "-1",
    "applicant.incorporated_on": "",
}
"""A question of each type that can be answered wrongly, with what is entered."""

UNFOLD = "() => document.querySelectorAll('details').forEach((e) => { e.open = true; })"
CUT = """() => document
  .querySelectorAll('tr:nth-child(n+9), .compact > li:nth-child(n+9), article:nth-of-type(n+5)')
  .forEach((e) => e.remove())"""


def findings(page: Page) -> list[str]:
    """What axe-core finds in every look, without loading the page again."""
    page.evaluate(CUT)
    axe, found = Axe(), []
    page.evaluate(axe.axe_script)
    for scheme, size, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        for violation in page.evaluate("(options) => axe.run(options)", options)["violations"]:
            places = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append(f"{scheme}, {size['width']}: {violation['id']} at {places}")
    return found


def answer(page: Page, fact: str, choice: str) -> None:
    """Choose an answer and go on."""
    page.goto(f"/find/{fact}/")
    page.locator(f"input[value={choice}]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_a_stranger(window: Page, path: str):
    window.goto(path)
    window.evaluate(UNFOLD)
    assert findings(window) == []


@pytest.mark.parametrize(("fact", "entered"), REFUSED.items())
def test_a_refused_question(window: Page, fact: str, entered: str):
    window.goto(f"/find/{fact}/")
    if entered:
        window.locator("#answer").fill(entered)
    with window.expect_navigation():
        window.get_by_role("button", name="Continue").click()
    assert window.locator(".error-summary").is_visible()
    assert findings(window) == []


@pytest.mark.parametrize(
    "path", ["/find/applicant.employees/", "/find/answers/", "/results/", "/programmes/bud/"]
)
def test_a_page_of_a_visitor(window: Page, path: str):
    answer(window, "applicant.type", "company")
    answer(window, "applicant.listed", "no")
    window.goto(path)
    window.evaluate(UNFOLD)
    assert findings(window) == []


def test_a_shared_link(window: Page):
    window.goto("/")
    with window.expect_navigation():
        window.locator("main a.card").first.click()
    window.evaluate(UNFOLD)
    assert findings(window) == []


OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const framed = (e) => e.closest('.scroll') && !e.classList.contains('scroll');
  return [...document.querySelectorAll('body *')]
    .filter((e) => !framed(e) && e.getBoundingClientRect().right > width + 1)
    .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5).concat(`wider than ${width}`);
}"""


def overflowing(page: Page, paths: list[str], before: str = UNFOLD) -> dict[str, list[str]]:
    """The pages that are wider than their window, each with what sticks out."""
    found = {}
    for path in paths:
        page.goto(path)
        page.evaluate(before)
        if wide := page.evaluate(OVERFLOW):
            found[path] = wide
    return found


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_telephone(
    open_window: Callable[..., Page], hong_kong: Ecosystem, width: int
):
    page = open_window(viewport={"width": width, "height": 700})
    answer(page, "applicant.type", "company")
    longest = sorted(hong_kong.programmes.values(), key=lambda programme: -len(programme.model_dump_json()))
    assert overflowing(page, [*PATHS, *(f"/programmes/{each.id}/" for each in longest[:12])]) == {}


def test_text_can_be_twice_as_large(open_window: Callable[..., Page]):
    """WCAG 1.4.4: at 200% of the text size nothing is cut off or sticks out."""
    page = open_window(viewport={"width": 640, "height": 700})
    paths = ["/", "/find/applicant.type/", "/results/", "/programmes/", "/programmes/bud/"]
    larger = "() => { document.documentElement.style.setProperty('font-size', '200%'); }"
    assert overflowing(page, paths, before=larger) == {}
