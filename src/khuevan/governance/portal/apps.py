"""The Django application of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "khuevan.governance.portal"
    label = "portal"
    verbose_name = "Cổng công khai"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the pages for everybody when something was published."""
        from khuevan.kernel.ui import everybody

        from . import queries

        everybody.marked_by(queries.mark)
