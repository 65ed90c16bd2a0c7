"""What the checks found, how the units stand, who answers for which part, and pairs that may be one person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access.fields import UnitsField
from khuevan.kernel.checks import Dimension
from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import FindingState, PairState, RunKind

DIMENSIONS = tuple(Dimension.values)


class Finding(models.Model):
    """One check fails for one record of one unit. `values` are what its sentence and its link need, never masked ones.

    Written by the runs, not by people: state `explained` alone is somebody's act.
    """

    check_code = models.CharField(max_length=80, db_collation="C")
    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    record_id = models.IntegerField()
    title = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=FindingState.choices, default=FindingState.OPEN)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)
    explanation = models.CharField(max_length=500, blank=True, default="")
    explained_by = models.CharField(max_length=120, blank=True, default="")
    explained_at = models.DateTimeField(null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phát hiện về dữ liệu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_code", "unit", "record_id"],
                condition=Q(mended_at__isnull=True),
                name="quality_finding_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "check_code", "id"],
                condition=Q(mended_at__isnull=True),
                name="quality_finding_unit",
            ),
            models.Index(fields=["unit", "-mended_at"], name="quality_finding_mended"),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.title}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Tally(models.Model):
    """Of one unit and one check, as last judged: records asked, failing, and failing but explained."""

    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    check_code = models.CharField(max_length=80, db_collation="C")
    asked = models.IntegerField()
    failed = models.IntegerField()
    explained = models.IntegerField(default=0)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "check_code"], name="quality_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.failed}/{self.asked}"


class Standing(models.Model):
    """How a unit stands in each dimension: weighted sums, so that a body's are the sums of its schools'.

    score: 0 to 100, the mean of the dimensions that were asked; empty where nothing was.
    """

    correct_asked = models.BigIntegerField(default=0)
    correct_failed = models.BigIntegerField(default=0)
    complete_asked = models.BigIntegerField(default=0)
    complete_failed = models.BigIntegerField(default=0)
    clean_asked = models.BigIntegerField(default=0)
    clean_failed = models.BigIntegerField(default=0)
    live_asked = models.BigIntegerField(default=0)
    live_failed = models.BigIntegerField(default=0)
    findings = models.IntegerField(_("Việc cần sửa"), default=0)
    score = models.FloatField(_("Điểm chung"), null=True)

    class Meta:
        abstract = True

    def share(self, dimension: str) -> float | None:
        """Of what was asked, the weighted share without a fault, in [0, 1]."""
        asked = getattr(self, f"{dimension}_asked")
        return None if not asked else 1 - getattr(self, f"{dimension}_failed") / asked


class UnitStanding(Standing):
    """How a unit stands now."""

    unit = models.OneToOneField("organisations.OrgUnit", models.PROTECT, primary_key=True, related_name="+")
    checked_at = models.DateTimeField()

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("chất lượng dữ liệu của đơn vị")
        indexes: ClassVar = [models.Index(fields=["score", "unit"], name="quality_standing_score")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.score}"


class PastStanding(Standing):
    """How a unit stood at the end of a day on which it was judged."""

    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "on"], name="quality_paststanding_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on}: {self.score}"


class Run(models.Model):
    """One run of the checks: how much was read, what came up and what went away. Counts only."""

    kind = models.CharField(max_length=5, choices=RunKind.choices)
    started_at = models.DateTimeField()
    seconds = models.FloatField()
    rows = models.IntegerField()
    found = models.IntegerField()
    mended = models.IntegerField()
    started_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at}"


class Mark(models.Model):
    """How far changes have been followed in each lane of the audit log."""

    lane = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.lane}: {self.seq}"


class Pulse(models.Model):
    """When a unit last changed anything in a table: what the checks of the dimension `live` look at."""

    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    table = models.CharField(max_length=63, db_collation="C")
    changed_on = models.DateField()

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "table"], name="quality_pulse_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.table} {self.changed_on}"


class Responsibility(Versioned):
    """Who answers for a part of the data of a unit, in [valid_from, valid_until)."""

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("đơn vị")
    )
    component = models.CharField(_("phần dữ liệu"), max_length=60, db_collation="C")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("người phụ trách")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công phụ trách dữ liệu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "component"],
                condition=Q(valid_until__isnull=True),
                name="quality_responsibility_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.person_id}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class LimitChange(Versioned):
    """A number of a check from a day on, and the instrument behind it; before the first, the declared one holds."""

    check_code = models.CharField(_("kiểm tra"), max_length=80, db_collation="C")
    name = models.CharField(_("ngưỡng"), max_length=40, db_collation="C")
    value = models.FloatField(_("giá trị"))
    valid_from = models.DateField(_("từ ngày"))
    source = models.CharField(_("căn cứ"), max_length=300)

    class Meta:
        verbose_name = _("ngưỡng kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_code", "name", "valid_from"], name="quality_limitchange_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_code}/{self.name} = {self.value}"


class Pair(Versioned):
    """Two people who may be one. `low` < `high`; `evidence` says field by field what speaks for and against it.

    units: those of both at the time it was found; only who reaches all of them sees the pair.
    """

    low = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ thứ nhất")
    )
    high = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ thứ hai")
    )
    units = UnitsField(editable=False)
    weight = models.FloatField(_("trọng số"))
    probability = models.FloatField(_("xác suất"))
    evidence = models.JSONField(default=list)
    state = models.CharField(
        _("trạng thái"), max_length=9, choices=PairState.choices, default=PairState.WAITING
    )
    found_at = models.DateTimeField(_("phát hiện lúc"))
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)
    decided_by = models.CharField(_("người quyết định"), max_length=120, blank=True, default="")
    why = models.CharField(_("lý do"), max_length=500, blank=True, default="")
    merge_id = models.IntegerField(_("lần gộp"), null=True)

    class Meta:
        verbose_name = _("cặp hồ sơ nghi trùng")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="quality_pair_once"),
            models.CheckConstraint(condition=Q(low__lt=models.F("high")), name="quality_pair_ordered"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-weight", "id"], condition=Q(state=PairState.WAITING), name="quality_pair_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.low_id} = {self.high_id}?"


class Reminder(models.Model):
    """Somebody was reminded of a part of the data that has gone stale: in a school, or in the schools below a body.

    `person` is the owner by name; without one it is for those who do the work at the unit. `number`: stale classes and
    parts in a school, stale schools below a body.
    """

    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    component = models.CharField(_("phần dữ liệu"), max_length=60, db_collation="C")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("người phụ trách")
    )
    number = models.IntegerField(_("số việc"))
    made_on = models.DateField(_("ngày nhắc"))
    seen_at = models.DateTimeField(_("xem lúc"), null=True)
    seen_by = models.CharField(_("người xem"), max_length=120, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhắc cập nhật dữ liệu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "component", "made_on"], name="quality_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.component} {self.made_on}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id
