"""From the household workbook to the dossier: a surveyor hands forms in, a child is known by the school's register, the
commune's standards are judged, the persons behind one figure stand in a list."""

from __future__ import annotations

import io
import re

import pytest
import python_calamine
import xlsxwriter

from khuevan.kernel import clock
from khuevan.kernel.testing.server import Platform

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
FORM = "HT-901"
UNNAMED = """
select p.full_name, p.national_id, p.birth_date, p.sex, u.name
from people_person p
join schoolyear_enrolment e on e.person_id = p.id and e.left_on is null and e.status = '01'
join schoolyear_schoolyear y on y.id = e.school_year_id and y.starts_on <= now() and y.ends_on >= now()
join organisations_orgunit u on u.id = e.school_id
join accounts_account a on a.username = 'chuyenvien.xa'
where coalesce(p.current_commune_id, p.permanent_commune_id) = a.unit_id and p.national_id <> '' and e.grade <= '12'
  and e.enrolled_on <= make_date(extract(year from now())::int, 9, 30) and p.merged_into_id is null
  and not exists (select from universalisation_member m where m.person_id = p.id)
order by p.full_name limit 1
"""
"""A pupil who lives in the commune and stands in no form yet: the demo leaves a few out."""


def test_forms_come_in_as_a_workbook_and_lead_to_a_dossier(visit: Visit, platform: Platform) -> None:
    worker = platform.worker()
    try:
        with platform.connect(owner=True) as connection:
            child = connection.execute(UNNAMED).fetchone()
        assert child is not None
        name, number, born, sex, school = child
        officer = visit("chuyenvien.xa").menu("Phổ cập, xóa mù chữ").reads("Phiếu điều tra bằng Excel")
        commune = officer.page.url.removeprefix(officer.url)
        page, _mark, year = commune.partition("?year=")
        year = year or str(clock.today().year)
        age = int(year) - born.year
        before = residents(officer, commune)
        heads = columns_of(officer, commune)
        hand_in(officer, workbook(heads, name, number, f"{born:%d/%m/%Y}", "Nam" if sex == "male" else "Nữ"))

        officer.go(commune).follow("Dân số theo độ tuổi").reads("Đang học")
        assert residents(officer, commune) == before + 3
        officer.go(commune).follow("Hộ gia đình")
        officer.go(f"{officer.page.url.removeprefix(officer.url)}&q={FORM}").follow(f"{FORM}")
        officer.reads(name)
        assert "đã gắn" in officer.page.locator("main tr", has_text=name).inner_text()

        officer.go(commune).follow("Kiểm tra tiêu chuẩn").reads(
            "Phổ cập giáo dục mầm non cho trẻ em 5 tuổi", "≥ 90 %"
        )
        badges = officer.page.locator("main .kv-card").get_by_text(
            re.compile(r"^(Đạt|Chưa đạt|Chưa đủ số liệu)$")
        )
        assert badges.count() > 9
        literate = officer.page.locator("main tr", has_text="15–35 tuổi").locator("td a").nth(1)
        everybody = int(literate.inner_text().replace(".", ""))
        literate.click()
        officer.page.wait_for_url(lambda url: "/people/" in url)
        officer.look("behind").reads("mỗi lần mở danh sách đều được ghi nhật ký")
        assert f"{everybody:,}".replace(",", ".") in officer.page.locator(".kv-pagination-count").inner_text()
        behind = f"{page}people/?year={year}&measure=attending&from={age}&to={age}&which=of"
        shown = officer.go(behind).page.locator(".kv-pagination-count").inner_text()
        last = -(-int(shown.rpartition(" ")[2].replace(".", "")) // 50)
        row = officer.go(f"{behind}&page={last}").page.locator("main tr", has_text=name)
        assert "sổ trường" in row.inner_text(), "what the form does not say the school does"
        assert school in row.inner_text()
        officer.go(commune).follow("Kiểm tra tiêu chuẩn").press("Tự kiểm tra, lập hồ sơ").reads(
            "Các bước", "Tự kiểm tra"
        )
        paper = officer.page.locator("main").get_by_role("link", name="Tải PDF").get_attribute("href")
        assert officer.page.request.get(f"{officer.url}{paper}").body().startswith(b"%PDF")
    finally:
        worker.terminate()
        worker.wait(20)


def residents(officer: Visitor, commune: str) -> int:
    """Persons in the forms, as the commune's page has it."""
    officer.go(commune)
    stat = officer.page.locator(".kv-stats .kv-stat", has_text="Người trong phiếu").inner_text()
    return int("".join(sign for sign in stat if sign.isdigit()))


def columns_of(officer: Visitor, commune: str) -> list[str]:
    """The heads of the workbook that the platform itself gives to surveyors."""
    officer.go(commune)
    blank = officer.page.locator("main").get_by_role("link", name="Mẫu trống").get_attribute("href")
    content = officer.page.request.get(f"{officer.url}{blank}").body()
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return next([str(cell) for cell in row] for row in sheet.to_python() if "Số phiếu" in row)


def workbook(heads: list[str], name: str, number: str, born: str, sex: str) -> bytes:
    """A new form with a mother, the pupil, and a small one."""
    head = {"Số phiếu": FORM, "Tổ, thôn, xóm": "Thôn 9", "Chủ hộ": "Trần Thị Hạnh Thử"}
    people = (
        {"Họ và tên": "Trần Thị Hạnh Thử", "Quan hệ với chủ hộ": "Chủ hộ", "Ngày sinh": "09/02/1994", "Giới tính": "Nữ",
         "Đã hoàn thành": "Tốt nghiệp THCS"},
        {"Họ và tên": name, "Quan hệ với chủ hộ": "Con", "Ngày sinh": born, "Giới tính": sex,
         "Số định danh cá nhân": number},
        {"Họ và tên": "Nguyễn Hạnh Nhi Thử", "Quan hệ với chủ hộ": "Con", "Ngày sinh": "15/06/2021", "Giới tính": "Nữ",
         "Việc học": "Đang học", "Đang học cấp": "Mầm non"},
    )  # fmt: skip
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("PhieuDieuTra")
        page.write_row(0, 0, heads)
        for at, person in enumerate(people, 1):
            row = {**head, **person}
            assert set(row) <= set(heads), set(row) - set(heads)
            page.write_row(at, 0, [row.get(one, "") for one in heads])
    return target.getvalue()


def hand_in(officer: Visitor, content: bytes) -> None:
    """Checked cell by cell, then written."""
    officer.follow("Nhập phiếu từ Excel")
    file = {"name": "phiếu thôn 9.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    officer.page.locator("main [name=file]").set_input_files(file)  # type: ignore[arg-type]
    officer.page.locator("main").get_by_role("button", name="Gửi tệp và kiểm tra").click()
    officer.page.get_by_text("Hệ thống hiểu tệp thế nào").wait_for()
    officer.look("checked").lacks("Tải tệp đã đánh dấu lỗi")
    officer.page.locator("main").get_by_role("button", name="Nhập 3 dòng").click()
    officer.page.get_by_text("Đã nhập xong").wait_for()
    officer.look("committed").reads("Thêm mới 3")
