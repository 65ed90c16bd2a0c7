from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from khuevan.kernel.files import kinds
from khuevan.kernel.files.errors import FileRefused
from khuevan.kernel.files.kinds import sniff
from khuevan.kernel.files.services import clean_name

from . import specimens


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (specimens.PDF, kinds.PDF),
        (specimens.PNG, kinds.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20, kinds.JPEG),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 20, kinds.WEBP),
        (specimens.workbook(), kinds.XLSX),
        (specimens.WORD, kinds.DOCX),
        (specimens.SLIDES, kinds.PPTX),
        (specimens.OPEN_SHEET, kinds.ODS),
        (specimens.OLD_SHEET, kinds.XLS),
        (specimens.MACROS, kinds.MACROS),
        (specimens.archive({"a.txt": b"a"}), kinds.ZIP),
        (specimens.LIST, kinds.CSV),
        ("\ufeffHọ tên,Lớp\nÁnh,6A\n".encode(), kinds.CSV),
        ("Họ tên\tLớp\nÁnh\t6A\n".encode("utf-16"), kinds.CSV),
        ("Một câu, hai câu.\nDòng sau không có phẩy".encode(), kinds.PLAIN),
        (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/svg+xml"),
        (b"<?xml version='1.0'?><a/>", "text/xml"),
        (b"\x00\x01\x02\x03nothing known", kinds.UNKNOWN),
    ],
)
def test_the_kind_is_told_from_the_content(tmp_path: Path, content: bytes, media_type: str) -> None:
    file = tmp_path / "anything.exe"
    file.write_bytes(content)
    assert sniff(file) == media_type


def _encrypted() -> bytes:
    content = bytearray(specimens.archive({"a.txt": b"secret"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (specimens.workbook()[:-200], "hỏng"),
        (specimens.archive({"a": b"abc" * 500}).replace(b"\x4b\x4c", b"\x00\x00", 1)[:40] + b"junk", "hỏng"),
        (specimens.archive({"xl/workbook.xml": b"\x00" * (64 * 1024**2)}), "phình"),
        (specimens.archive({f"{n}": b"" for n in range(10_001)}), "quá nhiều"),
        (_encrypted(), "mật khẩu"),
    ],
    ids=["cut off", "no archive behind its first bytes", "bloated", "too many parts", "locked"],
)
def test_broken_bloated_and_locked_archives_are_refused_in_words(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(content)
    with pytest.raises(FileRefused, match=words):
        sniff(file)


def test_a_damaged_entry_is_noticed(tmp_path: Path) -> None:
    content = bytearray(specimens.archive({"a.txt": b"abcdefgh" * 100}, zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    file = tmp_path / "a.zip"
    file.write_bytes(bytes(content))
    with pytest.raises(FileRefused, match="hỏng"):
        sniff(file)


@pytest.mark.parametrize(
    ("given", "media_type", "kept"),
    [
        ("danh sách.xlsx", kinds.XLSX, "danh sách.xlsx"),
        ("danh sa\u0301ch.XLSX", kinds.XLSX, "danh sách.xlsx"),
        ("bang.diem.xls", kinds.XLSX, "bang.diem.xlsx"),
        ("../../etc/passwd", kinds.PLAIN, "passwd.txt"),
        ("C:\\Users\\An\\ảnh.jpeg", kinds.JPEG, "ảnh.jpg"),
        ("virus.exe", kinds.PDF, "virus.exe.pdf"),
        ('a"b<c>|d?.pdf', kinds.PDF, "abcd.pdf"),
        ("", kinds.PDF, "tep.pdf"),
        ("...", kinds.PDF, "tep.pdf"),
        ("x" * 400 + ".pdf", kinds.PDF, "x" * 150 + ".pdf"),
    ],
)
def test_names_are_safe_and_end_as_the_content_demands(given: str, media_type: str, kept: str) -> None:
    assert clean_name(given, media_type) == kept
