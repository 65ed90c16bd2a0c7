"""The side menu of somebody with many pages: folded by room, searched without accents, walked by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Visit

pytestmark = pytest.mark.browser


def test_a_long_menu_is_searched_and_walked_by_keyboard(visit: Visit) -> None:
    officer = visit("chuyenvien.so")
    page = officer.page
    shown = page.locator("#nav li > a:visible")
    folded = shown.count()
    assert folded < 12, "of a long menu only the part that one is in stands open"

    page.get_by_label("Tìm trong danh mục").fill("muc do chuyen doi")
    expect(shown).to_have_count(1)
    officer.look("menu searched")
    page.get_by_label("Tìm trong danh mục").press("Escape")
    expect(shown).to_have_count(folded)

    page.get_by_label("Tìm trong danh mục").fill("khong co muc nay")
    expect(page.get_by_text("Không có mục nào khớp")).to_be_visible()
    page.get_by_label("Tìm trong danh mục").fill("du lieu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = shown.nth(1)
    expect(second).to_be_focused()
    address = second.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    expect(page.locator("#nav [aria-current]")).to_be_visible()

    page.get_by_label("Tìm trong danh mục").fill("nhat ky hoat dong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/**")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open] input")).to_be_focused()
