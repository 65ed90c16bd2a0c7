"""What is taught. Catalogues are shared by the whole sector; a department adds its own rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import Assessment, SubjectKind, Trust


class Subject(Versioned):
    """A subject, an educational activity, a strand of one, or a domain of preschool development.

    Rows without a `unit` are the national catalogue; those with one were added by that department. Nothing is
    removed: a subject that is taught no more is closed.
    """

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("mã môn học"), max_length=20, unique=True, db_collation="C")
    name = models.CharField(_("tên môn học"), max_length=120)
    short_name = models.CharField(_("tên ngắn"), max_length=40, blank=True, default="")
    kind = models.CharField(_("loại"), max_length=8, choices=SubjectKind.choices, default=SubjectKind.SUBJECT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strands",
        db_index=False,
        verbose_name=_("thuộc môn học"),
    )
    assessed_by = models.CharField(
        _("cách đánh giá"), max_length=8, choices=Assessment.choices, default=Assessment.SCORE
    )
    sector_code = models.CharField(
        _("mã trong DM_MON_HOC"), max_length=20, blank=True, default="", db_collation="C"
    )
    unit = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi bổ sung"),
    )
    source = models.CharField(_("nguồn"), max_length=200, blank=True, default="")
    trust = models.CharField(_("mức tin cậy"), max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    closed_on = models.DateField(_("ngừng dạy từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("môn học")
        indexes: ClassVar = [models.Index(fields=["position", "sort_key"], name="curriculum_subject_order")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="curriculum_subject_not_own_part"
            )
        ]

    def __str__(self) -> str:
        return self.name
