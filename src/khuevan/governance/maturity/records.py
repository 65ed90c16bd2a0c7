"""The plain record of the room: the days of each year and who assesses, shared by all, with how surely it is known."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Choice, Date, Invalid, Record, Text, Whole, period_is_forward, value_of
from khuevan.school.curriculum.choices import Trust

from . import rules
from .choices import Assessor
from .models import Timetable
from .permissions import CONFIGURE, VIEW_ASSESSMENTS

_SOURCE = _("Nguồn, hiệu lực")


def _days_exist_in_order(values: dict[str, Any], row: Any) -> None:
    days = {}
    for name in ("submit", "publish"):
        month, day = value_of(values, row, f"{name}_month"), value_of(values, row, f"{name}_day")
        if not (month and day and 1 <= month <= 12):
            return
        days[name] = rules.day_in("2023-2024", month, day)
        if days[name].day != day:
            raise Invalid({f"{name}_day": gettext("Tháng này không có ngày ấy.")})
    if days["publish"] <= days["submit"]:
        raise Invalid({"publish_day": gettext("Công bố phải sau hạn tự đánh giá.")})


TIMETABLES = Record(
    Timetable,
    "timetable",
    _("Lịch đánh giá chuyển đổi số"),
    _("Lịch đánh giá chuyển đổi số"),
    help=_(
        "Hạn tự đánh giá, hạn công bố, nơi đánh giá theo văn bản. Đổi quy định: đặt ngày thôi cho dòng cũ rồi thêm dòng."
    ),
    icon="calendar-due",
    shared=_("Cấu hình dùng chung toàn ngành"),
    view=VIEW_ASSESSMENTS,
    edit=CONFIGURE,
    fields=(
        Text("name", _("Lịch đánh giá"), required=True, max_length=200, sorted_by="sort_key"),
        Whole("submit_month", _("Nộp trước: tháng"), required=True, least=1, most=12),
        Whole("submit_day", _("Nộp trước: ngày"), required=True, least=1, most=31),
        Whole("publish_month", _("Công bố trước: tháng"), required=True, least=1, most=12),
        Whole("publish_day", _("Công bố trước: ngày"), required=True, least=1, most=31),
        Whole("appeal_days", _("Kiến nghị trong (ngày)"), required=True, least=0, most=365),
        Choice("assessor", _("Nơi đánh giá"), required=True, choices=Assessor.choices),
        Text("instrument", _("Văn bản, điều"), required=True, max_length=160, group=_SOURCE),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Text("note", _("Ghi chú"), max_length=500, group=_SOURCE),
    ),
    list=("name", "submit_day", "submit_month", "publish_day", "publish_month", "assessor", "valid_from", "trust"),
    filters=("assessor", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward, _days_exist_in_order),
)  # fmt: skip
