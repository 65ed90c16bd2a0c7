"""A clerk's day with a workbook: a class list that LibreOffice wrote, ten cells broken, mended in the file that
comes back.

`books/lop-3-hoa-phuong.xlsx` was written by LibreOffice Calc 7.4 (`soffice --headless --convert-to xlsx` of a list made
for this test; its `docProps/app.xml` says so). Cells are broken and mended in the XML itself: the file stays
LibreOffice's.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.server import Platform

from .conftest import NARROW, Visit, Visitor

pytestmark = pytest.mark.browser

BOOK = Path(__file__).parent / "books" / "lop-3-hoa-phuong.xlsx"
BROKEN = {
    "Trần Thị Hoài An": "=SUM(A1:A9)",
    "03/01/2018": "31/02/2018",
    "066318753159": "06631875315X",
    "0944285249": "09442",
    "066218877820": "066318877820",
    "07/03/2018": "2018",
    "M&apos;Nông": "Sao Hỏa",
    "11/05/2018": "45/05/2018",
    "Tày": "Tầy bà",
    "Vũ Gia Hân": "Vũ Gia H\ufffdn",
}
"""What stood in a cell -> what somebody typed, in seven of the twelve rows."""
LIST = "/sheets/new/schoolyear.learners"


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_texts(content: bytes, changed: dict[str, str]) -> bytes:
    """The same workbook with other texts in its cells."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name).decode("utf-8") if name == "xl/sharedStrings.xml" else ""
            for old, new in changed.items():
                assert not part or f">{old}<" in part, old
                part = part.replace(f">{old}<", f">{new}<")
            after.writestr(name, part.encode() if part else before.read(name))
    return target.getvalue()


def send(clerk: Visitor, content: bytes) -> Visitor:
    """Uploads, and waits until the file is checked."""
    clerk.go(LIST)
    clerk.page.locator("main [name=school_year]").select_option(label="2026-2027")
    file = {"name": "lớp 3 Hoa Phượng.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    clerk.page.locator("main [name=file]").set_input_files(file)  # type: ignore[arg-type]
    clerk.page.locator("main").get_by_role("button", name="Gửi tệp và kiểm tra").click()
    clerk.page.get_by_text("Hệ thống hiểu tệp thế nào").wait_for()
    return clerk.look("checked")


def count(clerk: Visitor, label: str) -> int:
    """The number above the rows of one kind."""
    stat = clerk.page.locator(".kv-stats .kv-stat", has_text=label)
    return int("".join(sign for sign in stat.inner_text() if sign.isdigit())) if stat.count() else 0


def _fit_on_a_phone_and_open(clerk: Visitor) -> None:
    """A wrong row takes two lines: which it is and what is wrong first. The rest of it opens."""
    page, width = clerk.page, clerk.page.viewport_size
    assert width is not None
    page.set_viewport_size({"width": NARROW, "height": 844})
    rows = page.locator("#rows tbody tr")
    assert max(row.bounding_box()["height"] for row in rows.all()) < 70  # type: ignore[index]
    several = rows.filter(has_text="và 1 chỗ nữa").first
    mend = several.locator("details .kv-muted").last
    expect(mend).to_be_hidden()
    several.locator("summary").press("Enter")
    expect(mend).to_be_visible()
    clerk.look("opened")
    page.set_viewport_size(width)


def test_a_clerk_mends_ten_cells_in_the_file_that_comes_back(
    visit: Visit, browser: Browsing, platform: Platform
) -> None:
    platform.worker()
    clerk = visit("vanthu").go("/schoolyear/class-groups/add/").fill(name="3 Hoa Phượng", grade="03")
    clerk.page.locator("main [name=school_year]").select_option(label="2026-2027")
    clerk.page.locator("main [name=school]").select_option(index=1)
    clerk.page.locator("main button[type=submit]").first.click()
    clerk.reads("Lớp 3 Hoa Phượng")

    original = BOOK.read_bytes()
    send(clerk, with_texts(original, BROKEN)).reads("Tải tệp đã đánh dấu lỗi")
    assert (count(clerk, "Mới"), count(clerk, "Sai")) == (5, 7)
    rows = clerk.page.locator("#rows")
    expect(rows).to_contain_text("Sai (7)")
    shown = rows.text_content() or ""
    for sentence in (
        "bắt đầu như một công thức", "«31/02/2018» không có trong lịch", "không phải chữ số", "chỉ có năm",
        "không phải một số điện thoại", "Sao Hỏa", "45/05/2018", "Tầy bà", "không đọc được",
    ):  # fmt: skip
        assert sentence in shown, sentence
    _fit_on_a_phone_and_open(clerk)

    with clerk.page.expect_download() as awaited:
        clerk.page.locator("main").get_by_role("link", name="Tải tệp đã đánh dấu lỗi").click()
    marked = Path(awaited.value.path()).read_bytes()
    notes = part_of(marked, "xl/khuevan-sheet1-comments.xml").count(b"<comment ")
    assert notes == len(BROKEN) + 2, (
        "at each of the ten cells, and at two numbers whose birth date cannot be read"
    )
    assert b"LibreOffice" in part_of(marked, "docProps/app.xml"), "it is still the clerk's own file"
    mended = with_texts(marked, {typed: meant for meant, typed in BROKEN.items()})

    send(clerk, mended).lacks("Tải tệp đã đánh dấu lỗi")
    assert (count(clerk, "Mới"), count(clerk, "Sai")) == (12, 0)
    clerk.page.locator("main").get_by_role("button", name="Nhập 12 dòng").click()
    clerk.page.get_by_text("Đã nhập xong").wait_for()
    clerk.look("committed").reads("Thêm mới 12")

    send(clerk, mended).reads("Không có gì để nhập: mọi dòng đều đã có và không đổi.")
    assert (count(clerk, "Không đổi"), count(clerk, "Mới"), count(clerk, "Thay đổi")) == (12, 0, 0)
