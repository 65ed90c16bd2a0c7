"""A head takes the yearly inventory: opens it, counts line by line, confirms; what was missing is missing no more."""

from __future__ import annotations

import pytest

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def count_everything(head: Visitor) -> None:
    """As booked, line by line: each is saved as it is left, where there are two numbers after the second."""
    rows = head.page.locator("#counting tbody tr")
    assert rows.count() > 3
    for number in range(rows.count()):
        row = rows.nth(number)
        booked, *rest = row.locator("td").first.inner_text().split()
        if row.locator("[name^=counted_usable_]").count():
            row.locator("[name^=counted_usable_]").fill(rest[-1])
        row.locator("[name^=counted_quantity_]").fill(booked)
        row.locator("[name^=counted_quantity_]").blur()
        row.locator("[role=status]").wait_for()


def test_an_inventory_from_opening_to_confirmation(visit: Visit) -> None:
    head = visit("hieutruong").go("/facilities/").reads("Phòng học", "Còn thiếu")
    head.follow("Mở kiểm kê").fill(committee="Võ Thị Hồng Đào, hiệu trưởng; Trần Văn An, kế toán")
    head.press("Mở kiểm kê").reads("Kiểm đếm")
    count_everything(head)
    address = head.page.url.removeprefix(head.url)
    head.go(address).press("Xác nhận kiểm kê").reads("Đã xác nhận")
    head.lacks("Hủy đợt kiểm kê")
    head.go("/facilities/").lacks("Chưa có kiểm kê đã xác nhận trong 12 tháng qua")
