"""The outer form of official letters (NĐ 30/2020/NĐ-CP, phụ lục I): national motto, agency, number, place and day;
recipients and signer at the end. Any text may be a field of a template."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Align, Cell, Paragraph, Span, Style, Table

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
RULE = Span("———")


def head(*, above: str, agency: str, number: str, place_and_day: str) -> Table:
    """Agency at the left, motto at the right; below them number, and place and day."""
    left = (_line(above), _line(agency, bold=True), Paragraph((RULE,), Style.LETTER, Align.CENTER))
    right = (
        _line(MOTTO[0], bold=True),
        Paragraph((Span(MOTTO[1], bold=True, underline=True),), Style.LETTER, Align.CENTER),
    )
    low = (Cell((_line(number),)), Cell((_line(place_and_day, italic=True),)))
    return Table((((Cell(left)), Cell(right)), low), (3, 3.6), is_frame=True)


def foot(*, recipients: Sequence[str], title: str, name: str, marks: Sequence[str] = ()) -> Table:
    """Who gets it at the left, who signs at the right; marks: lines between title and name."""
    left = [Paragraph((Span("Nơi nhận:", bold=True, italic=True),), Style.LETTER, Align.LEFT)]
    left += [Paragraph((Span(line),), Style.NOTE, Align.LEFT) for line in recipients]
    right = [_line(title, bold=True), *(_line(mark, italic=True) for mark in marks)]
    right += [_line("\u00a0"), _line("\u00a0"), _line("\u00a0"), _line(name, bold=True)]
    return Table(((Cell(tuple(left)), Cell(tuple(right))),), (3, 3.3), is_frame=True)


def _line(text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    return Paragraph((Span(text, bold=bold, italic=italic),), Style.LETTER, Align.CENTER)
