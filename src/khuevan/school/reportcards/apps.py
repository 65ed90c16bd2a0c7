"""The Django application of report cards."""

from django.apps import AppConfig


class ReportCardsConfig(AppConfig):
    """Tables are `reportcards_*`."""

    name = "khuevan.school.reportcards"
    label = "reportcards"
    verbose_name = "Học bạ số"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """The verifier learns what a card looks like."""
        from .queries import layouts

        layouts.declare()
