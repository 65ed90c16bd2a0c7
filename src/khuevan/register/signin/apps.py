from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "khuevan.register.signin"
    label = "signin"
    verbose_name = _("Đăng nhập")
    default_auto_field = "django.db.models.AutoField"
