"""A report from the template that the department edits in Word to the province's signed copy that quotes the school."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import expect

from khuevan.kernel.documents.tests.builders import with_member
from khuevan.kernel.testing.browser import Browsing

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LEAD = "Công tác lãnh đạo, chỉ đạo, tổ chức thực hiện"
OWN = "Nhận xét riêng của đơn vị"
PLAN = "Trường đã ban hành kế hoạch số 12."
WHY = "Các phần còn lại báo cáo cùng kỳ tổng kết"


def edited(content: bytes, *lines: str) -> bytes:
    """The template with paragraphs typed at its end, as somebody does in Word."""
    document = docx.Document(io.BytesIO(content))
    for line in lines:
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def give(officer: Visitor, content: bytes, name: str = "Mẫu của Sở") -> Visitor:
    officer.go("/reports/templates").fill(name=name)
    officer.page.get_by_label("Tệp .docx").set_input_files(
        {"name": "mau.docx", "mimeType": DOCX, "buffer": content}
    )
    return officer.press("Kiểm tra và nhận")


def words_of(content: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(content))
    yield from (one.text for one in document.paragraphs)
    yield from (one.text for table in document.tables for row in table.rows for one in row.cells)


def file_of(who: Visitor, path: str, kind: str) -> bytes:
    answer = who.page.request.get(f"{who.url}{path}/file/{kind}")
    assert answer.ok
    return answer.body()


def path_of(who: Visitor) -> str:
    return who.page.url.removeprefix(who.url).split("?")[0].split("#")[0]


def part(who: Visitor, label: str) -> Any:
    """The card of a narrative part."""
    save = who.page.get_by_role("button", name=f"Lưu phần này: {label}", exact=True)
    return who.page.locator("form").filter(has=save)


def write(who: Visitor, label: str, words: str) -> Visitor:
    part(who, label).locator("textarea").fill(words)
    return who.press(f"Lưu phần này: {label}")


def hand_over_and_sign(who: Visitor, receiver: str, note: str = "") -> None:
    who.page.locator("#send [name=reason]").fill(WHY)
    who.press("Trình ký").reads(receiver)
    sign = who.page.locator("#sign")
    sign.locator("select[name=certificate]").select_option(index=0)
    sign.locator("[name=reason]").fill(note)
    who.press("Ký và gửi").reads("Đã ký và gửi báo cáo")


def opened(officer: Visitor, template: str) -> str:
    officer.go("/reports/").follow("Mở đợt báo cáo").fill(
        title="Báo cáo theo mẫu của Sở", school_due="01/11/2026"
    )
    for name, words in (("template", template), ("snapshot", "Số liệu tháng"), ("before", "Cuối năm học")):
        choice = officer.page.locator(f"select[name={name}] option").filter(has_text=re.compile(words)).first
        officer.fill(**{name: str(choice.get_attribute("value"))})
    officer.press("Mở đợt").reads("Trường phải gửi")
    return path_of(officer)


def give_the_template(officer: Visitor) -> None:
    """With a word that there is not, a macro, a list of persons; then a good one."""
    officer.go("/reports/").follow("Mẫu báo cáo")
    built_in = officer.page.request.get(f"{officer.url}/reports/templates/built-in/programme/commune").body()
    give(officer, edited(built_in, "Có {{chỉ tiêu: schoolyear.student:al}} em, {{đơn vy}}."))
    officer.reads("Chưa nhận mẫu: có 2 chỗ phải sửa", "«schoolyear.student:all»", "Có phải là «đơn vị»?")
    assert re.search(r"Trang \d+, đoạn \d+, mục «Phụ lục", officer.main)
    give(officer, with_member(built_in, "word/vbaProject.bin", b"x")).reads("macro")
    persons = docx.Document(io.BytesIO(built_in))
    persons.add_table(1, 1).cell(0, 0).text = "{{danh sách học sinh.họ tên}}"
    kept = io.BytesIO()
    persons.save(kept)
    give(officer, kept.getvalue()).reads("hiện dữ liệu cá nhân")
    give(officer, edited(built_in, "Nhận xét", f"{{{{phần: {OWN}}}}}")).reads("Đã nhận mẫu, phiên bản 1.")


def test_from_the_campaign_to_the_province_and_back(visit: Visit, browser: Browsing, tmp_path: Path) -> None:
    browser.expect("422")
    officer = visit("chuyenvien.so")
    give_the_template(officer)
    board = opened(officer, "Mẫu của Sở")

    clerk = visit("vanthu").go("/reports/")
    clerk.page.get_by_role("link", name="Báo cáo theo mẫu của Sở").first.click()
    clerk.look().reads("Quá hạn", OWN)
    school = path_of(clerk)
    head = visit("hieutruong").go(school)
    write(clerk, LEAD, PLAN)
    write(head, LEAD, "Chữ của người chậm hơn").reads("vừa được")
    assert part(head, LEAD).locator("textarea").input_value() == "Chữ của người chậm hơn"
    write(head.go(school), OWN, "Cần thêm máy cho phòng Tin học.")
    head.page.locator("#part-1").get_by_text("Góp ý", exact=True).click()
    head.page.locator("#part-1 [name=comment]").fill("Ghi cả ngày ban hành")
    head.press(f"Gửi góp ý cho: {LEAD}")
    clerk.go(school).page.locator("#send [name=reason]").fill(WHY)
    clerk.press("Trình ký").reads("Còn góp ý chưa xử lý")
    clerk.press("Xong: Ghi cả ngày ban hành")
    clerk.page.locator("#send [name=reason]").fill(WHY)
    clerk.press("Trình ký").reads("Đã trình ký")
    assert clerk.page.locator("#sign").count() == 0, "a clerk does not sign"
    head.go(school).page.locator("#sign select[name=certificate]").select_option(index=0)
    head.press("Ký và gửi").reads("Đã ký và gửi báo cáo")

    pdf = file_of(head, school, "pdf")
    (tmp_path / "a.pdf").write_bytes(pdf)
    checked = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in checked
    assert "Total document signed" in checked
    said = list(words_of(file_of(head, school, "docx")))
    assert PLAN in said
    assert any("hồ sơ số của" in line and "{{" not in line for line in said)

    commune = visit("chuyenvien.xa").go(school).press("Nhận báo cáo")
    commune.page.locator("main").get_by_role("link", name="Báo cáo theo mẫu của Sở").first.click()
    commune.look().reads("Quá hạn").follow("Báo cáo của đơn vị")
    own_certificate(commune, path_of(commune))
    write(commune, LEAD, "Phường đã chỉ đạo các trường.")
    above = path_of(commune)
    hand_over_and_sign(commune, "Sở Giáo dục", WHY)
    assert any(PLAN in line for line in words_of(file_of(commune, above, "docx")))

    officer.go(board).follow("Báo cáo của đơn vị")
    own_certificate(officer, path_of(officer))
    write(officer, LEAD, "Sở giao ban hằng tháng.")
    province = path_of(officer)
    hand_over_and_sign(officer, "Bộ Giáo dục", WHY)
    told = list(words_of(file_of(officer, province, "docx")))
    assert any("Phường đã chỉ đạo các trường." in line for line in told)
    assert "Đã gửi" in told, "the annex says who has sent"

    head.go(school).press("Công khai báo cáo").reads("Đọc lại báo cáo")
    head.page.locator("main [name=confirmed]").check()
    head.press("Công khai báo cáo").reads("Báo cáo đang công khai")
    head.page.locator("#correct [name=reason]").fill("Ghi nhầm số của kế hoạch")
    head.press("Mở lần mới").reads("lần trước giữ nguyên")
    assert path_of(head) != school
    assert file_of(head, school, "pdf") == pdf
    expect(head.go(school).page.locator("main")).to_contain_text(PLAN)
    officer.go(board)
    expect(officer.page.locator("main")).to_contain_text("Quá hạn")


def own_certificate(who: Visitor, path: str) -> None:
    """An officer who never signed gets a certificate of the development authority first."""
    who.go("/signing/certificates")
    who.press("Cấp cho tôi một chứng thư thử nghiệm").go(path)
