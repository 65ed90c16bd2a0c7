"""Absences, cell by cell; rolls that were called; leave that families ask for. Every row carries its school."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import AbsenceKind, LeaveState, Reason, Slot


class _OfSchool(Versioned):
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class Absence(_OfSchool):
    """One cell of a roll: a learner away or late at a slot of a day. The row is the cell: when the learner was there
    after all, the kind is emptied, so that its version goes on counting and its history stays in one place."""

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(
        "schoolyear.Enrolment", models.PROTECT, related_name="+", db_index=False, verbose_name=_("học sinh")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    on = models.DateField(_("ngày"))
    slot = models.CharField(_("buổi, tiết"), max_length=3, choices=Slot.choices, db_collation="C")
    kind = models.CharField(
        _("vắng, muộn"), max_length=1, choices=AbsenceKind.choices, blank=True, default="", db_collation="C"
    )
    changed_at = models.DateTimeField(_("ghi lúc"))
    changed_by = models.CharField(_("người ghi"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("vắng học")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "on", "slot"], name="attendance_absence_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["class_group", "on"], name="attendance_absence_class"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.on} {self.slot} {self.kind}"


class RollCall(_OfSchool):
    """Somebody called the roll: whoever has no absence then was there."""

    id = models.BigAutoField(primary_key=True)
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    on = models.DateField(_("ngày"))
    slot = models.CharField(_("buổi, tiết"), max_length=3, choices=Slot.choices, db_collation="C")
    taken_at = models.DateTimeField(_("điểm danh lúc"))
    taken_by = models.CharField(_("người điểm danh"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("lần điểm danh")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["class_group", "on", "slot"], name="attendance_roll_once")
        ]

    def __str__(self) -> str:
        return f"{self.class_group_id} {self.on} {self.slot}"


class LeaveRequest(_OfSchool):
    """Leave that a family asks for, or that the school notes for it after a call: whole days, both included."""

    id = models.AutoField(primary_key=True)
    enrolment = models.ForeignKey(
        "schoolyear.Enrolment", models.PROTECT, related_name="+", verbose_name=_("học sinh")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ cá nhân")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến hết ngày"))
    reason = models.CharField(_("lý do"), max_length=8, choices=Reason.choices)
    note = models.CharField(_("ghi rõ"), max_length=300, blank=True, default="")
    state = models.CharField(
        _("tình trạng"), max_length=9, choices=LeaveState.choices, default=LeaveState.ASKED
    )
    asked_at = models.DateTimeField(_("xin lúc"))
    asked_by = models.CharField(_("người xin"), max_length=100)
    decided_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    decided_by = models.CharField(_("người trả lời"), max_length=100, blank=True, default="")
    answer = models.CharField(_("trả lời"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("đơn xin nghỉ học")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="attendance_leave_days")
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "first_on"], name="attendance_leave_state"),
            models.Index(fields=["class_group", "first_on"], name="attendance_leave_class"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.first_on}–{self.last_on}"
