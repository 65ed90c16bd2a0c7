"""The Django application of the schoolyear room."""

from django.apps import AppConfig


class SchoolYearConfig(AppConfig):
    """Tables are `schoolyear_*`."""

    name = "khuevan.school.schoolyear"
    label = "schoolyear"
    verbose_name = "Năm học"
    default_auto_field = "django.db.models.AutoField"
