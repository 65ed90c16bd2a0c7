"""States of findings and of pairs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FindingState(TextChoices):
    """OPEN is to be mended; EXPLAINED was said to be right by the school; MENDED passes its check again."""

    OPEN = "open", _("Cần sửa")
    EXPLAINED = "explained", _("Đã giải trình")
    MENDED = "mended", _("Đã sửa")


class PairState(TextChoices):
    WAITING = "waiting", _("Chờ xem xét")
    LATER = "later", _("Để xem sau")
    MERGED = "merged", _("Đã gộp")
    DIFFERENT = "different", _("Là hai người khác nhau")
    GONE = "gone", _("Không còn nghi trùng")


class RunKind(TextChoices):
    FULL = "full", _("Toàn bộ")
    UNITS = "units", _("Một số đơn vị")
