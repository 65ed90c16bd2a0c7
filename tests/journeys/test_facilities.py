"""A head takes the yearly inventory: opens it, counts line by line, confirms; what was missing is missing no more."""

from __future__ import annotations

import pytest

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def count_everything(head: Visitor) -> str:
    """As booked, but for one room: one usable less, with the cause. Answers the name of that room."""
    page = head.page
    rows = page.locator("#counting tbody tr")
    short = ""
    for number in range(rows.count()):
        row = rows.nth(number)
        field = row.locator("[name^=counted_quantity_]")
        line = (field.get_attribute("name") or "").rpartition("_")[2]
        booked = row.locator("td").first.inner_text().split()[0]
        usable = row.locator("[name^=counted_usable_]")
        if not short and usable.count() and booked != "0":
            short = row.locator("th").inner_text().strip().splitlines()[0]
            row.locator("[name^=remark_]").fill("Mưa dột, chờ sửa mái")
            usable.fill("0")
        elif usable.count():
            usable.fill(row.locator("td").first.inner_text().rpartition(" ")[2] or "0")
        field.fill(booked)
        field.blur()
        page.locator(f"#line_{line} [role=status]").wait_for()
    assert short, "a line that says how many are usable"
    return short


def test_an_inventory_from_opening_to_confirmation(visit: Visit) -> None:
    head = visit("hieutruong").go("/facilities/").reads("Phòng học", "Còn thiếu")
    head.follow("Mở kiểm kê").fill(committee="Võ Thị Hồng Đào, hiệu trưởng; Trần Văn An, kế toán")
    head.press("Mở kiểm kê").reads("Kiểm đếm")
    count_everything(head)
    address = head.page.url.removeprefix(head.url)
    head.go(address).press("Xác nhận kiểm kê").reads("Đã xác nhận")
    head.lacks("Hủy đợt kiểm kê")
    head.go("/facilities/").lacks("Chưa có kiểm kê đã xác nhận trong 12 tháng qua")
