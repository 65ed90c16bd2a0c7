from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "khuevan.kernel.records"
    label = "records"
