"""A teacher calls the roll on a phone: by taps, with the line down and back, and finds it in the month's register."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error as PageError
from playwright.sync_api import Page, expect

from khuevan.kernel.testing.browser import Browsing, accessible, comes_true, fits

from .conftest import NARROW, Visit
from .test_gradebook import AGED

pytestmark = pytest.mark.browser


def test_a_class_in_a_few_taps_also_without_a_line(visit: Visit, browser: Browsing) -> None:
    browser.expect("ERR_INTERNET_DISCONNECTED")
    teacher = visit("giaovien.thcs", width=NARROW, touch=True, afresh=True).go("/attendance/?slot=p9")
    page = teacher.page
    page.locator("main tbody th a").first.click()
    page.wait_for_selector("[data-roll][data-drawn]")
    teacher.look()
    address = page.url
    state, cells = page.locator("[data-roll-state]"), page.locator(".kv-roll-cell")
    first, second, third = cells.nth(0), cells.nth(1), cells.nth(2)

    first.tap()
    expect(first.locator(".kv-roll-kind")).to_have_text("Không phép")
    second.tap()
    second.tap()
    expect(second.locator(".kv-roll-kind")).to_have_text("Có phép")
    expect(state).to_have_text(re.compile("^Đã lưu"))
    expect(page.locator("[data-roll-away]")).to_have_text("2")
    teacher.look("some away")

    page.context.set_offline(True)
    third.tap()
    expect(state).to_contain_text("Mất kết nối")
    page.get_by_role("button", name="Xong").click()
    expect(state).to_contain_text("buổi điểm danh sẽ được ghi khi có mạng")
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/attendance/\?on="))
    teacher.reads("đã điểm danh")

    page.goto(address)
    page.wait_for_selector("[data-roll][data-drawn]")
    page.wait_for_selector("html[data-kept]")
    comes_true(page, "caches.open('kv-away-pages').then(all => all.match(location.href)).then(Boolean)")
    cells.nth(4).tap()
    expect(state).to_have_text(re.compile("^Đã lưu"))
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("[data-roll][data-drawn]")
    expect(page.locator("[data-away]")).to_contain_text("trang đã lưu trên máy này")
    expect(cells.nth(4).locator(".kv-roll-kind")).to_have_text("Không phép")
    cells.nth(5).tap()
    expect(state).to_contain_text("Mất kết nối")
    page.reload()
    page.wait_for_selector("[data-roll][data-drawn]")
    expect(cells.nth(5).locator(".kv-roll-kind")).to_have_text("Không phép")
    teacher.look("kept on the device")
    page.context.set_offline(False)
    expect(state).to_have_text(re.compile("^Đã lưu"), timeout=30_000)
    expect(page.locator("[data-away]")).to_have_count(0)

    page.goto(address)
    page.wait_for_selector("[data-roll][data-drawn]")
    assert [cells.nth(place).get_attribute("data-kind") for place in (4, 5)] == ["K", "K"]
    assert [cells.nth(place).get_attribute("data-kind") for place in range(3)] == ["K", "P", "K"]
    teacher.follow("Sổ tháng")
    row = page.locator(".kv-sheet tbody tr").first
    expect(row.locator("td.kv-number").last).to_contain_text("/45")

    page.goto(address)
    teacher.follow("Ghi đơn xin nghỉ")
    teacher.fill(enrolment=page.locator("[name=enrolment] option").nth(3).get_attribute("value") or "")
    teacher.fill(reason="ill").press("Ghi đơn")
    teacher.reads("Đơn xin nghỉ", "Ốm")
    page.goto(address)
    expect(third.locator(".kv-roll-kind")).to_have_text("Có phép")
    _is_kept_for_three_days(page, address)
    _is_told_what_would_be_lost(page, address)
    _leaves_nothing(page, address)


def _is_kept_for_three_days(page: Page, address: str) -> None:
    """Where nothing waits, the names of the class do not stay."""
    _open(page, address)
    comes_true(page, "caches.match(location.href, { cacheName: 'kv-away-waits' }).then((mark) => !mark)")
    page.evaluate(AGED, 4)
    page.context.set_offline(True)
    with pytest.raises(PageError, match="ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(address)
    page.context.set_offline(False)


def _is_told_what_would_be_lost(page: Page, address: str) -> None:
    _open(page, address)
    place = page.locator(".kv-roll-cell").nth(6)
    page.context.set_offline(True)
    place.tap()
    expect(page.locator("[data-roll-state]")).to_contain_text("Mất kết nối")
    for answer in ("Ở lại", "Xóa khỏi máy này"):
        page.evaluate("document.querySelector('form[data-leaves]').requestSubmit()")
        dialog = page.get_by_role("dialog", name="Còn dữ liệu chưa gửi")
        expect(dialog).to_contain_text("1 mục đã nhập")
        expect(dialog.get_by_role("button", name="Ở lại")).to_be_focused()
        if answer == "Ở lại":
            accessible(page)
            fits(page)
        dialog.get_by_role("button", name=answer).tap()
        expect(page.locator("[data-leaving]")).to_have_count(0)
    expect(page.locator("main")).to_have_count(0)
    page.context.set_offline(False)
    _open(page, address)
    expect(place.locator(".kv-roll-kind")).to_have_text("Có mặt")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kv.pending.'))") == []


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-roll][data-drawn]")
    page.wait_for_selector("html[data-kept]")


def _leaves_nothing(page: Page, address: str) -> None:
    """Who signs out takes the kept pages along: without a line there is the browser's own error."""
    comes_true(page, "caches.keys().then(all => all.includes('kv-away-pages'))")
    page.evaluate("document.querySelector('form[data-leaves]').requestSubmit()")
    page.wait_for_url(lambda url: url != address)
    comes_true(page, "caches.keys().then(all => !all.includes('kv-away-pages'))")
    page.context.set_offline(True)
    with pytest.raises(PageError, match="ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(address)
    page.context.set_offline(False)
