"""Years and terms, shared by all; classes, enrolments and placements, which belong to a school."""

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

from .choices import (
    GONE,
    LANGUAGES,
    Boarding,
    EnrolmentStatus,
    EntryKind,
    LeaveReason,
    Outcome,
    StudyForm,
)


class SchoolYear(Versioned):
    """From 1 August to 31 July: both days are in it, and every day is in exactly one year."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("năm học"), max_length=9, unique=True, db_collation="C")
    starts_on = models.DateField(_("bắt đầu"))
    ends_on = models.DateField(_("kết thúc"))

    class Meta:
        verbose_name = _("năm học")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="schoolyear_year_has_days")
        ]

    def __str__(self) -> str:
        return self.code


class Term(Versioned):
    """A term of a level within a year, as a decision frames it. Without a `unit` it is the ministry's frame; with
    one it is that department's plan, which comes before the ministry's for the schools below it.
    """

    id = models.AutoField(primary_key=True)
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="terms", db_index=False, verbose_name=_("năm học")
    )
    unit = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("nơi quyết định"),
    )
    level = models.CharField(_("cấp học"), max_length=16, choices=EducationLevel.choices)
    number = models.PositiveSmallIntegerField(_("học kỳ"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    weeks = models.PositiveSmallIntegerField(_("số tuần thực học"), null=True, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    trust = models.CharField(_("mức tin cậy"), max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)

    class Meta:
        verbose_name = _("học kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school_year", "level", "number", "unit"],
                name="schoolyear_term_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="schoolyear_term_has_days"),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="schoolyear_term_number"),
        ]

    def __str__(self) -> str:
        return f"{self.school_year_id} {self.level} {self.number}"


class ClassGroup(Versioned):
    """A class of one school in one year. Fields follow QĐ 4998, mục 3.6.2 of the class group."""

    id = models.AutoField(primary_key=True)
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="+", db_index=False, verbose_name=_("năm học")
    )
    code = models.CharField(_("mã lớp"), max_length=20, db_collation="C")
    name = models.CharField(_("tên lớp"), max_length=20)
    grade = models.CharField(_("khối"), max_length=2, choices=Grade.choices)
    level = models.CharField(_("cấp học"), max_length=16, choices=EducationLevel.choices)
    point = models.ForeignKey(
        "organisations.SchoolPoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("điểm trường"),
    )
    homeroom_teacher = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("giáo viên chủ nhiệm"),
    )
    position = models.PositiveSmallIntegerField(_("số thứ tự"), null=True, blank=True)
    two_sessions = models.BooleanField(_("dạy 2 buổi/ngày"), default=False)
    sessions_per_week = models.PositiveSmallIntegerField(_("số buổi học một tuần"), null=True, blank=True)
    periods_per_week = models.PositiveSmallIntegerField(_("số tiết học một tuần"), null=True, blank=True)
    boarding = models.CharField(
        _("bán trú, nội trú"), max_length=12, choices=Boarding.choices, blank=True, default=""
    )
    is_combined = models.BooleanField(_("lớp ghép"), default=False)
    combined_grades = ArrayField(
        models.CharField(max_length=2, choices=Grade.choices),
        default=list,
        blank=True,
        verbose_name=_("các khối, nhóm tuổi ghép"),
    )
    combined_code = models.CharField(
        _("mã lớp ghép"), max_length=20, blank=True, default="", db_collation="C"
    )
    is_special = models.BooleanField(_("lớp chuyên biệt"), default=False)
    has_disabled = models.BooleanField(_("có học sinh khuyết tật"), default=False)
    is_specialised = models.BooleanField(_("lớp chuyên"), default=False)
    specialised_subject = models.ForeignKey(
        "curriculum.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("môn chuyên"),
    )
    elective_set = models.ForeignKey(
        "curriculum.ElectiveSet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("tổ hợp môn lựa chọn"),
    )
    language_1 = models.CharField(_("ngoại ngữ 1"), max_length=2, choices=LANGUAGES, blank=True, default="")
    language_2 = models.CharField(_("ngoại ngữ 2"), max_length=2, choices=LANGUAGES, blank=True, default="")
    language_periods = models.PositiveSmallIntegerField(
        _("số tiết ngoại ngữ một tuần"), null=True, blank=True
    )
    has_vocational = models.BooleanField(_("có học sinh học nghề"), default=False)
    vocational_kind = models.CharField(_("lớp hướng nghiệp, dạy nghề"), max_length=60, blank=True, default="")
    equipped_vietnamese = models.BooleanField(_("đủ thiết bị dạy học Tiếng Việt"), default=False)
    equipped_maths = models.BooleanField(_("đủ thiết bị dạy học Toán"), default=False)
    parents_in_class = models.BooleanField(_("có đại diện cha mẹ của lớp"), default=False)
    parents_in_school = models.BooleanField(_("có đại diện cha mẹ trong ban của trường"), default=False)
    new_preschool_programme = models.BooleanField(_("theo chương trình mầm non mới"), default=False)
    care_programme = models.BooleanField(_("có chương trình chăm sóc, giáo dục"), default=False)
    study_form = models.CharField(
        _("hình thức học tập"), max_length=12, choices=StudyForm.choices, blank=True, default=""
    )
    training_kind = models.CharField(_("lớp đào tạo, bồi dưỡng"), max_length=60, blank=True, default="")
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("tiếp nối lớp năm trước"),
    )
    opened_on = models.DateField(_("mở từ"), null=True, blank=True)
    closed_on = models.DateField(_("giải thể từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lớp")
        indexes: ClassVar = [
            models.Index(fields=["school", "school_year", "sort_key", "id"], name="schoolyear_class_school"),
            models.Index(fields=["sort_key", "id"], name="schoolyear_class_sorted"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "school_year", "code"], name="schoolyear_class_code"),
            models.UniqueConstraint(fields=["id", "school", "school_year"], name="schoolyear_class_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class Enrolment(Versioned):
    """A learner at a school in a year: the row of the school's register, which stays when the learner goes.

    Name, birth date and sex are repeated as the school registered them, so that a school reads its own register
    after the learner (and with them the person's record) has moved out of its reach; they follow corrections
    while the learner is at the school. `left_on` is empty while the learner is here. `set_aside_by`: the merge of two
    people that found this to be a second entry of the same child; the row stays, shown to that act alone.
    """

    id = models.AutoField(primary_key=True)
    learner = models.ForeignKey(
        "learners.Learner", models.PROTECT, related_name="enrolments", verbose_name=_("người học")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ cá nhân")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="+", db_index=False, verbose_name=_("năm học")
    )
    class_group = models.ForeignKey(
        ClassGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        db_index=False,
        db_constraint=False,  # migration 0002 has a wider one: a class of the same school and year
        verbose_name=_("lớp"),
    )
    grade = models.CharField(_("khối"), max_length=2, choices=Grade.choices)
    level = models.CharField(_("cấp học"), max_length=16, choices=EducationLevel.choices)
    status = models.CharField(
        _("trạng thái"), max_length=2, choices=EnrolmentStatus.choices, default=EnrolmentStatus.STUDYING
    )
    entry_kind = models.CharField(
        _("loại nhập học"), max_length=12, choices=EntryKind.choices, default=EntryKind.CONTINUED
    )
    enrolled_on = models.DateField(_("ngày vào trường"))
    status_on = models.DateField(_("ngày của trạng thái"))
    left_on = models.DateField(_("ngày rời trường"), null=True, blank=True)
    leave_reason = models.CharField(
        _("lý do thôi học"), max_length=2, choices=LeaveReason.choices, blank=True, default=""
    )
    is_repeating = models.BooleanField(_("lưu ban năm trước"), default=False)
    outcome = models.CharField(
        _("kết quả cuối năm"), max_length=10, choices=Outcome.choices, blank=True, default=""
    )
    outcome_on = models.DateField(_("ngày ghi kết quả"), null=True, blank=True)
    came_from = models.CharField(_("chuyển đến từ"), max_length=200, blank=True, default="")
    elective_set = models.ForeignKey(
        "curriculum.ElectiveSet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("tổ hợp môn lựa chọn"),
    )
    position = models.PositiveSmallIntegerField(_("số thứ tự"), null=True, blank=True)
    set_aside_by = models.IntegerField(null=True, editable=False)
    full_name = models.CharField(_("họ và tên"), max_length=100)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ghi danh")
        indexes: ClassVar = [
            models.Index(fields=["school", "school_year", "sort_key", "id"], name="schoolyear_enrol_school"),
            models.Index(fields=["class_group", "sort_key", "id"], name="schoolyear_enrol_class"),
            models.Index(fields=["sort_key", "id"], include=["search"], name="schoolyear_enrol_named"),
            models.Index(fields=["birth_date", "id"], name="schoolyear_enrol_born"),
            models.Index(fields=["grade", "birth_date", "id"], name="schoolyear_enrol_grade_born"),
            models.Index(
                fields=["sort_key", "id"], condition=Q(status__in=GONE), name="schoolyear_enrol_gone"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "school", "school_year"],
                condition=~Q(status=EnrolmentStatus.MISTAKEN) & Q(set_aside_by__isnull=True),
                name="schoolyear_enrolment_once",
            ),
            models.UniqueConstraint(
                fields=["learner", "school_year"],
                condition=Q(left_on__isnull=True, set_aside_by__isnull=True),
                name="schoolyear_enrolment_at_one_school",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) ^ Q(status__in=(*GONE, EnrolmentStatus.MISTAKEN)),
                name="schoolyear_enrolment_left",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("enrolled_on")),
                name="schoolyear_enrolment_days",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class Placement(models.Model):
    """An enrolled learner in a class in [valid_from, valid_until); an empty period is one that was taken back."""

    id = models.AutoField(primary_key=True)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="placements", verbose_name=_("ghi danh")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, related_name="placements", verbose_name=_("lớp")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("xếp lớp")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="schoolyear_placement_has_days",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(valid_until__isnull=True),
                name="schoolyear_placement_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}@{self.class_group_id}"


class StatusChange(models.Model):
    """A change of an enrolment's status on a day: arrival, withdrawal, return, departure. Never edited."""

    id = models.AutoField(primary_key=True)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="changes", verbose_name=_("ghi danh")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    status = models.CharField(_("trạng thái"), max_length=2, choices=EnrolmentStatus.choices)
    on = models.DateField(_("từ ngày"))
    reason = models.CharField(
        _("lý do thôi học"), max_length=2, choices=LeaveReason.choices, blank=True, default=""
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thay đổi trạng thái")

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.status}"


class RollOver(Versioned):
    """The passage of a school from one year to the next, once: which classes follow which, and how far it has come."""

    id = models.AutoField(primary_key=True)
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    from_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="+", db_index=False, verbose_name=_("từ năm học")
    )
    to_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="+", db_index=False, verbose_name=_("sang năm học")
    )
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    enrolled = models.PositiveIntegerField(_("số học sinh đã chuyển"), default=0)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuyển năm học")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "from_year", "to_year"], name="schoolyear_rollover_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.from_year_id} > {self.to_year_id}"
