"""What stands on the paper, read back by poppler; without a database."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
import typst

from khuevan.kernel.text.alphabet import TONES
from khuevan.register.signing import services as signing
from khuevan.register.signing.tests import builders as signers
from khuevan.register.signing.verification import Outcome
from khuevan.school.reportcards.printing import (
    FIELD,
    CannotPrint,
    CopyNote,
    Sheet,
    Shown,
    YearSheet,
    press,
    seal_order,
)

from . import contents

VOWELS: Final = "aăâeêioôơuưy"
LETTERS: Final = sorted(
    {unicodedata.normalize("NFC", one + tone) for one in VOWELS + VOWELS.upper() for tone in ("", *TONES)}
    | {*"đĐ"}
)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def year_of(content: contents.CardContent, **more: object) -> str:
    return text_of(press().print_one(Sheet((contents.signed(content),), contents.IMPRINT, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_embedded_font_has_every_vietnamese_letter(weight: str) -> None:
    """Letters without a picture of their own would share one: the box. No font of the machine may help."""
    source = (
        f'#set page(width: 900pt)\n#set text(font: "Libertinus Serif", weight: "{weight}", fallback: false)\n'
    )
    compiler = typst.Compiler(font_paths=[], ignore_system_fonts=True)

    def pictures(letters: str) -> int:
        drawn = compiler.compile(input=(source + " ".join(letters)).encode(), format="svg")
        pages = drawn if isinstance(drawn, list) else [drawn]
        return len(set(re.findall(r'xlink:href="#(g[0-9A-F]+)"', b"".join(p for p in pages if p).decode())))

    assert len(LETTERS) == 146
    assert pictures("".join(LETTERS)) == 146
    assert pictures("漢字中") == 1


def test_a_year_of_a_secondary_school() -> None:
    said = year_of(contents.secondary())
    for words in (
        "TRƯỜNG THCS VÀ THPT CHI LĂNG", "NGUYỄN THỊ ÁNH TUYẾT", "05/09/2013", "Quá trình học tập", "Ngữ văn", "8,0",
        "Miễn học", "Kết quả rèn luyện", "Được lên lớp", "Học sinh Giỏi", "Phê duyệt của hiệu trưởng",
        "Đã ký số ngày 29/05/2026", "Đã đóng dấu số ngày 31/05/2026", "HB-68000123-2025-00001", "phiên bản 1",
        "0f" * 32, "K7Q2-M9XA-4TPD-W3HE", "Trang 1/2", "Trang 2/2",
    ):  # fmt: skip
        assert words in said


def test_a_year_of_a_primary_school() -> None:
    said = year_of(contents.primary(grade="05"))
    for words in (
        "Phẩm chất chủ yếu", "Yêu nước", "năng lực đặc thù", "Hoàn thành tốt",
        "Học sinh Tiêu biểu", "Hoàn thành chương trình lớp 5", "Hoàn thành chương trình tiểu học",
    ):  # fmt: skip
        assert words in said


def test_the_card_of_a_level_adds_its_years_up() -> None:
    years = tuple(
        contents.signed(contents.secondary(grade=grade, year=year))
        for grade, year in (("06", "2024-2025"), ("07", "2025-2026"), ("08", "2026-2027"))
    )
    said = text_of(press().print_one(Sheet(years, contents.IMPRINT, is_level=True)))
    for year in years:
        assert f"NĂM HỌC {year.content.year} · LỚP" in said
    assert said.count("Phê duyệt của hiệu trưởng") == 3
    assert "Trang 1/7" in said


def test_many_cards_in_one_file_have_page_numbers_of_their_own() -> None:
    sheets = [Sheet((YearSheet(contents.secondary(number)),), contents.IMPRINT) for number in (1, 2, 3)]
    said = text_of(press().print_all(sheets))
    assert said.count("Trang 1/2") == said.count("Trang 2/2") == 3
    assert "(chưa ký)" in said
    assert "HB-68000123-2025-00003" in said


def test_a_copy_says_for_whom_it_is_and_hides_marks() -> None:
    note = CopyNote("BS-12", date(2026, 7, 1), "Trần Văn Bình", "nộp hồ sơ nhập học", date(2026, 12, 31))
    sheet = Sheet(
        (contents.signed(contents.secondary()),), replace(contents.IMPRINT, copy=note), shown=Shown.RESULT
    )
    said = text_of(press().print_one(sheet))
    for words in ("BẢN SAO số BS-12", "Trần Văn Bình", "nộp hồ sơ nhập học", "31/12/2026", "Kết quả học tập"):
        assert words in said
    assert "Ngữ văn" not in said
    assert "Nắm chắc kiến thức" not in said


def test_the_same_values_give_the_same_bytes() -> None:
    sheet = Sheet((contents.signed(contents.primary()),), contents.IMPRINT)
    assert press().print_one(sheet) == press().print_one(sheet)


def test_what_people_write_is_text_and_never_read_as_a_form() -> None:
    odd = '#panic("x") $a$ *b* <end-0> ] } @label \\ // `c` "d" = tiêu đề'
    card = replace(
        contents.secondary(), remark=odd, holder=replace(contents.HOLDER, residence="" + "dài " * 400)
    )
    said = " ".join(year_of(card).split())
    assert '#panic("x") $a$ *b* <end-0> ] } @label' in said


def test_forms_that_do_not_compile_are_named(tmp_path: Path) -> None:
    (tmp_path / "card.typ").write_text("#nothing-like-this")
    with pytest.raises(CannotPrint, match="nothing-like-this"):
        press(tmp_path).print_one(Sheet((contents.signed(contents.primary()),)))


def test_the_seal_over_the_paper_holds_for_us_and_for_poppler(tmp_path: Path) -> None:
    sheet = Sheet((contents.signed(contents.secondary()),), contents.IMPRINT)
    seal = signers.signer("Trường THCS và THPT Chi Lăng", uid=signers.SEAL, kind="rsa")
    order = seal_order(press().print_one(sheet), sheet.years[-1].content)
    sealed = signing.sign_pdf(seal, [order], at=signers.AT, stamp=signers.stamp)[0].content
    assert sealed
    report = signers.verified(sealed)
    assert report.outcome is Outcome.VALID
    assert [(one.label, one.level, one.is_seal) for one in report.signatures] == [(FIELD, "PAdES-B-T", True)]
    (tmp_path / "card.pdf").write_bytes(sealed)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "card.pdf")], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in said.stdout
    assert "Total document signed" in said.stdout
    assert "ETSI.CAdES.detached" in said.stdout
