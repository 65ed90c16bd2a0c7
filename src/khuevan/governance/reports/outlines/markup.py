"""Built-in templates are kept as plain text in this folder; from it the .docx is made that people download and edit.

# ## ###  headings      = title     == subtitle     - item     > note
|~ 1 4 4                begins a table, with the widths of its columns
|! STT | Nội dung       a row of headings; "\\n" in a cell is a new line
| 1 | {{...}}           a row; "<3 text" spans three columns
---                     a new page
+ ...                   a line only for bodies, who sum up and quote those below
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from khuevan.kernel.documents import Align, Block, Cell, PageBreak, Paragraph, Span, Style, Table

MARKS = (
    ("### ", Style.HEADING_3), ("## ", Style.HEADING_2), ("# ", Style.HEADING_1), ("== ", Style.SUBTITLE),
    ("= ", Style.TITLE), ("- ", Style.ITEM), ("> ", Style.NOTE),
)  # fmt: skip

BETWEEN = re.compile(r"\|(?![^{]*\}\})")
"""Cells; the bar inside of a field is its own."""


def blocks_of(text: str, *, for_body: bool = False) -> list[Block]:
    lines = [line.removeprefix("+ ") for line in text.splitlines() if for_body or not line.startswith("+ ")]
    found: list[Block] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if line.startswith("|~"):
            rows = []
            while place < len(lines) and lines[place].startswith("|"):
                rows.append(lines[place])
                place += 1
            found.append(_table(line[2:], rows))
        elif line.strip() == "---":
            found.append(PageBreak())
        elif line.strip():
            found.append(_paragraph(line))
    return found


def _paragraph(line: str) -> Paragraph:
    for mark, style in MARKS:
        if line.startswith(mark):
            return Paragraph(tuple(spans(line.removeprefix(mark))), style)
    return Paragraph(tuple(spans(line)))


def spans(line: str) -> Iterator[Span]:
    """**bold** and _italic_ are not nested."""
    for number, part in enumerate(line.split("**")):
        if part:
            yield Span(part, bold=number % 2 == 1)


def _table(widths: str, lines: list[str]) -> Table:
    rows = []
    head = 0
    shares = [float(one) for one in widths.split()]
    is_narrow = shares[0] < 1 and len(shares) > 2
    for line in lines:
        is_head = line.startswith("|!")
        head += is_head
        cells = BETWEEN.split(line.removeprefix("|!").removeprefix("|"))
        rows.append(
            tuple(
                _cell(cell.strip(), Align.CENTER if is_narrow and not place else None, bold=is_head)
                for place, cell in enumerate(cells)
                if cell.strip() or len(cells) > 1
            )
        )
    return Table(tuple(rows), tuple(shares), head)


def _cell(said: str, align: Align | None, *, bold: bool) -> Cell:
    columns = 1
    if said.startswith("<"):
        number, _space, said = said[1:].partition(" ")
        columns = int(number)
    lines = [tuple(replace(one, bold=one.bold or bold) for one in spans(line)) for line in said.split("\\n")]
    return Cell(tuple(Paragraph(line, align=align) for line in lines), columns)
