"""The gallery, the shell and the palette in Chromium."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khuevan.kernel.access import Actor
from khuevan.kernel.testing.browser import THEMES, WIDTHS, Browsing, accessible, comes_true, fits, ready

from .conftest import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_gallery_at_every_width(browser: Browsing, site: Site, width: int, theme: str) -> None:
    page = browser.page(width=width, theme=theme)
    page.goto(f"{site.url}/ui/gallery")
    ready(page)
    assert page.get_attribute("html", "data-bs-theme") == theme
    assert page.locator("[data-canvas] canvas").count() == 5
    fits(page)
    accessible(page)


def test_the_gallery_without_a_person_and_without_scripts(browser: Browsing, site: Site) -> None:
    known, site.acting = site.acting, Actor.anonymous()
    try:
        page = browser.page(width=390, scripts=False)
        page.goto(f"{site.url}/ui/gallery")
        page.click("a[href='#nav']")
        assert page.locator("#nav").is_visible()
        assert page.locator("[data-palette]").count() == 0
        page.goto(f"{site.url}/ui/gallery")
        page.fill("#filter_q", "ánh")
        page.click(".kv-filter button[type=submit]")
        assert "q=" in page.url
        page.locator("text=Nguyễn Thị Ánh Tuyết").first.wait_for()
    finally:
        site.acting = known


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_the_palette_by_keyboard(browser: Browsing, site: Site, width: int, theme: str) -> None:
    from khuevan.kernel.ui.navigation import contributed

    assert any(entry.permission is None for entry in contributed("NAVIGATION"))
    page = browser.page(width=width, theme=theme)
    page.goto(f"{site.url}/ui/gallery")
    ready(page)
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open] [role=option]")
    box = page.get_by_role("combobox", name="Tìm trang, trường, người")
    assert box.evaluate("box => box === document.activeElement")
    first = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{first}").get_attribute("aria-selected") == "true"
    accessible(page)
    fits(page)
    page.keyboard.press("ArrowUp")
    last = box.get_attribute("aria-activedescendant")
    assert page.locator("[role=option]").last.get_attribute("id") == last
    page.keyboard.type("không có trang nào tên thế này")
    page.wait_for_selector("[role=option]", state="detached")
    page.locator("text=Không tìm thấy gì.").first.wait_for()
    accessible(page)
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_the_palette_finds_without_accents_and_opens(browser: Browsing, site: Site) -> None:
    from khuevan.kernel.text import fold
    from khuevan.kernel.ui.navigation import navigation

    link = navigation(site.acting).links()[0]
    browser.expect("Failed to load resource")
    page = browser.page()
    page.goto(f"{site.url}/ui/gallery")
    ready(page)
    page.click("[data-palette-open]")
    page.wait_for_selector("dialog[open] [role=option]")
    page.keyboard.type(fold(link.label))
    page.wait_for_timeout(500)
    page.locator(f"[role=option] >> text={link.label}").first.wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert not page.url.endswith("/ui/gallery")


def test_components_that_move(browser: Browsing, site: Site) -> None:
    page = browser.page()
    page.goto(f"{site.url}/ui/gallery")
    ready(page)
    page.click(".kv-reveal")
    page.wait_for_selector("text=068203001234")
    page.click(".kv-tree summary >> nth=1")
    page.wait_for_selector("text=Trường Tiểu học Lộc Phát")
    page.click("[data-opens=specimen]")
    page.wait_for_selector("dialog.kv-modal[open]")
    accessible(page)
    page.keyboard.press("Escape")
    page.click("[data-toast-specimen]")
    page.wait_for_selector("text=Đã lưu thay đổi.")
    field = page.locator("#id_a-born_on")
    field.fill("")
    field.press_sequentially("01072025")
    assert field.input_value() == "01/07/2025"
    page.wait_for_selector("#live_progress >> text=100 / 100")


def test_theme_and_language_are_remembered(browser: Browsing, site: Site) -> None:
    page = browser.page()
    page.goto(f"{site.url}/ui/gallery")
    ready(page)
    page.click("summary[aria-label='Giao diện sáng hoặc tối']")
    page.click("button[name=theme][value=dark]")
    page.wait_for_url("**/ui/gallery")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert page.locator("script[src*='theme-']").count() == 0
    page.click("button[name=language][value=en]")
    page.wait_for_url("**/ui/gallery")
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("text=Skip to the content").count() == 1
    assert page.locator("text=1,234").count() > 0


def test_somebody_elses_eyes_are_announced(browser: Browsing, site: Site) -> None:
    known, site.acting = site.acting, replace(site.acting, acting_for="Trần Quốc Toản")
    try:
        page = browser.page(width=390)
        page.goto(f"{site.url}/ui/gallery")
        ready(page)
        page.locator(".kv-acting >> text=Trần Quốc Toản").wait_for()
        fits(page)
        accessible(page)
    finally:
        site.acting = known


def test_what_comes_true_only_later_is_waited_for_under_the_content_policy(
    browser: Browsing, site: Site
) -> None:
    page = browser.page()
    page.goto(f"{site.url}/ui/gallery")
    ready(page)
    page.evaluate("setTimeout(() => { document.title = 'Xong' }, 300)")
    comes_true(page, "Promise.resolve(document.title === 'Xong')")
    with pytest.raises(TimeoutError, match="0.1 s still not true: document.title === 'Khác'"):
        comes_true(page, "document.title === 'Khác'", seconds=0.1)


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_for_what_is_not_there(browser: Browsing, site: Site, theme: str) -> None:
    browser.expect("404")
    page = browser.page(width=390, theme=theme)
    page.goto(f"{site.url}/khong-co/")
    ready(page)
    assert page.locator("h1").inner_text() == "Không tìm thấy trang này"
    fits(page)
    accessible(page)
