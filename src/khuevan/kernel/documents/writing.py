"""Blocks written as .docx, in the manner of Vietnamese offices: A4, Times New Roman 13, margins of NĐ 30/2020."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
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
from .opening import let_go

FONT: Final = "Times New Roman"
INDENT: Final = 1.0
"""Centimetres of the first line of a paragraph (NĐ 30/2020: 1 or 1,27)."""
LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
STYLES: Final = {
    Style.BODY: "Normal",
    Style.TITLE: "Title",
    Style.SUBTITLE: "Subtitle",
    Style.HEADING_1: "Heading 1",
    Style.HEADING_2: "Heading 2",
    Style.HEADING_3: "Heading 3",
    Style.ITEM: "List Bullet",
    Style.NOTE: "Caption",
    Style.LETTER: "Letter",
}
SIZES: Final = {
    "Normal": 13, "Title": 14, "Subtitle": 14, "Heading 1": 13, "Heading 2": 13, "Heading 3": 13, "List Bullet": 13,
    "Caption": 11, "Letter": 12,
}  # fmt: skip
TABLES: Final = ("Table Grid",)
Draw = Callable[[Drawing], bytes]
"""A chart as PNG."""


def written(document: Document, *, draw: Draw | None = None) -> bytes:
    made = blank(document)
    for block in document.blocks:
        _add(made, made, block, draw)
    kept = io.BytesIO()
    made.save(kept)
    let_go(made)
    return kept.getvalue()


def blank(document: Document) -> Any:
    """An empty document with our styles and page."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    made = docx.Document()
    _lighten(made)
    about = made.core_properties
    about.title, about.author, about.subject = (
        document.title[:250],
        document.author[:250],
        document.subject[:250],
    )
    about.keywords, about.language, about.comments = ", ".join(document.keywords)[:250], "vi-VN", ""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    made.styles.add_style("Letter", WD_STYLE_TYPE.PARAGRAPH)
    for name, size in SIZES.items():
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        look = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
            look.set(qn(kind), FONT)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            look.attrib.pop(qn(kind), None)
        for word in ("w:spacing", "w:kern"):
            for one in style.element.rPr.findall(qn(word)):
                style.element.rPr.remove(one)
        style.font.bold = name.startswith(("Title", "Subtitle", "Heading"))
        style.font.italic = name in ("Heading 3", "Caption")
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.space_after = Pt(0 if name == "Letter" else 6)
        style.paragraph_format.line_spacing = 1.1
    item = made.styles["List Bullet"].paragraph_format
    item.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    item.left_indent, item.first_line_indent = Cm(INDENT + 0.4), Cm(-0.4)
    for name in ("Title", "Subtitle"):
        made.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        border = made.styles[name].element.pPr.find(qn("w:pBdr"))
        if border is not None:
            border.getparent().remove(border)
    _hyphens(made)
    _page_number(section)
    return made


def _lighten(made: Any) -> None:
    """What python-docx's own empty file brings along and we never use: the picture of an empty page, styles of tables,
    everything about styles once more for a Word of 2010. Nine parts in ten of what would be read with every report."""
    from docx.oxml.ns import qn

    for holder, unused in (
        (made.part.package, "/thumbnail"),
        (made.part, "/stylesWithEffects"),
        (made.part, "/customXml"),
    ):
        for key in [key for key, one in holder.rels.items() if one.reltype.endswith(unused)]:
            del holder.rels[key]
    styles = made.styles.element
    for style in styles.findall(qn("w:style")):
        if (
            style.get(qn("w:type")) == "table"
            and style.get(qn("w:default")) is None
            and style.name_val not in TABLES
        ):
            styles.remove(style)


def _hyphens(made: Any) -> None:
    """Items begin with a hyphen, as offices write them, not with a bullet."""
    from docx.oxml.ns import qn

    numbered = made.styles["List Bullet"].element.pPr.find(qn("w:numPr"))
    numbering = made.part.numbering_part.element
    number = numbered.find(qn("w:numId")).get(qn("w:val"))
    held = next(one for one in numbering.findall(qn("w:num")) if one.get(qn("w:numId")) == number)
    kind = held.find(qn("w:abstractNumId")).get(qn("w:val"))
    for one in numbering.findall(qn("w:abstractNum")):
        if one.get(qn("w:abstractNumId")) == kind:
            level = one.find(qn("w:lvl"))
            level.find(qn("w:lvlText")).set(qn("w:val"), "-")
            for look in level.findall(qn("w:rPr")):
                level.remove(look)


def add_blocks(document: Any, where: Any, blocks: Iterable[Block], draw: Draw | None) -> list[Any]:
    """The elements of the blocks, made for the document and put nowhere yet. where: something of python-docx with
    `add_paragraph`."""
    found = []
    for block in blocks:
        element = _add(document, where, block, draw)
        element.getparent().remove(element)
        found.append(element)
    return found


def _add(document: Any, where: Any, block: Block, draw: Draw | None) -> Any:
    if isinstance(block, Paragraph):
        return _paragraph(document, where.add_paragraph(style=document.styles[STYLES[block.style]]), block)
    if isinstance(block, Table):
        return _table(document, where, block)
    paragraph = where.add_paragraph()
    if isinstance(block, PageBreak):
        from docx.enum.text import WD_BREAK

        paragraph.add_run().add_break(WD_BREAK.PAGE)
    elif isinstance(block, Image):
        _picture(paragraph, block.content, block.alt, block.width_cm)
    elif isinstance(block, Chart) and draw is not None:
        _picture(paragraph, draw(block.bars), block.bars.alt, 15.5)
    return paragraph._p  # noqa: SLF001 - the element behind it


def _paragraph(document: Any, made: Any, block: Paragraph, *, is_cell: bool = False) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    sides = {
        Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT, Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
        Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT, Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
    }  # fmt: skip
    if block.align is not None:
        made.alignment = sides[block.align]
    elif block.style is Style.BODY:
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if not is_cell:
            made.paragraph_format.first_line_indent = Cm(INDENT)
    for span in block.spans:
        add_span(document.part, made._p, span)  # noqa: SLF001
    return made._p  # noqa: SLF001


def add_span(part: Any, paragraph: Any, span: Span, like: Any = None) -> None:
    paragraph.append(span_element(part, paragraph, span, like))


def span_element(part: Any, paragraph: Any, span: Span, like: Any = None) -> Any:
    """A run, or a link around one. like: properties of a run whose look it takes."""
    import copy

    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = OxmlElement("w:r")
    look = copy.deepcopy(like) if like is not None else OxmlElement("w:rPr")
    for word, is_so in (("w:b", span.bold), ("w:i", span.italic)):
        if is_so and look.find(qn(word)) is None:
            look.append(OxmlElement(word))
    if span.underline:
        line = OxmlElement("w:u")
        line.set(qn("w:val"), "single")
        look.append(line)
    if len(look):
        run.append(look)
    for number, line_of in enumerate(span.text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        said = OxmlElement("w:t")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        said.text = line_of
        run.append(said)
    if not span.link:
        return run
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(span.link, LINK, is_external=True))
    link.append(run)
    return link


def _table(document: Any, where: Any, block: Table) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    rows, columns = len(block.rows), len(block.widths)
    made = where.add_table(rows=rows, cols=columns, **({} if where is document else {"width": Cm(16.5)}))
    made.style = document.styles["Normal Table" if block.is_frame else "Table Grid"]
    made.autofit = False
    share = 16.5 / sum(block.widths)
    for number, width in enumerate(block.widths):
        made.columns[number].width = Cm(width * share)
    grid = [[made.cell(row, column) for column in range(columns)] for row in range(rows)]
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(block.rows):
        column = 0
        for one in cells:
            while (row, column) in taken:
                column += 1
            spot = grid[row][column]
            for down in range(one.rows):
                taken |= {(row + down, column + right) for right in range(one.columns)}
            if one.columns > 1 or one.rows > 1:
                spot = spot.merge(grid[row + one.rows - 1][column + one.columns - 1])
            spot.width = Cm(sum(block.widths[column : column + one.columns]) * share)
            _cell(document, spot, one, is_head=row < block.head)
            column += one.columns
    for row in range(block.head):
        properties = made.rows[row]._tr.get_or_add_trPr()  # noqa: SLF001
        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        properties.append(head)
    for row in made.rows:
        never = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(never)  # noqa: SLF001
        for spot in row.cells:
            for paragraph in spot.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0 if block.is_frame else 2)
    return made._tbl  # noqa: SLF001


def _cell(document: Any, spot: Any, one: Cell, *, is_head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    first = spot.paragraphs[0]
    for number, block in enumerate(one.paragraphs):
        made = first if number == 0 else spot.add_paragraph()
        made.style = document.styles[STYLES[block.style]]
        _paragraph(document, made, block, is_cell=True)
        if block.align is None:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_head else WD_ALIGN_PARAGRAPH.LEFT


def _picture(paragraph: Any, content: bytes, alt: str, width_cm: float) -> None:
    from docx.shared import Cm

    shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Cm(width_cm))
    shape._inline.docPr.set("descr", alt[:1000])  # noqa: SLF001


def _page_number(section: Any) -> None:
    """At the top centre from the second page on (NĐ 30/2020)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, said = OxmlElement("w:r"), OxmlElement("w:t")
    said.text = "2"
    run.append(said)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001
