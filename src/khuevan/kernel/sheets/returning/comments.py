"""Notes of cells: the list of texts, and the old drawing in which Excel places their boxes."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from ..reading.survey import column_letters, column_number
from . import package
from .errors import Unmarkable
from .model import Mark

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_VML: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE: Final = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:220pt;height:{height}pt;z-index:{place};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 9</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
FIRST_SHAPE: Final = 60_001
_COMMENT: Final = re.compile(r"<(?:\w+:)?comment\b.*?</(?:\w+:)?comment>", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """part, drawing: names in the archive. link: id of the relation to the drawing. is_new: neither is there yet."""

    part: str
    drawing: str
    link: str
    is_new: bool


def place(archive: zipfile.ZipFile, part: str, links: str) -> Place:
    """Where the sheet has its notes, or will have them. Raises Unmarkable for notes without their drawing."""
    found = package.targets(links, part)
    if "threadedComment" in found and "comments" not in found:
        raise Unmarkable(part)
    if "comments" in found:
        if "vmlDrawing" not in found or found["vmlDrawing"][1] not in archive.namelist():
            raise Unmarkable(part)
        return Place(found["comments"][1], found["vmlDrawing"][1], found["vmlDrawing"][0], False)
    if "vmlDrawing" in found:  # form controls: their drawing is not ours to extend
        raise Unmarkable(part)
    stem = posixpath.splitext(posixpath.basename(part))[0]
    return Place(f"xl/khuevan-{stem}-comments.xml", f"xl/drawings/khuevan-{stem}.vml", "rIdKhueVan", True)


def kept(archive: zipfile.ZipFile, at: Place, author: str) -> set[tuple[int, int]]:
    """Cells that have notes of somebody else."""
    return {
        _cell(found.group(1))
        for note in _COMMENT.findall(package.text(archive, at.part))
        if not _is_ours(note, author) and (found := re.search(r"\bref=\"(\w+)\"", note))
    }


def written(archive: zipfile.ZipFile, at: Place, author: str, notes: Sequence[Mark]) -> str:
    """The list of texts: those of others, and the new ones of ours."""
    xml = package.text(archive, at.part) or (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
        "<authors></authors><commentList></commentList></comments>"
    )
    p = "".join(re.findall(r"<(\w+:)comments\b", xml)[:1])
    xml = _COMMENT.sub(lambda note: "" if _is_ours(note.group(), author) else note.group(), xml)
    xml = re.sub(rf"<{p}(authors|commentList)\s*/>", rf"<{p}\1></{p}\1>", xml)
    numbers = _author_numbers(xml, author)
    number = numbers[0] if numbers else str(len(re.findall(rf"<{p}author\b", xml)))
    if not numbers:
        xml = xml.replace(f"</{p}authors>", f"<{p}author>{escape(author)}</{p}author></{p}authors>")
    made = "".join(
        f'<{p}comment ref="{column_letters(note.column)}{note.row + 1}" authorId="{number}"><{p}text><{p}r>'
        f'<{p}rPr><{p}sz val="9"/><{p}rFont val="Tahoma"/></{p}rPr>'
        f'<{p}t xml:space="preserve">{escape(author)}: {escape(note.text)}</{p}t></{p}r></{p}text></{p}comment>'
        for note in notes
    )
    return xml.replace(f"</{p}commentList>", made + f"</{p}commentList>")


def drawn(archive: zipfile.ZipFile, at: Place, author: str, notes: Sequence[Mark]) -> str:
    """The drawing with a hidden box for each note."""
    xml = package.text(archive, at.drawing) or _VML
    others = kept(archive, at, author)
    shapes = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*?ObjectType=\"Note\".*?</v:shape>", re.DOTALL)

    def stays(shape: re.Match[str]) -> str:
        row, column = (re.search(rf"<x:{name}>(\d+)</x:{name}>", shape.group()) for name in ("Row", "Column"))
        is_others = row and column and (int(row.group(1)), int(column.group(1))) in others
        return shape.group() if is_others else ""

    xml = shapes.sub(stays, xml)
    made = "".join(
        _SHAPE.format(
            number=FIRST_SHAPE + place_, place=place_ + 1, height=_height(note.text),
            left=note.column + 1, top=max(0, note.row - 1), right=note.column + 4, bottom=note.row + 4,
            row=note.row, column=note.column,
        )
        for place_, note in enumerate(notes)
    )  # fmt: skip
    return re.sub(r"</xml>\s*$", lambda end: made + end.group(), xml)


def _height(text: str) -> int:
    """Points that a box needs for a text."""
    return 18 + 12 * (len(text) // 38 + 1 + text.count("\n"))


def _is_ours(note: str, author: str) -> bool:
    """By how its text begins: other programs drop the author."""
    return re.sub(r"<[^>]*>", "", note).lstrip().startswith(f"{author}: ")


def _author_numbers(xml: str, author: str) -> list[str]:
    authors = re.findall(r"<(?:\w+:)?author\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?author>)", xml)
    return [str(number) for number, name in enumerate(authors) if name.strip() == escape(author)]


def _cell(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    return (int(found.group(2)) - 1, column_number(found.group(1))) if found else (-1, -1)
