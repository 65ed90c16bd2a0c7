"""What is missing or stale in what is recorded of schools."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Component, Dimension, Severity, Source, Trust

from .facts import SCHOOLS

SCHOOL = Component("organisations.school", _("Thông tin trường"), school="head", order=60)
FIELDS_LAW = "QĐ 4998/QĐ-BGDĐT"


def _missing(word: str, column: str, label: Any, text: Any, symbol: str, severity: Severity) -> Check:
    return Check(
        f"organisations.school:{word}_missing", SCHOOLS, SCHOOL, Dimension.COMPLETE, severity,
        label=label, text=text, fields=(column,), source=Source(FIELDS_LAW, symbol, Trust.READ),
        wrong=lambda at: ~pl.col(column),
        mend=lambda row: reverse("organisations:unit", args=[row["id"]]),
    )  # fmt: skip


_missing("phone", "has_phone", _("Trường chưa có điện thoại"), _("Chưa có số điện thoại của trường."),
         "DIEN_THOAI", Severity.DOUBTFUL)  # fmt: skip
_missing("email", "has_email", _("Trường chưa có thư điện tử"), _("Chưa có thư điện tử của trường."),
         "EMAIL", Severity.DOUBTFUL)  # fmt: skip
_missing("place", "has_place", _("Trường chưa có vị trí bản đồ"), _("Chưa có vị trí trên bản đồ."),
         "VI_TRI_BAN_DO", Severity.DOUBTFUL)  # fmt: skip
_missing("address", "has_address", _("Trường chưa có địa chỉ"), _("Chưa có địa chỉ của trường."),
         "DIA_CHI", Severity.DOUBTFUL)  # fmt: skip
_missing("commune", "has_commune", _("Trường chưa có xã, phường"), _("Chưa ghi xã, phường nơi trường đóng."),
         "XA_PHUONG_ID", Severity.WRONG)  # fmt: skip
_missing("area", "has_area", _("Trường chưa có khu vực"), _("Chưa ghi khu vực của trường."),
         "MA_KHU_VUC", Severity.DOUBTFUL)  # fmt: skip
_missing("main_point", "has_main_point", _("Trường chưa ghi điểm trường chính"),
         _("Chưa ghi điểm trường chính."), "DIEM_TRUONGS", Severity.DOUBTFUL)  # fmt: skip

Check(
    "organisations.school:body_missing", SCHOOLS, SCHOOL, Dimension.CORRECT, Severity.WRONG,
    label=_("Trường không có cơ quan quản lý"),
    text=_("Không cơ quan nào quản lý trường vào hôm nay."),
    fields=("has_body",), source=Source("TT 15/2025/TT-BGDĐT", trust=Trust.REPORTED),
    wrong=lambda at: ~pl.col("has_body"),
    mend=lambda row: reverse("organisations:unit", args=[row["id"]]),
)  # fmt: skip
Check(
    "organisations.school:commune_closed", SCHOOLS, SCHOOL, Dimension.LIVE, Severity.WRONG,
    label=_("Xã, phường của trường không còn"),
    text=_("Xã, phường nơi trường đóng đã sáp nhập."),
    fields=("commune_is_closed",), source=Source("QĐ 19/2025/QĐ-TTg", trust=Trust.REPORTED),
    applies=lambda at: pl.col("has_commune"),
    wrong=lambda at: pl.col("commune_is_closed"),
    mend=lambda row: reverse("organisations:unit", args=[row["id"]]),
)  # fmt: skip
