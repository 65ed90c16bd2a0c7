"""One sheet's XML as it streams by: the column to filter by, colours, and the link to the notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Final
from xml.sax.saxutils import escape

from ..reading.survey import column_letters, column_number, row_pieces
from .errors import Unmarkable
from .model import Mark, Marking
from .package import OFFICE
from .styles import Styles

WIDTH: Final = 60
OURS: Final = "KhueVan"
"""Stands in the formulas of our colours, so that they are found again."""
CELLS_AT_ONCE: Final = 400
_AFTER_FORMATS: Final = (
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
)  # fmt: skip
_AFTER_NOTES: Final = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_BEFORE_FILTER: Final = ("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios")


def is_plain(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether rows and cells say where they are, as nearly all writers make them."""
    with archive.open(part) as stream:
        start = stream.read(1 << 20)
    row = re.search(rb"<(?:\w+:)?row\b[^>]*>", start)
    cell = re.search(rb"<(?:\w+:)?c\b[^>]*>", start)
    return row is not None and b' r="' in row.group() and (cell is None or b' r="' in cell.group())


def marked(stream: IO[bytes], marking: Marking, style: Styles, link: str) -> Iterator[bytes]:
    """The sheet's XML with the marks. Rows that say nothing new go through untouched."""
    prefix, pieces = row_pieces(stream)
    p = prefix.decode()
    texts = {**marking.rows, marking.heading: marking.title}
    is_head, pending = True, b""
    end = b"</%ssheetData>" % prefix
    for piece in pieces:
        if pending:
            piece, pending = pending + piece, b""
        if is_head:
            begin = piece.find(b"<%ssheetData" % prefix)
            if begin < 0:
                pending = piece
                continue
            yield _head(piece[:begin].decode(), p, marking).encode()
            piece, is_head = piece[begin:], False
        tail_at = piece.find(end)
        if tail_at >= 0:
            pending = piece[tail_at:]
            piece = piece[:tail_at]
            if piece:
                yield _rows(piece, p, marking, texts)
            break
        yield _rows(piece, p, marking, texts)
    tail = pending + b"".join(pieces)
    if is_head or not tail:
        raise Unmarkable("sheetData")
    yield _tail(tail.decode(), p, marking, style, link).encode()


# --- above the rows -----------------------------------------------------------------------------------------


def _head(xml: str, p: str, marking: Marking) -> str:
    xml = re.sub(rf"<{p}dimension\b[^>]*/>", "", xml)
    return _columns(xml, p, marking.column + 1)


def _columns(xml: str, p: str, number: int) -> str:
    """The width of our column (counted from 1), cut out of whatever span of columns it lies in."""
    own = f'<{p}col min="{number}" max="{number}" width="{WIDTH}" customWidth="1"/>'
    block = re.search(rf"<{p}cols\b[^>]*>(.*?)</{p}cols>", xml, re.DOTALL)
    if block is None:
        return re.sub(rf"<{p}cols\s*/>", "", xml) + f"<{p}cols>{own}</{p}cols>"
    spans = []
    for tag in re.findall(rf"<{p}col\b[^>]*?/?>", block.group(1)):
        facts = dict(re.findall(r"(\w+)=\"([^\"]*)\"", tag))
        first, last = int(facts.get("min", 1)), int(facts.get("max", 1))
        for begin, stop in ((first, min(last, number - 1)), (max(first, number + 1), last)):
            if begin <= stop:
                said = " ".join(
                    f'{name}="{value}"' for name, value in {**facts, "min": begin, "max": stop}.items()
                )
                spans.append((begin, f"<{p}col {said}/>"))
    spans.append((number, own))
    made = "".join(tag for _begin, tag in sorted(spans))
    return xml[: block.start()] + f"<{p}cols>{made}</{p}cols>" + xml[block.end() :]


# --- the rows -----------------------------------------------------------------------------------------------


def _rows(piece: bytes, p: str, marking: Marking, texts: dict[int, str]) -> bytes:
    letters = column_letters(marking.column)
    made: list[bytes] = []
    done = 0
    opened = re.compile(rb"<%srow\b[^>]*?\br=\"(\d+)\"[^>]*>" % p.encode())
    stale = b' r="%s' % letters.encode()
    close = b"</%srow>" % p.encode()
    for found in opened.finditer(piece):
        row = int(found.group(1)) - 1
        is_empty = found.group().endswith(b"/>")
        end = found.end() if is_empty else piece.find(close, found.end()) + len(close)
        text = texts.get(row, "")
        content = piece[found.end() : end]
        if not text and (row <= marking.heading or stale not in content):
            continue
        made.append(piece[done : found.start()])
        made.append(_row(found.group().decode(), content.decode(), p, letters, row, marking, text).encode())
        done = end
    made.append(piece[done:])
    return b"".join(made)


def _row(opening: str, content: str, p: str, letters: str, row: int, marking: Marking, text: str) -> str:
    """One row with our cell set, or emptied."""
    opening = re.sub(r"\s+spans=\"[^\"]*\"", "", opening)
    if opening.endswith("/>"):
        opening, content = opening[:-2] + ">", f"</{p}row>"
    reference = f"{letters}{row + 1}"
    content = re.sub(
        rf"<{p}c\b[^>]*\br=\"{reference}\"[^>]*?(?:/>|>.*?</{p}c>)", "", content, count=1, flags=re.DOTALL
    )
    if not text:
        return opening + content
    style = ""
    if row == marking.heading:
        before = re.findall(rf"<{p}c\b[^>]*\bs=\"(\d+)\"", content)
        style = f' s="{before[-1]}"' if before else ""
    said = f'<{p}is><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}is>'
    cell = f'<{p}c r="{reference}"{style} t="inlineStr">{said}</{p}c>'
    for later in re.finditer(rf"<{p}c\b[^>]*\br=\"([A-Z]+)\d+\"", content):
        if column_number(later.group(1)) > marking.column:
            return opening + content[: later.start()] + cell + content[later.start() :]
    at = content.rfind(f"</{p}row>")
    return opening + content[:at] + cell + content[at:]


# --- below the rows -----------------------------------------------------------------------------------------


def _tail(xml: str, p: str, marking: Marking, style: Styles, link: str) -> str:
    xml = re.sub(
        rf"<{p}conditionalFormatting\b(?:(?!</{p}conditionalFormatting>).)*{OURS}.*?</{p}conditionalFormatting>",
        "", xml, flags=re.DOTALL,
    )  # fmt: skip
    colours = "".join(
        _colours([one for one in marking.marks if one.doubtful is doubtful], p, number, priority)
        for doubtful, number, priority in ((False, style.wrong, 1), (True, style.doubtful, 2))
    )
    xml = _insert(xml, p, colours, (*_AFTER_FORMATS, "legacyDrawing", *_AFTER_NOTES))
    if f"<{p}legacyDrawing " not in xml:
        xml = _insert(xml, p, f'<{p}legacyDrawing xmlns:r="{OFFICE}" r:id="{link}"/>', _AFTER_NOTES)
    return _filter(xml, p, marking)


def _colours(marks: Sequence[Mark], p: str, number: int, priority: int) -> str:
    cells = [f"{column_letters(one.column)}{one.row + 1}" for one in marks]
    return "".join(
        f'<{p}conditionalFormatting sqref="{" ".join(cells[at : at + CELLS_AT_ONCE])}"><{p}cfRule type="expression" '
        f'dxfId="{number}" priority="{priority}"><{p}formula>LEN("{OURS}")&gt;0</{p}formula></{p}cfRule>'
        f"</{p}conditionalFormatting>"
        for at in range(0, len(cells), CELLS_AT_ONCE)
    )


def _insert(xml: str, p: str, made: str, later: Sequence[str]) -> str:
    """Puts elements before the first of those that must follow them."""
    found = re.search("|".join(rf"<{p}{name}\b" for name in later) + rf"|</{p}worksheet>", xml)
    if found is None:
        raise Unmarkable("worksheet")
    return xml[: found.start()] + made + xml[found.start() :]


def _filter(xml: str, p: str, marking: Marking) -> str:
    """A filter over the table and our column, unless the sheet has a table of Excel's, which has its own."""
    if f"<{p}tableParts" in xml:
        return xml
    area = (
        f"{column_letters(marking.first)}{marking.top + 1}:{column_letters(marking.column)}{marking.last + 1}"
    )
    made = f'<{p}autoFilter ref="{area}"/>'
    there = re.search(rf"<{p}autoFilter\b[^>]*?(?:/>|>.*?</{p}autoFilter>)", xml, re.DOTALL)
    if there:
        return xml[: there.start()] + made + xml[there.end() :]
    at = len(f"</{p}sheetData>")
    for name in _BEFORE_FILTER:
        element = re.compile(rf"\s*<{p}{name}\b[^>]*?(?:/>|>.*?</{p}{name}>)", re.DOTALL).match(xml, at)
        at = element.end() if element else at
    return xml[:at] + made + xml[at:]
