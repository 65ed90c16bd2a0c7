"""The norm of teaching and what lessens it: rows of circulars, kept by the department."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Choice, Code, Computed, Date, Decimals, Record, Text, Yes
from khuevan.kernel.records.fields import Field
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from .. import choices
from ..models import DutyRule, LoadNorm
from ..permissions import EDIT_NORMS, VIEW_ASSIGNMENTS
from ..services.papers import contract_rules

SHARED = "Danh mục dùng chung toàn ngành: văn bản của Bộ, ai cũng đọc được"
_INSTRUMENT = _("Văn bản")


def _instrument() -> tuple[Field, ...]:
    return (
        Text("instrument", _("Văn bản"), required=True, max_length=60, group=_INSTRUMENT),
        Text("article", _("Điều, khoản"), max_length=80, group=_INSTRUMENT),
        Choice("trust", _("Mức tin cậy"), Trust.choices, required=True, group=_INSTRUMENT),
        Date("valid_from", _("Từ ngày"), required=True, group=_INSTRUMENT),
        Date("valid_until", _("Đến trước ngày"), group=_INSTRUMENT),
    )


def _periods(name: str, label: Any, **other: Any) -> Decimals:
    return Decimals(name, label, places=1, most=Decimal(60), **other)


def norm_title(row: LoadNorm) -> str:
    """Whose norm a row is, in words."""
    level = str(row.get_level_display()) if row.level else str(_("mọi cấp"))
    return ", ".join((str(row.get_post_display()), str(row.get_school_type_display()), level))


NORMS = Record(
    LoadNorm, "norm", _("Định mức tiết dạy"), _("Định mức tiết dạy"),
    help=_("Số tiết trung bình một tuần theo văn bản; sửa tại đây khi có văn bản mới hoặc khi đã đối chiếu."),
    icon="ruler-measure", view=VIEW_ASSIGNMENTS, edit=EDIT_NORMS, shared=SHARED,
    fields=(
        Computed("what", _("Định mức của"), norm_title, group=""),
        Choice("post", _("Đối tượng"), choices.NormPost.choices, required=True),
        Choice("school_type", _("Loại trường"), choices.SchoolType.choices, required=True),
        Choice("level", _("Cấp học"), EducationLevel.choices, hint=_("Để trống: mọi cấp.")),
        Decimals("periods", _("Số tiết/tuần"), required=True, most=Decimal(60)),
        *_instrument(),
    ),
    list=("what", "periods", "instrument", "article", "trust", "valid_from", "valid_until"),
    filters=("post", "school_type", "level", "trust"), order=("-valid_from",), rules=(contract_rules,),
)  # fmt: skip

DUTY_RULES = Record(
    DutyRule, "duty_rule", _("Chế độ giảm định mức"), _("Chế độ giảm định mức"),
    help=_("Mỗi nhiệm vụ kiêm nhiệm hoặc chế độ giảm bao nhiêu tiết một tuần. Để trống số tiết: hiệu trưởng quyết định."),
    icon="scale", view=VIEW_ASSIGNMENTS, edit=EDIT_NORMS, shared=SHARED,
    fields=(
        Text("label", _("Nhiệm vụ, chế độ"), required=True, max_length=120),
        Code("code", _("Mã"), required=True, max_length=20, pattern=r"[a-z_]+", example="homeroom", fixed=True),
        Yes("continuing", _("Giáo dục thường xuyên"), fixed=True),
        _periods("periods", _("Số tiết giảm/tuần")),
        _periods("periods_large", _("Ở trường lớn"), hint=_("Từ 28 lớp; ở vùng 1 từ 19 lớp.")),
        _periods("periods_primary", _("Ở tiểu học")),
        _periods("fund", _("Quỹ của trường"), hint=_("Cả trường dùng chung bao nhiêu tiết một tuần.")),
        _periods("fund_large", _("Quỹ của trường lớn")),
        Yes("is_duty", _("Tính là nhiệm vụ kiêm nhiệm"), hint=_("Mỗi giáo viên nhiều nhất hai nhiệm vụ.")),
        Yes("kept_when_paid", _("Vẫn giảm khi có phụ cấp")),
        *_instrument(),
    ),
    list=("label", "periods", "periods_large", "periods_primary", "continuing", "instrument", "article",
          "trust", "valid_from"),
    filters=("continuing", "is_duty", "trust"), order=("label",), rules=(contract_rules,),
)  # fmt: skip
