"""One person at one school: the fields of QĐ 4998 (mục 3.6.3) that say what they are there today.

Names, birth and sex are repeated from the person, so that a school reads its own list after somebody (and with them
the person's record) has left its reach; they follow corrections. Fields that a paper decides (contract, salary,
degree, …) hold what the paper in force says, or what was typed while there is no paper.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import ETHNIC_CHOICES, Sex

from .. import choices


def coded(label: object, listed: object, length: int = 16, **options: object) -> models.CharField:
    """A code of a list; "" is not known."""
    return models.CharField(label, max_length=length, choices=listed, blank=True, default="", **options)  # type: ignore[arg-type]


def yes(label: object) -> models.BooleanField:
    return models.BooleanField(label, default=False)  # type: ignore[arg-type]


def share(label: object) -> models.DecimalField:
    """A percentage with two decimals, or nothing."""
    return models.DecimalField(label, max_digits=6, decimal_places=2, null=True, blank=True)  # type: ignore[arg-type]


class Picture(models.Model):
    """What the person's record says, as the school knows it."""

    full_name = models.CharField(_("họ và tên"), max_length=100)
    given = models.CharField(max_length=100, db_collation="C", default="", editable=False)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    sex = coded(_("giới tính"), Sex.choices, 6)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        abstract = True


class Post(models.Model):
    """What they are at the school."""

    code = models.CharField(_("mã cán bộ"), max_length=20, blank=True, default="", db_collation="C")
    status = models.CharField(
        _("trạng thái"),
        max_length=1,
        choices=choices.StaffStatus.choices,
        default=choices.StaffStatus.WORKING,
    )
    status_on = models.DateField(_("ngày của trạng thái"))
    leave = coded(_("nghỉ dài ngày"), choices.Leave.choices)
    leave_until = models.DateField(_("nghỉ đến ngày"), null=True, blank=True)
    group = models.CharField(_("nhóm cán bộ"), max_length=8, choices=choices.StaffGroup.choices)
    position = models.CharField(_("vị trí việc làm"), max_length=12, choices=choices.Position.choices)
    level = coded(_("cấp dạy"), EducationLevel.choices)
    joined_on = models.DateField(_("ngày vào trường"), null=True, blank=True)
    left_on = models.DateField(_("rời trường từ"), null=True, blank=True)
    left_why = models.CharField(_("lý do rời trường"), max_length=200, blank=True, default="")
    recruited_on = models.DateField(_("ngày tuyển dụng"), null=True, blank=True)
    recruited_by = models.CharField(_("cơ quan tuyển dụng"), max_length=250, blank=True, default="")
    occupation_before = models.CharField(
        _("nghề nghiệp khi được tuyển"), max_length=250, blank=True, default=""
    )
    is_newly_recruited = yes(_("được tuyển mới"))
    arrived_on = models.DateField(_("ngày chuyển đến"), null=True, blank=True)
    is_party_member = yes(_("là đảng viên"))
    is_youth_member = yes(_("là đoàn viên"))
    insurance_number = models.CharField(
        _("số sổ BHXH"), max_length=20, blank=True, default="", db_collation="C"
    )

    class Meta:
        abstract = True


class Teaching(models.Model):
    """What they teach, and on what they can teach online."""

    main_subject = models.ForeignKey(
        "curriculum.Subject", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("môn dạy"),
    )  # fmt: skip
    other_subject = models.ForeignKey(
        "curriculum.Subject", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("môn kiêm nhiệm"),
    )  # fmt: skip
    ethnic_language = coded(_("tiếng dân tộc"), ETHNIC_CHOICES, 2)
    periods_taught = models.DecimalField(
        _("số tiết thực dạy trên tuần"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    periods_of_duties = models.DecimalField(
        _("số tiết thực kiêm nhiệm trên tuần"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    teaches_disabled = yes(_("có dạy lớp khuyết tật"))
    teaches_one_session = yes(_("có dạy 1 buổi/ngày"))
    teaches_two_sessions = yes(_("có dạy 2 buổi/ngày"))
    leads_youth_full_time = yes(_("chuyên trách Đoàn, Đội"))
    culture_teacher = models.CharField(
        _("loại giáo viên giảng dạy văn hóa"), max_length=60, blank=True, default=""
    )
    computers = ArrayField(
        models.CharField(max_length=8, choices=choices.Computer.choices), default=list, blank=True,
        verbose_name=_("thiết bị dạy học trực tuyến"),
    )  # fmt: skip
    internet = coded(_("đường truyền Internet ở nhà"), choices.Internet.choices, 8)

    class Meta:
        abstract = True


class Pay(models.Model):
    """Contract, rank and pay."""

    contract_form = coded(_("hình thức hợp đồng"), choices.ContractForm.choices)
    rank = models.CharField(_("ngạch, hạng"), max_length=16, blank=True, default="", db_collation="C")
    salary_step = models.PositiveSmallIntegerField(_("bậc lương"), null=True, blank=True)
    salary_coefficient = models.DecimalField(
        _("hệ số lương"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    salary_from = models.DateField(_("ngày hưởng lương"), null=True, blank=True)
    over_frame = share(_("phần trăm vượt khung"))
    allowance_attraction = share(_("phụ cấp thu hút"))
    allowance_seniority = share(_("phụ cấp thâm niên"))
    allowance_profession = share(_("phụ cấp ưu đãi nghề"))

    class Meta:
        abstract = True


class Qualities(models.Model):
    """Degrees, certificates, training, the latest assessments and honours."""

    degree = coded(_("trình độ chuyên môn"), choices.Degree.choices)
    major_1 = models.CharField(_("chuyên môn 1"), max_length=100, blank=True, default="")
    degree_1 = coded(_("trình độ 1"), choices.Degree.choices)
    major_2 = models.CharField(_("chuyên môn 2"), max_length=100, blank=True, default="")
    degree_2 = coded(_("trình độ 2"), choices.Degree.choices)
    political_theory = coded(_("trình độ lý luận chính trị"), choices.PoliticalTheory.choices)
    management_training = coded(_("trình độ quản lý giáo dục"), choices.ManagementTraining.choices)
    language = coded(_("ngoại ngữ"), choices.ForeignLanguage.choices)
    language_level = coded(_("trình độ ngoại ngữ"), choices.LanguageLevel.choices)
    language_score = models.DecimalField(
        _("điểm ngoại ngữ"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    it_subject = models.CharField(_("tin học"), max_length=60, blank=True, default="")
    it_certificate = coded(_("trình độ tin học"), choices.ItCertificate.choices)
    yearly_training = coded(_("bồi dưỡng thường xuyên"), choices.TrainingResult.choices)
    trained_life_skills = yes(_("được tập huấn kỹ năng sống"))
    joins_training = yes(_("tham gia chương trình bồi dưỡng"))
    standard_result = coded(_("kết quả chuẩn nghề nghiệp"), choices.AssessmentLevel.choices)
    employee_result = coded(_("đánh giá viên chức"), choices.AssessmentLevel.choices)
    contest = coded(_("giáo viên giỏi"), choices.ContestLevel.choices)
    highest_title = models.CharField(
        _("danh hiệu được phong tặng cao nhất"), max_length=200, blank=True, default=""
    )

    class Meta:
        abstract = True


class StaffMember(Versioned, Picture, Post, Teaching, Pay, Qualities):
    """A person at a school of employment; one row each, whatever has happened since. `set_aside_by`: the merge of two
    people that found this to be a second record of the same one; the row stays, shown to that act alone."""

    id = models.AutoField(primary_key=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ cá nhân")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    set_aside_by = models.IntegerField(null=True, editable=False)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhân sự")
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="staff_member_order"),
            models.Index(fields=["birth_date", "id"], name="staff_member_born"),
            models.Index(fields=["school", "sort_key", "id"], name="staff_member_school"),
            models.Index(fields=["main_subject"], name="staff_member_subject"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "school"],
                condition=Q(set_aside_by__isnull=True),
                name="staff_member_once",
            ),
            models.UniqueConstraint(fields=["id", "school"], name="staff_member_place"),
            models.CheckConstraint(
                condition=Q(status__in=choices.StaffStatus.values), name="staff_member_status_known"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(status__in=sorted(choices.LEFT)),
                name="staff_member_left_only_when_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id

    @property
    def is_at_work(self) -> bool:
        """Of the school, and not away for long."""
        return self.status in choices.AT_WORK and not self.leave

    @property
    def has_computer(self) -> bool:
        """A desktop, tablet or laptop: what the programme's report counts."""
        return bool(set(self.computers) & set(choices.COMPUTERS))
