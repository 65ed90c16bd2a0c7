"""Internet lines and computers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import PLAIN, Choice, Date, Invalid, Record, Reference, Several, Text, Whole, Yes
from khuevan.register.organisations.choices import EducationLevel

from ..choices import ComputerKind, ComputerPurpose, LineKind
from ..models import ComputerSet, InternetLine
from ..permissions import EDIT_FACILITIES, VIEW_FACILITIES
from .places import (
    USE,
    begin_with_open,
    ending,
    point,
    point_of_the_school,
    room_of_the_school,
    school,
    state,
    usable_within_quantity,
)


def line_is_for_something(values: dict[str, Any], row: Any) -> None:
    if not values.get("for_teaching") and not values.get("for_management"):
        raise Invalid({"for_teaching": gettext("Hãy chọn ít nhất một mục đích: dạy học hoặc quản lý.")})


LINES = Record(
    InternetLine,
    "internet_line",
    _("Đường truyền Internet"),
    _("Đường truyền Internet"),
    help=_("Từng đường truyền: loại, tốc độ, nhà cung cấp, dùng để làm gì."),
    icon="wifi",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Text("provider", _("Nhà cung cấp"), required=True, max_length=80, sorted_by="sort_key"),
        Choice("kind", _("Loại đường truyền"), required=True, choices=LineKind.choices),
        Whole("speed_mbps", _("Tốc độ (Mbps)"), required=True, least=1, most=100_000),
        school(),
        point(),
        Yes("for_teaching", _("Dùng cho dạy học"), group=USE, source="IS_KHAI_THAC_INTERNET_DAY_HOC"),
        Yes("for_management", _("Dùng cho quản lý"), group=USE),
        Yes("has_wifi", _("Có Wi-Fi cho lớp học"), group=USE),
        Date("started_on", _("Dùng từ ngày"), group=USE),
        *ending(),
    ),
    list=("provider", "kind", "speed_mbps", "for_teaching", "for_management", "started_on", "school"),
    filters=("school", "kind", "for_teaching", "closed", "for_management", "speed_mbps", "point"),
    search=("provider",),
    order=("provider",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school, line_is_for_something),
)

COMPUTERS = Record(
    ComputerSet,
    "computer_set",
    _("Bộ máy tính"),
    _("Máy tính"),
    help=_("Mỗi dòng là một bộ máy cùng loại, cùng mục đích. Tỷ lệ học sinh trên máy chỉ tính máy Tin học dùng được."),
    icon="device-desktop",
    path="computers",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Text("name", _("Tên bộ máy"), required=True, max_length=200, sorted_by="sort_key"),
        Choice("kind", _("Loại máy"), required=True, choices=ComputerKind.choices),
        Choice(
            "purpose", _("Dùng để"), required=True, choices=ComputerPurpose.choices,
            source="IS_SU_DUNG_MAY_TINH_DAY_HOC; QĐ 4725, tiêu chí 1.7",
        ),
        school(),
        point(),
        Reference(
            "room", _("Đặt tại phòng"), order="sort_key", found_by="search", among={"closed_on__isnull": True},
            page="facilities:room_detail",
        ),
        Whole("quantity", _("Số lượng"), required=True, least=1, most=10_000, group=USE),
        Whole("usable", _("Số dùng được"), required=True, most=10_000, group=USE),
        Several("levels", _("Dùng cho cấp học"), choices=EducationLevel.choices, group=USE,
                hint=_("Không chọn: dùng chung cho mọi cấp học của trường.")),
        Yes("is_online", _("Kết nối Internet"), group=USE),
        *state(),
    ),
    list=("name", "kind", "purpose", "quantity", "usable", "is_online", "used_since", "condition", "school"),
    filters=("school", "purpose", "kind", "closed", "point", "levels", "room", "condition", "used_since"),
    search=("name",),
    order=("name",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school, room_of_the_school, usable_within_quantity),
)  # fmt: skip
