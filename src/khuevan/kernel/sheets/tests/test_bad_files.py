"""Files as they really come: locked, bloated, empty, of another list or school, in encodings of before Unicode. Each is
answered in words, and nothing is written.

`books/garden.xls` and `books/garden.ods` were written by LibreOffice 7.4 (`soffice --headless --convert-to xls`).
"""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.files import FileRefused
from khuevan.kernel.records.tests.specimens.models import Plant
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, VIEW_PLANTS
from khuevan.kernel.sheets.legacy.tables import TCVN3, VNI
from khuevan.kernel.sheets.models import Import
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import commit, take_in, workbook

from .specimens import PLANTS, build_bed

pytestmark = pytest.mark.django_db

BOOKS = Path(__file__).parent / "books"
HEAD = ["STT", "Mã cây", "Tên cây", "Loại cây", "Ngày trồng", "Chiều cao", "Ăn được", "Ghi chú"]
ROWS: list[list[Any]] = [
    [1, "000101", "Xoài cát", "Cây ăn quả", "05/09/2020", 120, "Có", "đầu vườn"],
    [2, "000102", "Lim xanh", "02", "08/03/2019", 400, "Không", None],
    [3, "000103", "Cải ngọt", "rau", "01/02/2024", 20, "x", None],
]


@pytest.fixture
def bed() -> int:
    return build_bed()


@pytest.fixture
def clerk(bed: int) -> Actor:
    return actor(EDIT_PLANTS, VIEW_PLANTS, units=[bed])


def plants(bed: int) -> list[str]:
    with database.acting(access.system()):
        return list(Plant.objects.filter(bed_id=bed).order_by("tag").values_list("name", flat=True))


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """An .xlsx with further or other parts; `__` stands for a slash, `_x` for its dot."""
    target = io.BytesIO()
    named = {name.replace("__", "/").replace("_x", "."): part for name, part in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, named.pop(name, None) or before.read(name))
        for name, part in named.items():
            after.writestr(name, part)
    return target.getvalue()


def good(*more: Sequence[Any]) -> bytes:
    return workbook(("Danh sách", [HEAD, *ROWS, *more]))


def locked_xls() -> bytes:
    """As Excel marks an encrypted .xls: a FILEPASS record (0x2F) right at the beginning of the book."""
    content = (BOOKS / "garden.xls").read_bytes()
    begin = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    length = int.from_bytes(content[begin + 2 : begin + 4], "little")
    return content[:begin] + b"\x2f\x00" + length.to_bytes(2, "little") + content[begin + 4 :]


REFUSED_AT_THE_DOOR: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "macros": ("x.xlsm", lambda: with_parts(good(), xl__vbaProject_xbin=b"x"), "macro"),
    "locked xlsx": (
        "x.xlsx",
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le")
            + b"\0" * 64
        ),
        "mật khẩu",
    ),
    "locked xls": ("x.xls", locked_xls, "mật khẩu"),
    "bomb": ("x.xlsx", lambda: with_parts(good(), xl__media__a_xbin=b"\0" * (40 << 20)), "phình ra quá lớn"),
    "picture": ("x.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "png"),
    "page": ("x.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "chỉ nhận"),
    "noise": ("x.csv", lambda: random.Random(1).randbytes(4000), "Không nhận ra"),
    "cut off": ("x.xlsx", lambda: good()[:900], "hỏng"),
}


@pytest.mark.parametrize("case", REFUSED_AT_THE_DOOR)
def test_refused_at_the_door(clerk: Actor, bed: int, case: str) -> None:
    name, content, words = REFUSED_AT_THE_DOOR[case]
    with pytest.raises(FileRefused) as refused:
        take_in(clerk, PLANTS, bed, content(), name=name)
    assert words in str(refused.value.reason)


REFUSED_WHEN_READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "two million rows": ("x.csv", lambda: b"Ma;Ten\n" + b"1;2\n" * 2_000_000, "nhiều nhất 200000 dòng"),
    "300 columns": ("x.xlsx", lambda: workbook(("A", [list(range(300))] * 3)), "300 cột; nhiều nhất 256"),
    "empty sheets": ("x.xlsx", lambda: workbook(("A", []), ("B", [])), "mọi trang tính đều trống"),
    "far cell": (
        "x.xlsx",
        lambda: workbook(("A", [HEAD, *ROWS, *[[]] * 410_000, ["x"]])),
        "dòng; mỗi lần nhập",
    ),
}


@pytest.mark.parametrize("case", REFUSED_WHEN_READ)
def test_refused_when_read(clerk: Actor, bed: int, case: str) -> None:
    name, content, words = REFUSED_WHEN_READ[case]
    made = take_in(clerk, PLANTS, bed, content(), name=name)
    assert made.state == "refused"
    assert words in made.refusal
    assert plants(bed) == []


def kinds(made: Import) -> set[str]:
    return {one["code"] for one in made.told.get("summary", [])}


def test_200_columns_and_unknown_ones_are_left_aside(clerk: Actor, bed: int) -> None:
    wide = [[*HEAD, *(f"Cột {n}" for n in range(192))], *([*row, *range(192)] for row in ROWS)]
    made = take_in(clerk, PLANTS, bed, workbook(("A", wide)))
    assert (made.state, made.counts["new"]) == ("checked", 3)


def test_a_wrong_template_asks_which_column_is_which(clerk: Actor, bed: int) -> None:
    made = take_in(
        clerk, PLANTS, bed, workbook(("A", [["Món ăn", "Giá tiền"], ["Phở", 45000], ["Bún", 40000]]))
    )
    assert made.state == "understood"
    assert set(made.told["missing"]) == {"tag", "name", "opened_on"}


def test_a_heading_twice_counts_once(clerk: Actor, bed: int) -> None:
    doubled = [[*HEAD, "Tên cây"], *([*row, "Tên khác"] for row in ROWS)]
    made = take_in(clerk, PLANTS, bed, workbook(("A", doubled)))
    used = [match["name"] for match in made.understood["columns"] if match["name"]]
    assert len(used) == len(set(used))
    commit(clerk, made)
    assert plants(bed) == ["Xoài cát", "Lim xanh", "Cải ngọt"]


def test_two_sheets_of_the_same_name_cannot_be_told_apart(clerk: Actor, bed: int) -> None:
    content = workbook(("Bìa", [["Vườn trường"]]), ("Dữ liệu", [HEAD, *ROWS]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").replace("Dữ liệu".encode(), "Bìa".encode())
    made = take_in(clerk, PLANTS, bed, with_parts(content, xl__workbook_xxml=book))
    assert made.state == "refused"
    assert "hai trang tính cùng tên «Bìa»" in made.refusal


def test_a_file_of_another_unit_is_refused_and_logged(clerk: Actor, bed: int) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_custom_property("khuevan.layout", PLANTS.key)
        book.set_custom_property("khuevan.unit", "999999", "text")
        book.set_custom_property("khuevan.unit_name", "Trường khác")
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(at, 0, row)
    made = take_in(clerk, PLANTS, bed, target.getvalue())
    assert made.state == "refused"
    assert "Trường khác" in made.refusal
    with database.acting(access.system()):
        (entry,) = AuditEntry.objects.filter(action="sheets.import:other_unit", row_id=str(made.pk))
    assert (entry.kind, entry.changes["file_of"]) == ("refusal", 999_999)


def test_formulas_come_in_as_their_values_and_text_that_begins_like_one_is_refused(
    clerk: Actor, bed: int
) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(at, 0, row)
        sheet.write_formula(1, 5, "=60*2", None, 120)
        sheet.write_formula(2, 5, "=1/0", None, "#DIV/0!")
        sheet.write_string(3, 2, "=cmd|'/c calc'!A1")
    made = take_in(clerk, PLANTS, bed, target.getvalue())
    assert (made.counts["new"], made.counts["wrong"]) == (1, 2)
    assert {"cell_error", "formula_text"} <= kinds(made)
    commit(clerk, made, partial=True)
    with database.acting(access.system()):
        assert Plant.objects.get(bed_id=bed).height == 120


def test_what_is_closed_cannot_be_meant(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, good()))
    with database.acting(access.system()):
        Plant.objects.filter(tag="000102").update(closed_on="2025-07-01")
    child = [[*HEAD, "Cây mẹ"], [4, "000104", "Lim con", "02", "05/09/2025", 5, "", "", "Lim xanh"]]
    made = take_in(clerk, PLANTS, bed, workbook(("A", child)))
    assert made.counts["wrong"] == 1
    assert "not_meant" in kinds(made)


@pytest.mark.parametrize("name", ["garden.xls", "garden.ods"])
def test_what_libreoffice_wrote_is_read_like_any_other(clerk: Actor, bed: int, name: str) -> None:
    made = take_in(clerk, PLANTS, bed, (BOOKS / name).read_bytes(), name=name)
    assert (made.state, made.counts["new"], made.file_kind) == ("checked", 3, name[-3:]), made.refusal
    commit(clerk, made)
    assert plants(bed) == ["Xoài cát", "Lim xanh", "Cải ngọt"]
    assert take_in(clerk, PLANTS, bed, good()).counts["unchanged"] == 3, "and is the same as the .xlsx"


def tcvn3(text: str) -> bytes:
    signs = {letter: bytes([code]) for code, letter in TCVN3.items()}
    return b"".join(signs.get(letter) or letter.encode("latin-1") for letter in text)


def vni(text: str) -> bytes:
    signs: dict[str, str] = {}
    for written, letter in VNI.items():
        signs.setdefault(letter, written)
    return "".join(signs.get(letter, letter) for letter in text).encode("cp1252")


def half_composed(letter: str) -> str:
    """As Windows-1258 has it: the vowel with its own mark, then the tone."""
    apart = unicodedata.normalize("NFD", letter)
    tones = "".join(sign for sign in apart if sign in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in tones)) + tones


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "tcvn3": tcvn3,
    "vni": vni,
    "cp1258": lambda text: "".join(map(half_composed, text)).encode("cp1258"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-8": lambda text: text.encode(),
}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_lists_as_text_in_every_encoding_of_the_field(clerk: Actor, bed: int, encoding: str) -> None:
    lines = [
        "mã cây;tên cây;loại cây;ngày trồng;ghi chú", "101;nhãn lồng;cây ăn quả;05/09/2020;đầu vườn trường",
        "102;bưởi đường;cây ăn quả;8/3/2019;cạnh cổng", "103;rau muống;rau;01/02/2024;trong vườn của lớp",
    ]  # fmt: skip
    content = ENCODERS[encoding]("\r\n".join(lines))
    made = take_in(clerk, PLANTS, bed, content, name="cay.csv")
    assert (made.state, made.counts.get("new")) == ("checked", 3), (made.refusal, made.told)
    commit(clerk, made)
    assert plants(bed) == ["nhãn lồng", "bưởi đường", "rau muống"]
    with database.acting(access.system()):
        assert Plant.objects.get(tag="000101").note == "đầu vườn trường", (
            "lost zeros are back, and the text is right"
        )


def test_damage_that_spreadsheets_do_is_repaired_and_told(clerk: Actor, bed: int) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, [1, 101, "Xoa\u0300i ca\u0301t", "Cay an qua", 44079, "120", "có", None])
        sheet.write_row(2, 0, [2, "000102", "Lim  xanh", "2", "8/3/2019", 400, "", None])
        sheet.write_row(3, 0, [3, "000103", "Lát hoa", None, "01-02-2024", 20, "x", None])
        sheet.merge_range(2, 3, 3, 3, "2")
        sheet.write(5, 1, "Tổng cộng: 3 cây")
        sheet.write(6, 5, "Ngày 05 tháng 9 năm 2026")
        sheet.write(7, 5, "NGƯỜI LẬP BẢNG")
        sheet.write(11, 5, "Nguyễn Thị Thanh Tâm")
    made = take_in(clerk, PLANTS, bed, target.getvalue())
    assert (made.counts["new"], made.counts["wrong"]) == (3, 0), made.told
    assert {"decomposed", "zeros_lost", "day_serial", "day_as_text", "name_spelled", "merged"} <= kinds(made)
    assert {why for _row, why, _text in made.told["aside"]} == {"total", "signature"}
    commit(clerk, made)
    with database.acting(access.system()):
        first = Plant.objects.get(tag="000101")
        assert (first.name, str(first.opened_on), first.kind) == ("Xoài cát", "2020-09-05", "01")
        assert Plant.objects.get(tag="000103").kind == "02"


@settings(
    max_examples=6, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    cells=st.lists(
        st.lists(
            st.one_of(
                st.none(), st.text(max_size=12), st.integers(-(10**12), 10**12), st.floats(allow_nan=False),
                st.sampled_from(["=1+1", "@x", "\u0000", "31/02/2020", "1e400", "\ud800", "＝1", "05/09/20201"]),
            ),
            max_size=8,
        ),
        max_size=4,
    )
)  # fmt: skip
def test_whatever_stands_in_the_cells_is_answered(clerk: Actor, bed: int, cells: list[list[Any]]) -> None:
    """Nothing raises; each row is new, wrong or set aside."""
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in [HEAD, *cells]]
    content = "\n".join(lines).encode("utf-8", "replace").replace(b"\0", b"")
    try:
        made = take_in(clerk, PLANTS, bed, content, name="x.csv")
    except FileRefused:
        return
    assert made.state in ("checked", "understood", "refused")
