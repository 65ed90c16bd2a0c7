"""Land, rooms, toilets, equipment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import (
    PLAIN,
    Choice,
    Computed,
    Decimals,
    Invalid,
    Record,
    Reference,
    Several,
    Text,
    Whole,
    Yes,
)
from khuevan.kernel.records.formats import format_number
from khuevan.register.organisations.choices import EducationLevel

from ..choices import BuildClass, EquipmentKind, Furnishing, RoomKind, Tenure, ToiletUsers
from ..models import Equipment, Land, Room, Toilet
from ..permissions import EDIT_FACILITIES, VIEW_FACILITIES
from .places import (
    USE,
    begin_with_open,
    point,
    point_of_the_school,
    room_of_the_school,
    school,
    state,
    subject,
    usable_within_quantity,
)

_SIZE = _("Diện tích, sức chứa")
_LEGAL = _("Quyền sử dụng đất")
_MOST_M2 = Decimal("9999999.9")
_ROOM_M2 = Decimal("99999.9")


def _area_of_all(row: Any) -> str:
    """Area of one times the number; nothing where the area is not known."""
    return "" if row.area_m2 is None else format_number(row.area_m2 * row.quantity)


def built_within_land(values: dict[str, Any], row: Any) -> None:
    for name, label in (("built_m2", gettext("xây dựng")), ("playground_m2", gettext("sân chơi, bãi tập"))):
        if values.get(name) is not None and values[name] > values["area_m2"]:
            raise Invalid(
                {
                    name: gettext("Diện tích %(part)s không thể lớn hơn diện tích đất (%(area)s m²).")
                    % {"part": label, "area": format_number(values["area_m2"])}
                }
            )


LAND = Record(
    Land,
    "land",
    _("Khu đất"),
    _("Đất"),
    help=_("Từng khu đất của trường: diện tích, sân chơi, giấy tờ về quyền sử dụng."),
    icon="map",
    path="land",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Text("name", _("Khu đất"), required=True, max_length=255, sorted_by="sort_key", source="TEN_CO_SO_DAO_TAO"),
        school(),
        point(),
        Text("address", _("Địa điểm"), max_length=500, source="DIA_DIEM"),
        Decimals(
            "area_m2", _("Diện tích đất (m²)"), required=True, places=1, most=_MOST_M2, group=_SIZE,
            source="DIEN_TICH_DAT; DIEN_TICH (trường); DN_DTRCSVCS",
        ),
        Decimals(
            "built_m2", _("Diện tích xây dựng (m²)"), places=1, most=_MOST_M2, group=_SIZE,
            source="DIEN_TICH_XAY_DUNG",
        ),
        Decimals(
            "playground_m2", _("Diện tích sân chơi, bãi tập (m²)"), places=1, most=_MOST_M2, group=_SIZE,
            source="DN_DTRCSVCS",
        ),
        Choice(
            "tenure", _("Hình thức sử dụng đất"), required=True, choices=Tenure.choices, group=_LEGAL,
            source="SO_HUU_ID (DM_HINH_THUC_SO_HUU)",
        ),
        Text(
            "owner_name", _("Người đứng tên quyền sử dụng đất"), max_length=160, group=_LEGAL,
            source="TEN_NGUOI_SO_HUU",
        ),
        Text(
            "evidence", _("Giấy tờ về quyền sử dụng đất"), max_length=255, group=_LEGAL,
            source="MINH_CHUNG_QUYEN_SO_HUU",
        ),
        Text("purpose", _("Mục đích sử dụng đất"), max_length=255, group=_LEGAL, source="MUC_DICH_SU_DUNG_DAT"),
        Text("buildings", _("Công trình xây dựng"), max_length=100, group=_LEGAL, source="CONG_TRINH_XAY_DUNG"),
        Whole(
            "use_years", _("Thời gian sử dụng (năm)"), least=1, most=999, group=_LEGAL, source="THOI_GIAN_SU_DUNG"
        ),
        *state(),
    ),
    list=("name", "point", "area_m2", "playground_m2", "tenure", "evidence", "school"),
    filters=("school", "tenure", "closed", "point", "area_m2"),
    search=("name", "address", "evidence"),
    order=("name",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school, built_within_land),
)  # fmt: skip

ROOMS = Record(
    Room,
    "room",
    _("Phòng"),
    _("Phòng, nhà công vụ"),
    help=_("Mỗi dòng là một phòng, hoặc nhiều phòng giống nhau với số phòng."),
    icon="door",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Text("name", _("Tên phòng"), required=True, max_length=100, sorted_by="sort_key", source="TEN_PHONG"),
        Choice("kind", _("Loại phòng"), required=True, choices=RoomKind.choices, source="DM_LOAI_PHONG_THI_NGHIEM"),
        Choice(
            "build_class", _("Cấp công trình"), required=True, choices=BuildClass.choices,
            source="DN_CSVCPHONGHOCS; CSVC phòng học TH; TT 03/2024 chỉ tiêu 1107, 1209",
        ),
        school(),
        point(),
        Text("building", _("Dãy nhà"), max_length=60),
        Whole("floor", _("Tầng"), least=-2, most=60),
        Whole("quantity", _("Số phòng"), required=True, least=1, most=500, group=_SIZE, source="SO_LUONG"),
        Decimals(
            "area_m2", _("Diện tích một phòng (m²)"), places=1, most=_ROOM_M2, group=_SIZE, source="DIEN_TICH"
        ),
        Computed("total_m2", _("Tổng diện tích (m²)"), of=_area_of_all, group=_SIZE, source="TONG_DIEN_TICH"),
        Whole("capacity", _("Sức chứa một phòng (chỗ)"), least=1, most=5000, group=_SIZE),
        Several("levels", _("Dùng cho cấp học"), choices=EducationLevel.choices, group=USE,
                hint=_("Không chọn: dùng chung cho mọi cấp học của trường.")),
        subject(group=USE, hint=_("Với phòng học bộ môn, phòng thí nghiệm.")),
        Choice(
            "furnishing", _("Mức đáp ứng"), choices=Furnishing.choices[1:], group=USE, source="DN_DTRCSVCS"
        ),
        Yes("has_projection", _("Có thiết bị trình chiếu"), group=USE, source="QĐ 4725, tiêu chí 1.7"),
        Yes("has_internet", _("Có Internet"), group=USE, source="QĐ 4725, tiêu chí 1.7"),
        Yes(
            "is_accessible", _("Người khuyết tật tiếp cận được"), group=USE,
            source="IS_CO_HA_TANG_TLHT_PHU_HOP_HSKT",
        ),
        *state(),
    ),
    list=("name", "kind", "build_class", "quantity", "area_m2", "has_projection", "has_internet", "condition",
          "school"),
    filters=("school", "kind", "build_class", "closed", "point", "levels", "subject", "furnishing",
             "has_projection", "has_internet", "condition"),
    search=("name", "building"),
    order=("name",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school,),
)  # fmt: skip

TOILETS = Record(
    Toilet,
    "toilet",
    _("Nhà vệ sinh"),
    _("Nhà vệ sinh"),
    help=_("Nhà vệ sinh theo nhóm người dùng; đạt chuẩn hay chưa."),
    icon="droplet",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Text("name", _("Nhà vệ sinh"), required=True, max_length=100, sorted_by="sort_key"),
        Choice(
            "users", _("Người dùng"), required=True, choices=ToiletUsers.choices,
            source="DN_CSVCNHAVESINHS; DN_DTRCSVCS",
        ),
        school(),
        point(),
        Choice("build_class", _("Cấp công trình"), choices=BuildClass.choices),
        Whole(
            "quantity", _("Số nhà (khu) vệ sinh"), required=True, least=1, most=100, group=_SIZE,
            source="DN_CSVCNHAVESINHS",
        ),
        Decimals(
            "area_m2", _("Diện tích một nhà (m²)"), places=1, most=_ROOM_M2, group=_SIZE, source="DN_CSVCNHAVESINHS"
        ),
        Whole("fixtures", _("Số bệ xí mỗi nhà"), most=200, group=_SIZE, source="TT 13/2020"),
        Whole("urinals", _("Số chỗ tiểu mỗi nhà"), most=200, group=_SIZE, source="TT 13/2020"),
        Whole("basins", _("Số chậu rửa tay mỗi nhà"), most=200, group=_SIZE, source="TT 13/2020"),
        Yes("is_standard", _("Đạt chuẩn"), group=USE, source="DN_DTRCSVCS"),
        Yes("has_water", _("Có nước"), group=USE),
        Yes("has_soap", _("Có xà phòng rửa tay"), group=USE, source="TTLT 13/2016"),
        Yes("is_accessible", _("Người khuyết tật dùng được"), group=USE,
            source="IS_CO_HA_TANG_TLHT_PHU_HOP_HSKT"),
        *state(),
    ),
    list=("name", "users", "quantity", "fixtures", "is_standard", "has_water", "condition", "school"),
    filters=("school", "users", "is_standard", "closed", "point", "has_water", "condition"),
    search=("name",),
    order=("name",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school,),
)  # fmt: skip

EQUIPMENT = Record(
    Equipment,
    "equipment",
    _("Thiết bị"),
    _("Thiết bị dạy học, thiết bị khác"),
    help=_("Thiết bị đang có; chọn dòng của danh mục tối thiểu để báo cáo biết còn thiếu gì."),
    icon="tool",
    path="equipment",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Text("name", _("Tên thiết bị"), required=True, max_length=200, sorted_by="sort_key"),
        Choice("kind", _("Nhóm thiết bị"), required=True, choices=EquipmentKind.choices),
        Reference(
            "item", _("Theo danh mục tối thiểu"), order="sort_key", found_by="search", show=lambda item: item.label,
            among={"closed_on__isnull": True}, page="facilities:equipment_item_detail",
            hint=_("Gõ tên hoặc mã trong danh mục. Để trống nếu ngoài danh mục."), source="TT 37, 38, 39/2021",
        ),
        school(),
        point(),
        Reference(
            "room", _("Đặt tại phòng"), order="sort_key", found_by="search", among={"closed_on__isnull": True},
            page="facilities:room_detail",
        ),
        Text("unit", _("Đơn vị tính"), required=True, max_length=20, group=USE),
        Whole("quantity", _("Số lượng"), required=True, least=1, most=100_000, group=USE),
        Whole("usable", _("Số dùng được"), required=True, most=100_000, group=USE),
        *state(),
    ),
    list=("name", "kind", "quantity", "usable", "unit", "used_since", "condition", "item", "school"),
    filters=("school", "kind", "closed", "item", "point", "room", "condition", "used_since"),
    search=("name",),
    order=("name",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school, room_of_the_school, usable_within_quantity),
)  # fmt: skip
