"""Teaching: norms, moves between schools, devices and lines."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SchoolType(TextChoices):
    """Groups of schools that TT 05/2025 Điều 7 khoản 3 tells apart, and continuing education (TT 04/2026)."""

    GENERAL = "general", _("Trường phổ thông")
    SEMI_BOARDING = "semi_boarding", _("Trường phổ thông dân tộc bán trú")
    BOARDING = "boarding", _("Trường phổ thông dân tộc nội trú")
    SPECIAL = "special", _("Trường, lớp dành cho người khuyết tật")
    CONTINUING = "continuing", _("Giáo dục thường xuyên")


class NormPost(TextChoices):
    """Whose norm it is."""

    TEACHER = "teacher", _("Giáo viên")
    HEAD = "head", _("Hiệu trưởng, giám đốc")
    DEPUTY = "deputy", _("Phó hiệu trưởng, phó giám đốc")


class Computer(TextChoices):
    """What a teacher has for teaching online: the programme's report counts desktop, tablet and laptop."""

    DESKTOP = "desktop", _("Máy tính để bàn")
    LAPTOP = "laptop", _("Máy tính xách tay")
    TABLET = "tablet", _("Máy tính bảng")
    PHONE = "phone", _("Điện thoại thông minh")


COMPUTERS: Final = ("desktop", "laptop", "tablet")


class Internet(TextChoices):
    """The line at home."""

    UNKNOWN = "", _("Chưa khai")
    NONE = "none", _("Không có")
    FIXED = "fixed", _("Cáp quang, cố định")
    MOBILE = "mobile", _("Di động 4G, 5G")


class ForeignLanguage(TextChoices):
    """DM_NGOAI_NGU."""

    NONE = "", _("Không")
    ENGLISH = "en", _("Tiếng Anh")
    FRENCH = "fr", _("Tiếng Pháp")
    CHINESE = "zh", _("Tiếng Trung Quốc")
    RUSSIAN = "ru", _("Tiếng Nga")
    JAPANESE = "ja", _("Tiếng Nhật")
    KOREAN = "ko", _("Tiếng Hàn")
    GERMAN = "de", _("Tiếng Đức")
    OTHER = "other", _("Ngoại ngữ khác")


class MoveState(TextChoices):
    """A move between two schools."""

    OFFERED = "offered", _("Chờ nơi đến tiếp nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    DECLINED = "declined", _("Nơi đến từ chối")
    WITHDRAWN = "withdrawn", _("Đã rút lại")
