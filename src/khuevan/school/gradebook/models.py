"""Marks, what homeroom teachers say, exemptions, closed terms, stored results. Every row carries its school."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import TERMS, TERMS_AND_YEAR, MarkKind, Moment, NextStep, ReopeningState, ResultLevel, Title


class _OfEnrolment(models.Model):
    """What is kept about a learner's year at a school."""

    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    enrolment = models.ForeignKey(
        "schoolyear.Enrolment", models.PROTECT, related_name="+", db_index=False, verbose_name=_("học sinh")
    )

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class Mark(_OfEnrolment, Versioned):
    """One cell of a gradebook: a number, a word (Đạt, T …) or a remark; all empty when it was taken away again.

    The row is the cell: it stays when it is emptied, so its version goes on counting and its history stays in one place.
    `contested_*`: what somebody else wanted to write here and has not, so that both are told.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(
        "curriculum.Subject", models.PROTECT, related_name="+", db_index=False, verbose_name=_("môn học")
    )
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS_AND_YEAR)
    kind = models.CharField(_("loại"), max_length=13, choices=MarkKind.choices, db_collation="C")
    ordinal = models.PositiveSmallIntegerField(_("lần"), default=1)
    number = models.DecimalField(_("điểm"), max_digits=3, decimal_places=1, null=True, blank=True)
    word = models.CharField(_("mức"), max_length=2, blank=True, default="", db_collation="C")
    text = models.CharField(_("nhận xét"), max_length=500, blank=True, default="")
    changed_at = models.DateTimeField(_("ghi lúc"))
    changed_by = models.CharField(_("người ghi"), max_length=100, blank=True, default="")
    changed_by_person = models.IntegerField(null=True, editable=False)
    contested_at = models.DateTimeField(null=True, editable=False)
    contested_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    contested_value = models.CharField(max_length=500, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("điểm")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "subject", "term", "kind", "ordinal"], name="gradebook_mark_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=0, number__lte=10),
                name="gradebook_mark_range",
            ),
            models.CheckConstraint(condition=Q(term__in=(0, 1, 2)), name="gradebook_mark_term"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.subject_id} {self.term} {self.kind} {self.ordinal}"


class Appraisal(_OfEnrolment, Versioned):
    """What the homeroom teacher says of a learner at a moment of a term: conduct (TT 22/2021), the levels of
    qualities and competences (TT 27/2020) or of the domains of a preschool child, by code, and words."""

    id = models.AutoField(primary_key=True)
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS)
    moment = models.CharField(_("thời điểm"), max_length=8, choices=Moment.choices, default=Moment.FINAL)
    conduct = models.PositiveSmallIntegerField(
        _("kết quả rèn luyện"), choices=ResultLevel.choices, null=True, blank=True
    )
    levels = models.JSONField(_("phẩm chất, năng lực, lĩnh vực"), default=dict, blank=True)
    comment = models.CharField(_("nhận xét"), max_length=1000, blank=True, default="")
    changed_at = models.DateTimeField(_("ghi lúc"))
    changed_by = models.CharField(_("người ghi"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("đánh giá của giáo viên chủ nhiệm")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "term", "moment"], name="gradebook_appraisal_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.term} {self.moment}"


class Exemption(_OfEnrolment, Versioned):
    """A learner need not take a subject in a term, or in the whole year (term 0), or is assessed by an individual plan
    (`by_plan`, TT 22/2021 Điều 11): then marks are kept and nothing is concluded from them."""

    id = models.AutoField(primary_key=True)
    subject = models.ForeignKey(
        "curriculum.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("môn học"),
    )
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS_AND_YEAR, default=0)
    by_plan = models.BooleanField(_("theo kế hoạch giáo dục cá nhân"), default=False)
    reason = models.CharField(_("lý do"), max_length=300)
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    granted_on = models.DateField(_("từ ngày"))
    withdrawn_on = models.DateField(_("thôi miễn từ"), null=True, blank=True)

    class Meta:
        verbose_name = _("miễn học")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "subject", "term", "by_plan"],
                condition=Q(withdrawn_on__isnull=True),
                name="gradebook_exemption_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=False) | Q(by_plan=True), name="gradebook_exemption_of_something"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("granted_on")),
                name="gradebook_exemption_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.subject_id}"


class _OfClass(models.Model):
    """What is kept about a class in a term."""

    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class ClosedTerm(_OfClass):
    """The gradebook of a class is closed for a term, for good: what is written afterwards needs a reopening."""

    id = models.AutoField(primary_key=True)
    closed_at = models.DateTimeField(_("khóa lúc"))
    closed_by = models.CharField(_("người khóa"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("khóa sổ điểm")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["class_group", "term"], name="gradebook_closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.class_group_id} {self.term}"


class Reopening(_OfClass, Versioned):
    """Somebody asks to write in a closed term, with a reason; the head opens it until a day, or says why not."""

    id = models.AutoField(primary_key=True)
    subject = models.ForeignKey(
        "curriculum.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("môn học"),
    )
    reason = models.CharField(_("lý do"), max_length=300)
    asked_at = models.DateTimeField(_("đề nghị lúc"))
    asked_by = models.CharField(_("người đề nghị"), max_length=100, blank=True, default="")
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=ReopeningState.choices, default=ReopeningState.ASKED
    )
    decided_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    decided_by = models.CharField(_("người duyệt"), max_length=100, blank=True, default="")
    answer = models.CharField(_("trả lời"), max_length=300, blank=True, default="")
    open_until = models.DateField(_("mở đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("mở lại sổ điểm")
        indexes: ClassVar = [
            models.Index(fields=["class_group", "term"], name="gradebook_reopening_class"),
            models.Index(fields=["school", "-asked_at"], name="gradebook_reopening_school"),
        ]

    def __str__(self) -> str:
        return f"{self.class_group_id} {self.term} {self.state}"


class SubjectResult(_OfEnrolment):
    """The result of a subject in a term, or the year (term 0), as it was when the term was closed.
    `instrument`: the circular by which it was computed."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(
        "curriculum.Subject", models.PROTECT, related_name="+", db_index=False, verbose_name=_("môn học")
    )
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS_AND_YEAR)
    average = models.DecimalField(_("điểm trung bình"), max_digits=3, decimal_places=1, null=True, blank=True)
    word = models.CharField(_("mức"), max_length=2, blank=True, default="", db_collation="C")
    instrument = models.CharField(_("văn bản"), max_length=8, db_collation="C")
    computed_at = models.DateTimeField(_("tính lúc"))

    class Meta:
        verbose_name = _("kết quả môn học")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "term", "subject"], name="gradebook_subject_result_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.subject_id} {self.term}"


class TermResult(_OfEnrolment):
    """The result of a learner in a term, or the year (term 0), as it was when the term was closed."""

    id = models.AutoField(primary_key=True)
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS_AND_YEAR)
    learning = models.PositiveSmallIntegerField(
        _("kết quả học tập"), choices=ResultLevel.choices, null=True, blank=True
    )
    conduct = models.PositiveSmallIntegerField(
        _("kết quả rèn luyện"), choices=ResultLevel.choices, null=True, blank=True
    )
    overall = models.CharField(_("đánh giá chung"), max_length=14, blank=True, default="", db_collation="C")
    next_step = models.CharField(
        _("kết luận"), max_length=16, choices=NextStep.choices, blank=True, default="", db_collation="C"
    )
    title = models.CharField(_("danh hiệu"), max_length=12, choices=Title.choices, blank=True, default="")
    missing = models.PositiveSmallIntegerField(_("còn thiếu"), default=0)
    absences = models.PositiveSmallIntegerField(_("buổi nghỉ trong năm"), null=True, blank=True)
    instrument = models.CharField(_("văn bản"), max_length=8, db_collation="C")
    computed_at = models.DateTimeField(_("tính lúc"))

    class Meta:
        verbose_name = _("kết quả học kỳ, cả năm")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "term"], name="gradebook_term_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.term}"


class TakeOver(_OfEnrolment, Versioned):
    """A term that a learner of the class did at another school: its results stand here as that school gave them, and the
    class's own marks of the term are not asked for. `from_enrolment`: of the other school, where it is of this platform;
    else somebody entered them from a paper."""

    id = models.AutoField(primary_key=True)
    term = models.PositiveSmallIntegerField(_("học kỳ"), choices=TERMS)
    from_enrolment = models.IntegerField(null=True, editable=False)
    from_school = models.CharField(_("trường đã học"), max_length=200)
    paper_number = models.CharField(_("số giấy tờ"), max_length=60, blank=True, default="")
    taken_at = models.DateTimeField(_("tiếp nhận lúc"))
    taken_by = models.CharField(_("người tiếp nhận"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("tiếp nhận kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "term"], name="gradebook_take_over_once"),
            models.CheckConstraint(
                condition=Q(from_enrolment__isnull=False) | ~Q(paper_number=""),
                name="gradebook_take_over_from_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.term} {self.from_school}"


class Phrase(Versioned):
    """A sentence that a teacher uses again in comments: their own, at a school. What is no longer wanted is put away."""

    id = models.AutoField(primary_key=True)
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(_("câu nhận xét"), max_length=300)
    added_at = models.DateTimeField(_("thêm lúc"))
    put_away_at = models.DateTimeField(_("cất lúc"), null=True, blank=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu nhận xét mẫu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "school", "text"],
                condition=Q(put_away_at__isnull=True),
                name="gradebook_phrase_once",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id
