from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from khuevan.kernel.database import ScopedQuerySet

from .choices import OPEN, State


class Import(models.Model):
    """One file on its way in: what it is, how far it came, what was decided and what came of it.

    Cells, values, findings and the plan are kept in the import's folder (services/folder.py) until it is old.
    """

    layout = models.CharField(max_length=80)
    unit_id = models.IntegerField()
    values: Any = models.JSONField(default=dict)
    file_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    file_kind = models.CharField(max_length=8)
    file_sha256 = models.CharField(max_length=64)
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    refusal = models.TextField(blank=True, default="")
    understood: Any = models.JSONField(null=True)
    told: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """What the checks say as a whole: encoding, rows set aside, merged cells."""
    decisions: Any = models.JSONField(default=dict)
    counts: Any = models.JSONField(default=dict)
    run_id = models.BigIntegerField(null=True)
    returned_id = models.BigIntegerField(null=True)
    """The stored file with the errors marked."""
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("unit_id", "-id"), name="sheets_import_unit"),
            models.Index(fields=("account_id", "-id"), name="sheets_import_account"),
        )

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Mapping(models.Model):
    """How a unit's own list was understood and confirmed: its headings, by their fingerprint."""

    unit_id = models.IntegerField()
    layout = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=32)
    columns: Any = models.JSONField()
    """{heading, folded: column of the layout, or "" for left aside}."""
    confirmed_at = models.DateTimeField()

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit_id", "layout", "fingerprint"), name="sheets_mapping_once"),
        )

    def __str__(self) -> str:
        return f"{self.layout}@{self.unit_id}"


class Changes(models.Model):
    """What a commit changed, to undo it: a compressed table, written in the transaction of the commit.

    Parquet: `row`, `kind`, `id`, `before` and `after` (versions), and for changed records their values as they were.
    """

    origin = models.OneToOneField(Import, models.PROTECT, primary_key=True, related_name="changes")
    unit_id = models.IntegerField()
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "changes"

    def __str__(self) -> str:
        return f"changes of import {self.origin_id}"
