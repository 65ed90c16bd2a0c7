"""Last year's cards of a class: the teacher signs, the homeroom teacher, the head, the seal; one card is looked at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit

pytestmark = pytest.mark.browser
SIGN = "Ký các lớp đã chọn"


def test_a_class_of_cards_from_the_first_signature_to_the_seal(visit: Visit, browser: Browsing) -> None:
    browser.expect("422")
    teacher = visit("giaovien.thcs").go("/reportcards/")
    teacher.reads("Giáo viên bộ môn: ")
    teacher.press(SIGN)
    teacher.reads("Giáo viên chủ nhiệm")
    teacher.press(SIGN)
    teacher.reads("Không có học bạ nào chờ bạn ký")

    head = visit("hieutruong.thcs").go("/reportcards/")
    head.reads("Hiệu trưởng")
    head.press(SIGN)
    head.reads("Con dấu của trường")
    head.press(SIGN)
    head.reads("Đóng dấu cần chứng thư con dấu")
    seal = head.page.locator("select[name=certificate] option", has_text=re.compile("Trường THCS"))
    head.page.locator("select[name=certificate]").select_option(value=str(seal.first.get_attribute("value")))
    head.press(SIGN)
    head.reads("Không có học bạ nào chờ bạn ký")

    head.go("/reportcards/school/?year=2025-2026")
    expect(head.page.get_by_role("row", name=re.compile("6A1"))).to_contain_text("xong")
    head.follow("6A1")
    head.page.locator("main tbody th a").first.click()
    head.look()
    expect(head.page.locator("main").get_by_text("Hợp lệ").first).to_be_visible()
    expect(head.page.locator("main").get_by_text("Không hợp lệ")).to_have_count(0)
    head.follow("Thu hồi")
    head.reads("Học bạ đã phát hành hết hiệu lực")
