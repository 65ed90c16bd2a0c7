"""Who teaches what to whom."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .member import StaffMember


class TeachingAssignment(Versioned):
    """A teacher for a class in a subject, in one term, so many periods a week.

    `term` is the number of the term (1, 2): frames of terms are replaced by departments' plans, their numbers stay.
    `part` names a strand or a group where several teach together. An assignment that ends stays, with `ended_on`.
    """

    id = models.AutoField(primary_key=True)
    staff = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="assignments",
        db_constraint=False,
        verbose_name=_("giáo viên"),
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    school_year = models.ForeignKey(
        "schoolyear.SchoolYear", models.PROTECT, related_name="+", db_index=False, verbose_name=_("năm học")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("lớp")
    )
    subject = models.ForeignKey(
        "curriculum.Subject", models.PROTECT, related_name="+", db_index=False, verbose_name=_("môn học")
    )
    term = models.PositiveSmallIntegerField(_("học kỳ"))
    part = models.CharField(_("phần, mạch, nhóm"), max_length=60, blank=True, default="")
    periods = models.DecimalField(
        _("số tiết/tuần"), max_digits=4, decimal_places=1, validators=[MinValueValidator(0)]
    )
    assigned_on = models.DateField(_("từ ngày"))
    ended_on = models.DateField(_("thôi dạy từ"), null=True, blank=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công giảng dạy")
        indexes: ClassVar = [
            models.Index(fields=["school", "school_year", "term"], name="staff_assignment_school"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group", "subject", "term", "part", "staff"],
                condition=Q(ended_on__isnull=True),
                name="staff_assignment_once",
            ),
            models.CheckConstraint(condition=Q(term__in=(1, 2)), name="staff_assignment_term"),
            models.CheckConstraint(
                condition=Q(periods__gte=0) & Q(periods__lte=60), name="staff_assignment_periods"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.class_group_id} {self.subject_id} {self.term}"

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id
