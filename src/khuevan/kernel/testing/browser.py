"""Headless Chromium for browser tests, and the two questions that every page must answer well: can everybody use it
(`accessible`), and does it fit the screen (`fits`).

    @pytest.mark.browser
    def test_people(browser: Browsing, platform: Platform) -> None:
        page = browser.page(width=390, theme="dark")
        page.goto(f"{platform.url}/people/")
        accessible(page)
        fits(page)

A page that logged an error, or broke the content policy, fails its test when the test ends.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from .patience import PATIENCE

ROOT = Path(__file__).resolve().parents[4]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = (390, 768, 1280, 1920)
THEMES = ("light", "dark")
HEIGHT = 900
expect.set_options(timeout=PATIENCE * 1000)


@cache
def _axe() -> str:
    if not AXE.exists():
        raise RuntimeError(f"{AXE} is missing: run `npm ci`")
    return AXE.read_text(encoding="utf-8")


def chromium() -> str:
    """Where Chromium is. Raises RuntimeError with the command that installs it.

    The one without windows comes first: the same engine, and the same pages cost it a third less."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("browser tests need Chromium: apt-get install chromium-headless-shell")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        yield browser
        browser.close()


def ready(page: Page) -> Page:
    """Waits until the page's scripts have run and its charts are drawn."""
    page.wait_for_selector("html[data-ready]")
    page.wait_for_selector("[data-chart]:not([data-drawn])", state="detached")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


_A_SECOND = "new Promise((resolve) => setTimeout(resolve, 1000, false))"


def comes_true(page: Page, expression: str, seconds: float = 30.0) -> None:
    """Waits until a JavaScript expression (or what its promise brings) is true; TimeoutError names it otherwise.

    Playwright's own `wait_for_function` asks again from within the page by evaluating text, which the content
    policy refuses: it works only where the answer is true at once. A page that is left meanwhile is asked again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if page.evaluate(f"Promise.race([{expression}, {_A_SECOND}])"):
                return
        except PlaywrightError as error:
            if "Execution context was destroyed" not in error.message:
                raise
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url}: after {seconds:g} s still not true: {expression}")
        page.wait_for_timeout(50)


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA: "rule: element: what to change"."""
    ready(page)
    page.evaluate(_axe())
    result: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        STANDARD,
    )
    return [
        f"{rule['id']}: {node['html'][:200]}: {' '.join(node['failureSummary'].split())[:300]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def accessible(page: Page) -> None:
    """Fails with every violation of WCAG 2.1 AA on the page as it stands."""
    found = violations(page)
    assert not found, f"{page.url}: {len(found)} violations\n" + "\n".join(found)


def fits(page: Page) -> None:
    """Fails where the page is wider than the screen, and names what sticks out."""
    ready(page)
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
             .slice(0, 5).map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert width <= inner, f"{page.url}: {width} px of content on a screen of {inner} px: {wide}"


@dataclass
class Browsing:
    """Pages of one test, each in a context (cookies) of its own, and what they complained of."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def page(
        self,
        *,
        width: int = 1280,
        theme: str = "light",
        scripts: bool = True,
        cookies: list[Any] | None = None,
        touch: bool = False,
    ) -> Page:
        """A fresh page; `theme` is what the machine prefers; `scripts=False` tries the page without JavaScript;
        `touch` gives it a finger in place of a mouse."""
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
            has_touch=touch,
            locale="vi-VN",
            reduced_motion="reduce",
        )
        if cookies:
            context.add_cookies(cookies)
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def expect(self, pattern: str) -> None:
        """Names a complaint that belongs to the test, such as the 403 that it provokes."""
        self.expected.append(re.compile(pattern))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def unexpected(self) -> list[str]:
        return [words for words in self.complaints if not any(p.search(words) for p in self.expected)]

    def end(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="module")
def chromium_process() -> Iterator[Browser]:
    """One Chromium for the tests of a file: no longer, because Django refuses to work in a thread where playwright's
    loop runs. Fixtures of the session (the platform) are set up before it."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def browser(chromium_process: Browser) -> Iterator[Browsing]:
    """Fresh contexts for one test; whatever the console said against a page fails it."""
    browsing = Browsing(chromium_process)
    yield browsing
    browsing.end()
    assert not browsing.unexpected(), "the console said: " + "; ".join(browsing.unexpected())
