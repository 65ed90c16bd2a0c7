"""A head takes the yearly inventory, sees what it changed, packs the school into a file and checks the file again."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import NARROW, Visit, Visitor

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


def test_an_inventory_from_opening_to_what_it_changed(visit: Visit) -> None:
    head = visit("hieutruong").menu("Tổng quan").reads("Phòng học", "Còn thiếu")
    head.follow("Mở kiểm kê").fill(committee="Võ Thị Hồng Đào, hiệu trưởng; Trần Văn An, kế toán")
    head.press("Mở kiểm kê").reads("Kiểm đếm")
    count_everything(head)
    address = head.page.url.removeprefix(head.url)
    head.go(address).press("Xác nhận kiểm kê").reads("Đã xác nhận")
    head.lacks("Hủy đợt kiểm kê")
    head.go("/facilities/").lacks("Chưa có kiểm kê đã xác nhận trong 12 tháng qua")

    head.go("/exchange/changes?kind=facilities.inventory").reads("Đợt kiểm kê", "Mới")
    head.page.locator("#results tbody a").first.click()
    head.look().reads("Các phiên bản tại đơn vị", "facilities.inventory/")


def test_a_package_is_made_downloaded_and_found_the_same(visit: Visit, tmp_path: Path) -> None:
    head = visit("hieutruong", width=NARROW).go("/exchange/packages").follow("Lập gói").press("Lập gói")
    head.page.get_by_role("link", name="Tải gói").wait_for(timeout=60_000)
    with head.page.expect_download() as started:
        head.page.get_by_role("link", name="Tải gói").click()
    file = tmp_path / "goi.zip"
    started.value.save_as(file)
    head.go("/exchange/packages/check")
    head.page.set_input_files("main [name=file]", str(file))
    head.page.locator("main").get_by_role("button", name="Gửi gói và kiểm tra").click()
    head.reads("Kết luận")
    head.page.get_by_text("nền tảng này, có trong sổ gói").wait_for(timeout=60_000)
    head.look().reads("Khớp hoàn toàn")
    file.write_bytes(file.read_bytes()[:-200])
    head.go("/exchange/packages/check")
    head.page.set_input_files("main [name=file]", str(file))
    head.page.locator("main").get_by_role("button", name="Gửi gói và kiểm tra").click()
    head.reads("Gói bị từ chối", "Tệp bị hỏng")
