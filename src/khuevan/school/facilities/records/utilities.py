"""Water, power and the other technical works of each point."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import PLAIN, Choice, Computed, Date, Invalid, Record, Whole, Yes

from ..choices import PowerSource, WaterSource
from ..models import Utilities
from ..permissions import EDIT_FACILITIES, VIEW_FACILITIES
from .places import begin_with_open, ending, point, point_of_the_school, school

_WATER = _("Nước, vệ sinh")
_POWER = _("Điện")
_WORKS = _("Hạ tầng khác")


def _place(row: Any) -> str:
    return row.point.name if row.point is not None else row.school.name


def water_needs_a_source(values: dict[str, Any], row: Any) -> None:
    """No water is not clean water; no power is not stable power."""
    errors = {}
    if values.get("has_clean_water") and values["water_source"] == WaterSource.NONE:
        errors["has_clean_water"] = gettext("Không có nguồn nước thì không thể có nước sạch.")
    if values.get("is_power_stable") and values["power_source"] == PowerSource.NONE:
        errors["is_power_stable"] = gettext("Không có điện thì không thể ổn định.")
    if errors:
        raise Invalid(errors)


UTILITIES = Record(
    Utilities,
    "utilities",
    _("Phiếu điện, nước, hạ tầng"),
    _("Điện, nước, hạ tầng"),
    help=_("Mỗi điểm trường một phiếu: nguồn nước, nước sạch, điện, thoát nước, phòng cháy, tường rào, nhà xe."),
    icon="bolt",
    path="utilities",
    view=VIEW_FACILITIES,
    edit=EDIT_FACILITIES,
    fields=(
        Computed("place", _("Nơi"), of=_place, sorted_by="school__sort_key"),
        school(),
        point(),
        Choice(
            "water_source", _("Nguồn nước"), required=True, choices=WaterSource.choices, group=_WATER,
            source="IS_NGUON_NUOC_SACH",
        ),
        Yes("has_clean_water", _("Nguồn nước sạch"), group=_WATER, source="IS_NGUON_NUOC_SACH",
            hint=_("Theo kết quả xét nghiệm hoặc nguồn nước máy đạt quy chuẩn.")),
        Date("water_tested_on", _("Xét nghiệm nước gần nhất"), group=_WATER),
        Yes("has_drinking_water", _("Đủ nước uống"), group=_WATER, source="TTLT 13/2016"),
        Whole("taps", _("Số vòi nước"), most=2000, group=_WATER, source="TTLT 13/2016"),
        Whole("handwashing", _("Số chỗ rửa tay có xà phòng"), most=2000, group=_WATER, source="TTLT 13/2016"),
        Yes("teaches_handwashing", _("Có chương trình giáo dục vệ sinh đôi tay"), group=_WATER,
            source="IS_CT_GDVS_DOI_TAY"),
        Choice(
            "power_source", _("Nguồn điện"), required=True, choices=PowerSource.choices, group=_POWER,
            source="IS_DIEN_LUOI",
        ),
        Yes("is_power_stable", _("Điện ổn định"), group=_POWER),
        Yes("has_drainage", _("Có thoát nước"), group=_WORKS, source="TT 13/2020, hạ tầng kỹ thuật"),
        Yes("has_waste_collection", _("Có thu gom rác"), group=_WORKS, source="TT 13/2020, hạ tầng kỹ thuật"),
        Yes("has_fire_safety", _("Có phòng cháy, chữa cháy"), group=_WORKS, source="TT 13/2020, hạ tầng kỹ thuật"),
        Yes("has_fence", _("Có tường rào, cổng trường"), group=_WORKS, source="TT 13/2020"),
        Yes("has_staff_parking", _("Có nhà để xe giáo viên"), group=_WORKS, source="DN_DTRCSVCS"),
        Yes("has_learner_parking", _("Có nhà để xe học sinh"), group=_WORKS, source="DN_DTRCSVCS"),
        Yes("is_accessible", _("Có hạ tầng tiếp cận cho người khuyết tật"), group=_WORKS,
            source="IS_CO_HA_TANG_TLHT_PHU_HOP_HSKT"),
        *ending(),
    ),
    list=("place", "water_source", "has_clean_water", "power_source", "is_power_stable", "has_fire_safety",
          "school"),
    filters=("school", "has_clean_water", "power_source", "closed", "water_source", "has_drinking_water",
             "is_accessible"),
    search=("place",),
    order=("place",),
    close=PLAIN,
    start=begin_with_open,
    rules=(point_of_the_school, water_needs_a_source),
)  # fmt: skip
