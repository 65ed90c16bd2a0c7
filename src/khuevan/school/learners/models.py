"""Learners: what a school keeps of a person as somebody who learns, after QĐ 4998/QĐ-BGDĐT, mục 3.6.4.

Facts about the human being (name, birth, sex, ethnicity, numbers, addresses) stay with the person; what a field is
called on pages, where it is kept and who may see it stands once, in `records/profile.py`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.register.organisations.choices import Area
from khuevan.school.curriculum.choices import Grade, Trust

from .choices import (
    GONE,
    BloodGroup,
    CatalogueList,
    Computer,
    CorrectionState,
    Disability,
    DisabilityDegree,
    EnrolmentStatus,
    Internet,
    LeaveReason,
    Poverty,
    Support,
)


class CatalogueItem(Versioned):
    """A value of a list whose values are local data. Nothing is removed: what is used no more is closed."""

    id = models.AutoField(primary_key=True)
    list = models.CharField(max_length=16, choices=CatalogueList.choices)
    code = models.CharField(max_length=20, db_collation="C")
    sector_code = models.CharField(max_length=20, blank=True, default="", db_collation="C")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=200, blank=True, default="")
    trust = models.CharField(max_length=10, choices=Trust.choices, default=Trust.LOCAL)
    closed_on = models.DateField(null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("mục của danh mục")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "code"],
                name="learners_catalogue_code",
                violation_error_message=_("Mã này đã có trong danh mục."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def _item(list_: CatalogueList) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        limit_choices_to={"list": list_.value},
    )


def _flag() -> models.BooleanField[Any, Any]:
    return models.BooleanField(default=False)


def _words(longest: int = 150) -> models.CharField[Any, Any]:
    return models.CharField(max_length=longest, blank=True, default="")


class Standing(models.Model):
    """Where the learner stands: the latest enrolment, repeated here by its trigger, so that lists read one table."""

    school_year = models.CharField(max_length=9, default="", editable=False, blank=True, db_collation="C")
    grade = models.CharField(max_length=2, choices=Grade.choices, default="", editable=False, blank=True)
    class_name = models.CharField(max_length=20, default="", editable=False, blank=True)
    class_number = models.IntegerField(null=True, editable=False)
    status = models.CharField(
        max_length=2,
        choices=EnrolmentStatus.choices,
        default="",
        editable=False,
        blank=True,
    )
    leave_reason = models.CharField(
        max_length=2,
        choices=LeaveReason.choices,
        default="",
        editable=False,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


class Policy(models.Model):
    policy_group = _item(CatalogueList.POLICY_GROUP)
    poverty = models.CharField(max_length=9, choices=Poverty.choices, default="", blank=True)
    supports = ArrayField(models.CharField(max_length=16, choices=Support.choices), default=list, blank=True)
    in_difficult_area = _flag()
    father_is_minority = _flag()
    mother_is_minority = _flag()

    class Meta:
        abstract = True


class Health(models.Model):
    """The basics that the sector database asks for; measurements over time belong to school health."""

    disability = models.CharField(max_length=2, choices=Disability.choices, default="", blank=True)
    disability_degree = models.CharField(
        max_length=8, choices=DisabilityDegree.choices, default="", blank=True
    )
    is_not_assessed = _flag()
    has_individual_plan = _flag()
    height_cm = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    weight_kg = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    measured_on = models.DateField(null=True, blank=True)
    blood_group = models.CharField(max_length=3, choices=BloodGroup.choices, default="", blank=True)
    eye_disease = _words()
    congenital_disease = _words()
    spine_disease = _words()
    rickets = _words()
    can_swim = _flag()

    class Meta:
        abstract = True


class Study(models.Model):
    boarding = _item(CatalogueList.BOARDING)
    is_ethnic_semi_boarder = _flag()
    is_supported_semi_boarder = _flag()
    is_supported_boarder = _flag()
    is_in_boarding_class = _flag()
    has_two_sessions = _flag()
    sessions = _item(CatalogueList.SESSIONS)
    study_form = _item(CatalogueList.STUDY_FORM)
    vocational = _item(CatalogueList.VOCATIONAL)
    learns_minority_language = _flag()
    is_bilingual = _flag()
    has_life_skills = _flag()
    follows_ministry_programme = _flag()
    has_reinforced_vietnamese = _flag()
    needs_language_support = _flag()
    has_ethnic_assistant = _flag()
    attended_preschool_5 = _flag()
    is_new_in_preschool = _flag()
    completed_preschool = _flag()
    is_team_member = _flag()
    is_union_member = _flag()

    class Meta:
        abstract = True


class Means(models.Model):
    """With what the learner could take part in lessons online, from home."""

    computer = models.CharField(max_length=8, choices=Computer.choices, default="", blank=True)
    computer_is_shared = _flag()
    has_smartphone = _flag()
    internet = models.CharField(max_length=8, choices=Internet.choices, default="", blank=True)
    has_software = _flag()
    means_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Learner(Versioned, Standing, Policy, Health, Study, Means):
    """One person as a learner, once in life; `school` is the present school, or the last one.

    `search` and `sort_key` repeat the person's name for lists; a trigger on the person keeps them, and makes the
    version grow when the person is corrected, because one form shows both. `set_aside_by`: the merge of two people that
    found the child here twice; the row stays, and row-level security shows it to that act alone.
    """

    id = models.AutoField(primary_key=True)
    person = models.OneToOneField(
        "people.Person", models.PROTECT, related_name="learner", verbose_name=_("hồ sơ cá nhân")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    code = models.CharField(max_length=20, blank=True, default="", db_collation="C")
    short_name = _words(20)
    birth_certificate_ethnicity = _words(50)
    id_issued_on = models.DateField(null=True, blank=True)
    id_issued_by = _words(250)
    area = models.CharField(max_length=2, choices=Area.choices, default="", blank=True)
    father_occupation = _words()
    mother_occupation = _words()
    guardian_occupation = _words()
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")
    set_aside_by = models.IntegerField(null=True, editable=False)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("người học")
        indexes: ClassVar = [
            models.Index(fields=["school", "sort_key", "id"], name="learners_learner_school"),
            models.Index(fields=["sort_key", "id"], include=["search"], name="learners_learner_named"),
            models.Index(fields=["grade", "sort_key", "id"], name="learners_learner_grade"),
            models.Index(
                fields=["sort_key", "id"], condition=Q(status__in=GONE), name="learners_learner_gone"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(height_cm__isnull=True) | Q(height_cm__gte=30, height_cm__lte=250),
                name="learners_height_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True) | Q(weight_kg__gte=2, weight_kg__lte=200),
                name="learners_weight_is_possible",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class LearnerRow(Versioned):
    """Something that a school wrote down about a learner; it stays with that school."""

    id = models.AutoField(primary_key=True)
    learner = models.ForeignKey(
        Learner,
        models.PROTECT,
        null=True,  # never empty (a constraint says so), but out of sight once the learner is at another school
        related_name="+",
        verbose_name=_("người học"),
    )
    full_name = models.CharField(max_length=100, editable=False)
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    happened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    note = _words(255)
    search = models.TextField(default="", editable=False)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school that wrote it down."""
        return self.school_id


class Reward(LearnerRow):
    """KHENTHUONG.2.1: a reward. The school that the learner moved to reads it, too."""

    kind = _item(CatalogueList.REWARD)
    content = models.CharField(max_length=255)
    decision_number = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("khen thưởng")
        indexes: ClassVar = [
            models.Index(fields=["school", "-happened_on", "-id"], name="learners_reward_school")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(learner__isnull=False), name="learners_reward_is_somebodys")
        ]

    def __str__(self) -> str:
        return self.content


class ViolenceCase(LearnerRow):
    """BAOLUCHĐ.2.2: a case of violence at school, as far as this learner is concerned. It never moves along."""

    kind = _item(CatalogueList.VIOLENCE)
    role = models.CharField(max_length=25)
    form = models.CharField(max_length=25)
    place = models.CharField(max_length=25, blank=True, default="")
    duration = models.CharField(max_length=25, blank=True, default="")
    handling = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        verbose_name = _("vụ việc bạo lực học đường")
        indexes: ClassVar = [
            models.Index(fields=["school", "-happened_on", "-id"], name="learners_violence_school")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(learner__isnull=False), name="learners_violence_is_somebodys")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.happened_on:%d/%m/%Y}"


class CorrectionRequest(Versioned):
    """A family, or the learner, says that a field of the record is wrong, and what is right: the school decides.

    `wanted` is what a form of the record takes for the field; nobody but who may uncover the field reads it.
    """

    id = models.AutoField(primary_key=True)
    learner = models.ForeignKey(
        Learner, models.PROTECT, null=True, related_name="+", verbose_name=_("người học")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("hồ sơ cá nhân"), db_index=False
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    full_name = models.CharField(_("họ và tên"), max_length=100, editable=False)
    field = models.CharField(_("mục cần sửa"), max_length=60, db_collation="C")
    wanted = models.CharField(_("giá trị đúng"), max_length=250, blank=True, default="")
    reason = models.CharField(_("lý do"), max_length=500)
    evidence = models.IntegerField(_("tệp minh chứng"), null=True)
    state = models.CharField(
        _("trạng thái"), max_length=9, choices=CorrectionState.choices, default=CorrectionState.OPEN
    )
    asked_at = models.DateTimeField(_("gửi lúc"))
    asked_by = models.CharField(_("người gửi"), max_length=120)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)
    decided_by = models.CharField(_("người quyết định"), max_length=120, blank=True, default="")
    answer = models.CharField(_("trả lời của trường"), max_length=500, blank=True, default="")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị sửa thông tin")
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "-id"], name="learners_correction_school"),
            models.Index(fields=["person", "-id"], name="learners_correction_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="open"), name="learners_correction_open_once"
            ),
            models.CheckConstraint(
                condition=Q(learner__isnull=False), name="learners_correction_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.field}"

    @property
    def scope_unit_id(self) -> int:
        """The school that decides."""
        return self.school_id
