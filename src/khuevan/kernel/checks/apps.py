from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Holds no table: it is an application for the sake of its words."""

    name = "khuevan.kernel.checks"
    label = "checks"
