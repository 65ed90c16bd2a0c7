"""The user's own file comes back with its errors marked; mended, it goes in."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from khuevan.kernel import access, database, files
from khuevan.kernel.access import Actor
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS
from khuevan.kernel.sheets import reading
from khuevan.kernel.sheets.models import Import
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import take_in, workbook

from .specimens import PLANTS, build_bed

pytestmark = pytest.mark.django_db

HEAD = ["Mã cây", "Tên cây", "Ngày trồng", "Loại cây", "Chiều cao"]
ROWS: list[list[Any]] = [
    ["000101", "Xoài cát", "05/09/2020", "Cây ăn quả", 120],
    ["00010", "Lim xanh", "31/02/2019", "Cây leo", 400],
    ["000103", None, "01/02/2024", "Rau", 9_900],
    ["000101", "Cải ngọt", "01/02/2024", "Rau", 20],
]


@pytest.fixture
def bed() -> int:
    return build_bed()


@pytest.fixture
def clerk(bed: int) -> Actor:
    return actor(EDIT_PLANTS, units=[bed])


def returned(made: Import) -> bytes:
    with database.acting(access.system()):
        stored = files.StoredFile.objects.get(pk=made.returned_id)
        with files.content(stored) as content:
            return content.read()


def cells_of(content: bytes, tmp_path: Path) -> list[list[str]]:
    source = tmp_path / "returned.xlsx"
    source.write_bytes(content)
    book = reading.read(source, tmp_path / "cells", "xlsx", lambda done, of: None)
    return [[reading.marks.shown(cell) for cell in row] for row in book.head(0)]


def styled() -> bytes:
    """A workbook with everything that has to survive: styles, widths, a note of the user's, a chart, a second sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Danh sách")
        bold = book.add_format({"bold": True, "bg_color": "#00B050"})
        sheet.set_column(0, 9, 22)
        sheet.merge_range("A1:E1", "VƯỜN TRƯỜNG", bold)
        for at, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(at + 2, 0, row, bold if at == 0 else None)
        sheet.write_comment("A5", "ghi chú của trường")
        sheet.data_validation("D4:D50", {"validate": "list", "source": ["Cây ăn quả", "Rau"]})
        sheet.write_formula("G4", "=E4*2", None, 240)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Danh sách'!$E$4:$E$7"})
        sheet.insert_chart("H2", chart)
        book.add_worksheet("Khác").write(0, 0, "giữ nguyên")
    return target.getvalue()


def test_wrong_cells_are_coloured_noted_and_listed_in_a_column(
    clerk: Actor, bed: int, tmp_path: Path
) -> None:
    made = take_in(clerk, PLANTS, bed, styled())
    content = returned(made)
    rows = cells_of(content, tmp_path)
    column = rows[2].index("Kết quả kiểm tra")
    said = [row[column] for row in rows]
    assert said[3] == "", "a good row says nothing"
    assert "Mã cây: «00010» có 5 chữ số" in said[4]
    assert "Loại cây: «Cây leo» không có trong danh mục" in said[4]
    assert "Ngày trồng: Ngày «31/02/2019» không có trong lịch" in said[4]
    assert "Tên cây: Thiếu «Tên cây». Điền giá trị" in said[5]
    assert "Trùng với dòng 4" in said[6]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        notes = archive.read("xl/comments1.xml").decode()
        assert archive.testzip() is None
    colours = re.findall(r'<conditionalFormatting sqref="([^"]*)"', sheet)
    assert sorted(" ".join(colours).split()) == ["A5", "A7", "B6", "C5", "D5", "E6"]
    assert '<autoFilter ref="A3:H7"/>' in sheet
    assert "ghi chú của trường" in notes
    assert 'ref="A5"' in notes, "somebody's note stays, ours is in the column"
    assert "31/02/2019" in notes


def test_what_else_the_file_holds_stays_as_it_was(clerk: Actor, bed: int) -> None:
    original = styled()
    with (
        zipfile.ZipFile(io.BytesIO(original)) as before,
        zipfile.ZipFile(io.BytesIO(returned(take_in(clerk, PLANTS, bed, original)))) as after,
    ):
        same = [name for name in before.namelist() if before.read(name) == after.read(name)]
        changed = set(before.namelist()) - set(same)
        sheet = after.read("xl/worksheets/sheet1.xml").decode()
    assert changed <= {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert "xl/charts/chart1.xml" in same
    assert "<mergeCell" in sheet
    assert "<dataValidation " in sheet
    assert "<f>E4*2</f>" in sheet


def test_the_mended_file_goes_in_and_the_marks_of_before_are_gone(
    clerk: Actor, bed: int, tmp_path: Path
) -> None:
    content = returned(take_in(clerk, PLANTS, bed, styled()))
    mended = _replace_texts(
        content,
        {"00010": "000102", "31/02/2019": "28/02/2019", "Cây leo": "Cây lấy gỗ"},
        sheet="xl/sharedStrings.xml",
    )
    again = take_in(clerk, PLANTS, bed, mended)
    assert (again.counts["new"], again.counts["wrong"]) == (2, 2)
    rows = cells_of(returned(again), tmp_path)
    column = rows[2].index("Kết quả kiểm tra")
    assert rows[2].count("Kết quả kiểm tra") == 1
    assert rows[4][column] == ""
    assert "Thiếu" in rows[5][column]
    with zipfile.ZipFile(io.BytesIO(returned(again))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert sorted(" ".join(re.findall(r'<conditionalFormatting sqref="([^"]*)"', sheet)).split()) == [
            "A7",
            "B6",
            "E6",
        ]
        notes = archive.read("xl/comments1.xml").decode()
        assert sorted(re.findall(r'<comment ref="(\w+)"', notes)) == ["A5", "A7", "B6", "E6"]
        assert (
            len(re.findall(r'ObjectType="Note"', archive.read("xl/drawings/vmlDrawing1.vml").decode())) == 4
        )


def _replace_texts(content: bytes, texts: dict[str, str], *, sheet: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == sheet:
                for old, new in texts.items():
                    part = part.replace(f">{old}<".encode(), f">{new}<".encode())
            after.writestr(name, part)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["csv", "prefixed", "unplaced"])
def test_files_that_cannot_be_edited_come_back_as_equivalent_workbooks(
    clerk: Actor, bed: int, tmp_path: Path, kind: str
) -> None:
    plain = workbook(("A", [HEAD, *ROWS]))
    content = {
        "csv": lambda: "\n".join(
            ";".join("" if c is None else str(c) for c in row) for row in [HEAD, *ROWS]
        ).encode("utf-8-sig"),
        "prefixed": lambda: prefixed(plain),
        "unplaced": lambda: unplaced(plain),
    }[kind]()
    made = take_in(clerk, PLANTS, bed, content, name=f"danh sách.{'csv' if kind == 'csv' else 'xlsx'}")
    assert made.counts["wrong"] == 3, made.refusal
    rows = cells_of(returned(made), tmp_path)
    assert rows[0][:2] == ["Mã cây", "Tên cây"]
    assert rows[0].count("Kết quả kiểm tra") == 1
    assert "00010" in rows[2][0]
    assert "Trùng" in rows[4][rows[0].index("Kết quả kiểm tra")]


def prefixed(content: bytes) -> bytes:
    """As writers built on the Open XML SDK make it: every element with a prefix."""

    def with_prefix(xml: str) -> str:
        xml = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", xml)
        return xml.replace(
            'xmlns="http://schemas.openxmlformats.org/spreadsheetml',
            'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
        )

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
                head, _mark, body = part.decode().partition("?>")
                part = f"{head}?>{with_prefix(body)}".encode()
            after.writestr(name, part)
    return target.getvalue()


def unplaced(content: bytes) -> bytes:
    """As some writers make it: rows and cells do not say where they are."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(rb'(<(?:row|c)) r="\w+"', rb"\1", part)
                part = re.sub(rb'<c( s="\d+")?/>', rb"<c/>", part)
            after.writestr(name, part)
    return target.getvalue()
