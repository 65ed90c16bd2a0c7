"""From the board down to one wrong birth date: the school's clerk mends it in place, the officer sees it gone at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from khuevan.kernel.testing.server import Platform

from .conftest import Visit
from .test_school_year import open_class

pytestmark = pytest.mark.browser
CHILD = "Trịnh Bảo Khuê"
CHECK = "Học sớm tuổi"


def test_an_officer_goes_down_to_a_wrong_birth_date_and_sees_it_mended(
    visit: Visit, platform: Platform
) -> None:
    worker = platform.worker()
    try:
        clerk = visit("vanthu")
        clerk.go(open_class(clerk, "3 Sao Khuê")).follow("Ghi danh học sinh")
        clerk.fill(full_name=CHILD, birth_date="05/09/2019", sex="female").press("Ghi danh")
        clerk.go("/quality/")
        school = clerk.page.url.removeprefix(clerk.url)

        officer = visit("chuyenvien.so").go(school)
        above = officer.page.locator("nav.kv-crumbs a").all_inner_texts()
        name = officer.page.locator("h1").inner_text().removeprefix("Chất lượng dữ liệu: ")
        officer.go("/quality/").page.locator("main a", has_text="Điểm chung").first.click()
        officer.page.wait_for_load_state()
        officer.reads("Các đơn vị bên dưới").follow(above[-1]).follow(name)
        expect_row = officer.page.locator("main").get_by_role("link", name=CHECK, exact=True)
        for _try in range(40):
            if expect_row.count():
                break
            officer.page.wait_for_timeout(500)
            officer.page.reload()
        officer.follow(CHECK).reads(CHILD)

        clerk.go(f"/quality/findings?check=schoolyear.enrolment:age_early&q={CHILD}").reads(CHILD)
        clerk.page.locator("main tr", has_text=CHILD).get_by_role("link", name="Đến chỗ sửa").first.click()
        clerk.page.wait_for_load_state()
        clerk.fill(born="05/09/2018").press("Lưu")

        listed = officer.page.locator("main tr", has_text=CHILD)
        for _try in range(40):
            if listed.count() == 0:
                break
            officer.page.wait_for_timeout(500)
            officer.page.reload()
        expect(listed).to_have_count(0)
    finally:
        worker.terminate()
        worker.wait(20)
