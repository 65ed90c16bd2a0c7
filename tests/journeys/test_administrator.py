"""The department's administrator: the tree of any day, a decision on a school, rights, and standing in for somebody."""

from __future__ import annotations

import pytest

from .conftest import Visit

pytestmark = pytest.mark.browser

NEW_NAME = "Trường Mầm non Hoa Phượng Đỏ"


def test_the_tree_of_today_and_of_before_july_2025(visit: Visit) -> None:
    tree = visit("quantri").menu("Cây đơn vị")
    tree.reads("Sở Giáo dục và Đào tạo Lâm Đồng", "Phường Xuân Hương - Đà Lạt")
    tree.lacks("Phòng Giáo dục và Đào tạo")
    tree.fill(on="30/06/2025").press("Xem")
    tree.reads("Theo ngày 30/06/2025", "Sở Giáo dục và Đào tạo Đắk Nông")
    tree.page.locator("summary", has_text="Bên trong: Sở Giáo dục và Đào tạo Lâm Đồng").click()
    tree.reads("Phòng Giáo dục và Đào tạo thành phố Đà Lạt")
    assert tree.page.locator("main").get_by_text("Phường Xuân Hương - Đà Lạt").count() == 0


def test_renaming_a_school_is_previewed_recorded_and_logged(visit: Visit) -> None:
    school = visit("quantri").go("/organisations/schools/?q=mam+non+19-5")
    school.page.locator("#results tbody th a").first.click()
    before = school.page.locator("h1").inner_text()
    school.look()
    school.page.get_by_text("Ghi quyết định").click()
    school.follow("Đổi tên").fill(effective_on="01/09/2026", name=NEW_NAME)
    school.fill(decision_number="215/QĐ-SGDĐT", deciding_body="Sở Giáo dục và Đào tạo Lâm Đồng")
    school.press("Xem trước thay đổi").reads("Quyết định này sẽ thay đổi", before)
    school.press("Ghi quyết định").reads(NEW_NAME)
    assert school.page.locator("h1").inner_text() == NEW_NAME

    school.follow("Lịch sử").reads("215/QĐ-SGDĐT", before)

    log = school.menu("Nhật ký hoạt động")
    log.reads("Đổi tên", "Nguyễn Thị Mỹ Oanh")
    log.page.locator("#results tbody tr", has_text="Đổi tên").first.locator("th a").click()
    log.look().reads("Nguyễn Thị Mỹ Oanh")


def test_granting_a_role_shows_first_what_it_gives(visit: Visit) -> None:
    account = visit("quantri").go("/accounts/?q=vanthu")
    account.page.locator("#results tbody th a").first.click()
    account.look().follow("Cấp quyền")
    account.page.locator("main [name=role]").select_option(label="Giáo viên")
    account.fill(valid_until="31/12/2026", reason="Dạy thay học kỳ I")
    account.press("Xem trước").reads("Xem hồ sơ cá nhân")
    account.press("Cấp quyền").reads("Dạy thay học kỳ I", "Giáo viên")


def test_acting_as_the_head_is_visible_and_ends(visit: Visit) -> None:
    helper = visit("quantri", afresh=True).go("/accounts/?q=hieutruong")
    helper.page.locator("#results tbody th a").first.click()
    helper.look().fill(reason="Hỗ trợ qua điện thoại, phiếu 118").press("Thao tác thay trong 30 phút")
    helper.reads("Bạn đang xem với quyền của Võ Thị Hồng Đào")
    helper.go("/people/").reads("Trường Tiểu học Tôn Đức Thắng")
    helper.page.get_by_role("button", name="Thôi xem thay").click()
    helper.page.wait_for_selector(".kv-acting", state="detached")
    helper.go("/").reads("Quản trị hệ thống")
