"""The Django application of the learners room."""

from django.apps import AppConfig


class LearnersConfig(AppConfig):
    """Tables are `learners_*`."""

    name = "khuevan.school.learners"
    label = "learners"
    verbose_name = "Người học"
    default_auto_field = "django.db.models.AutoField"
