"""A teacher enters marks: by keyboard, by paste, with the line down, and against somebody else on the same cell."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from khuevan.kernel.testing.browser import Browsing, accessible, comes_true, fits, ready

from .conftest import Visit, sign_in

pytestmark = pytest.mark.browser

SAVED = re.compile("^Đã lưu mọi ô")
WEEK_LATER = """() => {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith("kv.pending."));
    if (!kept.length) throw new Error("nothing waits");
    for (const key of kept) {
        const value = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify({ ...value, at: value.at - 8 * 864e5 }));
    }
}"""
"""What waits on the device has waited for eight days: nothing is thrown away."""
AGED = """days => caches.open("kv-away-pages").then(async (pages) => {
    for (const request of await pages.keys()) {
        const kept = await pages.match(request), headers = new Headers(kept.headers);
        headers.set("X-Kept-At", String(Number(headers.get("X-Kept-At")) - days * 864e5));
        await pages.put(request, new Response(await kept.blob(), { headers }));
    }
})"""
"""Every page that is kept on the device was kept so many days ago."""
IS_FRESH = """caches.match(location.href, { cacheName: "kv-away-pages" })
    .then((kept) => Date.now() - Number(kept?.headers.get("X-Kept-At")) < 864e5)"""


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(f"[data-marks] tbody tr:not(.kv-marks-shut) td[data-k='{column}']").nth(row)


def state(page: Page) -> Locator:
    return page.locator("[data-marks-state]")


def test_marks_by_keyboard_by_paste_offline_and_against_each_other(visit: Visit, browser: Browsing) -> None:
    browser.expect("ERR_INTERNET_DISCONNECTED")
    teacher = visit("giaovien.thcs").go("/gradebook/")
    page = teacher.page
    teacher.reads("Sổ điểm của tôi")
    page.locator("main tbody th a").first.click()
    page.wait_for_selector("[data-marks][data-drawn]")
    teacher.look()
    address = page.url

    cell(page, 0, "final-1").click()
    page.keyboard.type("8,5")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "final-1")).to_be_focused()
    page.keyboard.type("11")
    expect(state(page)).to_contain_text("Điểm phải từ 0 đến 10")
    expect(cell(page, 1, "final-1")).to_have_class(re.compile("kv-mark-wrong"))
    page.keyboard.press("Escape")
    page.keyboard.type("7.")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "remark-1")).to_be_focused()
    expect(state(page)).to_have_text(SAVED)
    expect(cell(page, 1, "final-1")).to_have_text("7,5")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(cell(page, 1, "final-1")).to_have_text("")
    page.keyboard.press("Control+z")
    expect(cell(page, 1, "final-1")).to_have_text("7,5")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = "9\t9,5\n8\t6\nvắng\t7\n"
    page.evaluate("text => navigator.clipboard.writeText(text)", block)
    cell(page, 2, "midterm-1").click()
    page.keyboard.press("Control+v")
    expect(cell(page, 2, "final-1")).to_have_text("9,5")
    expect(cell(page, 4, "final-1")).to_have_text("7")
    expect(page.locator(".kv-marks-problem")).to_contain_text("Không phải điểm")
    teacher.look("refused")
    page.locator(".kv-marks-problem button").click()
    expect(state(page)).to_have_text(SAVED)
    drawn = cell(page, 2, "final-1").locator("xpath=..").locator(".kv-marks-result")
    average = drawn.inner_text()
    page.reload()
    page.wait_for_selector("[data-marks][data-drawn]")
    expect(drawn).to_have_text(average)
    expect(cell(page, 2, "final-1")).to_have_text("9,5")

    comes_true(page, "caches.open('kv-away-pages').then(all => all.match(location.href)).then(Boolean)")
    page.context.set_offline(True)
    cell(page, 5, "final-1").click()
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("Mất kết nối: 1 ô đang chờ trên máy này")
    expect(cell(page, 5, "final-1")).to_have_class(re.compile("kv-mark-waiting"))
    page.evaluate(WEEK_LATER)
    page.evaluate(AGED, 20)
    page.reload()
    page.wait_for_selector("[data-marks][data-drawn]")
    expect(page.locator("[data-away]")).to_contain_text("trang đã lưu trên máy này")
    expect(cell(page, 5, "final-1")).to_have_text("6")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED, timeout=20_000)
    comes_true(page, IS_FRESH)

    browser.expect("403")
    page.context.clear_cookies(name="khuevan")
    sign_in(page.context.new_page(), teacher.url, "giaovien.thcs")
    cell(page, 5, "final-1").click()
    page.keyboard.type("6,5")
    page.keyboard.press("Enter")
    expect(state(page)).to_have_text(SAVED)
    expect(cell(page, 5, "final-1")).to_have_class(re.compile("kv-mark-saved"))

    other = visit("giaovien.thcs", afresh=True, width=390).page
    other.goto(address)
    other.wait_for_selector("[data-marks][data-drawn]")
    page.context.set_offline(True)
    cell(page, 6, "final-1").click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("đang chờ")
    cell(other, 6, "final-1").click()
    other.keyboard.press("F2")
    other.keyboard.type("6")
    other.keyboard.press("Enter")
    expect(state(other)).to_have_text(SAVED)
    page.context.set_offline(False)
    expect(page.locator(".kv-marks-problem")).to_contain_text("vừa ghi «6» vào ô này", timeout=20_000)
    teacher.look("conflict")
    other.reload()
    other.wait_for_selector("[data-marks][data-drawn]")
    expect(other.locator(".kv-marks-problem")).to_contain_text("muốn ghi «9» vào ô này")
    ready(other)
    accessible(other)
    fits(other)
    page.locator(".kv-marks-problem").get_by_role("button", name="Dùng của tôi: 9").click()
    expect(state(page)).to_have_text(SAVED)
    cell(page, 6, "final-1").focus()
    page.keyboard.press("Shift+F2")
    expect(page.locator("[data-marks-history]")).to_contain_text("6.0 → 9.0")
    page.reload()
    expect(cell(page, 6, "final-1")).to_have_text("9")
