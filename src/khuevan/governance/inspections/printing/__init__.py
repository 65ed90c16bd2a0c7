"""The minutes as .docx and PDF in the layout of NĐ 30/2020/NĐ-CP; the PDF is laid out from what the .docx says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation

from khuevan.kernel import documents
from khuevan.kernel.documents import Align, Block, Cell, Document, Image, Look, Style, Table

from ..rules import Contents

WIDTH_CM = 8.0


@dataclass(frozen=True)
class Files:
    docx: bytes
    pdf: bytes


@dataclass(frozen=True)
class Picture:
    """A photo with what it shows in words. kind: png, jpg."""

    content: bytes
    kind: str
    place: int
    sha256: str


def made(
    contents: Contents, *, on: date, pictures: tuple[Picture, ...] = (), objection: str = "",
    made_at: datetime | None = None, is_draft: bool = False,
) -> Files:  # fmt: skip
    """Always in Vietnamese; the same minutes give the same bytes. Raises documents.CannotPrint."""
    with translation.override("vi"):
        docx = documents.written(_document(contents, on, pictures, objection))
        look = Look(
            footer=f"Biên bản kiểm tra · {contents.header['unit']} · lần {contents.header['edition']}",
            draft="BẢN DỰ THẢO, CHƯA KÝ" if is_draft else "",
        )
        document = documents.read_document(docx)
        return Files(docx, documents.printed(document, made_at=made_at, look=look))


def is_readable(content: bytes, kind: str) -> bool:
    """Whether a picture can be printed: what is broken is found when it comes in, not when both sides want to sign."""
    page = Document("–", (Image(content, kind, "–", 1.0),))
    try:
        documents.printed(page)
    except documents.CannotPrint:
        return False
    return True


def _document(contents: Contents, on: date, pictures: tuple[Picture, ...], objection: str) -> Document:
    said = contents.header
    title = f"Biên bản kiểm tra {said['unit']}, năm học {said['year']}"
    head = documents.head(
        above=said["body"].upper(), agency="ĐOÀN KIỂM TRA", number=f"Số: {said['number'] or '…'}/BB-KT",
        place_and_day=f"{said['place'] or '…'}, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}",
    )  # fmt: skip
    blocks: list[Block] = [
        head,
        documents.paragraph("BIÊN BẢN", Style.TITLE),
        documents.paragraph(
            f"Kiểm tra ứng dụng công nghệ thông tin, chuyển đổi số, thống kê năm học {said['year']}",
            Style.SUBTITLE,
        ),
        *_opening(contents),
        documents.paragraph("II. Kết quả kiểm tra", Style.HEADING_1),
        _results(contents),
        *_closing(contents, objection),
        _feet(said, contents),
        *_annex(pictures),
    ]
    return Document(title, tuple(blocks), author=said["body"], subject="Biên bản kiểm tra")


def _opening(contents: Contents) -> list[Block]:
    said = contents.header
    basis = f"Căn cứ Quyết định số {said['decision']}. " if said["decision"] else ""
    again = f" Lập lại lần {said['edition']}: {said['correction']}" if said["correction"] else ""
    lines: list[Block] = [
        documents.paragraph("I. Đoàn kiểm tra, đơn vị được kiểm tra", Style.HEADING_1),
        documents.paragraph(
            f"{basis}Ngày {said['visited_on']}, đoàn kiểm tra của {said['body']} làm việc tại {said['unit']}."
            f" Nội dung theo {said['sheet']}.{again}"
        ),
        documents.paragraph("Đoàn kiểm tra gồm:"),
    ]
    lines += [
        documents.paragraph(
            f"{name}{', trưởng đoàn' if name == said['leader'] else ', thành viên'};", Style.ITEM
        )
        for name in contents.team
    ]
    return lines


def _results(contents: Contents) -> Table:
    heads = ("STT", "Nội dung kiểm tra", "Kết quả", "Nhận xét")
    rows = [tuple(documents.cell(word, align=Align.CENTER, bold=True) for word in heads)]
    for line in contents.lines:
        pictures = f"\n({len(line.photos)} ảnh kèm theo)" if line.photos else ""
        rows.append(
            (
                documents.cell(str(line.place), align=Align.CENTER), documents.cell(line.question),
                documents.cell(line.result), documents.cell((line.remark + pictures).strip() or "–"),
            )
        )  # fmt: skip
    return Table(tuple(rows), (0.8, 3, 1.3, 3), head=1, caption="Kết quả kiểm tra")


def _closing(contents: Contents, objection: str) -> list[Block]:
    numbers = iter(("III", "IV", "V"))

    def heading(words: str) -> Block:
        return documents.paragraph(f"{next(numbers)}. {words}", Style.HEADING_1)

    lines: list[Block] = []
    if contents.remarks:
        lines += [heading("Nhận xét chung"), documents.paragraph(contents.remarks)]
    lines.append(heading("Yêu cầu khắc phục"))
    lines.append(
        _demands(contents) if contents.demands else documents.paragraph("Không có yêu cầu khắc phục.")
    )
    lines += [
        heading("Ý kiến của đơn vị được kiểm tra"),
        documents.paragraph(objection or "Đơn vị không có ý kiến khác."),
        documents.paragraph("Biên bản được hai bên ký số; mỗi bên giữ một bản như nhau."),
    ]
    return lines


def _demands(contents: Contents) -> Table:
    heads = ("Mục", "Yêu cầu", "Hạn")
    rows: list[tuple[Cell, ...]] = [
        tuple(documents.cell(word, align=Align.CENTER, bold=True) for word in heads)
    ]
    rows += [
        (
            documents.cell(str(one.place), align=Align.CENTER), documents.cell(one.text),
            documents.cell(one.due_on, align=Align.CENTER),
        )
        for one in contents.demands
    ]  # fmt: skip
    return Table(tuple(rows), (0.8, 5, 1.4), head=1, caption="Yêu cầu khắc phục")


def _feet(said: Mapping[str, str], contents: Contents) -> Table:
    """Both sides sign side by side."""

    def side(title: str, name: str) -> Cell:
        words = [documents.paragraph(title, Style.LETTER, align=Align.CENTER, bold=True)]
        words.append(documents.paragraph("(Ký số)", Style.LETTER, align=Align.CENTER))
        words += [documents.paragraph(" ", Style.LETTER) for _line in range(3)]
        words.append(documents.paragraph(name or " ", Style.LETTER, align=Align.CENTER, bold=True))
        return Cell(tuple(words))

    unit = side("THỦ TRƯỞNG ĐƠN VỊ ĐƯỢC KIỂM TRA", said.get("head", ""))
    return Table(((unit, side("TRƯỞNG ĐOÀN KIỂM TRA", said["leader"])),), (3, 3), is_frame=True)


def _annex(pictures: tuple[Picture, ...]) -> list[Block]:
    if not pictures:
        return []
    blocks: list[Block] = [
        documents.PageBreak(),
        documents.paragraph("Phụ lục: ảnh kèm theo", Style.HEADING_1),
    ]
    for number, one in enumerate(pictures, 1):
        words = f"Ảnh {number}, mục {one.place}. SHA-256: {one.sha256}"
        blocks += [
            Image(one.content, one.kind, f"Ảnh {number} chụp khi kiểm tra mục {one.place}", WIDTH_CM),
            documents.paragraph(words, Style.NOTE),
        ]
    return blocks
