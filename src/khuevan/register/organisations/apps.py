"""The Django application of the organisations room."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Tables are ``organisations_*``; unit ids are int4, because they travel in an int4multirange."""

    name = "khuevan.register.organisations"
    label = "organisations"
    verbose_name = "Tổ chức"
    default_auto_field = "django.db.models.AutoField"
