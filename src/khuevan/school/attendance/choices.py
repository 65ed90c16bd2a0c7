"""Code lists of attendance."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Slot(models.TextChoices):
    """When a roll is called: once in a half-day session, or at a period of it."""

    MORNING = "am", _("Buổi sáng")
    AFTERNOON = "pm", _("Buổi chiều")
    PERIOD_1 = "p1", _("Tiết 1")
    PERIOD_2 = "p2", _("Tiết 2")
    PERIOD_3 = "p3", _("Tiết 3")
    PERIOD_4 = "p4", _("Tiết 4")
    PERIOD_5 = "p5", _("Tiết 5")
    PERIOD_6 = "p6", _("Tiết 6")
    PERIOD_7 = "p7", _("Tiết 7")
    PERIOD_8 = "p8", _("Tiết 8")
    PERIOD_9 = "p9", _("Tiết 9")
    PERIOD_10 = "p10", _("Tiết 10")


SESSIONS: Final = (Slot.MORNING, Slot.AFTERNOON)


class AbsenceKind(models.TextChoices):
    """What is written in the roll; an empty word is: was there."""

    WITH_LEAVE = "P", _("Vắng có phép")
    WITHOUT_LEAVE = "K", _("Vắng không phép")
    LATE = "M", _("Đi muộn")


AWAY: Final = frozenset({AbsenceKind.WITH_LEAVE, AbsenceKind.WITHOUT_LEAVE})


class Reason(models.TextChoices):
    """Why somebody stays away."""

    ILL = "ill", _("Ốm")
    FAMILY = "family", _("Việc gia đình")
    ROAD = "road", _("Đường sá, thời tiết")
    WORK = "work", _("Phụ giúp gia đình, mùa vụ")
    ACTIVITY = "activity", _("Tham gia hoạt động, cuộc thi")
    OTHER = "other", _("Lý do khác")


class LeaveState(models.TextChoices):
    """What became of a request for leave."""

    ASKED = "asked", _("Chờ trả lời")
    GRANTED = "granted", _("Đồng ý")
    DECLINED = "declined", _("Không đồng ý")
    WITHDRAWN = "withdrawn", _("Đã rút")
