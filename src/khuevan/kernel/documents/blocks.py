"""A document as values: what is written into a .docx, read back from one, and laid out as PDF."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Style(StrEnum):
    """Of a paragraph."""

    BODY = "body"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING_1 = "heading1"
    HEADING_2 = "heading2"
    HEADING_3 = "heading3"
    ITEM = "item"
    NOTE = "note"
    LETTER = "letter"
    """Of the head and the foot of an official letter: 12 points, close together."""


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True)
class Span:
    """link: an address, where the words lead somewhere."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    spans: tuple[Span, ...] = ()
    style: Style = Style.BODY
    align: Align | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Cell:
    paragraphs: tuple[Paragraph, ...]
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.paragraphs)


@dataclass(frozen=True)
class Table:
    """widths: shares of the line. head: how many rows are headings, repeated on each page. is_frame: lays its cells out
    side by side, without lines, and is no table to whoever listens."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head: int = 0
    is_frame: bool = False
    caption: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart of bars: (label, value, as it is said); one that says nothing is a gap with a label. What it
    shows is also said in `alt`."""

    title: str
    rows: tuple[tuple[str, float, str], ...]
    alt: str
    goal: float | None = None
    """A line that bars are meant to reach."""


@dataclass(frozen=True)
class Lines:
    """How one thing went over months or years: (when, value or None where nothing is known, as it is said)."""

    title: str
    points: tuple[tuple[str, float | None, str], ...]
    alt: str


@dataclass(frozen=True)
class Shares:
    """What wholes are made of: of each row what every one of the parts is, as (value, as it is said). Parts are told
    apart by patterns and words, so that they are read without colour."""

    title: str
    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[float, str], ...]], ...]
    alt: str


Drawing = Bars | Lines | Shares


@dataclass(frozen=True)
class Chart:
    bars: Drawing


@dataclass(frozen=True)
class Image:
    """A picture that came with a file. kind: "png", "jpg"."""

    content: bytes
    kind: str
    alt: str
    width_cm: float = 10.0


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Paragraph | Table | Chart | Image | PageBreak


@dataclass(frozen=True)
class Document:
    """title: as readers and search show it. subject: what it is about."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())


def words(text: str, *, bold: bool = False, italic: bool = False, link: str = "") -> tuple[Span, ...]:
    return (Span(text, bold=bold, italic=italic, link=link),) if text else ()


def paragraph(
    text: str, style: Style = Style.BODY, *, align: Align | None = None, bold: bool = False
) -> Paragraph:
    return Paragraph(words(text, bold=bold), style, align)


def cell(text: str, *, align: Align | None = None, bold: bool = False, columns: int = 1) -> Cell:
    lines = text.split("\n")
    return Cell(tuple(paragraph(line, align=align, bold=bold) for line in lines), columns)


def unlinked(document: Document) -> Document:
    """The same words, leading nowhere."""
    return replace(document, blocks=tuple(_unlinked(one) for one in document.blocks))


def _unlinked(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return _plain(block)
    if isinstance(block, Table):
        rows = tuple(
            tuple(replace(one, paragraphs=tuple(_plain(part) for part in one.paragraphs)) for one in row)
            for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def _plain(one: Paragraph) -> Paragraph:
    return replace(one, spans=tuple(replace(span, link="") for span in one.spans))
