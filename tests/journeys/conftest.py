"""Signing in as the demo's people in Chromium, once each, and the examination that every page they visit must pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from khuevan.demo.logins import PASSWORD
from khuevan.kernel.testing.browser import Browsing, accessible, browser, chromium_process, fits, ready
from khuevan.kernel.testing.server import Platform

__all__ = ["browser", "chromium_process"]

NARROW, WIDE = 390, 1280
Visit = Callable[..., "Visitor"]


class Visitor:
    """One person at one screen. `examined` is shared by the run: a kind of page is examined once for each role,
    width and theme, however often journeys pass by."""

    def __init__(self, page: Page, url: str, role: str, theme: str, examined: set[tuple[Any, ...]]) -> None:
        self.page, self.url, self.role, self.theme, self.examined = page, url, role, theme, examined

    def go(self, path: str) -> Visitor:
        self.page.goto(self.url + path)
        return self.look()

    def look(self, state: str = "") -> Visitor:
        """Examines the page as it stands: WCAG 2.1 AA, and nothing wider than a phone or a laptop. `state` names what
        sets it apart from the same address at other times, such as a shown warning."""
        ready(self.page)
        assert self.page.locator("main [value='None']").count() == 0, "a field without a value says None"
        assert self.page.viewport_size is not None
        size = self.page.viewport_size
        kind = re.sub(r"\d+", "N", self.page.url.removeprefix(self.url).split("?")[0])
        key = (kind, self.role, size["width"], self.theme, state)
        if key not in self.examined:
            self.examined.add(key)
            accessible(self.page)
            for width in (NARROW, WIDE):
                self.page.set_viewport_size({**size, "width": width})
                fits(self.page)
            self.page.set_viewport_size(size)
        return self

    def press(self, name: str, *, role: str = "button") -> Visitor:
        """Presses the button (or link) of that name in the page's main part, and examines what it leads to."""
        self.page.locator("main").get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        return self.look(state=name)

    def follow(self, name: str) -> Visitor:
        return self.press(name, role="link")

    def menu(self, name: str) -> Visitor:
        """A page of the side navigation."""
        self.entry(name).click()
        self.page.wait_for_load_state()
        return self.look()

    def entry(self, name: str) -> Locator:
        """The entry of the side navigation, in sight: its group is opened where it is folded."""
        link = self.page.locator("#nav").get_by_role("link", name=name, exact=True, include_hidden=True)
        if not link.is_visible():
            link.locator("xpath=ancestor::details/summary").click()
        return link

    def fill(self, **fields: str) -> Visitor:
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def reads(self, *words: str) -> Visitor:
        """The words stand on the page, or come within the waiting time."""
        for sentence in words:
            try:
                self.page.locator("body").get_by_text(sentence).locator("visible=true").first.wait_for()
            except TooLate as late:
                raise AssertionError(
                    f"{self.page.url} does not say {sentence!r}, but:\n{self.main}"
                ) from late
        return self

    def lacks(self, *words: str) -> Visitor:
        for sentence in words:
            assert self.page.locator("main").get_by_text(sentence).count() == 0, sentence
        return self

    @property
    def main(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture(scope="session")
def cookies() -> dict[str, list[Any]]:
    """Who has signed in already, and the cookies of it."""
    return {}


@pytest.fixture(scope="session")
def examined() -> set[tuple[Any, ...]]:
    return set()


def sign_in(page: Page, url: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/signin/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_selector(".kv-user")


@pytest.fixture
def visit(
    platform: Platform, browser: Browsing, cookies: dict[str, list[Any]], examined: set[tuple[Any, ...]]
) -> Visit:
    """visit("hieutruong", width=390, theme="dark"): that person's home page, signed in."""

    def as_somebody(
        username: str, *, width: int = WIDE, theme: str = "light", touch: bool = False, afresh: bool = False
    ) -> Visitor:
        known = None if afresh else cookies.get(username)
        page = browser.page(width=width, theme=theme, cookies=known, touch=touch)
        if known is None:
            sign_in(page, platform.url, username)
            if not afresh:
                cookies[username] = page.context.cookies()
        return Visitor(page, platform.url, username, theme, examined).go("/")

    return as_somebody


def id_of(page: Page, selector: str) -> int:
    """The number at the end of the address of the first such link."""
    address = page.locator(selector).first.get_attribute("href") or ""
    return int(re.findall(r"\d+", address)[-1])
