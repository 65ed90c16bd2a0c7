from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """What the last finished step left. Whether a step is running is told by the job's run."""

    UPLOADED = "uploaded", _("Đã nhận tệp")
    UNDERSTOOD = "understood", _("Cần xem lại cột")
    CHECKED = "checked", _("Đã kiểm tra")
    COMMITTED = "committed", _("Đã nhập")
    UNDONE = "undone", _("Đã hoàn tác")
    REFUSED = "refused", _("Không nhận")
    DROPPED = "dropped", _("Đã bỏ")


OPEN = (State.UPLOADED, State.UNDERSTOOD, State.CHECKED)
