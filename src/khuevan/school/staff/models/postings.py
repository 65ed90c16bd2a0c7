"""Postings: what was decided about somebody at a school, one after the other; and moves between two schools."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .. import choices
from .member import StaffMember


class Posting(models.Model):
    """What somebody is in [valid_from, valid_until), by which decision. Written by acts only, never edited;
    one that was recorded by mistake is cancelled.

    `counterpart` is the other school of a move or secondment; its name is kept, it may lie outside the reach.
    """

    id = models.AutoField(primary_key=True)
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="postings", db_constraint=False, verbose_name=_("nhân sự")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("trường")
    )
    kind = models.CharField(_("quyết định"), max_length=12, choices=choices.PostingKind.choices)
    status = models.CharField(_("trạng thái"), max_length=1, choices=choices.StaffStatus.choices)
    position = models.CharField(_("vị trí việc làm"), max_length=12, choices=choices.Position.choices)
    leave = models.CharField(
        _("nghỉ dài ngày"), max_length=16, choices=choices.Leave.choices, blank=True, default=""
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    due_on = models.DateField(_("thời hạn đến"), null=True, blank=True)
    counterpart = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("nơi đi, nơi đến"),
    )
    counterpart_name = models.CharField(_("tên nơi đi, nơi đến"), max_length=200, blank=True, default="")
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    deciding_body = models.CharField(_("cơ quan ban hành"), max_length=160, blank=True, default="")
    note = models.CharField(_("ghi chú, lý do"), max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"))
    cancelled_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("quá trình công tác")
        indexes: ClassVar = [
            models.Index(fields=["school", "-valid_from", "-id"], name="staff_posting_order")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="staff_posting_has_days",
            ),
            ExclusionConstraint(
                name="staff_posting_no_overlap",
                expressions=[
                    (Func(F("staff_id"), F("staff_id"), Value("[]"), function="int4range"), "&&"),
                    (Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange"), "&&"),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.valid_from}"


class StaffMove(Versioned):
    """Somebody on the way from one school to another: offered by the one, taken in by the other.

    Both schools see the row and nothing else of each other; the name and what the receiving school needs to
    judge stand in it.
    """

    id = models.AutoField(primary_key=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ cá nhân")
    )
    full_name = models.CharField(_("họ và tên"), max_length=100)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    from_school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("nơi đi")
    )
    from_name = models.CharField(_("tên nơi đi"), max_length=200)
    to_school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("nơi đến")
    )
    to_name = models.CharField(_("tên nơi đến"), max_length=200)
    is_secondment = models.BooleanField(_("biệt phái"), default=False)
    position = models.CharField(_("vị trí việc làm"), max_length=12, choices=choices.Position.choices)
    subject_name = models.CharField(_("môn dạy"), max_length=120, blank=True, default="")
    effective_on = models.DateField(_("ngày hiệu lực"))
    due_on = models.DateField(_("thời hạn đến"), null=True, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    deciding_body = models.CharField(_("cơ quan ban hành"), max_length=160)
    state = models.CharField(
        _("tình trạng"), max_length=9, choices=choices.MoveState.choices, default=choices.MoveState.OFFERED
    )
    offered_at = models.DateTimeField(_("lập lúc"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answer = models.CharField(_("ý kiến của nơi đến"), max_length=300, blank=True, default="")

    scope_field: ClassVar[str] = "from_school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thuyên chuyển")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(from_school=F("to_school")), name="staff_move_to_another"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="offered"), name="staff_move_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.from_name} → {self.to_name}"
