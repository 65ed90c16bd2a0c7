"""What is counted of attendance, of learners whose class calls its roll."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import (
    Between,
    Count,
    Group,
    Indicator,
    Median,
    Ratio,
    Rows,
    Sum,
    share,
    words_of,
    yes,
)
from khuevan.school.schoolyear.facts import LEARNER_SPLITS

from .facts import ATTENDANCE

GROUP: Final = Group("attendance", _("Chuyên cần"), order=70)
OWN: Final = Source(_("tính từ sổ điểm danh"), trust=Trust.PLAIN)
PROMOTION: Final = Source("TT 22/2021/TT-BGDĐT", _("Điều 12"), Trust.REPORTED)

Rows(
    ATTENDANCE, shown=("class_name", "grade", "with_leave", "without_leave", "late", "called"),
    open=lambda row: reverse("schoolyear:enrolment_detail", kwargs={"pk": row["id"]}), words=words_of(*LEARNER_SPLITS),
)  # fmt: skip

_CALLED: Final = yes("is_called")


def _figure(word: str, measure: Any, label: Any, unit: Any, **more: Any) -> None:
    Indicator(
        f"attendance.learner:{word}", GROUP, measure, label=label, unit=unit,
        **{"source": OWN, "splits": LEARNER_SPLITS, "decimals": 2, **more},
    )  # fmt: skip


_figure("called_share", share(ATTENDANCE, _CALLED), _("Tỉ lệ học sinh có lớp đã điểm danh"), "%", decimals=1)
_figure(
    "attended_share", Ratio(Sum(ATTENDANCE, "attended"), Sum(ATTENDANCE, "called"), 100), _("Tỉ lệ chuyên cần"), "%",
    note=_("Số lần có mặt trên số lần điểm danh từ đầu năm học; đi muộn vẫn là có mặt."),
)  # fmt: skip
_figure("away", Ratio(Sum(ATTENDANCE, "away", _CALLED), Count(ATTENDANCE, _CALLED)),
        _("Số lần vắng bình quân một học sinh"), _("lần"))  # fmt: skip
_figure("days_away", Ratio(Sum(ATTENDANCE, "days_away", _CALLED), Count(ATTENDANCE, _CALLED)),
        _("Số ngày có vắng bình quân một học sinh"), _("ngày"))  # fmt: skip
_figure("without_leave_share", Ratio(Sum(ATTENDANCE, "without_leave"), Sum(ATTENDANCE, "away"), 100),
        _("Tỉ lệ vắng không phép trong số lần vắng"), "%", decimals=1)  # fmt: skip
_figure("late", Ratio(Sum(ATTENDANCE, "late", _CALLED), Count(ATTENDANCE, _CALLED)),
        _("Số lần đi muộn bình quân một học sinh"), _("lần"))  # fmt: skip
_figure(
    "ever_away_share",
    share(ATTENDANCE, yes("was_away"), _CALLED),
    _("Tỉ lệ học sinh có vắng"),
    "%",
    decimals=1,
)
_figure(
    "many_days_share", share(ATTENDANCE, Between("days_away", 46), _CALLED), _("Tỉ lệ học sinh vắng quá 45 ngày"), "%",
    source=PROMOTION, note=_("45 buổi là mức của thông tư; sở quyết định mức khác thì xem ở sổ điểm."),
)  # fmt: skip
_figure(
    "median_days",
    Median(ATTENDANCE, "days_away", _CALLED),
    _("Trung vị số ngày có vắng"),
    _("ngày"),
    decimals=1,
)
