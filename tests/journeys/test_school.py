"""A school: its head, its clerk and a teacher, from people to accounts."""

from __future__ import annotations

import re

import pytest

from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit

pytestmark = pytest.mark.browser

IMPOSSIBLE = "068184012345"
"""A personal number of a woman born in 1984: it cannot be that of a girl of 2016."""
DOUBTFUL = "999316012345"
"""Right for a girl of 2016, but no province has the code 999."""


def test_the_head_is_warned_of_a_doubtful_number_and_confirms(visit: Visit, browser: Browsing) -> None:
    browser.expect("422")
    head = visit("hieutruong")
    head.reads("Hiệu trưởng · Trường Tiểu học Tôn Đức Thắng")
    head.menu("Con người").follow("Lập hồ sơ")
    head.fill(
        full_name="Trần Gia Hân", born="05/09/2016", sex="female", national_id=IMPOSSIBLE, kind="learner"
    )
    head.press("Lưu").reads("Có 1 chỗ cần sửa, chưa lưu gì cả", "chỉ người sinh ở thế kỷ 20")
    head.fill(national_id=DOUBTFUL).press("Lưu").reads("Hãy kiểm tra lại trước khi lưu")
    head.page.get_by_label("Tôi đã kiểm tra, thông tin trên là đúng").check()
    head.page.locator("main button[type=submit]").click()
    head.reads("Đã lập hồ sơ của Trần Gia Hân.")
    head.look("registered").reads("Số định danh có dấu hiệu gõ sai")


def test_the_head_uncovers_a_number_and_the_log_keeps_the_look(visit: Visit) -> None:
    head = visit("hieutruong").menu("Con người")
    head.page.locator("#results tbody th a").nth(1).click()
    name = head.look().page.locator("h1").inner_text()
    number = head.page.locator("dt:text-is('Số định danh cá nhân') + dd")
    assert re.match(r"•+\d{3}", number.inner_text())
    number.get_by_role("button", name="Hiện").click()
    number.get_by_label("Lý do xem").fill("Đối chiếu hồ sơ nâng lương")
    head.look("asked why")
    number.get_by_role("button", name="Hiện").click()
    head.page.wait_for_selector("dt:text-is('Số định danh cá nhân') + dd .kv-reveal", state="detached")
    assert re.search(r"\d{12}", number.inner_text().replace(" ", ""))
    head.go("/audit/?kind=look")
    first = head.page.locator("#results tbody tr").first
    assert name in first.inner_text()
    assert "Xem dữ liệu nhạy cảm" in first.inner_text()
    assert "Đối chiếu hồ sơ nâng lương" in first.inner_text()


def test_the_head_lends_a_right_for_the_days_of_leave(visit: Visit) -> None:
    head = visit("hieutruong").go("/me/delegations").reads("Bạn chưa ủy quyền cho ai")
    head.follow("Ủy quyền").fill(account="vanthu", valid_until="31/12/2026", reason="Nghỉ phép năm")
    head.press("Ủy quyền").reads("Trần Phương Vy")
    clerk = visit("vanthu").go("/me/")
    clerk.reads("Nghỉ phép năm", "Hiệu trưởng")


def test_the_clerk_makes_accounts_and_prints_the_slips_once(visit: Visit) -> None:
    clerk = visit("vanthu")
    clerk.follow("Tạo tài khoản hàng loạt").fill(kind="staff").press("Xem trước")
    clerk.reads("Sẽ tạo")
    clerk.press("Tạo tài khoản")
    clerk.go("/accounts/slips").reads("Trường Tiểu học Tôn Đức Thắng")
    clerk.page.locator("main").get_by_role("button", name=re.compile("In")).first.click()
    clerk.page.wait_for_load_state()
    clerk.look("slips").reads("Mật khẩu")
    assert clerk.page.locator("main").get_by_text(re.compile(r"Tên đăng nhập")).count() > 5


def test_the_teacher_sees_colleagues_but_may_change_nothing(visit: Visit, browser: Browsing) -> None:
    browser.expect("403")
    teacher = visit("giaovien").menu("Con người").reads("Trường Tiểu học Tôn Đức Thắng")
    assert teacher.page.locator("main").get_by_role("link", name="Lập hồ sơ").count() == 0
    teacher.page.locator("#results tbody th a").first.click()
    teacher.look()
    assert teacher.page.locator("main").get_by_role("button", name="Hiện").count() == 0
    teacher.go("/people/register")
    assert "403" in teacher.page.locator(".kv-error-code").inner_text()
