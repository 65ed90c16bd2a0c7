"""The Django application of documents: for its words in other languages."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "khuevan.kernel.documents"
    label = "documents"
    verbose_name = "Văn bản"
