"""Every table of a .docx and every sheet of a workbook as a grid, merged cells told apart from repeated words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from ..rules import Cell, Grid

MOST_ROWS: Final = 3_000
MOST_COLUMNS: Final = 40
MOST_TABLES: Final = 100
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TableUnreadable(Exception):  # noqa: N818 - the name is what happened
    """The file cannot be read as tables; says why in words."""


def grids_of(stream: BinaryIO, media_type: str) -> list[Grid]:
    """Tables with at least two columns and two rows, in their order. Raises TableUnreadable."""
    try:
        found = _of_document(stream) if media_type == DOCX else _of_workbook(stream)
    except TableUnreadable:
        raise
    except Exception as broken:  # noqa: BLE001 - whatever the libraries say of a broken file
        raise TableUnreadable(
            _("Không đọc được tệp này: tệp hỏng, hoặc không phải Word (.docx), Excel.")
        ) from broken
    tables = [one for one in found if one.width >= 2 and len(one.rows) >= 2]
    if not tables:
        raise TableUnreadable(
            _("Không thấy bảng nào trong tệp: kế hoạch phải nằm trong bảng có dòng tiêu đề cột.")
        )
    return tables


def _of_document(stream: BinaryIO) -> list[Grid]:
    from docx import Document

    found = []
    for number, table in enumerate(Document(stream).tables[:MOST_TABLES], 1):
        rows = table._tbl.tr_lst
        _demand_size(len(rows))
        found.append(_padded(_("Bảng %(number)s") % {"number": number}, _word_rows(rows)))
    return found


def _word_rows(rows: Sequence[Any]) -> list[list[Cell]]:
    """By the grid of the table: a cell over several columns repeats to the left, one over several rows upwards."""
    made: list[list[Cell]] = []
    for tr in rows:
        line: list[Cell] = [Cell()] * tr.grid_before
        for tc in tr.tc_lst:
            goes_on = tc.vMerge == "continue"
            place = len(line)
            above = made[-1][place] if goes_on and made and place < len(made[-1]) else None
            text = above.text if above is not None else _words_of(tc)
            line.append(Cell(text, joined_up=above is not None))
            line += [Cell(text, joined_up=above is not None, joined_left=True)] * (tc.grid_span - 1)
        made.append(line[:MOST_COLUMNS])
    return made


def _words_of(tc: Any) -> str:
    lines = ("".join(node.text or "" for node in p.iter() if str(node.tag).endswith("}t")) for p in tc.p_lst)
    return "\n".join(lines).strip()


def _of_workbook(stream: BinaryIO) -> list[Grid]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(stream)
    found = []
    for name in book.sheet_names[:MOST_TABLES]:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        _demand_size(len(rows))
        texts = [[_said(value) for value in row[:MOST_COLUMNS]] for row in rows]
        cells = [[Cell(text) for text in row] for row in texts]
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            _merge(cells, texts, (top, left), (bottom, right))
        found.append(_padded(name, cells))
    return found


def _merge(
    cells: list[list[Cell]], texts: list[list[str]], first: tuple[int, int], last: tuple[int, int]
) -> None:
    (top, left), (bottom, right) = first, last
    if top >= len(texts) or left >= len(texts[top]):
        return
    text = texts[top][left]
    for row in range(top, min(bottom + 1, len(cells))):
        for column in range(left, min(right + 1, len(cells[row]))):
            cells[row][column] = Cell(text, joined_up=row > top, joined_left=column > left)


def _padded(name: str, rows: list[list[Cell]]) -> Grid:
    width = max((len(row) for row in rows), default=0)
    return Grid(name, tuple(tuple(row + [Cell()] * (width - len(row))) for row in rows))


def _said(value: Any) -> str:
    """As people see it: 1 for 1.0, days as dd/mm/yyyy."""
    if isinstance(value, datetime | date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "").strip()


def _demand_size(rows: int) -> None:
    if rows > MOST_ROWS:
        raise TableUnreadable(_("Bảng có quá %(most)d dòng; hãy tách tệp.") % {"most": MOST_ROWS})
