"""The closed lists of this module. Values are stored, labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    STAFF = "staff", _("Nhà giáo, nhân viên trường học")
    OFFICER = "officer", _("Cán bộ quản lý giáo dục")
    LEARNER = "learner", _("Người học")
    GUARDIAN = "guardian", _("Cha mẹ, người giám hộ")
    TECHNICAL = "technical", _("Tài khoản kỹ thuật")


class Language(models.TextChoices):
    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    AUTO = "auto", _("Theo thiết bị")
    LIGHT = "light", _("Sáng")
    DARK = "dark", _("Tối")
