from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "khuevan.kernel.access"
    label = "access"
