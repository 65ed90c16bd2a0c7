"""Transfers of learners between two schools, and the periods that the law sets."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import Sex
from khuevan.school.curriculum.choices import Grade, Trust

from .choices import OPEN, Paper, Side, State
from .rules import Periods


class TransferRule(Versioned):
    """The periods of an instrument, for a level (or for all), in [valid_from, valid_until). Days are working days."""

    id = models.AutoField(primary_key=True)
    instrument = models.CharField(max_length=80)
    article = models.CharField(max_length=40, blank=True, default="")
    level = models.CharField(max_length=16, choices=EducationLevel.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_days_other_province = models.PositiveSmallIntegerField(null=True, blank=True)
    return_days = models.PositiveSmallIntegerField(null=True, blank=True)
    placement_days = models.PositiveSmallIntegerField(null=True, blank=True)
    trust = models.CharField(max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)
    search = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = _("thời hạn chuyển trường")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "valid_from"],
                name="transfers_rule_once",
                violation_error_message=_("Cấp học này đã có quy định từ ngày đó."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="transfers_rule_has_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".strip()

    @property
    def periods(self) -> Periods:
        return Periods(
            self.answer_days, self.answer_days_other_province, self.return_days, self.placement_days
        )


class Transfer(Versioned):
    """A learner on the way from one school to another. Both schools see it, and nothing else of each other.

    Name, birth date and the schools' names are repeated, because after the move the sending school sees neither the
    learner nor the person. `receiving` is empty for a school outside of the platform, whose name stands.
    """

    id = models.AutoField(primary_key=True)
    learner = models.ForeignKey("learners.Learner", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    sending = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    receiving = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sending_name = models.CharField(max_length=200)
    receiving_name = models.CharField(max_length=200)
    full_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, default="")
    school_year = models.ForeignKey("schoolyear.SchoolYear", models.PROTECT, related_name="+", db_index=False)
    grade = models.CharField(max_length=2, choices=Grade.choices)
    from_class = models.CharField(max_length=20, blank=True, default="")
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_class = models.CharField(max_length=20, blank=True, default="")
    rule = models.ForeignKey(TransferRule, models.PROTECT, null=True, blank=True, related_name="+")
    same_province = models.BooleanField(default=True)
    opened_by = models.CharField(max_length=9, choices=Side.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.REQUESTED)
    reason = models.CharField(max_length=300)
    papers = ArrayField(models.CharField(max_length=11, choices=Paper.choices), default=list, blank=True)
    requested_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_note = models.CharField(max_length=300, blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    release_note = models.CharField(max_length=300, blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=300, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "sending_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuyển trường")
        indexes: ClassVar = [
            models.Index(fields=["sending", "state"], name="transfers_sending"),
            models.Index(fields=["receiving", "state"], name="transfers_receiving"),
            models.Index(fields=["-requested_on", "-id"], name="transfers_order"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(state__in=("requested", "accepted")),
                name="transfers_open_once",
            ),
            models.CheckConstraint(
                condition=Q(receiving__isnull=True) | ~Q(receiving=F("sending")),
                name="transfers_other_school",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(closed_on__isnull=False), name="transfers_closed_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.sending_name} → {self.receiving_name}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
