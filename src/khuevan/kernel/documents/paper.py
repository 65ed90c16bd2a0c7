"""Blocks laid out as PDF by typst: tagged, PDF/UA-1, with fonts that come along, so that the same document gives the same
bytes everywhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from .blocks import (
    Bars,
    Block,
    Cell,
    Chart,
    Document,
    Drawing,
    Image,
    Lines,
    PageBreak,
    Paragraph,
    Style,
    Table,
)

FORMS: Final = Path(__file__).parent / "forms"
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
HEADINGS: Final = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)
STANDARD: Final = "ua-1"
MOST_PAGES: Final = 2_000
SIGNS_A_PAGE, LINES_A_PAGE = 3_500, 45
_turn = threading.Lock()


class CannotPrint(Exception):
    """The document cannot be laid out; the sentence is the compiler's."""


@dataclass(frozen=True)
class Look:
    """footer: at the foot of each page. draft: words across the top while it is no final document."""

    footer: str = ""
    draft: str = ""


def printed(document: Document, *, made_at: datetime | None = None, look: Look | None = None) -> bytes:
    """One PDF. made_at: as the file's description says it. Raises CannotPrint."""
    return printed_all([document], made_at=made_at, look=look)


def printed_all(
    documents: Sequence[Document], *, made_at: datetime | None = None, look: Look | None = None
) -> bytes:
    """One PDF of all documents, each beginning on a page of its own with its own page numbers."""
    look = look or Look()
    for one in documents:
        _demand_printable(one)
    told = {
        "title": documents[0].title or "–", "author": documents[0].author, "subject": documents[0].subject,
        "footer": look.footer, "draft": look.draft,
        "documents": [[_told(block) for block in stepped(one.blocks)] for one in documents],
    }  # fmt: skip
    data = {"data": json.dumps(told, ensure_ascii=False, separators=(",", ":"))}
    return _compiled("document.typ", data, (made_at or NEVER).replace(microsecond=0))


def _demand_printable(document: Document) -> None:
    """Some thousand pages would take the memory of the server: refused before anything is laid out."""
    signs, lines, breaks = 0, 0, 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            signs, lines = signs + len(block.text), lines + 1
        elif isinstance(block, Table):
            signs += sum(len(cell.text) for row in block.rows for cell in row)
            lines += len(block.rows)
        else:
            breaks += 1
    pages = max(signs // SIGNS_A_PAGE, lines // LINES_A_PAGE, breaks)
    if pages > MOST_PAGES:
        raise CannotPrint(
            _("văn bản dài khoảng %(pages)d trang, in được nhiều nhất %(most)d trang.")
            % {"pages": pages, "most": MOST_PAGES}
        )


def drawn(bars: Drawing) -> bytes:
    """The chart as PNG, for .docx."""
    data = {"data": json.dumps(_drawing(bars), ensure_ascii=False)}
    return _compiled("chart.typ", data, NEVER, picture=True)


def _compiled(form: str, data: dict[str, str], moment: datetime, *, picture: bool = False) -> bytes:
    import typst

    how = {"format": "png", "ppi": 160.0} if picture else {"format": "pdf", "pdf_standards": [STANDARD]}
    with _turn:
        try:
            made = _compiler(form).compile(sys_inputs=data, timestamp=moment, **how)
        except typst.TypstError as broken:
            raise CannotPrint(str(broken)) from broken
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=4)
def _compiler(form: str) -> Any:
    import typst  # a large library, loaded when something is printed

    return typst.Compiler(str(FORMS / form), root=str(FORMS), font_paths=[], ignore_system_fonts=True)


def stepped(blocks: Iterable[Block]) -> list[Block]:
    """Headings without a jump: PDF/UA takes no third level right under the first."""
    found: list[Block] = []
    depth = 0
    for block in blocks:
        if isinstance(block, Paragraph) and block.style in HEADINGS and block.text.strip():
            depth = min(HEADINGS.index(block.style), depth) + 1
            block = replace(block, style=HEADINGS[depth - 1])
        found.append(block)
    return found


def _told(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Table):
        rows = [[_cell(cell) for cell in row] for row in block.rows]
        return {
            "kind": "frame" if block.is_frame else "table", "rows": rows, "widths": list(block.widths),
            "head": block.head, "caption": block.caption,
        }  # fmt: skip
    if isinstance(block, Chart):
        return {"kind": "chart", **_drawing(block.bars)}
    if isinstance(block, Image):
        return {
            "kind": "image", "content": list(block.content), "format": block.kind, "alt": block.alt or "–",
            "width": block.width_cm,
        }  # fmt: skip
    assert isinstance(block, PageBreak)
    return {"kind": "break"}


def _paragraph(one: Paragraph) -> dict[str, Any]:
    return {
        "kind": "paragraph",
        "style": str(one.style if one.text.strip() else Style.BODY),
        "align": str(one.align or ""),
        "spans": [
            [
                span.text,
                ("b" if span.bold else "") + ("i" if span.italic else "") + ("u" if span.underline else ""),
                span.link,
            ]
            for span in one.spans
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "columns": cell.columns,
        "rows": cell.rows,
        "paragraphs": [_paragraph(one) for one in cell.paragraphs],
    }


def _drawing(one: Drawing) -> dict[str, Any]:
    told: dict[str, Any] = {"title": one.title, "alt": one.alt or one.title}
    if isinstance(one, Bars):
        most = max([value for _label, value, _said in one.rows] + [one.goal or 0, 1e-9])
        return {
            **told,
            "form": "bars",
            "rows": [list(row) for row in one.rows],
            "most": most,
            "goal": one.goal,
        }
    if isinstance(one, Lines):
        known = [value for _when, value, _said in one.points if value is not None]
        least, most = _span(known)
        return {**told, "form": "lines", "points": [list(point) for point in one.points], "least": least,
                "most": most}  # fmt: skip
    rows = [
        {"label": label, "values": [[value, said] for value, said in values],
         "whole": max(sum(value for value, _said in values), 1e-9)}
        for label, values in one.rows
    ]  # fmt: skip
    return {**told, "form": "shares", "parts": list(one.parts), "rows": rows}


def _span(known: list[float]) -> tuple[float, float]:
    """From where to where the scale goes: from nought, unless all values are far above it."""
    most = max(known, default=1.0)
    least = min(known, default=0.0)
    if least >= 0 and least > 0.6 * most:
        room = max((most - least) * 0.5, most * 0.02, 1e-9)
        return least - room, most + room
    return min(least, 0.0), most if most > min(least, 0.0) else min(least, 0.0) + 1.0
