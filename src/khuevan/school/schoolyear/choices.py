"""Code lists of the school year. Codes are stored and exchanged, labels are read."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.school.learners.choices import GONE, PRESENT, REAL_STATUSES, EnrolmentStatus, LeaveReason

__all__ = [
    "GONE",
    "LANGUAGES",
    "PRESENT",
    "REAL_STATUSES",
    "Boarding",
    "EnrolmentStatus",
    "EntryKind",
    "LeaveReason",
    "Outcome",
    "StudyForm",
]


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
