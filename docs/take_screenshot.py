"""The pictures of the README: the results of the first example, reached from the home page of a running demo.

    python docs/take_screenshot.py http://127.0.0.1:8000/

writes docs/screenshot.png (light) and docs/screenshot-dark.png, both 1280 × 800. It needs Playwright and a
Chromium (CHROMIUM, or /usr/bin/chromium). `./run screenshot` starts the demo for it.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
PICTURES = {"light": "screenshot.png", "dark": "screenshot-dark.png"}


def take(browser: Browser, address: str, scheme: str, path: Path) -> None:
    """One picture in a window of its own."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(address)
    page.locator("main a.card").first.click()
    page.wait_for_url("**/results/**")
    page.screenshot(path=path)
    page.close()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(str(__doc__))
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for scheme, name in PICTURES.items():
            take(browser, arguments[0], scheme, FOLDER / name)
            sys.stdout.write(f"docs/{name}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
