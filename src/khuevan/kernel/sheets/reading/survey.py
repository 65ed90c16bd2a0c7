"""A look through the XML of an .xlsx before it is parsed: how large it really is, formulas, errors, fonts, our notes.

The XML streams by in pieces that end with a row; nothing is kept. It takes a tenth of the parsing that it may save.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from xml.sax.saxutils import unescape

from .book import MOST_ROWS, Unreadable

PIECE: Final = 1 << 21
LONGEST_ROW: Final = 1 << 25
NOTES: Final = "docProps/custom.xml"
MOST_SPECIAL: Final = 500_000
SMALL: Final = 1 << 24
SMALL_AREA: Final = 4_000_000
_FONT: Final = re.compile(rb"<(?:\w+:)?(?:name|rFont) val=\"([^\"]{1,60})\"")
_NOTE: Final = re.compile(
    r"<property[^>]* name=\"khuevan\.(\w+)\"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>", re.DOTALL
)
_PLACE: Final = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
_REFERENCE: Final = re.compile(rb"\br=\"([A-Z]{1,4})([0-9]{1,8})\"")
_ROOT: Final = re.compile(rb"<(\w+:)?worksheet\b")


@dataclass
class Survey:
    """What one sheet's XML says. faults: (row, column) from 0 of cells that hold an Excel error (its text), or a
    formula that was stored without its value (empty text)."""

    rows: int = 0
    formulas: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Names of the sheets' XML in the workbook's order, by its relations; empty where they cannot be told."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return []
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        facts = dict(re.findall(r"([\w:]+)=\"([^\"]*)\"", tag))
        target = unescape(facts.get("Target", ""))
        targets[facts.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    parts = []
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        facts = dict(re.findall(r"([\w:]+)=\"([^\"]*)\"", tag))
        link = next((value for name, value in facts.items() if name.endswith(":id")), "")
        parts.append(targets.get(link, ""))
    return parts


def fonts(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Fonts that the styles name."""
    if "xl/styles.xml" not in archive.namelist():
        return ()
    found = _FONT.findall(archive.read("xl/styles.xml"))
    return tuple(sorted({name.decode("utf-8", "replace") for name in found})[:60])


def notes(archive: zipfile.ZipFile) -> dict[str, str]:
    """Our custom properties in the file, without their prefix."""
    if NOTES not in archive.namelist():
        return {}
    text = archive.read(NOTES).decode("utf-8", "replace")
    return {name: unescape(value) for name, value in _NOTE.findall(text)}


def is_small(path: Path) -> bool:
    """Whether the workbook may be read without bounding memory: little XML, and no cell far away from the others, which
    would make the whole area between be held."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > SMALL:
            return False
        for part in filter(archive.NameToInfo.__contains__, sheet_parts(archive)):
            places = _REFERENCE.findall(archive.read(part))
            rows = max((int(row) for _column, row in places), default=0)
            columns = max((len(column) for column, _row in places), default=0)
            if columns > 2 or rows * 26**columns > SMALL_AREA:
                return False
    return True


def survey(archive: zipfile.ZipFile, part: str) -> Survey:
    """Raises Unreadable where the sheet has far more rows than an import takes."""
    found = Survey()
    with archive.open(part) as stream:
        prefix, pieces = row_pieces(stream)
        opened, filled = b"<%srow" % prefix, b"<%sf" % prefix
        for piece in pieces:
            found.rows += piece.count(opened + b" ") + piece.count(opened + b">")
            if found.rows > MOST_ROWS * 2:
                raise Unreadable("too_many_rows", {"rows": found.rows, "most": MOST_ROWS})
            if filled in piece or b't="e"' in piece:
                _look_closer(piece, prefix, found)
    return found


def row_pieces(stream: IO[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The namespace prefix of the sheet's elements (empty, or `x:`), and its XML in pieces that end with a row."""
    first = stream.read(PIECE)
    root = _ROOT.search(first)
    prefix = (root.group(1) or b"") if root else b""
    return prefix, _cut(first, stream, b"</%srow>" % prefix)


def _cut(first: bytes, stream: IO[bytes], end: bytes) -> Iterator[bytes]:
    held = first
    while True:
        at = held.rfind(end)
        if at >= 0:
            yield held[: at + len(end)]
            held = held[at + len(end) :]
        elif len(held) > LONGEST_ROW:
            raise Unreadable("too_wide")
        more = stream.read(PIECE)
        if not more:
            break
        held += more
    if held:
        yield held


def _look_closer(piece: bytes, prefix: bytes, found: Survey) -> None:
    """Cells with formulas, and among them and the others those without a value or with an error."""
    cell, close, value = b"<%sc " % prefix, b"</%sc>" % prefix, b"<%sv>" % prefix
    for hit in re.finditer(rb"<%sf[ >/]|\bt=\"e\"" % prefix, piece):
        begin = piece.rfind(cell, 0, hit.start())
        end = piece.find(close, hit.end())
        body = piece[begin : end if end >= 0 else hit.end()]
        place = _PLACE.search(body[:200])
        is_formula = not hit.group().startswith(b"t=")
        found.formulas += is_formula
        if place is None or len(found.faults) >= MOST_SPECIAL:
            continue
        held = body.partition(value)[2].partition(b"<")[0]
        if not is_formula or not held:
            at = int(place.group(2)) - 1, column_number(place.group(1).decode())
            if not is_formula or at not in found.faults:
                found.faults[at] = held.decode("utf-8", "replace")[:20]


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
