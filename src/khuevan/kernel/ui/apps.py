from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "khuevan.kernel.ui"
    label = "ui"
