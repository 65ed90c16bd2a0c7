"""The beginning-of-year form of a primary school: filled by itself, returned, mended in a child's record, sent again, and
part of what commune and department send up; last year's stays as it is, to the byte."""

from __future__ import annotations

import re

import pytest

from khuevan.kernel.testing.server import Platform

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
SYMBOL = "02.ĐN-TH"
CELL = "learners.g01.minority"
WHY = "Lớp 1: một em đã xác nhận lại dân tộc, đề nghị sửa hồ sơ"
SAID = "Đủ biểu của các trường trên địa bàn phường"


def test_a_form_is_returned_mended_in_the_record_and_sent_up(visit: Visit, platform: Platform) -> None:
    worker = platform.worker()
    try:
        head = visit("hieutruong")
        last_year = files_of_last_year(head)
        head.menu("Báo cáo thống kê").press(f"Lập biểu {SYMBOL}")
        report = head.page.url.removeprefix(head.url)
        head.reads("đẳng thức kiểm tra", "Không có số liệu đã chốt")
        before = cell_of(head, report)
        head.go(report).press("Duyệt và gửi").reads("Đã duyệt và gửi biểu.")

        commune = visit("chuyenvien.xa").go(report)
        commune.fill(reason=WHY).press("Trả lại").reads("Đã trả lại biểu.")

        head.go(report).reads(WHY)
        mend_first_child(head, report)
        head.go(report).press("Lập lại biểu").reads("Thay đổi so với lần lập trước")
        again = head.page.url.removeprefix(head.url)
        assert again != report
        assert cell_of(head, again) == before - 1
        head.go(report)
        assert cell_of(head, report) == before, "what was returned says what it said"
        head.go(again).press("Duyệt và gửi").reads("Đã duyệt và gửi biểu.")
        commune.go(again).reads("lần lập 2").press("Nhận biểu").reads("Đã nhận biểu.")

        above = send_the_sum(commune)
        officer = visit("chuyenvien.so").go(above).reads("Các biểu đã tổng hợp", SAID)
        officer.press("Nhận biểu").reads("Đã nhận biểu.")
        officer.go("/statistics/boards/dn-th?q=xuan+huong").reads("Đã nhận")
        commune.go("/statistics/boards/dn-th").reads("Đã nhận")
        assert files_of_last_year(head) == last_year
    finally:
        worker.terminate()
        worker.wait(20)


def files_of_last_year(head: Visitor) -> list[bytes]:
    """Workbook and PDF of the accepted report of the year before."""
    years = head.go("/statistics/").page.locator("select[name=year] option").all_inner_texts()
    head.go(f"/statistics/?year={years[1]}").reads("Đã nhận").follow(SYMBOL)
    found = [head.page.request.get(f"{head.page.url}/file/{kind}").body() for kind in ("xlsx", "pdf")]
    assert [content[:2] for content in found] == [b"PK", b"%P"]
    return found


def cell_of(head: Visitor, report: str) -> int:
    head.go(f"{report}/cells/{CELL}")
    return int(head.page.locator(".kv-stats").inner_text().split()[2])


def mend_first_child(head: Visitor, report: str) -> None:
    """From the cell to the list of records behind it, to one child, whose ethnicity is corrected there."""
    head.go(f"{report}/cells/{CELL}").follow("danh sách hồ sơ")
    for _try in range(60):
        if head.page.locator("main table tbody th a").count():
            break
        head.page.wait_for_timeout(500)
        head.page.reload()
    head.page.locator("main table tbody th a").first.click()
    head.page.wait_for_url(re.compile(r"/learners/learners/\d+/"))
    head.look().follow("Sửa").fill(ethnicity="01")
    head.page.locator("main").get_by_role("button", name=re.compile("^Lưu")).first.click()
    head.page.wait_for_url(lambda url: "/change" not in url)
    head.look("mended")


def send_the_sum(commune: Visitor) -> str:
    """The commune's own form: the sum of what its schools sent."""
    commune.menu("Báo cáo thống kê").press(f"Lập biểu {SYMBOL}")
    above = commune.page.url.removeprefix(commune.url)
    commune.fill(reason=SAID).press("Duyệt và gửi").reads("Đã duyệt và gửi biểu.")
    return above
