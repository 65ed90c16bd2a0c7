from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "khuevan.kernel.files"
    label = "files"

    def ready(self) -> None:
        from . import checks

        checks.register()
