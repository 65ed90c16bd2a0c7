"""The Django application of measures: it holds no table, it is one for the sake of its words."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "khuevan.kernel.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
