from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "khuevan.kernel.audit"
    label = "audit"
