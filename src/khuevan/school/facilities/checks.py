"""What cannot be, what is missing, what is there twice and what has gone stale in the books of facilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Component, Dimension, Limit, Severity, Source, Trust

from .facts import COMPUTERS, ROOMS, SCHOOLS

FACILITIES = Component("facilities.books", _("Cơ sở vật chất"), school="clerk", order=60)
_EQMS = Source("QĐ 4998/QĐ-BGDĐT", "§2.5", Trust.READ)
_SENSE = Source(_("Suy từ chính dữ liệu"), "", Trust.PLAIN)
_CLASSROOM = ("classroom", "care_room")


def _room(row: Mapping[str, Any]) -> str:
    return reverse("facilities:room_change", args=[row["id"]])


def _school(row: Mapping[str, Any]) -> str:
    return reverse("facilities:school", args=[row["id"]])


def _add(name: str) -> Any:
    return lambda row: f"{reverse(f'facilities:{name}_add')}?school={row['id']}"


Check(
    "facilities.room:area", ROOMS, FACILITIES, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Diện tích phòng học khác thường"),
    text=_("Phòng học rộng %(area_m2)s m², thường từ %(least)s đến %(most)s m²."),
    fields=("area_m2",), source=_SENSE, limits=(Limit("least", 15, "m²"), Limit("most", 250, "m²")),
    applies=lambda at: pl.col("kind").is_in(_CLASSROOM) & pl.col("area_m2").is_not_null(),
    wrong=lambda at: (pl.col("area_m2") < at.limit("least")) | (pl.col("area_m2") > at.limit("most")),
    mend=_room,
)  # fmt: skip
Check(
    "facilities.room:no_area", ROOMS, FACILITIES, Dimension.COMPLETE, Severity.WRONG,
    label=_("Phòng học chưa ghi diện tích"),
    text=_("Chưa ghi diện tích: biểu đầu năm cần số phòng và diện tích theo cấp công trình."),
    fields=("area_m2",), source=_EQMS,
    applies=lambda at: pl.col("kind").is_in(_CLASSROOM), wrong=lambda at: pl.col("area_m2").is_null(),
    mend=_room,
)  # fmt: skip
Check(
    "facilities.room:twice", ROOMS, FACILITIES, Dimension.CLEAN, Severity.DOUBTFUL,
    label=_("Phòng ghi hai lần"),
    text=_("Có %(namesakes)s dòng cùng tên, cùng loại ở cùng một nơi."),
    fields=("namesakes",), source=_SENSE, wrong=lambda at: pl.col("namesakes") > 1, mend=_room,
)  # fmt: skip
Check(
    "facilities.computers:age", COMPUTERS, FACILITIES, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Máy tính cũ mà vẫn dùng được hết"),
    text=_("Đã dùng %(age)s năm mà cả %(usable)s máy vẫn dùng được: hãy kiểm tra lại."),
    fields=("usable", "used_since"), source=_SENSE, limits=(Limit("most", 12, _("năm")),),
    applies=lambda at: pl.col("used_since").is_not_null(),
    wrong=lambda at: (pl.col("age") > at.limit("most")) & (pl.col("usable") == pl.col("quantity")),
    mend=lambda row: reverse("facilities:computer_set_change", args=[row["id"]]),
)  # fmt: skip
Check(
    "facilities.school:no_rooms", SCHOOLS, FACILITIES, Dimension.COMPLETE, Severity.WRONG,
    label=_("Trường chưa ghi phòng nào"), text=_("Trường có %(classes)s lớp mà chưa ghi phòng nào."),
    fields=("room_rows",), source=_EQMS,
    applies=lambda at: pl.col("classes") > 0, wrong=lambda at: pl.col("room_rows") == 0, mend=_add("room"),
)  # fmt: skip
Check(
    "facilities.school:no_land", SCHOOLS, FACILITIES, Dimension.COMPLETE, Severity.WRONG,
    label=_("Trường chưa ghi đất"), text=_("Chưa ghi khu đất nào."),
    fields=("land_rows",), source=_EQMS, wrong=lambda at: pl.col("land_rows") == 0, mend=_add("land"),
)  # fmt: skip
Check(
    "facilities.school:no_toilets", SCHOOLS, FACILITIES, Dimension.COMPLETE, Severity.WRONG,
    label=_("Trường chưa ghi nhà vệ sinh"), text=_("Chưa ghi nhà vệ sinh nào."),
    fields=("toilet_rows",), source=_EQMS, wrong=lambda at: pl.col("toilet_rows") == 0, mend=_add("toilet"),
)  # fmt: skip
Check(
    "facilities.school:utilities", SCHOOLS, FACILITIES, Dimension.COMPLETE, Severity.WRONG,
    label=_("Điểm trường chưa ghi điện, nước"),
    text=_("Có %(points)s điểm trường mà mới ghi %(utilities_rows)s phiếu điện, nước."),
    fields=("utilities_rows",), source=Source("QĐ 4998/QĐ-BGDĐT", "IS_NGUON_NUOC_SACH, IS_DIEN_LUOI", Trust.READ),
    wrong=lambda at: pl.col("utilities_rows") < pl.col("points"), mend=_add("utilities"),
)  # fmt: skip
Check(
    "facilities.school:too_many_classrooms", SCHOOLS, FACILITIES, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Số phòng học khác thường so với số lớp"),
    text=_("Có %(classrooms)s phòng học cho %(classes)s lớp."),
    fields=("classrooms",), source=_SENSE, limits=(Limit("most", 3, _("phòng trên lớp")),),
    applies=lambda at: pl.col("classes") > 0,
    wrong=lambda at: pl.col("classrooms") > pl.col("classes") * at.limit("most"), mend=_school,
)  # fmt: skip
Check(
    "facilities.school:inventory", SCHOOLS, FACILITIES, Dimension.LIVE, Severity.DOUBTFUL,
    label=_("Kiểm kê đã quá hạn"),
    text=_("Chưa xác nhận kiểm kê nào trong %(most)s ngày qua."),
    fields=("counted_on",), source=Source("Luật Kế toán 88/2015/QH13", "Điều 40", Trust.UNVERIFIED),
    limits=(Limit("most", 366, _("ngày")),),
    applies=lambda at: pl.col("room_rows") > 0,
    wrong=lambda at: pl.col("counted_days").is_null() | (pl.col("counted_days") > at.limit("most")),
    mend=_school,
)  # fmt: skip
