"""A school takes the department's plan over, issues its own, reports with a file, and everybody reads the progress."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from khuevan.governance.targets.tables import OutLine, document
from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit

pytestmark = pytest.mark.browser
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE = [
    OutLine(("I QUẢN TRỊ",), is_group=True),
    OutLine(("1", "Kiện toàn tổ công nghệ", "", "Hiệu trưởng", "", "2026", "Quyết định", "", "")),
]


def test_a_school_plan_from_the_one_above_to_reported_progress(visit: Visit, browser: Browsing) -> None:
    head = visit("hieutruong").go("/targets/")
    page = head.page
    head.follow("Soạn kế hoạch")
    page.get_by_label("Tên kế hoạch").fill("Kế hoạch số của trường em")
    page.get_by_label("Thực hiện kế hoạch của cấp trên").select_option(index=1)
    head.press("Tạo kế hoạch")
    expect(page.locator("main")).to_contain_text("Tỉ lệ giáo viên có máy tính để dạy trực tuyến")

    head.follow("Nhập từ bảng")
    content = document("KẾ HOẠCH", "", [("Nhiệm vụ", TABLE)])
    page.get_by_label("Tệp Word (.docx) hoặc Excel").set_input_files(
        {"name": "ke hoach.docx", "mimeType": DOCX, "buffer": content}
    )
    head.press("Đọc tệp")
    expect(page.locator("main")).to_contain_text("Không nhận ra đơn vị chủ trì")
    head.press("Nhập vào kế hoạch")
    expect(page.locator("main")).to_contain_text("Kiện toàn tổ công nghệ")

    page.get_by_label("Số, ký hiệu").last.fill("09/KH-TH")
    head.press("Ban hành kế hoạch")
    expect(page.locator("main")).to_contain_text("Đang thực hiện")
    page.get_by_role("link", name=re.compile("^Nhiệm vụ")).first.click()
    page.get_by_role("link", name=re.compile("Kiện toàn tổ công nghệ")).first.click()
    head.look()
    page.get_by_label("Đã làm được bao nhiêu phần trăm").fill("100")
    page.get_by_label("Nội dung").fill("Đã có quyết định")
    head.press("Gửi báo cáo")
    expect(page.locator("main")).to_contain_text("Đã đạt")

    officer = visit("chuyenvien.so").go("/targets/")
    officer.page.get_by_role("link", name="Kế hoạch số của trường em").click()
    officer.look()
    expect(officer.page.get_by_role("button", name="Kết thúc kế hoạch")).to_have_count(0)
    officer.go("/targets/board")
    expect(officer.page.locator("main")).to_contain_text("Từng đơn vị bên dưới")
    officer.go("/targets/public/")
    officer.page.get_by_role("link", name=re.compile("chuyển đổi số ngành Giáo dục tỉnh Đắk Nông")).click()
    officer.look()
    expect(officer.page.locator("main")).to_contain_text("50% cơ sở giáo dục")
