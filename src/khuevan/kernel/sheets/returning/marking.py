"""Marks an .xlsx: which parts of the archive change, and how."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from ..reading import survey
from . import comments, package, sheet, styles
from .errors import Unmarkable
from .model import Marking

AUTHOR: Final = "Khuê Văn"
MOST_NOTES: Final = 2_000
"""Notes beyond make Excel slow; further cells are coloured, and their row's column says what is wrong."""


def mark(source: Path, target: Path, marking: Marking) -> None:
    """Writes `target`, the workbook `source` with the marks, and without those of an earlier time. Raises Unmarkable."""
    with zipfile.ZipFile(source) as archive:
        parts = survey.sheet_parts(archive)
        part = parts[marking.number] if marking.number < len(parts) else ""
        if part not in archive.namelist() or not sheet.is_plain(archive, part):
            raise Unmarkable(part)
        style = styles.patched(package.text(archive, "xl/styles.xml"))
        links = package.links_of(archive, part)
        noted = comments.place(archive, part, links)
        kept = comments.kept(archive, noted, AUTHOR)
        notes = [one for one in marking.marks if (one.row, one.column) not in kept][:MOST_NOTES]
        changed: dict[str, bytes] = {
            "xl/styles.xml": style.xml.encode(),
            noted.part: comments.written(archive, noted, AUTHOR, notes).encode(),
            noted.drawing: comments.drawn(archive, noted, AUTHOR, notes).encode(),
            package.links_name(part): package.linked(links, noted).encode(),
            "[Content_Types].xml": package.typed(
                package.text(archive, "[Content_Types].xml"), noted
            ).encode(),
        }
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as written:
            for entry in archive.infolist():
                if entry.filename == part or entry.filename in changed:
                    continue
                with archive.open(entry) as content, written.open(_fresh(entry), "w") as copy:
                    while piece := content.read(1 << 20):
                        copy.write(piece)
            for name, content_ in changed.items():
                written.writestr(name, content_)
            with archive.open(part) as content, written.open(part, "w", force_zip64=True) as copy:
                for piece in sheet.marked(content, marking, style, noted.link):
                    copy.write(piece)


def _fresh(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(entry.filename, entry.date_time)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made
