"""The log as Django reads it. The table is made and kept by SQL: see migrations/0001_log.py."""

from __future__ import annotations

from django.db import models

from khuevan.kernel.database import ScopedQuerySet

KINDS_OF_ROWS = ("added", "changed", "removed", "bulk")


class AuditEntry(models.Model):
    """One line of the log. `changes` is {column: [old, new]} for rows, facts for anything else."""

    id = models.BigAutoField(primary_key=True)
    lane = models.SmallIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    act_id = models.UUIDField(null=True)
    kind = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    acting_for = models.TextField()
    origin = models.TextField()
    action = models.TextField()
    table_name = models.TextField()
    row_id = models.TextField()
    unit_id = models.IntegerField(null=True)
    changes = models.JSONField()
    why = models.TextField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "audit_entry"
        managed = False

    @property
    def scope_unit_id(self) -> int | None:
        return self.unit_id
