"""Code lists of the school year. Codes are stored and exchanged, labels are read."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(models.TextChoices):
    """DM_TRANG_THAI_HOC_SINH: the same twelve in three sector systems; the annex of QĐ 4998 names the list only."""

    STUDYING = "01", _("Đang học")
    ARRIVED_TERM_1 = "02", _("Chuyển đến kỳ 1")
    RETURNED_TERM_1 = "03", _("Nghỉ học xin học lại kỳ 1")
    LEFT_TERM_1 = "04", _("Chuyển đi kỳ 1")
    WITHDRAWN_TERM_1 = "05", _("Thôi học kỳ 1")
    ARRIVED_TERM_2 = "06", _("Chuyển đến kỳ 2")
    RETURNED_TERM_2 = "07", _("Nghỉ học xin học lại kỳ 2")
    LEFT_TERM_2 = "08", _("Chuyển đi kỳ 2")
    WITHDRAWN_TERM_2 = "09", _("Thôi học kỳ 2")
    ARRIVED_SUMMER = "10", _("Chuyển đến trong hè")
    LEFT_SUMMER = "11", _("Chuyển đi trong hè")
    WITHDRAWN_SUMMER = "12", _("Thôi học trong hè")


PRESENT: Final = ("01", "02", "03", "06", "07", "10")
"""Statuses of somebody who learns at the school now; the six others say that they left."""

GONE: Final = ("04", "05", "08", "09", "11", "12")


class LeaveReason(models.TextChoices):
    """DM_LY_DO_THOI_HOC, as one sector system uses it."""

    POVERTY = "01", _("Hoàn cảnh kinh tế khó khăn")
    WEAK_RESULTS = "02", _("Học lực yếu, kém")
    DISTANCE = "03", _("Nhà xa trường")
    DISASTER = "04", _("Thiên tai, dịch bệnh")
    STIGMA = "05", _("Do kỳ thị")
    OTHER = "06", _("Nguyên nhân khác")
    RESERVED = "07", _("Bảo lưu kết quả")
    VOCATIONAL = "08", _("Chuyển sang học nghề")


class Outcome(models.TextChoices):
    """What the year led to for a learner."""

    PROMOTED = "promoted", _("Lên lớp")
    REPEATED = "repeated", _("Lưu ban")
    COMPLETED = "completed", _("Hoàn thành chương trình cấp học")
    GRADUATED = "graduated", _("Tốt nghiệp")


class EntryKind(models.TextChoices):
    """How somebody came into the school this year (LOAI_NHAP_HOC of sector systems; values are ours)."""

    ENTRY = "entry", _("Tuyển mới đầu cấp")
    CONTINUED = "continued", _("Học tiếp năm trước")
    TRANSFERRED = "transferred", _("Chuyển đến")
    RETURNED = "returned", _("Xin học lại")
    OTHER = "other", _("Khác")


class Boarding(models.TextChoices):
    """DM_HOC_BAN_TRU: its values were not found; these are ours."""

    NONE = "", _("Không")
    DAY = "day", _("Bán trú (ăn, nghỉ trưa tại trường)")
    RESIDENTIAL = "residential", _("Nội trú")


LANGUAGES: Final = [
    ("en", _("Tiếng Anh")),
    ("fr", _("Tiếng Pháp")),
    ("ru", _("Tiếng Nga")),
    ("zh", _("Tiếng Trung Quốc")),
    ("ja", _("Tiếng Nhật")),
    ("de", _("Tiếng Đức")),
    ("ko", _("Tiếng Hàn")),
]
"""DM_NGOAI_NGU: the languages for which the programme of 2018 has a first foreign language; codes of ISO 639-1."""


class StudyForm(models.TextChoices):
    """DM_HINH_THUC_DAO_TAO_HOC_TAP, for classes of centres: values were not found; these are ours."""

    DAY = "day", _("Học tập trung")
    EVENING = "evening", _("Buổi tối")
    ALONGSIDE = "alongside", _("Vừa làm vừa học")
    DISTANCE = "distance", _("Học từ xa, tự học có hướng dẫn")
