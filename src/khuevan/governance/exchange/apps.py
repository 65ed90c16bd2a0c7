"""The Django application of the exchange room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "khuevan.governance.exchange"
    label = "exchange"
    verbose_name = "Trao đổi dữ liệu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import Package, PackageCheck

        audit.name_tables(Package, PackageCheck)
        for code, label in (
            ("exchange.package:export", _("Xuất gói dữ liệu")),
            ("exchange.change:export", _("Xuất danh sách thay đổi")),
            ("exchange.package:refuse", _("Từ chối gói dữ liệu")),
        ):
            audit.name_action(code, label)
