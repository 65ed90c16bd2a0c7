"""The words of the exchange."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What became of a record, in the words of the data centre's envelope (SuKien)."""

    NEW = "NEW", _("Mới")
    UPDATE = "UPDATE", _("Sửa")
    CANCEL = "CANCEL", _("Rút")


class PackageState(TextChoices):
    WAITING = "waiting", _("Đang lập")
    READY = "ready", _("Đã lập xong")
    FAILED = "failed", _("Không lập được")


class CheckState(TextChoices):
    WAITING = "waiting", _("Đang kiểm tra")
    SAME = "same", _("Khớp hoàn toàn")
    DIFFERENT = "different", _("Có khác biệt")
    REFUSED = "refused", _("Bị từ chối")


class Result(TextChoices):
    """How a record of a package stands to the one here."""

    SAME = "same", _("Giống")
    DIFFERING = "differing", _("Khác")
    MISSING = "missing", _("Chỉ có trong gói")
    EXTRA = "extra", _("Chỉ có trên nền tảng")
