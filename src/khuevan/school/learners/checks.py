"""What cannot be, is missing, twice or stale in the profiles of those who learn now. No sensitive value is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Component, Dimension, Limit, Severity, Source, Trust

from .facts import PROFILES

PROFILE = Component("learners.profile", _("Hồ sơ người học"), school="clerk", order=35)
FIELDS_LAW = "QĐ 4998/QĐ-BGDĐT"
SENSE = Source(_("suy từ chính dữ liệu"), trust=Trust.PLAIN)
REPORT = Source(_("báo cáo Đề án, QĐ 131/QĐ-TTg"), trust=Trust.READ)
number_of_grade = pl.col("grade").cast(pl.Int32, strict=False)


def to_cell(cell: str) -> Callable[[Mapping[str, Any]], str]:
    """The form of the profile, at the field."""
    return lambda row: f"{reverse('learners:learner_change', kwargs={'pk': row['id']})}#id_{cell}"


def _check(
    word: str, dimension: Dimension, severity: Severity, cell: str, wrong: Any, *, label: Any, text: Any,
    source: Source, fields: tuple[str, ...], applies: Any = None, limits: tuple[Limit, ...] = (), advice: Any = "",
) -> None:  # fmt: skip
    Check(
        f"learners.profile:{word}", PROFILES, PROFILE, dimension, severity, label=label, text=text, fields=fields,
        source=source, wrong=wrong, applies=applies, limits=limits, advice=advice, mend=to_cell(cell),
    )  # fmt: skip


_check(
    "degree_without_kind", Dimension.CORRECT, Severity.WRONG, "disability",
    lambda at: ~pl.col("has_disability"),
    label=_("Có mức độ khuyết tật mà không có loại"),
    text=_("Đã ghi mức độ hoặc miễn đánh giá mà chưa ghi loại khuyết tật."),
    source=Source(FIELDS_LAW, "MA_LOAI_KHUYET_TAT", Trust.READ), fields=("has_disability",),
    applies=lambda at: pl.col("has_degree") | pl.col("is_not_assessed"),
)  # fmt: skip
_check(
    "exempt_and_reduced", Dimension.CORRECT, Severity.WRONG, "supports", lambda at: pl.col("is_exempt_and_reduced"),
    label=_("Vừa miễn vừa giảm học phí"), text=_("Đã ghi cả miễn và giảm học phí."),
    source=Source(FIELDS_LAW, "IS_MIEN_HOC_PHI, IS_GIAM_HOC_PHI", Trust.READ), fields=("is_exempt_and_reduced",),
)  # fmt: skip
_check(
    "shared_without_computer", Dimension.CORRECT, Severity.WRONG, "computer", lambda at: pl.col("shares_nothing"),
    label=_("Dùng chung máy tính mà không có máy"), text=_("Ghi dùng chung máy tính, nhưng máy tính ở nhà là không có."),
    source=SENSE, fields=("shares_nothing",),
)  # fmt: skip
for _word, _cell, _label, _text in (
    ("measured", "measured_on", _("Ngày đo sức khỏe không thể có"),
     _("Ngày đo %(measured_on)s ở tương lai hoặc trước ngày sinh.")),
    ("asked", "means_checked_on", _("Ngày khảo sát phương tiện không thể có"),
     _("Ngày khảo sát %(means_checked_on)s ở tương lai hoặc trước ngày sinh.")),
    ("issued", "id_issued_on", _("Ngày cấp giấy tờ không thể có"),
     _("Ngày cấp %(id_issued_on)s ở tương lai hoặc trước ngày sinh.")),
):  # fmt: skip
    _check(
        f"{_word}_when", Dimension.CORRECT, Severity.WRONG, _cell,
        lambda at, cell=_cell: (pl.col(cell) > at.on) | (pl.col(cell) < pl.col("birth_date")).fill_null(False),
        label=_label, text=_text, source=SENSE, fields=(_cell,),
        applies=lambda at, cell=_cell: pl.col(cell).is_not_null(),
    )  # fmt: skip
_check(
    "body_mass", Dimension.CORRECT, Severity.DOUBTFUL, "height_cm",
    lambda at: (pl.col("bmi") < at.limit("least")) | (pl.col("bmi") > at.limit("most")),
    label=_("Chiều cao và cân nặng khó đi cùng nhau"),
    text=_("Chỉ số khối cơ thể dưới %(least)s hoặc trên %(most)s: có thể nhầm đơn vị hoặc nhầm cột."),
    source=SENSE, fields=("bmi",), limits=(Limit("least", 9, "kg/m²"), Limit("most", 40, "kg/m²")),
    applies=lambda at: pl.col("bmi").is_not_null(),
)  # fmt: skip
_check(
    "union_too_young", Dimension.CORRECT, Severity.DOUBTFUL, "is_union_member",
    lambda at: number_of_grade < at.limit("least"),
    label=_("Đoàn viên học lớp quá nhỏ"), text=_("Là đoàn viên mà đang học khối %(grade)s."),
    source=Source(_("Điều lệ Đoàn: từ 16 tuổi"), trust=Trust.UNVERIFIED), fields=("is_union_member", "grade"),
    limits=(Limit("least", 9, _("khối")),),
    applies=lambda at: pl.col("is_union_member") & number_of_grade.is_between(1, 12),
)  # fmt: skip
_check(
    "team_and_union", Dimension.CORRECT, Severity.DOUBTFUL, "is_team_member", lambda at: pl.col("is_in_both"),
    label=_("Vừa là đội viên vừa là đoàn viên"), text=_("Đã ghi cả đội viên và đoàn viên."),
    source=Source(FIELDS_LAW, "IS_DOI_VIEN, IS_DOAN_VIEN", Trust.READ), fields=("is_in_both",),
)  # fmt: skip
_check(
    "no_degree", Dimension.COMPLETE, Severity.WRONG, "disability_degree",
    lambda at: ~pl.col("has_degree") & ~pl.col("is_not_assessed"),
    label=_("Chưa ghi mức độ khuyết tật"),
    text=_("Đã ghi loại khuyết tật mà chưa ghi mức độ, cũng chưa ghi không đánh giá."),
    source=Source("Luật 51/2010/QH12", "Điều 3", Trust.REPORTED), fields=("has_degree",),
    applies=lambda at: pl.col("has_disability"),
)  # fmt: skip
_check(
    "no_plan", Dimension.COMPLETE, Severity.DOUBTFUL, "has_individual_plan", lambda at: ~pl.col("has_individual_plan"),
    label=_("Chưa có kế hoạch giáo dục cá nhân"), text=_("Người học khuyết tật chưa có kế hoạch giáo dục cá nhân."),
    source=Source("TT 15/2026/TT-BGDĐT", "Điều 21", Trust.READ), fields=("has_individual_plan",),
    applies=lambda at: pl.col("has_disability"),
)  # fmt: skip
_check(
    "no_means", Dimension.COMPLETE, Severity.WRONG, "computer",
    lambda at: ~pl.col("has_computer_answer") | ~pl.col("has_internet_answer"),
    label=_("Chưa khảo sát phương tiện học trực tuyến"), text=_("Chưa ghi máy tính hoặc đường truyền ở nhà."),
    source=REPORT, fields=("has_computer_answer", "has_internet_answer"),
    applies=lambda at: number_of_grade.is_between(1, 12),
)  # fmt: skip
_check(
    "code_twice", Dimension.CLEAN, Severity.WRONG, "code", lambda at: pl.col("namesakes") > 1,
    label=_("Hai người học cùng mã của trường"), text=_("Có %(namesakes)s người học của trường cùng mã này."),
    source=Source("TT 42/2021/TT-BGDĐT", _("mã định danh là duy nhất"), Trust.REPORTED), fields=("namesakes",),
    applies=lambda at: pl.col("has_code"),
)  # fmt: skip
_check(
    "means_stale", Dimension.LIVE, Severity.DOUBTFUL, "means_checked_on",
    lambda at: (pl.lit(at.on) - pl.col("means_checked_on")).dt.total_days() > at.limit("most"),
    label=_("Khảo sát phương tiện đã cũ"), text=_("Khảo sát ngày %(means_checked_on)s, đã quá %(most)s ngày."),
    source=REPORT, fields=("means_checked_on",), limits=(Limit("most", 400, _("ngày")),),
    applies=lambda at: pl.col("means_checked_on").is_not_null(),
)  # fmt: skip
