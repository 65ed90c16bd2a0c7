from django.apps import AppConfig
from django.core.signals import request_started


class DatabaseConfig(AppConfig):
    name = "khuevan.kernel.database"
    label = "database"

    def ready(self) -> None:
        from .liveness import drop_dead_connections

        request_started.connect(drop_dead_connections, dispatch_uid="khuevan.database.liveness")
