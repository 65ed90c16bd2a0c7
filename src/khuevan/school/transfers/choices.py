"""Code lists of transfers."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a transfer stands, and so who is awaited."""

    REQUESTED = "requested", _("Chờ trường nhận trả lời")
    ACCEPTED = "accepted", _("Chờ trường đang học trả hồ sơ")
    MOVED = "moved", _("Đã chuyển, chờ xếp lớp")
    DONE = "done", _("Đã chuyển và xếp lớp")
    REFUSED = "refused", _("Không được đồng ý")
    WITHDRAWN = "withdrawn", _("Đã rút đề nghị")


OPEN: Final = ("requested", "accepted", "moved")
"""Somebody is awaited."""


class Side(models.TextChoices):
    SENDING = "sending", _("Trường đang học")
    RECEIVING = "receiving", _("Trường nhận")


class Paper(models.TextChoices):
    """What the dossier consists of (TT 15/2026/TT-BGDĐT, Điều 34)."""

    APPLICATION = "application", _("Đơn xin chuyển trường")
    RESULTS = "results", _("Bản tổng hợp kết quả học tập, rèn luyện")
    PLAN = "plan", _("Kế hoạch giáo dục cá nhân (nếu có)")
