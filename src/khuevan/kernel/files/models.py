from __future__ import annotations

from django.db import models

from khuevan.kernel.database import ScopedQuerySet


class StoredFile(models.Model):
    """Somebody's file: a name and an owner for a content. The same content handed in twice is stored once."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=80)
    unit_id = models.IntegerField(null=True)
    uploaded_by = models.BigIntegerField(null=True)
    uploader_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("sha256",), name="files_content"),
            models.Index(fields=("unit_id", "-id"), name="files_unit"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def scope_unit_id(self) -> int | None:
        return self.unit_id
