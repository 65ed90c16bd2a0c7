from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "khuevan.kernel.text"
    label = "text"
    verbose_name = "Tiếng Việt"
