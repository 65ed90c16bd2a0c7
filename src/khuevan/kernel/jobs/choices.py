from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a run stands. WAITING and RUNNING are open, the others are ends; all ends but SUCCEEDED can be retried."""

    WAITING = "waiting", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    SUCCEEDED = "succeeded", _("Đã xong")
    FAILED = "failed", _("Không thành công")
    CANCELLED = "cancelled", _("Đã dừng")
    INTERRUPTED = "interrupted", _("Bị ngắt giữa chừng")


OPEN = (State.WAITING, State.RUNNING)
RETRIABLE = (State.FAILED, State.CANCELLED, State.INTERRUPTED)
