"""A clerk's day with classes: opens one, enrols a child into it, moves the child, withdraws and takes it in again."""

from __future__ import annotations

import pytest

from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser

FIRST, SECOND = "3 Hoa Sen", "3 Hoa Mai"
CHILD = "Trịnh Hoài Thương Nhớ"


def open_class(clerk: Visitor, name: str) -> str:
    """Gives the address of the new class."""
    clerk.go("/schoolyear/class-groups/add/").fill(name=name, grade="03")
    clerk.page.locator("main [name=school_year]").select_option(label="2026-2027")
    clerk.page.locator("main [name=school]").select_option(index=1)
    clerk.page.locator("main button[type=submit]").first.click()
    clerk.reads(f"Lớp {name}", "Lớp chưa có học sinh")
    return clerk.page.url.removeprefix(clerk.url)


def test_a_clerk_opens_a_class_enrols_a_child_and_places_it(visit: Visit, browser: Browsing) -> None:
    browser.expect("422")
    clerk = visit("vanthu").menu("Lớp học")
    open_class(clerk, SECOND)
    first = open_class(clerk, FIRST)
    clerk.go(first).follow("Ghi danh học sinh").fill(full_name=CHILD, birth_date="05/09/2030", sex="female")
    clerk.press("Ghi danh").reads("Có")
    assert clerk.page.locator("main [name=full_name]").input_value() == CHILD, "what was typed is still there"
    clerk.fill(birth_date="05/09/2018").press("Ghi danh").reads(f"Đã ghi danh {CHILD}.", "Đang học")

    clerk.go(first).reads(CHILD)
    clerk.page.locator("main [name=learner]").first.check()
    target = clerk.page.locator("main [name=to_class] option", has_text=SECOND).get_attribute("value")
    clerk.page.locator("main [name=to_class]").select_option(target)
    clerk.press("Xem trước").reads("Sau khi xếp", CHILD)
    clerk.page.locator("main button[value=commit]").click()
    clerk.reads("Đã xếp lớp cho 1 học sinh.", f"Lớp {SECOND}", CHILD)

    clerk.follow(CHILD).follow("Cho thôi học").fill(reason="03", note="Gia đình chuyển vào rẫy")
    clerk.press("Cho thôi học").reads("Thôi học kỳ 1", "Nhà xa trường")
    clerk.follow("Nhận học lại").press("Nhận học lại").reads("Nghỉ học xin học lại kỳ 1")


def test_the_clerk_reads_the_programme_and_prepares_the_next_year(visit: Visit) -> None:
    clerk = visit("vanthu", width=390).go("/curriculum/?programme=gdpt2018-th")
    clerk.reads("TT 32/2018/TT-BGDĐT", "Tiếng Việt", "875")
    clerk.go("/schoolyear/roll-over/").reads("Chuyển năm học", "2027-2028", "Chưa ghi kết quả")


def test_the_department_s_officer_sees_classes_of_the_province(visit: Visit) -> None:
    officer = visit("chuyenvien.so").go("/schoolyear/class-groups/")
    officer.reads("Lớp học", "2026-2027")
    officer.go("/schoolyear/terms/").reads("QĐ 2308/QĐ-BGDĐT")
    officer.go("/schoolyear/years/open/").fill(decision_number="2310/QĐ-UBND").press("Xem trước")
    officer.reads("Sẽ mở năm học 2029-2030.", "Thời gian các học kỳ")
