"""Minimum lists, their lines, norms: shared by the whole sector, kept by the department."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import (
    PLAIN,
    Choice,
    Code,
    Date,
    Decimals,
    Filled,
    Invalid,
    LongText,
    Record,
    Reference,
    Several,
    Text,
    Whole,
    Yes,
    period_is_forward,
)
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL, Grade, Trust

from ..choices import Basis, ItemUser, NormKind, Stock
from ..models import EquipmentItem, EquipmentList, Norm
from ..permissions import EDIT_STANDARDS, VIEW_FACILITIES
from .places import subject

SHARED = _("Danh mục dùng chung toàn ngành")
_SOURCE = _("Nguồn, hiệu lực")
_COUNT = _("Số lượng tối thiểu")


def _grades_of_the_level(values: dict[str, Any], row: Any) -> None:
    level = (values.get("minimum_list") or row.minimum_list).level
    foreign = [grade for grade in values.get("grades") or () if grade not in GRADES_OF_LEVEL[level]]
    if foreign:
        raise Invalid(
            {
                "grades": gettext("%(grades)s không thuộc cấp học của danh mục.")
                % {"grades": ", ".join(str(Grade(grade).label) for grade in foreign)}
            }
        )


def _replaces_another(values: dict[str, Any], row: Any) -> None:
    former = values.get("replaces")
    own = row.minimum_list_id if row is not None else values["minimum_list"].pk
    if former is not None and former.minimum_list_id == own:
        raise Invalid({"replaces": gettext("Chỉ thay cho mục của một danh mục khác.")})


LISTS = Record(
    EquipmentList,
    "equipment_list",
    _("Danh mục thiết bị tối thiểu"),
    _("Danh mục thiết bị tối thiểu"),
    help=_("Mỗi danh mục của một cấp học, theo một văn bản, có ngày áp dụng. Sở sửa được; bản cũ vẫn còn."),
    icon="list-check",
    shared=SHARED,
    view=VIEW_FACILITIES,
    edit=EDIT_STANDARDS,
    fields=(
        Text("name", _("Danh mục"), required=True, sorted_by="sort_key"),
        Text("instrument", _("Văn bản"), required=True, max_length=120),
        Choice("level", _("Cấp học"), required=True, choices=EducationLevel.choices),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Text("note", _("Ghi chú"), max_length=500, group=_SOURCE),
    ),
    list=("name", "instrument", "level", "valid_from", "valid_until", "trust"),
    filters=("level", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward,),
)

ITEMS = Record(
    EquipmentItem,
    "equipment_item",
    _("Thiết bị trong danh mục"),
    _("Thiết bị trong các danh mục tối thiểu"),
    help=_("Từng dòng của danh mục: tên, số lượng tính cho mỗi trường, lớp, phòng bộ môn, giáo viên hoặc nhóm học sinh."),
    icon="list-details",
    shared=SHARED,
    view=VIEW_FACILITIES,
    edit=EDIT_STANDARDS,
    fields=(
        Text("name", _("Tên thiết bị"), required=True, max_length=250, sorted_by="sort_key"),
        Reference("minimum_list", _("Danh mục"), required=True, fixed=True, order="sort_key", found_by="search",
                  page="facilities:equipment_list_detail"),
        Code("code", _("Mã thiết bị"), required=True, max_length=30),
        subject(),
        Text("topic", _("Chủ đề dạy học"), max_length=200),
        Text("use", _("Mục đích sử dụng"), max_length=500),
        LongText("description", _("Mô tả"), max_length=2000),
        Decimals("quantity", _("Số lượng"), required=True, places=2, least=Decimal("0.01"), most=Decimal(9999),
                 group=_COUNT),
        Text("unit", _("Đơn vị tính"), required=True, max_length=20, group=_COUNT),
        Choice("basis", _("Tính cho mỗi"), required=True, choices=Basis.choices, group=_COUNT),
        Whole("per_size", _("Cỡ nhóm"), required=True, least=1, most=1000, group=_COUNT,
              hint=_("1 bộ cho 6 học sinh: số lượng 1, tính cho mỗi học sinh, cỡ nhóm 6.")),
        Choice(
            "stock",
            _("Đối chiếu với"),
            required=True,
            choices=Stock.choices,
            group=_COUNT,
            hint=_("Máy tính, máy chiếu đã có sổ riêng thì không phải ghi hai lần."),
        ),
        Choice("users", _("Đối tượng sử dụng"), required=True, choices=ItemUser.choices, group=_COUNT),
        Several("grades", _("Chỉ cho lớp"), choices=Grade.choices, group=_COUNT,
                hint=_("Không chọn: mọi lớp của cấp học.")),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Reference("replaces", _("Thay cho mục"), order="sort_key", found_by="search",
                  show=lambda item: item.label, group=_SOURCE,
                  hint=_("Thiết bị đã ghi theo mục cũ vẫn được tính cho mục này.")),
        Date("closed_on", _("Bỏ khỏi danh mục từ"), editable=False, group=_SOURCE),
        Filled("closed", _("Đã bỏ"), "closed_on", group=_SOURCE),
    ),
    list=("name", "code", "minimum_list", "subject", "quantity", "unit", "basis", "per_size", "trust"),
    filters=("minimum_list", "subject", "basis", "closed", "trust"),
    search=("name", "code", "topic"),
    order=("name",),
    close=PLAIN,
    rules=(_grades_of_the_level, _replaces_another),
)  # fmt: skip

NORMS = Record(
    Norm,
    "norm",
    _("Định mức"),
    _("Định mức cơ sở vật chất"),
    help=_("Con số để đối chiếu, ghi rõ văn bản và độ tin cậy. Định mức chưa kiểm chứng chỉ để tham khảo."),
    icon="ruler-measure",
    shared=SHARED,
    view=VIEW_FACILITIES,
    edit=EDIT_STANDARDS,
    fields=(
        Text("name", _("Định mức"), required=True, sorted_by="sort_key"),
        Choice("kind", _("Chỉ số"), required=True, choices=NormKind.choices),
        Choice("level", _("Cấp học"), required=True, choices=EducationLevel.choices),
        Yes("hard_area", _("Chỉ cho vùng đặc biệt khó khăn")),
        Decimals("value", _("Giá trị"), required=True, places=2, least=Decimal("0.01"), most=Decimal(99_999)),
        Text("instrument", _("Văn bản"), required=True, max_length=160, group=_SOURCE),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Text("note", _("Ghi chú"), max_length=500, group=_SOURCE),
    ),
    list=("name", "kind", "level", "value", "hard_area", "instrument", "valid_from", "valid_until", "trust"),
    filters=("level", "kind", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward,),
)
