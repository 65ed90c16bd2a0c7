"""The plain records: thresholds and deadlines, shared by all, with their days and how surely they are known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import (
    Choice,
    Date,
    Decimals,
    Invalid,
    Record,
    Text,
    Whole,
    Yes,
    period_is_forward,
    value_of,
)
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from . import rules
from .choices import Measure, Provided, Standard, Tier
from .models import Deadline, Provision, Threshold
from .permissions import CONFIGURE, VIEW_SURVEY

SHARED = _("Cấu hình dùng chung toàn ngành")
_SOURCE = _("Nguồn, hiệu lực")


def _measure_fits_tier(values: dict[str, Any], row: Any) -> None:
    tier, measure = value_of(values, row, "tier"), value_of(values, row, "measure")
    if tier is None or measure is None:
        return
    if (tier == Tier.COMMUNE) == (measure == Measure.UNITS_MEETING):
        raise Invalid(
            {"measure": gettext("Cấp xã tính trên người; cấp trên tính trên số đơn vị cấp dưới đạt chuẩn.")}
        )
    low, high = value_of(values, row, "age_from"), value_of(values, row, "age_to")
    if low is not None and high is not None and high < low:
        raise Invalid({"age_to": gettext("Phải từ tuổi bắt đầu trở lên.")})
    if tier == Tier.COMMUNE and (low is None or high is None):
        raise Invalid({"age_from": gettext("Cấp xã cần đủ khoảng tuổi.")})


def _holds_alone(values: dict[str, Any], row: Any) -> None:
    """Two rows of one condition never hold on the same day: nobody could say which one counts."""
    names = ("tier", "standard", "measure", "special")
    same = {name: value_of(values, row, name) for name in names}
    since = value_of(values, row, "valid_from")
    if since is None or None in (same["tier"], same["standard"], same["measure"]):
        return
    mine = Threshold(valid_from=since, valid_until=value_of(values, row, "valid_until"))
    others = Threshold.objects.filter(**{**same, "special": bool(same["special"])})
    for other in others.exclude(pk=row.pk if row is not None else 0):
        found = rules.overlaps([mine, other])
        if found:
            raise Invalid(
                {
                    "valid_from": gettext("Ngày %(on)s đã có dòng «%(other)s» của cùng điều kiện.")
                    % {"on": f"{found[0].on:%d/%m/%Y}", "other": other.name}
                }
            )


def _day_exists(values: dict[str, Any], row: Any) -> None:
    month, day = value_of(values, row, "month"), value_of(values, row, "day")
    if month and day and 1 <= month <= 12 and rules.due_on(2024, month, day).day != day:
        raise Invalid({"day": gettext("Tháng này không có ngày ấy.")})


THRESHOLDS = Record(
    Threshold,
    "threshold",
    _("Ngưỡng tiêu chuẩn"),
    _("Ngưỡng của tiêu chuẩn phổ cập"),
    help=_(
        "Mỗi dòng là một điều kiện, có ngày áp dụng và độ tin cậy. Đổi quy định: đặt ngày thôi cho dòng cũ rồi thêm dòng."
    ),
    icon="ruler-measure",
    shared=SHARED,
    view=VIEW_SURVEY,
    edit=CONFIGURE,
    fields=(
        Text("name", _("Điều kiện"), required=True, max_length=200, sorted_by="sort_key"),
        Choice("tier", _("Cấp"), required=True, choices=Tier.choices),
        Choice("standard", _("Tiêu chuẩn"), required=True, choices=Standard.choices),
        Choice("measure", _("Chỉ số"), required=True, choices=Measure.choices),
        Yes("special", _("Chỉ cho xã đặc biệt khó khăn")),
        Whole("age_from", _("Từ tuổi"), least=0, most=100),
        Whole("age_to", _("Đến tuổi"), least=0, most=100),
        Decimals("least", _("Ít nhất (%)"), required=True, places=2, least=Decimal(0), most=Decimal(100)),
        Text("instrument", _("Văn bản, điều"), required=True, max_length=160, group=_SOURCE),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Text("note", _("Ghi chú"), max_length=500, group=_SOURCE),
    ),
    list=("name", "tier", "least", "valid_from", "valid_until", "trust"),
    filters=("tier", "standard", "measure", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward, _measure_fits_tier, _holds_alone),
)  # fmt: skip


def _provision_stands_alone(values: dict[str, Any], row: Any) -> None:
    """As of thresholds: one row of one condition on a day."""
    same = {name: value_of(values, row, name) for name in ("kind", "level")}
    since = value_of(values, row, "valid_from")
    if since is None or None in same.values():
        return
    mine = Provision(valid_from=since, valid_until=value_of(values, row, "valid_until"))
    for other in Provision.objects.filter(**same).exclude(pk=row.pk if row is not None else 0):
        found = rules.overlaps([mine, other])
        if found:
            raise Invalid(
                {
                    "valid_from": gettext("Ngày %(on)s đã có dòng «%(other)s» của cùng điều kiện.")
                    % {"on": f"{found[0].on:%d/%m/%Y}", "other": other.name}
                }
            )


PROVISIONS = Record(
    Provision,
    "provision",
    _("Điều kiện bảo đảm"),
    _("Điều kiện bảo đảm phổ cập"),
    help=_(
        "Phòng học, thiết bị, giáo viên theo TT 07/2016. TT 29/2021 đã bỏ một số điều kiện, chưa đọc được là điều kiện"
        " nào: các dòng ở đây được tính và ghi vào hồ sơ, không tự quyết định kết luận."
    ),
    icon="building-community",
    shared=SHARED,
    view=VIEW_SURVEY,
    edit=CONFIGURE,
    fields=(
        Text("name", _("Điều kiện bảo đảm"), required=True, max_length=200, sorted_by="sort_key"),
        Choice("kind", _("Chỉ số"), required=True, choices=Provided.choices),
        Choice("level", _("Cấp học"), required=True, choices=EducationLevel.choices),
        Decimals("least", _("Ít nhất"), required=True, places=2, least=Decimal(0), most=Decimal(1000)),
        Text("instrument", _("Văn bản, điều"), required=True, max_length=160, group=_SOURCE),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Text("note", _("Ghi chú"), max_length=500, group=_SOURCE),
    ),
    list=("name", "level", "least", "valid_from", "valid_until", "trust"),
    filters=("kind", "level", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward, _provision_stands_alone),
)  # fmt: skip

DEADLINES = Record(
    Deadline,
    "deadline",
    _("Thời hạn hồ sơ phổ cập"),
    _("Thời hạn hồ sơ phổ cập"),
    help=_("Hạn nộp hằng năm và nơi công nhận của mỗi cấp, theo văn bản."),
    icon="calendar-due",
    shared=SHARED,
    view=VIEW_SURVEY,
    edit=CONFIGURE,
    fields=(
        Text("name", _("Thời hạn"), required=True, max_length=200, sorted_by="sort_key"),
        Choice("tier", _("Cấp"), required=True, choices=Tier.choices),
        Whole("month", _("Tháng"), required=True, least=1, most=12),
        Whole("day", _("Ngày"), required=True, least=1, most=31),
        Text("recogniser", _("Nơi công nhận"), required=True, max_length=120),
        Text("instrument", _("Văn bản, điều"), required=True, max_length=160, group=_SOURCE),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
    ),
    list=("name", "tier", "day", "month", "recogniser", "valid_from", "valid_until", "trust"),
    filters=("tier", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward, _day_exists),
)
