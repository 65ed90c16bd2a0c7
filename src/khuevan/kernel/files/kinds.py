"""What a file is, told from its content and never from its name or what the sender says."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO, Final

import puremagic
from django.utils.translation import gettext as _

from .errors import FileRefused

PDF: Final = "application/pdf"
PNG, JPEG, WEBP, GIF = "image/png", "image/jpeg", "image/webp", "image/gif"
_OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX, DOCX, PPTX = (
    f"{_OFFICE}spreadsheetml.sheet",
    f"{_OFFICE}wordprocessingml.document",
    f"{_OFFICE}presentationml.presentation",
)
XLS, DOC = "application/vnd.ms-excel", "application/msword"
ODS, ODT = "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.text"
CSV, PLAIN, ZIP, XML = "text/csv", "text/plain", "application/zip", "text/xml"
MACROS: Final = "application/vnd.ms-office.macros"
OLE: Final = "application/x-ole-storage"
UNKNOWN: Final = "application/octet-stream"

SPREADSHEETS = (XLSX, XLS, ODS, CSV)
DOCUMENTS = (PDF, DOCX, DOC, ODT)
IMAGES = (PNG, JPEG, WEBP)
TEXTS = (PLAIN, CSV)
ARCHIVES = (ZIP,)
EVERYDAY = (*SPREADSHEETS, *DOCUMENTS, *IMAGES, PPTX)

EXTENSIONS = {
    PDF: ".pdf", PNG: ".png", JPEG: ".jpg", WEBP: ".webp", GIF: ".gif", XLSX: ".xlsx", DOCX: ".docx",
    PPTX: ".pptx", XLS: ".xls", DOC: ".doc", ODS: ".ods", ODT: ".odt", CSV: ".csv", PLAIN: ".txt", ZIP: ".zip",
    XML: ".xml",
}  # fmt: skip

HEAD = 8192
ENTRIES = 10_000
UNPACKED = 1024**3
RATIO = 200
HARMLESS = 32 * 1024**2
"""Archives that unpack to less than this (bytes) may be packed as tightly as they like."""


def sniff(path: Path) -> str:
    """The media type, UNKNOWN where nobody knows. Raises FileRefused for a broken or bloated archive."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _archive(file)
        if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return _compound(file)
        simple = _simple(head)
        if simple:
            return simple
        text = _text(file)
        if text:
            return text
    try:
        return str(puremagic.magic_string(head)[0].mime_type or UNKNOWN)
    except (puremagic.PureError, ValueError, IndexError):
        return UNKNOWN


def _simple(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    return ""


def _text(file: BinaryIO) -> str:
    """Text in UTF-8 (or UTF-16 with its mark), the whole file; markup is named as such, as browsers would run it."""
    file.seek(0)
    whole = file.read()
    try:
        if whole.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = whole.decode("utf-16")
        else:
            text = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _legacy_list(whole)
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text[:100_000]) or "\x00" in text:
        return ""
    start = text.lstrip()[:512].lower()
    if start.startswith("<"):
        if "<svg" in start:
            return "image/svg+xml"
        return XML if start.startswith("<?xml") else "text/html"
    return CSV if _is_list(text.splitlines()[:5]) else PLAIN


def _is_list(lines: list[str]) -> bool:
    """Lines divided into the same number of parts."""
    for separator in (",", ";", "\t"):
        counts = {line.count(separator) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return True
    return False


def _legacy_list(whole: bytes) -> str:
    """A list in one of the 8-bit codes of before Unicode (Windows-1258, TCVN3, VNI), as old programs still write them:
    known by its lines, since any byte may be a letter. Nothing else in these codes is taken."""
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(whole)) or 127 in whole:
        return ""
    lines = [line for line in whole.decode("latin-1").splitlines()[:40] if line.strip()]
    if not lines or lines[0].lstrip().startswith("<"):
        return ""
    return CSV if any(_is_list(lines[first : first + 5]) for first in range(0, len(lines), 5)) else ""


def _compound(file: BinaryIO) -> str:
    """The office formats before 2007: told apart by the names in the compound file's directory."""
    file.seek(0)
    whole = file.read()
    if "EncryptedPackage".encode("utf-16-le") in whole or _is_locked_book(whole):
        raise FileRefused(_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."))
    if "_VBA_PROJECT".encode("utf-16-le") in whole:
        return MACROS
    if "Workbook".encode("utf-16-le") in whole:
        return XLS
    if "WordDocument".encode("utf-16-le") in whole:
        return DOC
    return OLE


def _is_locked_book(whole: bytes) -> bool:
    """An .xls with a password: the record FILEPASS (0x2F) follows its beginning ([MS-XLS] 2.4.117)."""
    begin = whole.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    at = begin + 20
    if begin >= 0 and whole[at : at + 2] == b"\x86\x00":  # WRITEPROTECT may stand between
        at += 4 + int.from_bytes(whole[at + 2 : at + 4], "little")
    return begin >= 0 and whole[at : at + 2] == b"\x2f\x00"


def _archive(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {entry.filename for entry in archive.infolist()}
            _weigh(archive, file.seek(0, 2))
            first = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except FileRefused:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise FileRefused(_("Tệp bị hỏng, không mở được. Hãy lưu lại rồi gửi lần nữa.")) from broken
    except Exception as broken:  # zlib.error and its kin have no common parent
        if type(broken).__name__ not in ("error", "LZMAError"):
            raise
        raise FileRefused(_("Tệp bị hỏng, không mở được. Hãy lưu lại rồi gửi lần nữa.")) from broken
    if any(name.endswith("vbaProject.bin") for name in names):
        return MACROS
    if "[Content_Types].xml" in names:
        for part, media_type in (("xl/workbook", XLSX), ("word/document", DOCX), ("ppt/presentation", PPTX)):
            if any(name.startswith(part) for name in names):
                return media_type
    return first if first in (ODS, ODT) else ZIP


def _weigh(archive: zipfile.ZipFile, size: int) -> None:
    """Unpacks everything to nowhere, counting: what an entry claims about its size proves nothing."""
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise FileRefused(_("Tệp nén chứa quá nhiều tệp con (tối đa %(most)s).") % {"most": ENTRIES})
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."))
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as content:
            while chunk := content.read(1024**2):
                unpacked += len(chunk)
                if unpacked > UNPACKED or (unpacked > HARMLESS and unpacked > size * RATIO):
                    raise FileRefused(
                        _("Tệp nén phình ra quá lớn khi mở, có thể gây hại. Không nhận tệp này.")
                    )
