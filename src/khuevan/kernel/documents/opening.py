"""A .docx that somebody uploaded, looked at before anything in it is believed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from khuevan.kernel.files import archives

LARGEST: Final = 20 * 1024**2
UNPACKED: Final = 100 * 1024**2
MEMBERS: Final = 2_000
LARGEST_PART: Final = 16 * 1024**2
"""Of one XML inside, taken apart: some thousand pages of text. What is longer would fill the memory of the server."""
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN: Final = "word/document.xml"
_RUNS: Final = re.compile(
    r"vbaproject|macroenabled|/activex/|word/embeddings/|oleobject|\.bin$", re.IGNORECASE
)
_HARMLESS_CODES: Final = {
    "PAGE",
    "NUMPAGES",
    "SECTIONPAGES",
    "TOC",
    "PAGEREF",
    "REF",
    "HYPERLINK",
    "SEQ",
    "DATE",
    "STYLEREF",
    "TITLE",
    "AUTHOR",
}
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class FileRefused(ValueError):  # noqa: N818 - the name is what happened
    """The file is not taken; the sentence says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def opened(content: bytes) -> Any:
    """The document of python-docx. Raises FileRefused for what may run, fetch or hide something, and for what is
    broken."""
    archive = _weighed(content)
    _look_for_programs(archive)
    for one in archive.infolist():
        name = one.filename
        if name.endswith((".xml", ".rels")):
            if one.file_size > LARGEST_PART:
                raise FileRefused(_too_long())
            _look_through(name, _read(archive, name))
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as broken:  # python-docx has no single kind for a package that lacks a part
        raise FileRefused(_broken()) from broken
    _look_at_text(document)
    return document


def let_go(document: Any) -> None:
    """Takes the document apart; nobody uses it from here on. The parts of python-docx hold one another in circles, and
    their trees, megabytes a report, would wait for the collector, which seldom comes to a large process."""
    from docx.opc.part import XmlPart

    for part in list(document.part.package.iter_parts()):
        part.rels.clear()
        if isinstance(part, XmlPart):
            part._element = None  # type: ignore[assignment]  # noqa: SLF001 - the tree itself has no public name


def _weighed(content: bytes) -> zipfile.ZipFile:
    if len(content) > LARGEST:
        raise FileRefused(_("Tệp lớn hơn %(most)d MB.") % {"most": LARGEST // 1024**2})
    if content.startswith(COMPOUND):
        raise FileRefused(
            _("Tệp có mật khẩu hoặc là .doc cũ. Hãy bỏ mật khẩu, mở trong Word rồi lưu thành .docx.")
        )
    try:
        archive = archives.weighed(
            io.BytesIO(content), members=MEMBERS, unpacked=UNPACKED, is_expected=lambda name: ".." not in name
        )
    except archives.Flawed as flawed:
        if flawed.flaw is archives.Flaw.ENCRYPTED:
            raise FileRefused(_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")) from flawed
        if flawed.flaw is archives.Flaw.NOT_AN_ARCHIVE:
            raise FileRefused(_("Tệp này không phải văn bản Word (.docx).")) from flawed
        if flawed.flaw in (archives.Flaw.TOO_LARGE, archives.Flaw.TOO_MANY):
            raise FileRefused(_("Tệp bung ra quá lớn nên không được nhận.")) from flawed
        raise FileRefused(_broken()) from flawed
    if MAIN not in archive.namelist():
        raise FileRefused(_("Tệp này không phải văn bản Word (.docx)."))
    return archive


def _look_for_programs(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if _RUNS.search(name):
            raise FileRefused(
                _(
                    "Tệp chứa macro hoặc đối tượng nhúng (%(name)s) nên không được nhận. Hãy lưu lại "
                    "thành .docx không có chúng."
                )
                % {"name": name[:80]}
            )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            content = member.read(UNPACKED + 1)
    except archives.BROKEN as broken:
        raise FileRefused(_broken()) from broken
    if len(content) > UNPACKED:
        raise FileRefused(_("Tệp bung ra quá lớn nên không được nhận."))
    return content


def _look_through(name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileRefused(_broken())
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as broken:
        raise FileRefused(_broken()) from broken
    if name == "[Content_Types].xml" and b"macroEnabled" in content:
        raise FileRefused(_("Tệp chứa macro nên không được nhận. Hãy lưu lại thành .docx."))
    if name.endswith(".rels"):
        for one in root:
            if one.get("TargetMode") == "External" and not (one.get("Type") or "").endswith("/hyperlink"):
                raise FileRefused(
                    _("Tệp kéo nội dung từ nơi khác (%(target)s) nên không được nhận. Hãy chèn hẳn nội dung ấy vào tệp.")
                    % {"target": (one.get("Target") or "")[:80]}
                )  # fmt: skip


def _look_at_text(document: Any) -> None:
    body = document.element
    for part in (f"{W}ins", f"{W}del", f"{W}moveFrom"):
        if next(body.iter(part), None) is not None:
            raise FileRefused(
                _("Tệp còn thay đổi đang theo dõi (Track Changes). Hãy chấp nhận hoặc bỏ hết rồi lưu lại.")
            )
    if next(body.iter(f"{W}altChunk"), None) is not None:
        raise FileRefused(_broken())
    codes = [one.text or "" for one in body.iter(f"{W}instrText")]
    codes += [one.get(f"{W}instr") or "" for one in body.iter(f"{W}fldSimple")]
    for code in codes:
        first = code.split()[0].upper() if code.split() else ""
        if first and first.isalpha() and first not in _HARMLESS_CODES:
            raise FileRefused(
                _("Tệp có mã trường %(code)s của Word nên không được nhận. Hãy đổi thành chữ thường (Ctrl+Shift+F9).")
                % {"code": first[:40]}
            )  # fmt: skip


def _too_long() -> str:
    return _("Văn bản quá dài: phần chữ trong tệp lớn hơn %(most)d MB. Hãy tách thành nhiều tệp.") % {
        "most": LARGEST_PART // 1024**2
    }


def _broken() -> str:
    return _("Tệp Word bị hỏng. Hãy mở trong Word, lưu lại rồi gửi lại.")
