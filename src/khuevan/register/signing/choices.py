"""Code lists of signing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Means(models.TextChoices):
    """Where the key is."""

    TOKEN = "token", _("Thiết bị ký (USB token)")
    REMOTE = "remote", _("Ký từ xa")
    DESK = "desk", _("Chương trình ký trên máy")
    SOFTWARE = "software", _("Khóa thử nghiệm trên máy chủ")


class Status(models.TextChoices):
    """What the issuer said when the certificate was registered."""

    GOOD = "good", _("Còn hiệu lực")
    UNKNOWN = "unknown", _("Chưa hỏi được nơi cấp")


class ItemState(models.TextChoices):
    """Of a document in a batch."""

    WAITING = "waiting", _("Chờ ký")
    SIGNED = "signed", _("Đã ký")
    REFUSED = "refused", _("Không ký được")
