"""A child goes to a school of another commune, both sides acting; a teacher is given a lesson and the load changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
CHILDREN = "/learners/learners/?grade=03&status=01"


def submit(visitor: Visitor) -> Visitor:
    visitor.page.locator("main form[method=post] button[type=submit]").first.click()
    visitor.page.wait_for_load_state()
    return visitor


def test_a_child_is_transferred_between_two_schools(visit: Visit, browser: Browsing) -> None:
    browser.expect("422|404")
    here, there = visit("hieutruong"), visit("hieutruong2")
    other = there.go("/schoolyear/place/").page.locator(".kv-lead").inner_text().rsplit(",", 1)[0]
    here.go(CHILDREN)
    link = here.page.locator("tbody th a").last
    child = link.inner_text().strip()
    link.click()
    here.follow("Chuyển sang trường khác").fill(school=other, reason="Gia đình chuyển chỗ ở").press(
        "Tiếp tục"
    )
    here.page.locator("main [name=receiving_id]").first.check()
    here.press("Tiếp tục").reads(f"Đã lập đề nghị chuyển trường cho «{child}».", "Chờ trường nhận trả lời")
    transfer = here.page.url.removeprefix(here.url)

    there.go("/transfers/").reads(child)
    submit(there.go(transfer).follow("Đồng ý tiếp nhận")).reads("Chờ trường đang học trả hồ sơ")
    submit(here.go(transfer).follow("Trả hồ sơ, cho chuyển đi")).reads("Đã chuyển, chờ xếp lớp")
    there.go(transfer).follow("Xếp lớp").page.locator("main [name=class_group]").select_option(index=1)
    submit(there).reads("Đã chuyển và xếp lớp")
    there.follow("Hồ sơ người học").reads(child, other)
    assert here.page.goto(there.page.url).status == 404, "the learner is of the other school now"  # type: ignore[union-attr]


def test_a_teacher_is_assigned_and_the_load_changes(visit: Visit) -> None:
    head = visit("hieutruong").go("/staff/assignments/?term=2")
    head.page.locator(".staff-empty a").first.click()
    form = head.page.locator("#editor form").last
    form.locator("[name$=staff]").select_option(index=2)
    teacher = form.locator("[name$=staff]").input_value()
    load = head.page.locator(f"td[data-staff='{teacher}']").first
    before = load.inner_text()
    form.locator("[name$=periods]").fill("2")
    form.get_by_role("button", name="Phân công", exact=True).click()
    expect(load).not_to_have_text(before)
    head.look("assigned")
