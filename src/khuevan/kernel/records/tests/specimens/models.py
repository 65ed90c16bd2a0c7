"""Garden beds and the plants in them: enough kinds of columns to try every kind of field."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from khuevan.kernel.database import ScopedQuerySet, Versioned


class Bed(models.Model):
    """Stands for a unit: its id is what reaches hold."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=100)
    search = models.TextField(default="", blank=True)

    scope_field = "id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "specimens_bed"


class Plant(Versioned):
    bed = models.ForeignKey(Bed, on_delete=models.PROTECT)
    tag = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    sort_key = models.TextField(db_collation="C", default="", blank=True)
    search = models.TextField(default="", blank=True)
    kind = models.CharField(max_length=20, default="", blank=True)
    uses = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    height = models.IntegerField(null=True, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    edible = models.BooleanField(default=False)
    note = models.TextField(default="", blank=True)
    origin = models.CharField(max_length=40, default="", blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    scope_field = "bed_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "specimens_plant"
        constraints = [models.UniqueConstraint(fields=["tag"], name="specimens_plant_tag")]
        indexes = [
            models.Index(fields=["bed", "sort_key", "id"], name="specimens_plant_unit"),
            models.Index(fields=["sort_key", "id"], include=["search"], name="specimens_plant_name"),
            models.Index(fields=["tag", "id"], name="specimens_plant_tags"),
            models.Index(fields=["opened_on", "id"], name="specimens_plant_opened"),
            models.Index(fields=["height", "id"], name="specimens_plant_height"),
        ]

    @property
    def scope_unit_id(self) -> int:
        return self.bed_id


class Tool(models.Model):
    """A row without unit and without versions."""

    name = models.CharField(max_length=100, unique=True)
    parts = models.IntegerField(default=1)

    class Meta:
        db_table = "specimens_tool"
