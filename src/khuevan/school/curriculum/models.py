"""What is taught. Catalogues are shared by the whole sector; a department adds its own rows."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.register.organisations.choices import EducationLevel

from .choices import Assessment, Block, Grade, OpenPoint, SubjectKind, Trust


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


class Programme(Versioned):
    """A programme of education of one level, by the instrument that issued it."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("mã chương trình"), max_length=24, unique=True, db_collation="C")
    name = models.CharField(_("tên chương trình"), max_length=160)
    level = models.CharField(_("cấp học"), max_length=16, choices=EducationLevel.choices)
    instrument = models.CharField(_("văn bản ban hành"), max_length=160)
    weeks = models.PositiveSmallIntegerField(_("số tuần thực học"), default=35)
    minutes = models.PositiveSmallIntegerField(_("thời lượng một tiết (phút)"), null=True, blank=True)
    electives = models.PositiveSmallIntegerField(_("số môn lựa chọn"), default=0)
    topics = models.PositiveSmallIntegerField(_("số cụm chuyên đề"), default=0)
    trust = models.CharField(_("mức tin cậy"), max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)
    source = models.CharField(_("nguồn"), max_length=200, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    closed_on = models.DateField(_("hết hiệu lực từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = _("chương trình giáo dục")

    def __str__(self) -> str:
        return self.name


class ProgrammeSubject(Versioned):
    """A subject in a grade of a programme from one school year on, until before another.

    Rows without a `unit` are the programme itself; those with one were added by that department (nội dung giáo dục
    của địa phương, a minority language, a second foreign language). What changes is closed and written anew, so that the
    programme of an earlier year can still be read.
    """

    id = models.AutoField(primary_key=True)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="lines", db_index=False, verbose_name=_("chương trình")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name=_("môn học"))
    grade = models.CharField(_("khối"), max_length=2, choices=Grade.choices)
    block = models.CharField(_("phần"), max_length=8, choices=Block.choices, default=Block.REQUIRED)
    periods = models.PositiveSmallIntegerField(_("số tiết một năm"), null=True, blank=True)
    unit = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi bổ sung"),
    )
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    trust = models.CharField(_("mức tin cậy"), max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)
    source = models.CharField(_("nguồn"), max_length=200, blank=True, default="")
    from_year = models.CharField(_("từ năm học"), max_length=9, db_collation="C")
    until_year = models.CharField(
        _("đến trước năm học"), max_length=9, blank=True, default="", db_collation="C"
    )

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("môn học của chương trình")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "grade", "subject", "block", "unit", "from_year"],
                name="curriculum_line_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(until_year="") | Q(until_year__gt=models.F("from_year")),
                name="curriculum_line_has_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.grade}"


class RulePoint(Versioned):
    """What holds at an open point of the rules of assessment from a school year on: nationally, or by a department's
    decision. A change for a later year ends the row and begins another: results of an earlier year stay explained."""

    id = models.AutoField(primary_key=True)
    point = models.CharField(_("điểm"), max_length=24, choices=OpenPoint.choices, db_collation="C")
    value = models.CharField(_("giá trị"), max_length=80)
    from_year = models.CharField(_("từ năm học"), max_length=9, db_collation="C")
    until_year = models.CharField(
        _("đến trước năm học"), max_length=9, blank=True, default="", db_collation="C"
    )
    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nơi quyết định")
    )  # fmt: skip
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    trust = models.CharField(_("mức tin cậy"), max_length=10, choices=Trust.choices, default=Trust.UNVERIFIED)
    source = models.CharField(_("nguồn"), max_length=200, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm mở của quy định đánh giá")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["point", "unit", "from_year"], name="curriculum_point_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(until_year="") | Q(until_year__gt=models.F("from_year")),
                name="curriculum_point_has_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.from_year}"


class ElectiveSet(Versioned):
    """A choice of elective subjects and topic clusters that an upper-secondary school offers as one (tổ hợp môn)."""

    id = models.AutoField(primary_key=True)
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    code = models.CharField(_("mã tổ hợp"), max_length=20, db_collation="C")
    name = models.CharField(_("tên tổ hợp"), max_length=120)
    subjects = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("môn lựa chọn"))
    topics = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("cụm chuyên đề")
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    closed_on = models.DateField(_("ngừng dùng từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ hợp môn lựa chọn")
        indexes: ClassVar = [models.Index(fields=["school", "sort_key", "id"], name="curriculum_set_school")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "code"], name="curriculum_set_code")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id
