"""What can be refused when a learner is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.records import Invalid

from ..rules import profile_findings


class KnownElsewhere(Invalid):  # noqa: N818
    """The number belongs to somebody at a school out of sight: the way in is a transfer, not a second record."""

    def __init__(self) -> None:
        super().__init__(
            {
                "national_id": _(
                    "Số định danh này đã có hồ sơ ở trường khác. Hãy tiếp nhận em ở trang Ghi danh học sinh, hoặc lập đề"
                    " nghị chuyển trường nếu em đang học ở đó, thay cho hồ sơ mới."
                )
            }
        )


def judge_profile(values: Mapping[str, Any], *, born: date | None, on: date) -> None:
    """Raises Invalid with a sentence at each field that cannot be true."""
    found = profile_findings(values, born=born, on=on)
    if found:
        raise Invalid({name: _sentence(code) for name, code in found})


def _sentence(code: str) -> str:
    return {
        "degree_without_kind": _("Đã ghi mức độ khuyết tật thì phải ghi loại khuyết tật."),
        "unassessed_without_kind": _("Đã đánh dấu khuyết tật không đánh giá thì phải ghi loại khuyết tật."),
        "exempt_and_reduced": _("Không thể vừa miễn vừa giảm học phí."),
        "shared_without_computer": _("Đã đánh dấu máy tính dùng chung thì phải ghi loại máy tính."),
        "future": _("Ngày này ở tương lai."),
        "before_birth": _("Ngày này trước ngày sinh."),
    }[code]
