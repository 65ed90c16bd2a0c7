"""The words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Of one edition of a report. What was sent never changes: a correction is another edition."""

    OWED = "owed", _("Chưa viết")
    DRAFT = "draft", _("Đang viết")
    READY = "ready", _("Chờ ký")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Bị trả lại")
    ACCEPTED = "accepted", _("Đã nhận")


class Act(TextChoices):
    """What is done with a report."""

    WRITE = "write", _("Viết")
    HAND_OVER = "hand_over", _("Trình ký")
    TAKE_BACK = "take_back", _("Lấy về viết tiếp")
    SUBMIT = "submit", _("Ký và gửi")
    ACCEPT = "accept", _("Nhận")
    RETURN = "return", _("Trả lại")
    CORRECT = "correct", _("Đính chính")


class Tier(TextChoices):
    """Whose report it is."""

    SCHOOL = "school", _("Trường")
    COMMUNE = "commune", _("Xã, phường")
    DEPARTMENT = "department", _("Sở")
    MINISTRY = "ministry", _("Bộ")
