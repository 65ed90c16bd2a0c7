"""The Django application of the signing room."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "khuevan.register.signing"
    label = "signing"
    verbose_name = "Ký số"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        from . import checks

        checks.register()
