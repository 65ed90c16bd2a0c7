"""Documents, templates and files gone wrong, for tests of this and higher rooms."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from khuevan.kernel import documents
from khuevan.kernel.documents import Bars, Block, Field, Kind, Said, Style, Word

WORDS = documents.Vocabulary(
    (
        Word("đơn vị", "Tên đơn vị", options={"chữ": ("hoa",)}),
        Word("chỉ tiêu", "Chỉ tiêu", arguments={"a.b:girls": "Nữ", "a.b:all": "Tất cả"}),
        Word("phần", "Phần viết", Kind.BLOCK, arguments={}),
        Word("mục tiêu", "Mục tiêu", Kind.LIST, columns=("nội dung", "kết quả")),
        Word("đơn vị dưới", "Đơn vị", Kind.LIST, columns=("tên",)),
        Word("biểu đồ", "Biểu đồ", Kind.CHART, arguments={"a.b:girls": "Nữ"}),
        Word("danh sách", "Người", Kind.LIST, columns=("họ tên",), is_personal=True),
    )
)
BARS = Bars("Tỉ lệ nữ", (("Xã Di Linh", 40.0, "40%"), ("Xã Bảo Thuận", 20.0, "20%")), "Biểu đồ: cao nhất 40%")


ROWS = (("Một", "Đạt"), ("Hai", "Chưa"))


class Answers:
    """What a room would answer; an empty list of rows with `rows=()`."""

    def __init__(
        self, rows: Sequence[tuple[str, str]] = (("Một", "Đạt"), ("Hai", "Chưa")), bars: Bars | None = BARS
    ) -> None:
        self.items, self.drawn = rows, bars

    def value(self, one: Field) -> Said:
        return (
            Said("Trường Tiểu học Kim Đồng")
            if one.name == "don vi"
            else Said("12,5%", "http://x.test/f?a=1&b=2")
        )

    def rows(self, one: Field) -> Sequence[Mapping[str, Said]]:
        return [{"noi dung": Said(text), "ket qua": Said(done)} for text, done in self.items]

    def blocks(self, one: Field) -> Sequence[Block]:
        return [documents.paragraph("Đoạn một."), documents.paragraph("Ý một", Style.ITEM)]

    def bars(self, one: Field) -> Bars | None:
        return self.drawn


def docx_of(*blocks: Block) -> bytes:
    return documents.written(documents.Document("Báo cáo", blocks))


def said(*lines: str) -> bytes:
    return docx_of(*(documents.paragraph(line) for line in lines))


def in_parts(content: bytes, split: Callable[[str], list[str]]) -> bytes:
    """As Word saves it after somebody corrected a letter: each paragraph's text in several runs."""
    import docx

    document = docx.Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        text = paragraph.text
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        for part in split(text):
            paragraph.add_run(part).bold = len(part) % 2 == 0
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    """The archive with one member more, or another content of one."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, data)
    return kept.getvalue()


def replaced(content: bytes, old: str, new: str, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(name).decode()
    assert old in xml
    return with_member(content, name, xml.replace(old, new, 1).encode())
