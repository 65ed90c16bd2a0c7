"""A .docx read back as blocks, so that the PDF says exactly what the file says."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any, Final

from .blocks import (
    Align,
    Block,
    Cell,
    Chart,
    Document,
    Drawing,
    Image,
    PageBreak,
    Paragraph,
    Span,
    Style,
    Table,
)
from .opening import W, let_go
from .template import BR, HYPERLINK, RPR, TAB, TBL, TC, TR, P, R, T
from .writing import STYLES

_STYLES: Final = {name.replace(" ", "").lower(): style for style, name in STYLES.items()}
_SIDES: Final = {"left": Align.LEFT, "start": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT,
                 "end": Align.RIGHT, "both": Align.JUSTIFY}  # fmt: skip
_RID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/"
EMU_PER_CM: Final = 360_000
BarsOf = Callable[[str], Drawing | None]


def read_document(content: bytes, charts: Mapping[str, Drawing] | None = None) -> Document:
    """charts: those that a picture with this alternative text was drawn from; they are drawn anew instead of shown as
    pictures."""
    import docx

    opened = docx.Document(io.BytesIO(content))
    found = document_of(opened, charts)
    let_go(opened)
    return found


def document_of(found: Any, charts: Mapping[str, Drawing] | None = None) -> Document:
    """The same of a document of python-docx."""
    reader = _Reader(found, charts or {})
    about = found.core_properties
    return Document(
        about.title or "", tuple(reader.blocks(found.element.body)), about.author or "", about.subject or ""
    )


class _Reader:
    def __init__(self, document: Any, charts: Mapping[str, Drawing]) -> None:
        self.part, self.charts = document.part, charts
        self.names = {style.style_id: style.name or "" for style in document.styles}
        self.links = {key: one.target_ref for key, one in document.part.rels.items() if one.is_external}

    def blocks(self, holder: Any) -> list[Block]:
        found: list[Block] = []
        for element in holder.iterchildren(P, TBL):
            if element.tag == TBL:
                table = self.table(element)
                if table is not None:
                    found.append(table)
            else:
                found += self.paragraph(element)
        return found

    def paragraph(self, element: Any) -> list[Block]:
        found: list[Block] = []
        spans: list[Span] = []
        style, align = self.style(element)
        for run in element.iter(R):
            if next(run.iterancestors(P)) is not element:
                continue
            picture = self.picture(run)
            if picture is not None:
                found.append(picture)
            if any(one.get(f"{W}type") == "page" for one in run.iter(BR)):
                found.append(PageBreak())
            said = _said(run)
            if said:
                spans.append(self.span(run, said))
        merged = tuple(_merged(spans))
        if merged or not found:
            found.insert(0, Paragraph(merged, style, align))
        return found

    def style(self, element: Any) -> tuple[Style, Align | None]:
        properties = element.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        side = properties.find(f"{W}jc") if properties is not None else None
        name = self.names.get(named.get(f"{W}val"), "") if named is not None else ""
        style = _STYLES.get(name.replace(" ", "").lower(), Style.BODY)
        if style is Style.BODY and properties is not None and properties.find(f"{W}numPr") is not None:
            style = Style.ITEM
        align = _SIDES.get(side.get(f"{W}val") or "") if side is not None else None
        return style, align

    def span(self, run: Any, said: str) -> Span:
        look = run.find(RPR)
        held = next(run.iterancestors(HYPERLINK), None)
        link = self.links.get(held.get(f"{_RID}id"), "") if held is not None else ""
        return Span(said, _is_on(look, "b"), _is_on(look, "i"), _is_on(look, "u"), link)

    def picture(self, run: Any) -> Block | None:
        blip = next(run.iter(f"{_DRAWING}main}}blip"), None)
        if blip is None:
            return None
        about = next(run.iter(f"{_DRAWING}wordprocessingDrawing}}docPr"), None)
        extent = next(run.iter(f"{_DRAWING}wordprocessingDrawing}}extent"), None)
        alt = (about.get("descr") or about.get("title") or "") if about is not None else ""
        if alt in self.charts:
            return Chart(self.charts[alt])
        image = self.part.related_parts.get(blip.get(f"{_RID}embed"))
        kind = {"image/png": "png", "image/jpeg": "jpg"}.get(getattr(image, "content_type", ""), "")
        if not kind:
            return None
        width = int(extent.get("cx") or 0) / EMU_PER_CM if extent is not None else 10.0
        return Image(image.blob, kind, alt, min(width, 16.5))

    def table(self, element: Any) -> Table | None:
        widths = tuple(
            float(one.get(f"{W}w") or 1) or 1.0 for one in element.findall(f"{W}tblGrid/{W}gridCol")
        )
        rows: list[list[Cell]] = []
        above: dict[int, tuple[int, int]] = {}
        head, is_heading = 0, True
        for number, row in enumerate(element.findall(TR)):
            is_heading = is_heading and row.find(f"{W}trPr/{W}tblHeader") is not None
            head += is_heading
            rows.append([])
            column = 0
            for cell in row.findall(TC):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                width = int(span.get(f"{W}val") or 1) if span is not None else 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
                    at, place = above[column]
                    old = rows[at][place]
                    rows[at][place] = Cell(old.paragraphs, old.columns, old.rows + 1)
                else:
                    rows[number].append(self.cell(cell, width))
                    if merge is not None:
                        above[column] = (number, len(rows[number]) - 1)
                column += width
        if not widths or not rows:
            return None
        return Table(tuple(tuple(row) for row in rows), widths, head, not self.has_lines(element))

    def cell(self, element: Any, width: int) -> Cell:
        found: list[Paragraph] = []
        for block in self.blocks(element):
            if isinstance(block, Paragraph):
                found.append(block)
            elif isinstance(block, Table):  # a table inside a cell is told line by line
                found += [Paragraph((Span(" · ".join(one.text for one in row)),)) for row in block.rows]
        return Cell(tuple(found), width)

    def has_lines(self, element: Any) -> bool:
        borders = element.find(f"{W}tblPr/{W}tblBorders")
        if borders is not None:
            return any((one.get(f"{W}val") or "none") not in ("none", "nil") for one in borders)
        named = element.find(f"{W}tblPr/{W}tblStyle")
        return named is not None and self.names.get(named.get(f"{W}val"), "") not in ("", "Normal Table")


def _said(run: Any) -> str:
    words = []
    for one in run:
        if one.tag == T:
            words.append(one.text or "")
        elif one.tag == TAB:
            words.append("\t")
        elif one.tag == BR and one.get(f"{W}type") != "page":
            words.append("\n")
    return "".join(words)


def _is_on(look: Any, word: str) -> bool:
    one = look.find(f"{W}{word}") if look is not None else None
    return one is not None and (one.get(f"{W}val") or "true") not in ("0", "false", "none")


def _merged(spans: list[Span]) -> list[Span]:
    """Runs that look the same as one."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and (last.bold, last.italic, last.underline, last.link) == (
            span.bold, span.italic, span.underline, span.link,
        ):  # fmt: skip
            found[-1] = Span(last.text + span.text, span.bold, span.italic, span.underline, span.link)
        else:
            found.append(span)
    return found
