from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "khuevan.kernel.clock"
    label = "clock"
