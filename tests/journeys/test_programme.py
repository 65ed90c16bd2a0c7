"""The programme on the records: a decision adds a target to the school's plan, the clerk's workbook moves the figure,
the target turns to reached, the probe raises its score, evidence is attached, an assessor disagrees, the level is
published."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import python_calamine
import xlsxwriter

from khuevan.kernel import clock
from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.patience import wait_until
from khuevan.kernel.testing.server import Platform

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
ROOMS = "Phòng học có trình chiếu và Internet"
CONNECTED = "facilities.room:connected_share"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def add_target(head: Visitor) -> str:
    """By a decision, to the school's adopted plan. The page of the target."""
    head.go("/targets/?whose=own").page.locator("main table tbody th a").first.click()
    head.look().follow("Thêm chỉ tiêu theo quyết định")
    head.fill(
        decision="15/QĐ-TH", effective_on=f"{clock.today():%d/%m/%Y}", reason="Đã bố trí kinh phí mua thiết bị",
        name=ROOMS, measure="indicator", indicator=CONNECTED, threshold="100",
        due_on=f"{clock.today() + timedelta(30):%d/%m/%Y}",
    ).press("Ghi quyết định").reads("15/QĐ-TH")  # fmt: skip
    head.go("/targets/board").page.locator("main").get_by_role("link", name=ROOMS).click()
    head.page.wait_for_load_state()
    return head.look().page.url.removeprefix(head.url)


def import_rooms(clerk: Visitor) -> None:
    """The school's own list of rooms comes out, every classroom gets its projector and Internet, and it goes in again."""
    code = clerk.go("/sheets/new/facilities.rooms").page.locator("main [name=unit]").input_value()
    content = clerk.page.request.get(f"{clerk.url}/sheets/export/facilities.rooms?unit={code}").body()
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    place = next(number for number, row in enumerate(rows) if "Có Internet" in row)
    columns = [
        column
        for column, word in enumerate(rows[place])
        if word in ("Có Internet", "Có thiết bị trình chiếu")
    ]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Phong")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, "Có" if number > place and column in columns else value)
    book.close()
    clerk.go("/sheets/new/facilities.rooms").page.locator("main [name=file]").set_input_files(
        {"name": "phòng.xlsx", "mimeType": SHEET, "buffer": out.getvalue()}
    )
    clerk.page.locator("main").get_by_role("button", name="Gửi tệp và kiểm tra").click()
    clerk.page.get_by_text("Hệ thống hiểu tệp thế nào").wait_for()
    clerk.page.locator("main").get_by_role("button", name=re.compile(r"^Nhập \d+ dòng")).click()
    clerk.page.get_by_text("Đã nhập xong").wait_for()


def proposed(head: Visitor, code: str) -> float:
    """Points that the sheet proposes for a line."""
    row = head.page.locator("#sheet tbody tr").filter(
        has=head.page.get_by_role("rowheader", name=code, exact=True)
    )
    return float(row.locator("td").nth(2).inner_text().replace(",", "."))


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


def give_evidence(head: Visitor) -> None:
    """A file, for every criterion that asks for the same."""
    head.follow("Đưa minh chứng").fill(title="Biên bản nghiệm thu thiết bị phòng học")
    head.page.locator("main [name=file]").set_input_files(
        {"name": "bien ban.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    head.press("Đưa minh chứng").reads("Biên bản nghiệm thu thiết bị phòng học", "SHA-256")


def test_from_the_clerks_workbook_to_the_published_level(
    visit: Visit, browser: Browsing, platform: Platform
) -> None:
    worker = platform.worker()
    try:
        head = visit("hieutruong")
        target = add_target(head)
        assert "Đã đạt" not in head.main
        head.menu("Mức độ chuyển đổi số").follow("Mở đánh giá 4725")
        path = head.page.url.removeprefix(head.url)
        school = head.page.locator("main h1").inner_text().partition(":")[0]
        before = proposed(head, "1.7.1")

        import_rooms(visit("vanthu"))
        wait_until(lambda: "Đã đạt" in head.go(target).main, "the target reached", every=2)
        head.go(path).press("Tính lại đề xuất")
        raised = proposed(head, "1.7.1")
        assert raised > before, "the probe sees the same rooms"
    finally:
        worker.terminate()
        worker.wait(20)

    head.go(f"{path}/criteria/1.7.1").fill(points=f"{raised:g}".replace(".", ",")).press("Lưu")
    give_evidence(head.go(f"{path}/criteria/1.7.1"))
    head.go(path).press("Lấy điểm đề xuất")
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
