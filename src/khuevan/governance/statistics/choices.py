"""The words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Of one revision of a report. What was returned stays returned: its correction is the next revision."""

    DRAFT = "draft", _("Đang lập")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Bị trả lại")
    ACCEPTED = "accepted", _("Đã nhận")


class Act(TextChoices):
    """What is done with a report."""

    BEGIN = "begin", _("Lập")
    SUBMIT = "submit", _("Gửi")
    ACCEPT = "accept", _("Nhận")
    RETURN = "return", _("Trả lại")


class Season(TextChoices):
    """When in the school year a form is due."""

    BEGINNING = "beginning", _("Đầu năm học")
    MIDDLE = "middle", _("Giữa năm học")
    END = "end", _("Cuối năm học")


class Tier(TextChoices):
    """Whose report it is: a school counts its own records, the others add up what they were sent."""

    SCHOOL = "school", _("Trường")
    COMMUNE = "commune", _("Xã, phường")
    DEPARTMENT = "department", _("Sở")
    MINISTRY = "ministry", _("Bộ")
