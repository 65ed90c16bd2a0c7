"""Saving as you go: a head edits school points in the list and in the form, by mouse, by keyboard and by thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from khuevan.kernel.testing.browser import Browsing, accessible, fits, ready

from .conftest import Visit, Visitor, id_of

pytestmark = pytest.mark.browser

POINTS = "/organisations/school-points/"
TRAVEL, ADDRESS, DISTANCE = "travel", "address", "distance_km"


def at_points(visit: Visit, **screen: object) -> Visitor:
    """The head's list of points, with two rows at least."""
    head = visit("hieutruong", **screen).go(POINTS)
    while head.page.locator("tbody th").count() < 2:
        number = head.page.locator("tbody th").count() + 1
        head.go(f"{POINTS}add/").fill(
            name=f"Điểm thử {number}", code=f"99000000{number}", opened_on="01/09/2010"
        )
        head.page.locator("main [name=school]").select_option(index=1)
        head.press("Lưu").go(POINTS)
    return head


def cell(page: Page, field: str, row: int = 0):  # type: ignore[no-untyped-def]
    return page.locator(f"[data-edit][data-field={field}]").nth(row)


def test_a_cell_is_edited_in_place_by_mouse_and_keyboard(visit: Visit, browser: Browsing) -> None:
    browser.expect("422")
    head = at_points(visit)
    page = head.page
    cell(page, ADDRESS).click()
    box = page.locator(".kv-cell input[name=address]")
    expect(box).to_be_focused()
    head.look("cell")
    box.fill("Tổ 7, phố Sao Khuê")
    page.keyboard.press("Tab")
    expect(page.locator(".kv-cell input[name=distance_km]")).to_be_focused()
    head.reads("Đã lưu")
    expect(cell(page, ADDRESS)).to_contain_text("Tổ 7, phố Sao Khuê")
    page.keyboard.type("xa lắm")
    page.keyboard.press("Enter")
    expect(cell(page, DISTANCE)).to_contain_text("Chưa lưu: ")
    expect(cell(page, DISTANCE)).to_contain_text("xa lắm")
    head.look("cell refused")
    cell(page, DISTANCE).focus()
    page.keyboard.press("F2")
    expect(page.locator(".kv-cell input[name=distance_km]")).to_have_value("xa lắm")
    page.locator(".kv-cell input[name=distance_km]").fill("2,5")
    page.keyboard.press("Enter")
    expect(cell(page, DISTANCE)).to_contain_text("Đã lưu")
    cell(page, DISTANCE).focus()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, ADDRESS)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.type("không giữ")
    page.keyboard.press("Escape")
    expect(cell(page, ADDRESS)).to_be_focused()
    head.go(POINTS)
    expect(cell(page, ADDRESS)).to_have_text("Tổ 7, phố Sao Khuê")
    expect(cell(page, DISTANCE)).to_have_text("2,5")


def test_whoever_is_second_sees_both_values_and_decides(visit: Visit, browser: Browsing) -> None:
    browser.expect("409")
    head = at_points(visit)
    page, other = head.page, head.page.context.new_page()
    cell(page, ADDRESS).click()
    other.goto(head.url + POINTS)
    ready(other)
    cell(other, ADDRESS).click()
    other.locator(".kv-cell input").fill("Số 1 của người trước")
    other.keyboard.press("Enter")
    expect(cell(other, ADDRESS)).to_contain_text("Đã lưu")
    page.locator(".kv-cell input").fill("Số 2 của người sau")
    page.keyboard.press("Enter")
    expect(cell(page, ADDRESS)).to_contain_text("Đang lưu: Số 1 của người trước")
    expect(cell(page, ADDRESS)).to_contain_text("Số 2 của người sau")
    head.look("cell conflict")
    cell(page, ADDRESS).get_by_role("button", name="Giữ giá trị đang lưu").click()
    expect(cell(page, ADDRESS)).to_contain_text("Số 1 của người trước")
    head.go(POINTS)
    expect(cell(page, ADDRESS)).to_have_text("Số 1 của người trước")


def test_a_form_saves_each_field_and_loses_nothing_on_a_weak_line(visit: Visit, browser: Browsing) -> None:
    browser.expect("ERR_INTERNET_DISCONNECTED|422")
    head = at_points(visit, width=390)
    page = head.page
    form = f"{POINTS}{id_of(page, 'tbody th a')}/change/"
    head.go(form).fill(travel="Đò máy")
    page.locator("[name=phone]").focus()
    head.reads("Đã lưu")
    head.fill(opened_on="31/02/2020")
    page.keyboard.press("Tab")
    expect(page.locator("#id_opened_on_state")).to_contain_text("Chưa lưu: ")
    head.look("field refused")
    page.locator("[name=opened_on]").fill("01/09/2020")
    page.context.set_offline(True)
    head.fill(phone="0263 3 555 777")
    page.locator("[name=travel]").focus()
    expect(page.locator("#id_phone_state")).to_contain_text("mất kết nối")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#id_phone_state")).to_contain_text("Đã lưu")
    page.context.set_offline(True)
    head.fill(travel="Đò chèo")
    page.locator("[name=phone]").focus()
    expect(page.locator("#id_travel_state")).to_contain_text("mất kết nối")
    page.goto("about:blank")  # left without a line: what waits can go only when the form is opened again
    page.context.set_offline(False)
    head.go(form)
    expect(page.locator("#id_travel_state")).to_contain_text("Đã lưu")
    head.press("Lưu").reads("Đò chèo", "0263 3 555 777", "01/09/2020")


def test_a_new_record_waits_as_a_draft_until_it_is_complete(visit: Visit) -> None:
    head = visit("hieutruong").go(f"{POINTS}add/")
    page = head.page
    head.fill(name="Điểm bản Mới", address="Bản Mới")
    page.locator("[name=code]").focus()
    head.go(POINTS).go(f"{POINTS}add/")
    expect(page.locator("[name=name]")).to_have_value("Điểm bản Mới")
    head.look("draft").reads("Đã lấy lại nội dung")
    head.press("Bỏ, nhập lại từ đầu")
    expect(page.locator("[name=name]")).to_have_value("")


def test_cells_by_thumb(visit: Visit) -> None:
    head = at_points(visit, width=390, theme="dark", touch=True)
    page = head.page
    cell(page, DISTANCE).tap()
    expect(page.locator(".kv-cell input")).to_be_focused()
    fits(page)
    accessible(page)
    page.locator(".kv-cell input").fill("3")
    page.keyboard.press("Enter")
    expect(cell(page, DISTANCE)).to_contain_text("Đã lưu")
