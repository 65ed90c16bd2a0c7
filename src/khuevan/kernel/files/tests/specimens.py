"""Small real files of each kind, made here, not shipped. The same bytes each time: tests are named after them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

MADE_AT = datetime(2026, 1, 1)


def archive(parts: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=MADE_AT.timetuple()[:6])
            file.writestr(entry, content, compress_type=packed)
    return made.getvalue()


def workbook() -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.set_properties({"created": MADE_AT})
    book.add_worksheet("Lớp 6A").write(0, 0, "Nguyễn Văn Ánh")
    book.close()
    return made.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 17
WORD = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
SLIDES = archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})
MACROS = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"})
OPEN_SHEET = archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
OLD_SHEET = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 64
)
LIST = "Họ tên;Lớp\nĐỗ Ánh;6A\nLê Ân;6B\n".encode()
