"""Surveys, which belong to a commune; dated thresholds and deadlines, shared by all; dossiers of recognition."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import ETHNIC_CHOICES, Sex
from khuevan.school.curriculum.choices import Trust
from khuevan.school.learners.choices import Disability

from .choices import (
    GONE,
    Completed,
    DossierState,
    Literacy,
    Measure,
    Presence,
    Provided,
    Relation,
    Residence,
    RoundState,
    Standard,
    Step,
    Study,
    StudyLevel,
    Tier,
)

_PERIOD = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))


def _unit() -> models.ForeignKey:
    return models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("xã, phường"),
    )


class Round(Versioned):
    """The survey of a commune in one year: figures as of 30 September of `year`.

    is_special: whether the commune counts as one with especially difficult conditions in that year.
    """

    unit = _unit()
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=RoundState.choices, default=RoundState.OPEN
    )
    is_special = models.BooleanField(_("xã có điều kiện đặc biệt khó khăn"), default=False)
    opened_at = models.DateTimeField(_("mở lúc"))
    closed_at = models.DateTimeField(_("chốt lúc"), null=True)
    closed_by = models.CharField(_("người chốt"), max_length=120, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt điều tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year"], name="universalisation_round_once"),
            models.CheckConstraint(
                condition=Q(year__gte=2014, year__lte=2100), name="universalisation_round_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Household(Versioned):
    """A form of the survey. It stands from year to year; `visited_year` is the last round that called on it."""

    unit = _unit()
    number = models.CharField(_("số phiếu"), max_length=20, db_collation="C")
    hamlet = models.CharField(_("tổ, thôn, xóm"), max_length=100, blank=True, default="")
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True, default="")
    head_name = models.CharField(_("chủ hộ"), max_length=100)
    residence = models.CharField(
        _("diện cư trú"), max_length=10, choices=Residence.choices, default=Residence.PERMANENT
    )
    visited_year = models.PositiveSmallIntegerField(_("điều tra năm"), null=True, blank=True)
    closed_on = models.DateField(_("không còn hộ từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("hộ gia đình")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "number"], name="universalisation_household_number"),
            models.UniqueConstraint(fields=["id", "unit"], name="universalisation_household_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "sort_key", "id"], name="universal_household_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.head_name}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Member(Versioned):
    """Somebody of a household, as the household says. `person`: their record in the register, where it is known.

    Everything is what was declared; what schools know is joined when figures are made and never written here.
    presence_on: since when; present from the beginning where it is empty.
    """

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="members", verbose_name=_("hộ gia đình")
    )
    unit = _unit()
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hồ sơ cá nhân"),
    )
    full_name = models.CharField(_("họ và tên"), max_length=100)
    relation = models.CharField(
        _("quan hệ với chủ hộ"), max_length=12, choices=Relation.choices, blank=True, default=""
    )
    birth_date = models.DateField(_("ngày sinh"))
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices)
    ethnicity = models.CharField(_("dân tộc"), max_length=2, choices=ETHNIC_CHOICES, blank=True, default="")
    national_id = models.CharField(
        _("số định danh cá nhân"), max_length=12, blank=True, default="", db_collation="C"
    )
    disability = models.CharField(
        _("khuyết tật"), max_length=2, choices=Disability.choices, blank=True, default=""
    )
    cannot_learn = models.BooleanField(_("khuyết tật, không có khả năng học tập"), default=False)
    completed = models.CharField(
        _("đã hoàn thành"), max_length=16, choices=Completed.choices, blank=True, default=""
    )
    last_grade = models.PositiveSmallIntegerField(_("học hết lớp"), null=True, blank=True)
    study = models.CharField(_("việc học"), max_length=10, choices=Study.choices, blank=True, default="")
    study_level = models.CharField(
        _("đang học cấp"), max_length=16, choices=StudyLevel.choices, blank=True, default=""
    )
    study_grade = models.PositiveSmallIntegerField(_("đang học lớp"), null=True, blank=True)
    study_place = models.CharField(_("nơi học"), max_length=200, blank=True, default="")
    literacy = models.CharField(_("biết chữ"), max_length=8, choices=Literacy.choices, blank=True, default="")
    presence = models.CharField(
        _("tình trạng cư trú"), max_length=8, choices=Presence.choices, default=Presence.HERE
    )
    presence_on = models.DateField(_("từ ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("người trong hộ")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(national_id="") | Q(national_id__regex=r"^[0-9]{12}$"),
                name="universalisation_member_number",
            ),
            models.CheckConstraint(
                condition=Q(presence_on__isnull=False) | ~Q(presence__in=[one.value for one in GONE]),
                name="universalisation_member_gone_on",
            ),
            models.CheckConstraint(
                condition=Q(cannot_learn=False) | ~Q(disability=""), name="universalisation_member_learns"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "birth_date"], name="universal_member_unit"),
            models.Index(fields=["national_id"], condition=~Q(national_id=""), name="universal_member_by_id"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Threshold(Versioned):
    """One condition of a standard of a tier, in force within a period. `special`: only for communes with especially
    difficult conditions, in place of the row for all others. For tiers above the commune `least` is the share of the
    units directly below that meet the standard."""

    name = models.CharField(_("Điều kiện"), max_length=200)
    tier = models.CharField(_("Cấp"), max_length=8, choices=Tier.choices)
    standard = models.CharField(_("Tiêu chuẩn"), max_length=12, choices=Standard.choices)
    measure = models.CharField(_("Chỉ số"), max_length=20, choices=Measure.choices)
    special = models.BooleanField(_("Xã đặc biệt khó khăn"), default=False)
    age_from = models.PositiveSmallIntegerField(_("Từ tuổi"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Đến tuổi"), null=True, blank=True)
    least = models.DecimalField(_("Ít nhất (%)"), max_digits=5, decimal_places=2)
    instrument = models.CharField(_("Văn bản, điều"), max_length=160)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust.choices, default=Trust.UNVERIFIED)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("ngưỡng của tiêu chuẩn phổ cập")
        constraints: ClassVar = [
            models.CheckConstraint(condition=_PERIOD, name="universalisation_threshold_period"),
            models.CheckConstraint(
                condition=Q(least__gte=0, least__lte=100), name="universalisation_threshold_share"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tier", "standard", "valid_from"], name="universal_threshold_of")
        ]

    def __str__(self) -> str:
        return self.name


class Deadline(Versioned):
    """Until when the dossiers of a tier are handed in each year, and who recognises: as an instrument says it."""

    name = models.CharField(_("Thời hạn"), max_length=200)
    tier = models.CharField(_("Cấp"), max_length=8, choices=Tier.choices)
    month = models.PositiveSmallIntegerField(_("Tháng"))
    day = models.PositiveSmallIntegerField(_("Ngày"))
    recogniser = models.CharField(_("Nơi công nhận"), max_length=120)
    instrument = models.CharField(_("Văn bản, điều"), max_length=160)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust.choices, default=Trust.UNVERIFIED)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("thời hạn hồ sơ phổ cập")
        constraints: ClassVar = [
            models.CheckConstraint(condition=_PERIOD, name="universalisation_deadline_period"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="universalisation_deadline_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Provision(Versioned):
    """What the schools of a commune must have, within a period: rooms a class, square metres a child, percent."""

    name = models.CharField(_("Điều kiện bảo đảm"), max_length=200)
    kind = models.CharField(_("Chỉ số"), max_length=16, choices=Provided.choices)
    level = models.CharField(_("Cấp học"), max_length=16, choices=EducationLevel.choices)
    least = models.DecimalField(_("Ít nhất"), max_digits=6, decimal_places=2)
    instrument = models.CharField(_("Văn bản, điều"), max_length=160)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust.choices, default=Trust.UNVERIFIED)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("điều kiện bảo đảm phổ cập")
        constraints: ClassVar = [
            models.CheckConstraint(condition=_PERIOD, name="universalisation_provision_period"),
            models.CheckConstraint(condition=Q(least__gte=0), name="universalisation_provision_least"),
        ]

    def __str__(self) -> str:
        return self.name


class Dossier(Versioned):
    """What a territory asks to be recognised for in a year, and what became of it.

    figures: the self-check as text (canonical JSON); from the submission on it stays as it is, and `digest` is its
    SHA-256. asked: standards that the figures meet. recognised: standards named by the decision.
    """

    unit = _unit()
    tier = models.CharField(_("cấp"), max_length=8, choices=Tier.choices)
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=DossierState.choices, default=DossierState.DRAFT
    )
    figures = models.TextField(_("số liệu"), default="")
    digest = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")
    asked = models.JSONField(_("đề nghị công nhận"), default=list)
    recognised = models.JSONField(_("được công nhận"), default=list)
    checked_at = models.DateTimeField(_("tự kiểm tra lúc"), null=True)
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True)
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ phổ cập")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "tier", "year"], name="universalisation_dossier_once")
        ]
        indexes: ClassVar = [models.Index(fields=["year", "tier"], name="universal_dossier_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class DossierStep(models.Model):
    """One step of a dossier. Written once. digest: of the figures that the step was about."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="steps", verbose_name=_("hồ sơ phổ cập")
    )
    unit = _unit()
    kind = models.CharField(_("bước"), max_length=10, choices=Step.choices)
    at = models.DateTimeField(_("lúc"))
    by = models.CharField(_("người làm"), max_length=120)
    note = models.CharField(_("nội dung"), max_length=500, blank=True, default="")
    digest = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bước của hồ sơ phổ cập")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind}"
