from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "khuevan.kernel.database"
    label = "database"
