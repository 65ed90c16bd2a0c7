"""Learners whose year does not run straight: one is assessed again in summer, one came in the middle of the year."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.server import Platform

from .conftest import Visit

pytestmark = pytest.mark.browser

WAITING = """
with one as (
    select m.enrolment_id as id from gradebook_mark m
    join schoolyear_enrolment e on e.id = m.enrolment_id join schoolyear_classgroup g on g.id = e.class_group_id
    where m.kind = 'reassessment' and m.number is not null and g.name <> '6A1' order by 1 limit 1
), gone as (
    update gradebook_mark set number = null, word = ''
    where kind = 'reassessment' and enrolment_id = (select id from one)
)
update schoolyear_enrolment set outcome = '', outcome_on = null where id = (select id from one)
returning class_group_id, id, full_name, school_id
"""
ARRIVED = """
update schoolyear_enrolment set entry_kind = 'transferred', status = '02' where id = (
    select e.id from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id
    where e.school_id = %s and y.code = '2026-2027' and e.left_on is null and e.class_group_id is not null
    order by e.id limit 1)
returning id, full_name
"""


def test_a_summer_and_a_term_done_elsewhere(visit: Visit, platform: Platform, browser: Browsing) -> None:
    """The demo has finished last summer: one learner's is taken back, not of the class whose cards are signed in another
    journey. One of this year's is made one who moved in."""
    browser.expect("422")
    with platform.connect(owner=True) as owner:
        class_id, pk, waiting, school = owner.execute(WAITING).fetchone() or ()
        arrived_pk, arrived = owner.execute(ARRIVED, [school]).fetchone() or ()
    head = visit("hieutruong.thcs").go("/gradebook/summer/?year=2025-2026")
    page = head.page
    page.locator(f"main a[href='/gradebook/classes/{class_id}/summer/']").first.click()
    head.look().reads(waiting, "Kiểm tra, đánh giá lại trong hè")
    marks = page.locator(f"main input[name^='mark-{pk}-']:enabled")
    for place in range(marks.count()):
        marks.nth(place).fill("11" if place == 0 else "6,5")
    page.fill("main [name=why]", "Biên bản số 7/BB")
    head.press("Lưu kết quả").reads("Điểm phải từ 0 đến 10")
    expect(marks.first).to_have_value("11")
    marks.first.fill("7")
    head.press("Lưu kết quả").reads("Được lên lớp")
    expect(page.locator(f"main input[name^='mark-{pk}-']").first).to_have_value("7")

    head.go("/gradebook/arrivals/").reads("chưa tiếp nhận").follow(arrived)
    head.fill(school="Trường THCS Xa Xôi", paper_number="HB 12/2026", conduct="1")
    results = page.locator("main input[name^='subject-']")
    for place in range(results.count()):
        help_ = page.locator(f"#{results.nth(place).get_attribute('aria-describedby')}").inner_text()
        results.nth(place).fill("Đ" if "CĐ" in help_ else "8,5")
    results.first.fill("8,55")
    head.press("Ghi kết quả học kỳ I").reads("Điểm có nhiều nhất một chữ số thập phân")
    expect(page.locator("[name=school]")).to_have_value("Trường THCS Xa Xôi")
    results.first.fill("8")
    head.press("Ghi kết quả học kỳ I").reads("Học kỳ I đã được tiếp nhận", "HB 12/2026")
    head.go("/gradebook/arrivals/").reads("đã tiếp nhận")
    head.go(f"/gradebook/learners/{arrived_pk}/").reads("8,5")
    expect(page.locator("main")).to_contain_text(re.compile("Trường THCS Xa Xôi"))
