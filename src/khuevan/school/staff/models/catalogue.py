"""The norm of teaching, as data: shared by the sector, versioned by instrument and date."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import Versioned
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from .. import choices


class Instrument(Versioned):
    """By which instrument, in which days, how well it is known."""

    id = models.AutoField(primary_key=True)
    instrument = models.CharField(_("văn bản"), max_length=60)
    article = models.CharField(_("điều, khoản"), max_length=80, blank=True, default="")
    trust = models.CharField(_("mức tin cậy"), max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        abstract = True


class LoadNorm(Instrument):
    """Periods a week that a post owes."""

    post = models.CharField(_("đối tượng"), max_length=8, choices=choices.NormPost.choices)
    school_type = models.CharField(_("loại trường"), max_length=16, choices=choices.SchoolType.choices)
    level = models.CharField(
        _("cấp học"), max_length=16, choices=EducationLevel.choices, blank=True, default=""
    )
    periods = models.DecimalField(_("số tiết/tuần"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("định mức tiết dạy")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "school_type", "level", "valid_from"], name="staff_norm_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="staff_norm_has_days",
            ),
        ]


class DutyRule(Instrument):
    """What lessens the norm, and by how much."""

    code = models.CharField(_("mã"), max_length=20, db_collation="C")
    label = models.CharField(_("nhiệm vụ, chế độ"), max_length=120)
    continuing = models.BooleanField(_("giáo dục thường xuyên"), default=False)
    periods = models.DecimalField(
        _("số tiết giảm/tuần"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    periods_large = models.DecimalField(
        _("ở trường lớn"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    periods_primary = models.DecimalField(
        _("ở tiểu học"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    is_duty = models.BooleanField(_("tính là nhiệm vụ kiêm nhiệm"), default=True)
    kept_when_paid = models.BooleanField(_("vẫn giảm khi có phụ cấp"), default=False)
    fund = models.DecimalField(_("quỹ của trường"), max_digits=4, decimal_places=1, null=True, blank=True)
    fund_large = models.DecimalField(
        _("quỹ của trường lớn"), max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = _("chế độ giảm định mức")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "continuing", "valid_from"], name="staff_duty_rule_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="staff_duty_rule_has_days",
            ),
        ]

    def __str__(self) -> str:
        return self.label
