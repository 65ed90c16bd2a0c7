"""The Django application of the curriculum room."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Tables are `curriculum_*`."""

    name = "khuevan.school.curriculum"
    label = "curriculum"
    verbose_name = "Chương trình giáo dục"
    default_auto_field = "django.db.models.AutoField"
