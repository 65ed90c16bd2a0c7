"""A visitor without an account: from the home of the portal to a school, on a phone, in English, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.server import Platform

from .conftest import NARROW, WIDE, Visit, Visitor

pytestmark = pytest.mark.browser
PAGES = (
    "/portal/", "/portal/schools/", "/portal/schools/map", "/portal/reports/", "/targets/public/", "/maturity/public/",
    "/indicators/public/", "/hoc-ba/xac-minh/", "/en/portal/",
)  # fmt: skip


def visitor(page: Page, platform: Platform, theme: str = "light") -> Visitor:
    return Visitor(page, platform.url, "anybody", theme, set())


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "light"), (WIDE, "dark")])
def test_every_public_page_can_be_read_by_everybody(
    platform: Platform, browser: Browsing, width: int, theme: str
) -> None:
    page = browser.page(width=width, theme=theme)
    anybody = visitor(page, platform, theme)
    for path in PAGES:
        anybody.go(path)
    assert page.context.cookies() == []


def test_a_school_is_found_without_accents_and_its_contacts_and_plan_are_there(
    platform: Platform, browser: Browsing, visit: Visit
) -> None:
    head = visit("hieutruong")
    head.menu("Cổng công khai").reads("Những gì ai cũng xem được")
    page = browser.page(width=NARROW)
    anybody = visitor(page, platform).go("/portal/")
    page.locator("main [name=q]").fill("truong tieu hoc")
    anybody.press("Tìm trường")
    page.locator("main select[name=level]").select_option("primary")
    expect(page).to_have_url(re.compile("level=primary"))
    page.locator("#results tbody a").first.click()
    anybody.look("a school").reads("Thông tin", "Số liệu đã công bố")
    page.locator("header [lang=en]").click()
    anybody.look("in English").reads("Published figures")
    page.locator("header").get_by_role("link", name="Plans", exact=True).click()
    expect(page).to_have_url(re.compile("/en/targets/public/"))
    page.locator("#results tbody a").first.click()
    anybody.look("a plan")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.context.cookies() == []


def test_the_portal_works_without_scripts(platform: Platform, browser: Browsing) -> None:
    page = browser.page(scripts=False)
    page.goto(f"{platform.url}/portal/schools/?q=khong+co+truong+nao+ten+nay")
    assert "Không có trường nào" in page.locator("main").inner_text()
    page.locator("main [name=q]").fill("truong")
    page.locator("main").get_by_role("button", name="Lọc").click()
    page.locator("#results tbody a").first.click()
    assert "Mã đơn vị" in page.locator("main").inner_text()
