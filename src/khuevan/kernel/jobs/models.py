from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from khuevan.kernel.database import ScopedQuerySet

from .choices import OPEN, RETRIABLE, State


class JobRun(models.Model):
    """One piece of work that somebody (or the platform) asked for, from waiting to its end.

    The running job's own transaction never writes this row until it ends: progress and the wish to cancel
    travel on a line of their own (progress.py), so that others see them at once.
    """

    name = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True, default="")
    as_system = models.BooleanField(default=False)
    unit_id = models.IntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    progress = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True, default="")
    result: Any = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("account_id", "-id"), name="jobs_run_account"),
            models.Index(fields=("unit_id", "-id"), name="jobs_run_unit"),
            models.Index(
                fields=("state",), name="jobs_run_open", condition=models.Q(state__in=[str(s) for s in OPEN])
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} #{self.pk}"

    @property
    def scope_unit_id(self) -> int | None:
        return self.unit_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_retriable(self) -> bool:
        return self.state in RETRIABLE


class JobMemory(models.Model):
    """What a job that works in several transactions has finished, kept in the same transaction as the work."""

    run = models.OneToOneField(JobRun, on_delete=models.CASCADE, primary_key=True, related_name="memory")
    content: Any = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        db_table = "jobs_memory"

    def __str__(self) -> str:
        return f"memory of run {self.run_id}"
