"""From the school's own assessment through two assessors who differ to the level that everybody sees."""

from __future__ import annotations

import pytest

from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def score_what_is_open(head: Visitor) -> int:
    """Every line that has no points yet, on its own page. Answers how many."""
    rows = head.page.locator("#sheet tbody tr").filter(has_text="chưa chấm").locator("td a")
    addresses = [str(rows.nth(place).get_attribute("href")) for place in range(rows.count())]
    for address in addresses:
        head.page.goto(head.url + address)
        if head.page.locator("main [name=met]").count():
            head.page.locator("main [name=met][value=yes]").check()
        else:
            head.fill(points="3,5")
        head.fill(reason="Trường dùng hệ thống khác, có minh chứng")
        head.page.get_by_role("button", name="Lưu", exact=True).click()
        head.page.wait_for_load_state()
    return len(addresses)


def assess(visitor: Visitor, points: str) -> None:
    """Takes a seat, gives these points to 1.4 and three to 2.3.2, seals."""
    visitor.press("Nhận đánh giá đơn vị này")
    visitor.page.locator("main [name='points-1.4']").fill(points)
    visitor.page.locator("main [name='points-2.3.2']").fill("3")
    visitor.press("Chốt phiếu").reads("Đã chốt")


def test_from_the_own_assessment_to_the_published_level(visit: Visit, browser: Browsing) -> None:
    head = visit("hieutruong").menu("Mức độ chuyển đổi số").follow("Mở đánh giá 4725")
    path = head.page.url.removeprefix(head.url)
    school = head.page.locator("main h1").inner_text().partition(":")[0]
    head.press("Lấy điểm đề xuất")
    assert score_what_is_open(head) > 5
    head.go(path).press("Duyệt và gửi").reads("Đã gửi, chờ kiểm tra")

    commune = visit("chuyenvien.xa").go(path).press("Hồ sơ đạt yêu cầu")
    for code in ("1.4", "2.3.2"):
        commune.page.locator(f"main [name=codes][value='{code}']").check()
    commune.press("Mở đánh giá ngoài")
    assess(commune, "4")
    assess(visit("chuyenvien.so").go(path), "2")

    commune.go(path).reads("Hai người đánh giá nói gì")
    commune.page.locator("main [name=final_points]").fill("2,5")
    commune.page.locator("main [name=final_reason]").fill("Xem lại kho học liệu cùng nhà trường")
    commune.press("Thống nhất dòng 1.4").press("Kết luận")
    commune.page.locator("#recognise [name=decision]").fill("101/QĐ-UBND")
    commune.press("Công nhận").press("Công bố mức độ").reads("Đã công bố")

    anybody = browser.page()
    anybody.goto(f"{head.url}/maturity/public/")
    assert school in anybody.locator("main").inner_text()
