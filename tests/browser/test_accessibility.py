"""What axe-core finds on every page, light and dark, wide and narrow: nothing. And nothing overflows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from superconnector.base.links import sign_link
from superconnector.ecosystem import Ecosystem, read_profile
from superconnector.portal.visitor import to_plain
from tests.browser.conftest import NARROW, WIDE

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
LOOKS = list(product(("light", "dark"), (WIDE, NARROW)))
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
    "/organisations/hkstp/",
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


def findings(page: Page) -> list[str]:
    """What axe-core finds in both schemes, wide and narrow, without loading the page again."""
    found: list[str] = []
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            places = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append(f"{scheme}, {size['width']}: {violation['id']} at {places}")
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_a_stranger(window: Page, path: str):
    window.goto(path)
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


def test_the_pages_of_a_visitor(window: Page):
    """After some answers: the question, the check page, the results with everything unfolded, a programme."""
    window.goto("/find/applicant.type/")
    window.locator("input[value=company]").check()
    window.get_by_role("button", name="Continue").click()
    window.wait_for_url("**/find/project.aims/")
    window.get_by_role("button", name="I don't know").click()
    window.wait_for_url("**/find/applicant.*/")
    for path in ("/find/applicant.employees/", "/find/answers/", "/results/", "/programmes/bud/"):
        window.goto(path)
        window.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        assert findings(window) == [], path


def test_a_shared_link(window: Page, example_links: list[str]):
    window.goto(example_links[0])
    window.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert findings(window) == []


@pytest.fixture
def example_links(served: str, hong_kong: Ecosystem, hong_kong_files: dict[str, str]) -> list[str]:
    """Addresses of the results of the example profiles."""
    names = [f"examples/{example.file}" for example in hong_kong.file.examples]
    profiles = [read_profile(hong_kong_files[name], hong_kong) for name in names]
    return [f"/results/?a={sign_link(to_plain(profile))}" for profile in profiles]


OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const framed = (e) => e.closest('.scroll') && !e.classList.contains('scroll');
  return [...document.querySelectorAll('body *')]
    .filter((e) => !framed(e) && e.getBoundingClientRect().right > width + 1)
    .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5).concat(`wider than ${width}`);
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_telephone(
    open_window: Callable[..., Page], hong_kong: Ecosystem, example_links: list[str], width: int
):
    page = open_window(viewport={"width": width, "height": 700})
    longest = sorted(hong_kong.programmes, key=lambda key: -len(hong_kong.programmes[key].model_dump_json()))[
        :12
    ]
    paths = [*PATHS, *(f"/programmes/{key}/" for key in longest), example_links[0]]
    wide = {}
    for path in paths:
        page.goto(path)
        page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        if found := page.evaluate(OVERFLOW):
            wide[path] = found
    assert wide == {}


def test_text_can_be_twice_as_large(open_window: Callable[..., Page]):
    """WCAG 1.4.4 and 1.4.10: 200% of text on a narrow window needs no scrolling sideways."""
    page = open_window(viewport={"width": 640, "height": 700})
    wide = {}
    for path in ("/", "/find/applicant.type/", "/results/", "/programmes/bud/"):
        page.goto(path)
        page.evaluate("() => { document.documentElement.style.setProperty('font-size', '200%'); }")
        if found := page.evaluate(OVERFLOW):
            wide[path] = found
    assert wide == {}
