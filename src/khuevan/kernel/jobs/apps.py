from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "khuevan.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        from khuevan.kernel import events

        from . import queue

        events.courier(queue.send_event)
