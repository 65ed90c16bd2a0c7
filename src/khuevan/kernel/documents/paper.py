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

from .blocks import Bars, Block, Cell, Chart, Document, Image, PageBreak, Paragraph, Style, Table

FORMS: Final = Path(__file__).parent / "forms"
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
HEADINGS: Final = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)
STANDARD: Final = "ua-1"
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
    told = {
        "title": documents[0].title or "–", "author": documents[0].author, "subject": documents[0].subject,
        "footer": look.footer, "draft": look.draft,
        "documents": [[_told(block) for block in stepped(one.blocks)] for one in documents],
    }  # fmt: skip
    data = {"data": json.dumps(told, ensure_ascii=False, separators=(",", ":"))}
    return _compiled("document.typ", data, (made_at or NEVER).replace(microsecond=0))


def drawn(bars: Bars) -> bytes:
    """The chart as PNG, for .docx."""
    data = {"data": json.dumps(_bars(bars), ensure_ascii=False)}
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
        return {"kind": "chart", **_bars(block.bars)}
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


def _bars(bars: Bars) -> dict[str, Any]:
    return {
        "title": bars.title, "alt": bars.alt or bars.title,
        "rows": [[label, value, said] for label, value, said in bars.rows],
        "most": max([value for _label, value, _said in bars.rows] + [bars.goal or 0, 1e-9]), "goal": bars.goal,
    }  # fmt: skip
