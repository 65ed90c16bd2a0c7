"""The built-in templates: their text in this folder, who uses which, by when, and what the sources say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import documents
from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.documents import Block, Document, PageBreak, Table

from ..choices import Tier
from .aims import NATIONAL, Aim
from .markup import blocks_of
from .vocabulary import vocabulary

HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Outline:
    """school, body: files of its text; body "" where only schools write it. dues: tier -> (month, day) of the second
    calendar year of the school year. told: persons whose numbers the text has everybody told, however few they are."""

    code: str
    label: str | Promise
    school: str
    body: str
    source: Source
    dues: dict[Tier, tuple[int, int]]
    aims: tuple[Aim, ...] = ()
    is_public: bool = False
    told: tuple[str, ...] = ()

    def text(self, tier: Tier) -> str:
        return self.school if tier is Tier.SCHOOL else self.body

    def due_on(self, tier: Tier, year: str) -> date:
        month, day = self.dues.get(tier) or self.dues[Tier.SCHOOL]
        return date(int(year[-4:]), month, day)


OUTLINES: Final[dict[str, Outline]] = {
    one.code: one
    for one in (
        Outline(
            "programme",
            _("Đề án ứng dụng CNTT và chuyển đổi số vào dạy học"),
            "programme",
            "programme_body",
            Source("QĐ 131/QĐ-TTg", _("đề cương báo cáo (Phụ lục 2) dành cho các trường học"), Trust.READ),
            {Tier.SCHOOL: (6, 7), Tier.COMMUNE: (6, 12), Tier.DEPARTMENT: (6, 20), Tier.MINISTRY: (6, 30)},
            NATIONAL,
        ),
        Outline(
            "midyear",
            _("Sơ kết CNTT, chuyển đổi số, thống kê giữa năm học"),
            "midyear",
            "midyear",
            Source(
                _("Hướng dẫn nhiệm vụ năm học của một Sở"),
                _("chậm nhất 18/01; đề mục do nền tảng xếp"),
                Trust.REPORTED,
            ),
            {Tier.SCHOOL: (1, 18), Tier.COMMUNE: (1, 23), Tier.DEPARTMENT: (1, 31), Tier.MINISTRY: (2, 10)},
        ),
        Outline(
            "yearend",
            _("Tổng kết CNTT, chuyển đổi số, thống kê năm học"),
            "yearend",
            "yearend",
            Source(
                _("Hướng dẫn nhiệm vụ năm học của một Sở"),
                _("chậm nhất 07/6; đề mục do nền tảng xếp"),
                Trust.REPORTED,
            ),
            {Tier.SCHOOL: (6, 7), Tier.COMMUNE: (6, 12), Tier.DEPARTMENT: (6, 20), Tier.MINISTRY: (6, 30)},
        ),
        Outline(
            "disclosure",
            _("Báo cáo thường niên công khai của cơ sở giáo dục"),
            "disclosure",
            "",
            Source(
                "TT 09/2024/TT-BGDĐT", _("công khai trước 30/6; nội dung theo Điều 4 đến Điều 9"), Trust.READ
            ),
            {Tier.SCHOOL: (6, 30)},
            is_public=True,
            told=("staff",),  # Điều 6, Điều 8: by post and qualification
        ),
    )
}


@lru_cache(maxsize=16)
def template_file(code: str, tier: Tier) -> bytes:
    """The built-in template as .docx, to be filled and to be downloaded and edited."""
    outline = OUTLINES[code]
    text = (HERE / f"{outline.text(tier)}.txt").read_text()
    head = documents.head(
        above="{{cơ quan chủ quản | chữ=hoa}}",
        agency="{{đơn vị | chữ=hoa}}",
        number="Số: {{số}}",
        place_and_day="{{địa danh}}, {{ngày ký}}",
    )
    foot = documents.foot(
        recipients=("- {{cơ quan chủ quản}} (để báo cáo);", "- Lưu: VT."),
        title="{{chức vụ người ký}}",
        name="{{người ký}}",
        marks=("(Ký số)",),
    )
    return documents.written(
        Document(
            str(outline.label), tuple(_signed(blocks_of(text, for_body=tier is not Tier.SCHOOL), head, foot))
        )
    )


def _signed(blocks: list[Block], head: Table, foot: Table) -> list[Block]:
    """Who signs stands before the appendix, which begins a new page."""
    end = next((place for place, one in enumerate(blocks) if isinstance(one, PageBreak)), len(blocks))
    return [head, *blocks[:end], foot, *blocks[end:]]


@lru_cache(maxsize=16)
def built_in(code: str, tier: Tier, on: date) -> documents.Template:
    """Read with the vocabulary of the day. on: as a key of what is kept; indicators are a matter of days."""
    return documents.read_template(template_file(code, tier), vocabulary(on))
