"""Officers: the whole province at the department, one commune at the commune."""

from __future__ import annotations

import pytest

from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit, id_of

pytestmark = pytest.mark.browser


def test_the_department_officer_finds_a_school_by_keys_without_accents(visit: Visit) -> None:
    desk = visit("chuyenvien.so")
    desk.reads("Chuyên viên Sở Giáo dục và Đào tạo")
    desk.page.keyboard.press("Control+k")
    desk.page.wait_for_selector("dialog[open] [role=option]")
    desk.page.keyboard.type("ton duc thang")
    desk.page.locator("[role=option]", has_text="Trường Tiểu học Tôn Đức Thắng").first.wait_for()
    desk.look("palette")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/organisations/*/")
    assert "Tôn Đức Thắng" in desk.look().page.locator("h1").inner_text()


def test_the_department_officer_filters_schools_and_sees_them_on_the_map(visit: Visit) -> None:
    schools = visit("chuyenvien.so").menu("Trường học")
    everything = schools.page.locator(".kv-pagination-count").inner_text()
    with schools.page.expect_response(
        lambda answer: "levels=upper_secondary" in answer.url or "level=" in answer.url
    ):
        schools.page.get_by_label("Cấp học").select_option(label="Trung học phổ thông")
    schools.page.wait_for_url("**level**")
    schools.look("filtered").reads("Trường THPT")
    assert schools.page.locator(".kv-pagination-count").inner_text() != everything
    assert schools.page.locator("#results").get_by_text("Trường Mầm non").count() == 0
    schools.menu("Bản đồ trường học").reads("trường có vị trí")
    assert schools.page.locator("[data-map] canvas").count() == 1
    schools.page.get_by_text("Xem dạng danh sách").click()
    schools.look("as a list").reads("Trường")


def test_the_department_officer_is_told_why_a_page_is_closed(visit: Visit, browser: Browsing) -> None:
    browser.expect("403")
    desk = visit("chuyenvien.so")
    assert desk.page.locator("#nav").get_by_text("Ứng dụng").count() == 0
    for path in ("/signin/applications/", "/accounts/new", "/roles/new"):
        desk.go(path).reads("Về trang đầu")
        assert "403" in desk.page.locator(".kv-error-code").inner_text()


def test_the_commune_officer_sees_the_schools_of_the_commune_only(visit: Visit, browser: Browsing) -> None:
    browser.expect("404")
    elsewhere = visit("quantri").go("/organisations/schools/?q=cu+jut")
    stranger = id_of(elsewhere.page, "#results tbody th a")
    commune = visit("chuyenvien.xa").menu("Trường học")
    places = {
        cell.strip()
        for cell in commune.page.locator("#results td[data-label='Xã, phường']").all_inner_texts()
    }
    assert places == {"Phường Xuân Hương - Đà Lạt"}
    commune.lacks("Trường THPT")
    commune.go(f"/organisations/{stranger}/")
    assert "404" in commune.page.locator(".kv-error-code").inner_text()
    commune.lacks("Cư Jút")
