from django.apps import AppConfig


class SpecimensConfig(AppConfig):
    """Tables that exist in test databases only: the kernel tries its records on things of no domain."""

    name = "khuevan.kernel.records.tests.specimens"
    label = "specimens"
