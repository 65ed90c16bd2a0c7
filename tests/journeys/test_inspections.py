"""A year's inspection: drawn and approved, a sheet filled on a phone while the line is down, a remedy, signed minutes."""

from __future__ import annotations

import re
import struct
import zlib

import pytest
from playwright.sync_api import expect

from khuevan.kernel.testing.browser import Browsing, comes_true

from .conftest import NARROW, Visit, Visitor

pytestmark = pytest.mark.browser


def picture() -> bytes:
    """As a phone takes it: larger than what is sent."""
    wide, high = 2400, 1800
    rows = (b"\0" + bytes((90, 120, 160)) * wide) * high
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one)) + name + one + struct.pack(">I", zlib.crc32(name + one))
        for name, one in parts
    )


def planned(officer: Visitor, school: str) -> None:
    """The commune's plan of this year, with the school in it, approved."""
    officer.menu("Kiểm tra").follow("Lập kế hoạch").press("Lập kế hoạch")
    officer.fill(seed="2026-11").press("Bốc thăm").reads("Đã bốc thăm, chờ phê duyệt")
    officer.follow("Bốc lại để đối chiếu").reads("Kết quả trùng khớp")
    options = officer.page.locator("#name option", has_text=school)
    if options.count():
        officer.fill(candidate=str(options.first.get_attribute("value")))
        officer.page.locator("#name [name=reason]").fill("Có đơn phản ánh của cha mẹ học sinh")
        officer.press("Thêm vào kế hoạch").reads("Chỉ định thêm")
    officer.page.locator("#results tbody th a, #results tbody td a").first.click()
    officer.look().reads("Rủi ro gồm những gì")
    officer.page.go_back()
    officer.fill(decision="41/QĐ-UBND").press("Phê duyệt kế hoạch").reads("Đã phê duyệt")


def filled_without_a_line(phone: Visitor) -> None:
    """Two lines with the line down, one with a photo; the rest with it."""
    page = phone.page
    page.wait_for_selector("[data-inspection][data-drawn]")
    page.wait_for_selector("html[data-kept]")
    comes_true(page, "caches.open('kv-away-pages').then(all => all.match(location.href)).then(Boolean)")
    lines, state = page.locator("[data-e]"), page.locator("[data-state-line]")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("[data-inspection][data-drawn]")
    lines.nth(2).locator("label", has_text="Chưa đạt").tap()
    lines.nth(2).locator("textarea").fill("Bốn học sinh chưa có số định danh")
    lines.nth(2).locator("[data-shoot]").set_input_files(
        {"name": "IMG_1.png", "mimeType": "image/png", "buffer": picture()}
    )
    lines.nth(0).locator("label", has_text=re.compile("^Đạt$")).tap()
    expect(state).to_contain_text("3 mục chữ và 1 ảnh chờ trên máy này")
    page.reload()
    page.wait_for_selector("[data-inspection][data-drawn]")
    expect(lines.nth(2).locator("textarea")).to_have_value("Bốn học sinh chưa có số định danh")
    expect(lines.nth(2).locator("[data-photos] li")).to_have_count(1)
    phone.look("away")
    page.context.set_offline(False)
    expect(state).to_have_text(re.compile("^Đã lưu"), timeout=45_000)
    expect(lines.nth(2).locator("[data-photos] li a")).to_have_count(1, timeout=45_000)
    for place in range(lines.count()):
        if place not in (0, 2):
            lines.nth(place).locator("label", has_text=re.compile("^Đạt$")).tap()
    expect(page.locator("[data-left]")).to_have_text("0")
    expect(state).to_have_text(re.compile("^Đã lưu"))
    phone.look("filled")


def test_from_the_draw_to_the_signed_minutes(visit: Visit, browser: Browsing) -> None:
    browser.expect("ERR_INTERNET_DISCONNECTED")
    head = visit("hieutruong")
    school = head.go("/inspections/").page.locator(".kv-lead, main header").first.inner_text()
    school = re.sub(r"\s+", " ", school.replace("Kiểm tra", "")).strip()
    officer = visit("chuyenvien.xa", afresh=True)
    planned(officer, school)

    officer.go("/inspections/").follow(school)
    address = officer.page.url.removeprefix(officer.url)
    officer.page.locator("#team [name=team]").first.check()
    officer.fill(leader=str(officer.page.locator("#team [name=team]").first.get_attribute("value")))
    officer.press("Cử đoàn, hẹn ngày").press("Bắt đầu kiểm tra")

    phone = visit("chuyenvien.xa", width=NARROW, touch=True, afresh=True).go(address).follow("Ghi phiếu")
    filled_without_a_line(phone)
    phone.follow("Xem lại, kết luận").reads("Bốn học sinh chưa có số định danh")
    phone.fill(text="Cập nhật số định danh của bốn học sinh").press("Ghi yêu cầu")
    phone.fill(remarks="Hồ sơ đủ, còn một việc phải làm").press("Kết luận cuộc kiểm tra")

    head.go(address).fill(objection="Trường sẽ cập nhật trong tuần").press("Ghi ý kiến")
    head.follow("Cập nhật số định danh của bốn học sinh")
    remedy = head.page.url.removeprefix(head.url)
    head.fill(reply="Đã cập nhật đủ bốn học sinh").press("Gửi trả lời").reads("Đã trả lời, chờ xem xét")
    officer.go(remedy).press("Chấp nhận đã khắc phục").reads("Đã khắc phục")

    officer.go("/signing/certificates").press("Cấp cho tôi một chứng thư thử nghiệm")
    officer.go(address).fill(number="12", place="Lâm Đồng").press("Ký biên bản").reads("Trưởng đoàn đã ký")
    head.go(address).press("Ký biên bản").reads("Hai bên đã ký")
    with head.page.expect_download() as got:
        head.page.get_by_role("link", name="Word", exact=True).click()
    assert got.value.path().stat().st_size > 10_000
