"""A plan as a table of Word or Excel, in the columns that plans are printed in: it reads back as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils import translation

EXCEL: Final = "xlsx"
WORD: Final = "docx"
HEADINGS: Final = ("STT", "Nội dung", "Mức phải đạt", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành",
                   "Sản phẩm", "Tình trạng", "Ghi chú")  # fmt: skip
WIDTHS: Final = (7, 60, 14, 26, 26, 18, 36, 22, 36)


@dataclass(frozen=True)
class OutLine:
    """A line, or with `is_group` a heading over the whole width. Words as in HEADINGS."""

    words: tuple[str, ...]
    is_group: bool = False


def workbook(title: str, tables: Sequence[tuple[str, Sequence[OutLine]]]) -> bytes:
    """A sheet for each table. Text only: nothing leaves as a formula."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format(
        {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"}
    )
    cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
    group = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    large = book.add_format({"bold": True, "font_size": 13, "text_wrap": True})
    for name, lines in tables:
        sheet = book.add_worksheet(name[:31])
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, title, large)
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.write_string(2, column, heading, head)
            sheet.set_column(column, column, width)
        for row, line in enumerate(lines, 3):
            if line.is_group:
                sheet.merge_range(row, 0, row, len(HEADINGS) - 1, line.words[0], group)
                continue
            for column, words in enumerate(line.words):
                sheet.write_string(row, column, words, cell)
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
    book.close()
    return out.getvalue()


def document(title: str, lead: str, tables: Sequence[tuple[str, Sequence[OutLine]]]) -> bytes:
    """On A4 across, the headings again on every page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    made = Document()
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.5)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    heading = made.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(title.upper()).bold = True
    below = made.add_paragraph(lead)
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    total = sum(WIDTHS)
    for name, lines in tables:
        made.add_paragraph().add_run(name).bold = True
        table = made.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
        table.autofit = False
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        for column, words in enumerate(HEADINGS):
            cell = table.rows[0].cells[column]
            cell.width = Cm(26.7 * WIDTHS[column] / total)
            cell.paragraphs[0].add_run(words).bold = True
        for line in lines:
            cells = table.add_row().cells
            if line.is_group:
                joined = cells[0].merge(cells[-1])
                joined.paragraphs[0].add_run(line.words[0]).bold = True
                continue
            for column, words in enumerate(line.words):
                cells[column].width = Cm(26.7 * WIDTHS[column] / total)
                cells[column].text = words
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def in_vietnamese() -> translation.override:
    """Files are the plan's own paper, whatever the reader's language."""
    return translation.override("vi")
