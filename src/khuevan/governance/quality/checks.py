"""What has gone stale: a part of a school's data that nobody changed within its period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Dimension, Limit, Severity, Source, Trust, components

from .facts import LIVENESS
from .rules.liveness import LIVE_PARTS

PERIODS = Source(
    "TT 42/2021/TT-BGDĐT", _("dữ liệu đầy đủ, kịp thời; số ngày do Sở định, sửa được"), Trust.UNVERIFIED
)
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "register": (
        _("Danh sách học sinh không được cập nhật"),
        _("Học sinh trong năm học: lần cập nhật gần nhất %(register_on)s, cách đây %(register_days)s ngày;"
          " phải có cập nhật trong %(days)s ngày."),
    ),
    "classes": (
        _("Lớp học không được cập nhật"),
        _("Lớp học: lần cập nhật gần nhất %(classes_on)s, cách đây %(classes_days)s ngày; phải có cập nhật trong"
          " %(days)s ngày."),
    ),
    "staff": (
        _("Hồ sơ đội ngũ không được cập nhật"),
        _("Đội ngũ: lần cập nhật gần nhất %(staff_on)s, cách đây %(staff_days)s ngày; phải có cập nhật trong"
          " %(days)s ngày."),
    ),
    "facilities": (
        _("Sổ cơ sở vật chất không được cập nhật"),
        _("Cơ sở vật chất: lần cập nhật gần nhất %(facilities_on)s, cách đây %(facilities_days)s ngày; phải có cập nhật"
          " trong %(days)s ngày."),
    ),
}  # fmt: skip
PAGES = {
    "register": "schoolyear:enrolment_list", "classes": "schoolyear:class_group_list", "staff": "staff:member_list",
    "facilities": "facilities:room_list",
}  # fmt: skip


def to_list(name: str) -> Callable[[Mapping[str, Any]], str]:
    """The list in which the part is kept."""
    return lambda row: reverse(PAGES[name])


def is_late(name: str) -> Callable[[Any], pl.Expr]:
    """More days than the period since anybody changed anything of the part."""
    return lambda at: pl.col(f"{name}_days") > at.limit("days")


_parts = {component.code: component for component in components()}
for _part in LIVE_PARTS:
    Check(
        f"quality.liveness:{_part.name}", LIVENESS, _parts[_part.component], Dimension.LIVE, Severity.WRONG,
        label=WORDS[_part.name][0], text=WORDS[_part.name][1], fields=(f"{_part.name}_on",), source=PERIODS,
        limits=(Limit("days", _part.days, _("ngày")),), wrong=is_late(_part.name), mend=to_list(_part.name),
    )  # fmt: skip
