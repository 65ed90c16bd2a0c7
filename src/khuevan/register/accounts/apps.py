from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "khuevan.register.accounts"
    label = "accounts"
    verbose_name = _("Tài khoản và quyền")
    default_auto_field = "django.db.models.AutoField"
