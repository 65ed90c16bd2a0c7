"""Code lists of the gradebook. Codes are stored and exchanged, labels are read."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

YEAR: Final = 0
"""In a column `term`: the whole year."""
TERMS: Final = ((1, _("Học kỳ I")), (2, _("Học kỳ II")))
TERMS_AND_YEAR: Final = (*TERMS, (YEAR, _("Cả năm")))


class MarkKind(models.TextChoices):
    """What a mark is of (TT 22/2021 Điều 6, 7; TT 27/2020 Điều 6, 7)."""

    REGULAR = "regular", _("Đánh giá thường xuyên")
    MIDTERM = "midterm", _("Kiểm tra giữa kỳ")
    FINAL = "final", _("Kiểm tra cuối kỳ")
    MIDTERM_LEVEL = "midterm_level", _("Mức đạt giữa kỳ")
    FINAL_LEVEL = "final_level", _("Mức đạt cuối kỳ")
    REMARK = "remark", _("Nhận xét")
    REASSESSMENT = "reassessment", _("Đánh giá lại trong hè")


class ResultLevel(models.IntegerChoices):
    """DM_HOC_LUC, DM_HANH_KIEM: of learning and of conduct (TT 22/2021 Điều 8, 9)."""

    GOOD = 1, _("Tốt")
    FAIR = 2, _("Khá")
    PASSED = 3, _("Đạt")
    NOT_PASSED = 4, _("Chưa đạt")


class Moment(models.TextChoices):
    """When a homeroom teacher assesses: in the middle of a term only in primary schools; after the training of a summer
    whoever had not passed conduct (TT 22/2021 Điều 13), kept with the second term."""

    MIDTERM = "midterm", _("Giữa kỳ")
    FINAL = "final", _("Cuối kỳ")
    SUMMER = "summer", _("Sau rèn luyện trong hè")


class NextStep(models.TextChoices):
    """What a year leads to (TT 22/2021 Điều 12 to 14)."""

    PROMOTED = "promoted", _("Được lên lớp")
    SUMMER_TRAINING = "summer_training", _("Rèn luyện trong hè")
    REASSESSMENT = "reassessment", _("Kiểm tra, đánh giá lại trong hè")
    REPEATED = "repeated", _("Chưa được lên lớp")


class Title(models.TextChoices):
    """Titles of the end of a year (TT 22/2021 Điều 15; TT 27/2020 Điều 13)."""

    NONE = "", _("Không")
    EXCELLENT = "excellent", _("Học sinh Xuất sắc")
    GOOD = "good", _("Học sinh Giỏi")
    OUTSTANDING = "outstanding", _("Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện")


class ReopeningState(models.TextChoices):
    """A request to write in a closed term."""

    ASKED = "asked", _("Chờ duyệt")
    APPROVED = "approved", _("Đã mở")
    DECLINED = "declined", _("Không đồng ý")


WORDS: Final[dict[str, object]] = {
    "D": _("Đạt"), "CD": _("Chưa đạt"), "T": _("Hoàn thành tốt"), "H": _("Hoàn thành"), "C": _("Chưa hoàn thành"),
}  # fmt: skip
"""What stands in a cell that is no number: of comment subjects, and the levels of primary schools."""
ABSENT: Final = "Vắng"
"""In a cell of re-assessment: did not come; the year's result stays as it was."""
SHORT_WORDS: Final[dict[str, str]] = {"D": "Đ", "CD": "CĐ", "T": "T", "H": "H", "C": "C"}
TRAIT_NAMES: Final[dict[str, object]] = {
    "patriotism": _("Yêu nước"),
    "compassion": _("Nhân ái"),
    "diligence": _("Chăm chỉ"),
    "honesty": _("Trung thực"),
    "responsibility": _("Trách nhiệm"),
    "autonomy": _("Tự chủ và tự học"),
    "communication": _("Giao tiếp và hợp tác"),
    "problem_solving": _("Giải quyết vấn đề và sáng tạo"),
    "language": _("Ngôn ngữ"),
    "calculation": _("Tính toán"),
    "science": _("Khoa học"),
    "technology": _("Công nghệ"),
    "informatics": _("Tin học"),
    "aesthetics": _("Thẩm mĩ"),
    "physical": _("Thể chất"),
    "cognition": _("Nhận thức"),
    "social": _("Tình cảm và kĩ năng xã hội"),
}
"""Qualities and competences of primary schools (TT 27/2020 Điều 5), and the domains of a preschool child."""
