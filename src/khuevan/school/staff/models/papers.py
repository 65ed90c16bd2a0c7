"""What stands in the personnel file: one table each, every row of a member and of the school."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .. import choices
from .member import StaffMember, coded, share


class Paper(Versioned):
    """A row of the file. `full_name`, `search` and `sort_key` repeat the member's, for lists."""

    id = models.AutoField(primary_key=True)
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="%(class)ss", db_constraint=False, verbose_name=_("nhân sự")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("trường")
    )
    note = models.CharField(_("ghi chú"), max_length=200, blank=True, default="")
    cancelled_on = models.DateField(_("hủy bỏ từ"), null=True, blank=True, editable=False)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


def _period(name: str) -> list[Any]:
    return [
        models.CheckConstraint(
            condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            name=f"staff_{name}_has_days",
        )
    ]


def _order(name: str, day: str) -> list[Any]:
    return [models.Index(fields=["school", f"-{day}", "-id"], name=f"staff_{name}_order")]


class Contract(Paper):
    """Hợp đồng làm việc, hợp đồng lao động; the decision for an official."""

    form = models.CharField(_("hình thức"), max_length=16, choices=choices.ContractForm.choices)
    number = models.CharField(_("số hợp đồng, quyết định"), max_length=60)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_until = models.DateField(_("hết hạn từ"), null=True, blank=True)
    job = models.CharField(_("công việc"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("hợp đồng")
        indexes: ClassVar = _order("contract", "valid_from")
        constraints: ClassVar = _period("contract")


class SalaryStep(Paper):
    """Rank, step and coefficient from a day on."""

    rank = models.CharField(_("ngạch, hạng"), max_length=16, db_collation="C")
    step = models.PositiveSmallIntegerField(_("bậc"))
    coefficient = models.DecimalField(_("hệ số"), max_digits=5, decimal_places=2)
    over_frame = share(_("vượt khung (%)"))
    valid_from = models.DateField(_("hưởng từ"))
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("diễn biến lương")
        indexes: ClassVar = _order("salary", "valid_from")


class Qualification(Paper):
    """Quá trình đào tạo (GVMN.2.2)."""

    place = models.CharField(_("tên trường, cơ sở đào tạo"), max_length=100)
    major = models.CharField(_("chuyên ngành đào tạo"), max_length=100)
    degree = models.CharField(_("trình độ"), max_length=16, choices=choices.Degree.choices)
    form = coded(_("hình thức đào tạo"), choices.StudyForm.choices)
    studied_from = models.DateField(_("từ ngày"), null=True, blank=True)
    graduated_on = models.DateField(_("đến ngày"))
    diploma = models.CharField(_("tên văn bằng, chứng chỉ"), max_length=100, blank=True, default="")
    diploma_number = models.CharField(_("số hiệu văn bằng"), max_length=50, blank=True, default="")

    class Meta:
        verbose_name = _("quá trình đào tạo")
        indexes: ClassVar = _order("qualification", "graduated_on")


class LanguageCertificate(Paper):
    """Quá trình ngoại ngữ (GVMN.2.3)."""

    language = models.CharField(_("ngoại ngữ"), max_length=16, choices=choices.ForeignLanguage.choices)
    level = models.CharField(_("trình độ"), max_length=16, choices=choices.LanguageLevel.choices)
    score = models.DecimalField(_("điểm"), max_digits=6, decimal_places=1, null=True, blank=True)
    issued_on = models.DateField(_("ngày cấp"))
    issuer = models.CharField(_("nơi cấp"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("chứng chỉ ngoại ngữ")
        indexes: ClassVar = _order("language", "issued_on")


class Training(Paper):
    """Bồi dưỡng: programmes of the year (TT 19/2019) and others."""

    programme = models.CharField(_("chương trình"), max_length=16, choices=choices.TrainingProgramme.choices)
    title = models.CharField(_("nội dung"), max_length=200)
    year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    started_on = models.DateField(_("từ ngày"))
    finished_on = models.DateField(_("đến ngày"), null=True, blank=True)
    periods = models.PositiveSmallIntegerField(_("số tiết"), null=True, blank=True)
    result = models.CharField(
        _("kết quả"),
        max_length=8,
        choices=choices.TrainingResult.choices,
        default=choices.TrainingResult.RUNNING,
    )
    certificate_number = models.CharField(_("số chứng chỉ"), max_length=50, blank=True, default="")

    class Meta:
        verbose_name = _("bồi dưỡng")
        indexes: ClassVar = _order("training", "started_on")


class Reward(Paper):
    """Khen thưởng (GVMN.2.4)."""

    kind = models.CharField(_("loại khen thưởng"), max_length=20, choices=choices.RewardKind.choices)
    content = models.CharField(_("nội dung"), max_length=250)
    honour = models.CharField(_("cấp khen thưởng"), max_length=12, choices=choices.HonourLevel.choices)
    given_on = models.DateField(_("ngày khen thưởng"))
    decision_number = models.CharField(_("số quyết định"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("khen thưởng")
        indexes: ClassVar = _order("reward", "given_on")


class Discipline(Paper):
    """Kỷ luật (GVMN.2.5)."""

    kind = models.CharField(_("hình thức kỷ luật"), max_length=12, choices=choices.DisciplineKind.choices)
    reason = models.CharField(_("lý do"), max_length=100)
    honour = models.CharField(_("cấp quyết định"), max_length=12, choices=choices.HonourLevel.choices)
    given_on = models.DateField(_("ngày kỷ luật"))
    valid_until = models.DateField(_("hết hiệu lực từ"), null=True, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=100)

    class Meta:
        verbose_name = _("kỷ luật")
        indexes: ClassVar = _order("discipline", "given_on")


class Assessment(Paper):
    """Kết quả đánh giá theo chuẩn nghề nghiệp (GVMN.2.6) and the yearly evaluation of employees."""

    kind = models.CharField(_("theo"), max_length=8, choices=choices.AssessmentKind.choices)
    year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    result = models.CharField(_("xếp loại"), max_length=12, choices=choices.AssessmentLevel.choices)
    assessed_on = models.DateField(_("ngày đánh giá"))
    assessed_by = models.CharField(_("cấp đánh giá"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("đánh giá")
        indexes: ClassVar = _order("assessment", "assessed_on")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff", "kind", "year"],
                condition=Q(cancelled_on__isnull=True),
                name="staff_assessment_once_a_year",
            )
        ]


class Duty(Paper):
    """Nhiệm vụ kiêm nhiệm (GVMN.2.1), and what lessens the norm without being one (probation, an infant)."""

    kind = models.CharField(_("nhiệm vụ"), max_length=20, db_collation="C")
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    periods = models.DecimalField(
        _("số tiết giảm do hiệu trưởng quyết định"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    paid = models.BooleanField(_("đã hưởng phụ cấp, thù lao"), default=False)
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("nhiệm vụ kiêm nhiệm")
        indexes: ClassVar = _order("duty", "valid_from")
        constraints: ClassVar = _period("duty")
