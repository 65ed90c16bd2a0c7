"""Templates: what their fields say, where they are wrong, and what is made of them."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyhanko.pdf_utils.reader import PdfFileReader

from khuevan.kernel import documents
from khuevan.kernel.documents import (
    Bars,
    Document,
    FileRefused,
    Lines,
    Shares,
    Style,
    Table,
    cell,
    paragraph,
)
from khuevan.kernel.documents.fields import pieces

from .builders import BARS, WORDS, Answers, docx_of, in_parts, replaced, said, with_member

GOOD = (
    paragraph("Báo cáo của {{Đơn vị}}", Style.TITLE),
    paragraph("I. Kết quả", Style.HEADING_1),
    paragraph("Nữ: {{chỉ tiêu: a.b:girls}}, tất cả {{CHI TIEU: a.b:all}}."),
    paragraph("{{phần: Kết quả}}"),
    Table(
        ((cell("Nội dung"), cell("Kết quả")), (cell("{{mục tiêu.nội dung}}"), cell("{{mục tiêu.kết quả}}"))),
        (3, 2),
        1,
    ),
    paragraph("{{biểu đồ: a.b:girls}}"),
)


def filled(content: bytes, answers: Answers | None = None) -> bytes:
    template = documents.read_template(content, WORDS)
    assert [documents.sentence(one) for one in template.problems] == []
    return documents.filled(template, WORDS, answers or Answers(), draw=documents.drawn, title="Báo cáo")


def text_of(content: bytes) -> str:
    found = docx.Document(io.BytesIO(content))
    lines = [one.text for one in found.paragraphs]
    return "\n".join(
        [*lines, *(one.text for table in found.tables for row in table.rows for one in row.cells)]
    )


def test_every_kind_of_field_is_filled() -> None:
    made = filled(docx_of(*GOOD))
    text = text_of(made)
    for words in (
        "Báo cáo của Trường Tiểu học Kim Đồng",
        "Nữ: 12,5%, tất cả 12,5%.",
        "Đoạn một.",
        "Ý một",
        "Hai",
        "Chưa",
    ):
        assert words in text
    assert "{{" not in text
    assert made == filled(docx_of(*GOOD)), "the same values give the same bytes"
    back = documents.read_document(made, {BARS.alt: BARS})
    links = [
        span.link for block in back.blocks if isinstance(block, documents.Paragraph) for span in block.spans
    ]
    assert links.count("http://x.test/f?a=1&b=2") == 2
    assert [block for block in back.blocks if isinstance(block, documents.Chart)] == [documents.Chart(BARS)]


def test_a_list_of_nothing_leaves_a_row_and_a_chart_without_data_says_so() -> None:
    text = text_of(filled(docx_of(*GOOD), Answers((), None)))
    assert "Chưa có số liệu" in text
    assert text.count("–") == 2


@settings(max_examples=15, deadline=None)
@given(some.lists(some.integers(1, 40), min_size=1, max_size=8))
def test_fields_are_found_however_word_parted_them(cuts: list[int]) -> None:
    line = "Có {{chỉ tiêu: a.b:girls}} nữ ở {{đơn vị}}, {{chỉ tiêu: a.b:all}}!"

    def split(text: str) -> list[str]:
        parts, rest = [], text
        for cut in cuts:
            parts.append(rest[:cut])
            rest = rest[cut:]
        return [part for part in [*parts, rest] if part]

    made = filled(in_parts(said(line), split))
    assert text_of(made) == "Có 12,5% nữ ở Trường Tiểu học Kim Đồng, 12,5%!"


WRONG = [
    ("Ở {{đơn vi}} {{don vj}}", ["Có phải là «đơn vị»"]),
    ("{{chỉ tiêu: a.b:girl}}", ["«a.b:girl»", "Có phải là «a.b:girls»"]),
    ("{{chỉ tiêu}}", ["sau dấu hai chấm"]),
    ("{{đơn vị: x}}", ["không nhận gì sau dấu hai chấm"]),
    ("{{đơn vị | chữ=nghiêng}}", ["không có tùy chọn"]),
    ("{{đơn vị", ["mở trường", "không đóng"]),
    ("đơn vị}}", ["dấu đóng }}"]),
    ("{{ }}", ["Trường trống"]),
    ("{{mục tiêu.nội dung}}", ["một hàng của bảng"]),
    ("Xem {{phần: Kết quả}} ở trên", ["đứng riêng một đoạn"]),
    ("{{đơn vị.tên}}", ["cột không khớp"]),
    ("{{ ''.__class__.__mro__ }}", ["Không có trường nào"]),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", ["Không có trường nào"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), WRONG, ids=[line for line, _words in WRONG])
def test_a_problem_is_told_with_page_paragraph_and_heading(line: str, words: list[str]) -> None:
    content = docx_of(paragraph("I. Mở đầu", Style.HEADING_1), paragraph("Chữ"), paragraph(line))
    problems = [documents.sentence(one) for one in documents.read_template(content, WORDS).problems]
    assert problems
    if line.startswith("Ở "):
        assert len(problems) == 1, "without accents is right, another letter is not"
    assert all(one.startswith("Trang 1, đoạn 3, mục «I. Mở đầu»: ") for one in problems)
    for word in words:
        assert word in problems[0]


def test_a_page_break_counts_and_a_cell_is_named() -> None:
    table = Table(((cell("A"), cell("{{mục tiêu.sai}}")),), (1, 1))
    content = docx_of(paragraph("Trang đầu"), documents.PageBreak(), table)
    problems = documents.read_template(content, WORDS).problems
    assert [documents.sentence(one).split(":")[0] for one in problems] == ["Trang 2, bảng 1, hàng 1, ô 2"]


def test_one_row_repeats_for_one_list_and_persons_are_shown_to_nobody_who_may_not() -> None:
    both = Table(((cell("{{mục tiêu.nội dung}}"), cell("{{đơn vị dưới.tên}}")),), (1, 1))
    found = documents.read_template(docx_of(both), WORDS)
    assert [one.fault.flaw for one in found.problems] == ["two_lists"]
    people = docx_of(Table(((cell("{{danh sách.họ tên}}"),),), (1,)))
    assert documents.read_template(people, WORDS).problems == ()
    refused = documents.read_template(people, WORDS, shows_persons=False).problems
    assert "dữ liệu cá nhân" in documents.sentence(refused[0])


def test_a_table_that_does_not_fill_its_grid_is_named() -> None:
    good = docx_of(Table(((cell("A"), cell("B")),), (1, 1)))
    xml = replaced(good, "<w:gridCol", '<w:gridCol w:w="100"/><w:gridCol')
    problems = documents.read_template(xml, WORDS).problems
    assert [documents.sentence(one).split(":")[0] for one in problems] == ["Bảng 1, hàng 1"]


PLAIN = said("Chữ {{đơn vị}}")
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://x.test/a.dotm" TargetMode="External"/></Relationships>'
)
REFUSED = {
    "macros": (lambda: with_member(PLAIN, "word/vbaProject.bin", b"x"), "macro"),
    "an embedded object": (lambda: with_member(PLAIN, "word/embeddings/a.xlsx", b"x"), "đối tượng nhúng"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "mật khẩu"),
    "no document": (lambda: b"%PDF-1.7", "không phải văn bản Word"),
    "half a file": (lambda: PLAIN[: len(PLAIN) // 2], "bị hỏng"),
    "an entity": (lambda: replaced(PLAIN, "<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document'), "bị hỏng"),
    "broken XML": (lambda: replaced(PLAIN, "</w:p>", "</w:q>"), "bị hỏng"),
    "a remote template": (lambda: with_member(PLAIN, "word/_rels/settings.xml.rels", RELATION.encode()), "từ nơi khác"),
    "a field that fetches": (
        lambda: replaced(PLAIN, "<w:r>", '<w:r><w:instrText>INCLUDETEXT "C:\\\\a"</w:instrText></w:r><w:r>'),
        "INCLUDETEXT",
    ),
    "tracked changes": (
        lambda: replaced(PLAIN, "<w:r>", '<w:ins w:id="1" w:author="a"><w:r><w:t>b</w:t></w:r></w:ins><w:r>'),
        "Track Changes",
    ),
    "a bomb": (lambda: with_member(PLAIN, "word/media/a.xml", b" " * (101 * 1024**2)), "quá lớn"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_runs_fetches_or_is_broken_is_refused_in_words(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        documents.read_template(make(), WORDS)
    assert words in refused.value.reason


@given(some.text(alphabet="{}ab: |.=;đ\n", max_size=60))
def test_braces_are_read_whatever_stands_there(line: str) -> None:
    found, faults = pieces(line)
    assert all(
        line[one.start : one.start + 2] == "{{" and line[one.end - 2 : one.end] == "}}" for one in found
    )
    assert bool(found) or bool(faults) or "{{" not in line


def test_what_was_written_is_read_back() -> None:
    table = Table(((cell("A", bold=True), cell("B", bold=True)), (cell("C\nD", columns=2),)), (1.0, 1.0), 1)
    blocks = (paragraph("Một", Style.HEADING_1), paragraph("Hai ba"), paragraph("Bốn", Style.ITEM), table)
    back = documents.read_document(docx_of(*blocks)).blocks
    assert [block.style for block in back if isinstance(block, documents.Paragraph)] == [
        "heading1",
        "body",
        "item",
    ]
    found = next(block for block in back if isinstance(block, Table))
    assert [[one.text for one in row] for row in found.rows] == [["A", "B"], ["C\nD"]]
    assert (found.head, found.is_frame, found.rows[1][0].columns) == (1, False, 2)
    frame = documents.head(above="UBND XÃ", agency="TRƯỜNG", number="Số: 1", place_and_day="Di Linh, ngày 05")
    again = documents.read_document(docx_of(frame)).blocks[0]
    assert isinstance(again, Table)
    assert again.is_frame


LINES = Lines(
    "Số lớp", (("05/2026", 40.0, "40"), ("08/2026", None, ""), ("10/2026", 44.0, "44")), "Đường: 40 rồi 44"
)
SHARES = Shares("Cấp học", ("Mầm non", "Tiểu học"), (("Kỳ này", ((1.0, "1"), (3.0, "3"))),), "Cơ cấu: 1 và 3")
NOTHING = (Bars("Không", (), "Không có gì"), Lines("Một", (("05/2026", 0.0, "0"),), "Một điểm"),
           Shares("Trống", ("A", "B"), (("Kỳ này", ((0.0, "0"), (0.0, "0"))),), "Toàn số không"))  # fmt: skip


def alternatives(pdf: bytes) -> list[str]:
    """What a screen reader says for the figures of a PDF."""
    found: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for one in element:
                walk(one)
        elif isinstance(element, dict):
            if "/Alt" in element:
                found.append(str(element["/Alt"]))
            if "/K" in element:
                walk(element["/K"])

    walk(PdfFileReader(io.BytesIO(pdf)).root["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("drawing", [BARS, LINES, SHARES, *NOTHING], ids=lambda one: one.title)
def test_a_chart_of_every_kind_goes_into_word_and_is_drawn_anew_with_its_words_in_the_pdf(
    drawing: documents.Drawing,
) -> None:
    word = documents.written(Document("Báo cáo", (documents.Chart(drawing),)), draw=documents.drawn)
    back = documents.read_document(word, {drawing.alt: drawing})
    assert [one for one in back.blocks if isinstance(one, documents.Chart)] == [documents.Chart(drawing)]
    assert alternatives(documents.printed(back)) == [drawing.alt]


def test_the_pdf_is_tagged_has_its_letters_its_links_and_the_same_bytes(tmp_path: Path) -> None:
    letters = "NGUYỄN THỊ ÁNH TUYẾT, ỷ ỵ ẫ ẩ ễ ỗ ữ ẳ ẵ ặ đ Đ"
    document = Document(
        "Báo cáo",
        (
            paragraph("3", Style.HEADING_3),
            paragraph(letters),
            *documents.read_document(filled(docx_of(*GOOD)), {BARS.alt: BARS}).blocks,
        ),
    )
    made = documents.printed(document)
    assert made == documents.printed(document)
    assert b"/StructTreeRoot" in made
    assert b"http://x.test/f?a=1&b=2" in made
    (tmp_path / "a.pdf").write_bytes(made)
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()
    assert letters in text
    info = subprocess.run(
        ["pdfinfo", str(tmp_path / "a.pdf")], check=True, capture_output=True
    ).stdout.decode()
    assert "Tagged:          yes" in info
    assert documents.drawn(Bars("Không", (), "Không có gì")).startswith(b"\x89PNG")
