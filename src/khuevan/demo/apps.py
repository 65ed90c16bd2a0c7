from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "khuevan.demo"
    label = "demo"
