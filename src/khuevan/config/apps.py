from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring itself: the start-up check and the map of the house."""

    name = "khuevan.config"
    label = "config"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them
