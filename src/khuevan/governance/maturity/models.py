"""Indexes as dated data, shared by all; assessments of units with their scores, steps, reviews; evidence; appeals."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.school.curriculum.choices import Trust

from .choices import AppealState, Assessor, EvidenceKind, Kind, Level, LinkState, State, Subject, Topic

_PERIOD = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))


def _unit() -> models.ForeignKey:
    return models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("đơn vị")
    )


def _points(label: Any, *, null: bool = False) -> models.DecimalField:
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=null, blank=null)


class Edition(Versioned):
    """An index as an instrument lays it down. levels: education levels of the units that it assesses.

    basic_from, good_above: a group's total from which it is level 2, above which it is level 3. lowest_group: the
    level of the whole is the lowest one of the groups'. mandatory_holds: no level above 1 while a mandatory condition
    is missing.
    """

    code = models.CharField(_("mã"), max_length=20, unique=True, db_collation="C")
    name = models.CharField(_("tên bộ chỉ số"), max_length=200)
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject.choices)
    levels = models.JSONField(_("cấp học"), default=list)
    instrument = models.CharField(_("văn bản"), max_length=160)
    valid_from = models.DateField(_("áp dụng từ"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    basic_from = _points(_("mức 2 từ"))
    good_above = _points(_("mức 3 trên"))
    lowest_group = models.BooleanField(_("lấy mức thấp nhất của các nhóm"), default=True)
    mandatory_holds = models.BooleanField(_("thiếu điều kiện bắt buộc thì ở mức 1"), default=True)
    trust = models.CharField(_("độ tin cậy"), max_length=12, choices=Trust.choices)
    note = models.CharField(_("ghi chú"), max_length=1000, blank=True, default="")

    class Meta:
        verbose_name = _("bộ chỉ số")
        constraints: ClassVar = [models.CheckConstraint(condition=_PERIOD, name="maturity_edition_period")]

    def __str__(self) -> str:
        return self.name


class Criterion(Versioned):
    """A line of an index within a period: a decision that changes it ends this row and begins the next."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="criteria", verbose_name=_("bộ chỉ số"))
    code = models.CharField(_("mã"), max_length=12, db_collation="C")
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=300)
    maximum = _points(_("điểm tối đa"), null=True)
    cut_basic = _points(_("mức 2 từ (của tiêu chí)"), null=True)
    cut_good = _points(_("mức 3 trên (của tiêu chí)"), null=True)
    asks = models.CharField(_("minh chứng"), max_length=300, blank=True, default="")
    topic = models.CharField(
        _("nội dung minh chứng"), max_length=16, choices=Topic.choices, blank=True, default=""
    )
    trust = models.CharField(_("độ tin cậy"), max_length=12, choices=Trust.choices)
    decision = models.CharField(_("theo quyết định số"), max_length=60, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")
    valid_from = models.DateField(_("áp dụng từ"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("tiêu chí")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code", "valid_from"], name="maturity_criterion_once"),
            models.CheckConstraint(condition=_PERIOD, name="maturity_criterion_period"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Timetable(Versioned):
    """The days of each year until which schools hand in and levels are published, and who assesses."""

    name = models.CharField(_("Lịch đánh giá"), max_length=200)
    submit_month = models.PositiveSmallIntegerField(_("Nộp trước: tháng"))
    submit_day = models.PositiveSmallIntegerField(_("Nộp trước: ngày"))
    publish_month = models.PositiveSmallIntegerField(_("Công bố trước: tháng"))
    publish_day = models.PositiveSmallIntegerField(_("Công bố trước: ngày"))
    appeal_days = models.PositiveSmallIntegerField(_("Kiến nghị trong (ngày)"))
    assessor = models.CharField(_("Nơi đánh giá"), max_length=10, choices=Assessor.choices)
    instrument = models.CharField(_("Văn bản, điều"), max_length=160)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust.choices)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("lịch đánh giá")
        constraints: ClassVar = [
            models.CheckConstraint(condition=_PERIOD, name="maturity_timetable_period"),
            models.CheckConstraint(
                condition=Q(
                    submit_month__gte=1, submit_month__lte=12, submit_day__gte=1, submit_day__lte=31,
                    publish_month__gte=1, publish_month__lte=12, publish_day__gte=1, publish_day__lte=31,
                ),
                name="maturity_timetable_days",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """What the probes propose for a unit: made anew whenever asked, never corrected by hand.

    scores: code of a criterion -> points as text; figures: code of a probe -> [value, upper, lower, share].
    """

    unit = _unit()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    scores = models.JSONField(_("điểm đề xuất"), default=dict)
    figures = models.JSONField(_("số liệu"), default=dict)
    made_at = models.DateTimeField(_("tính lúc"))

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm đề xuất")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "edition", "school_year"], name="maturity_proposal_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.school_year}"


class Assessment(Versioned):
    """A unit on an index in a school year. receiver: the body that checks and recognises.

    self_*, final_*: totals of the groups and the level, of what was submitted and of what was recognised; kept when the
    step was taken. sampled: criteria that the external assessment looks at.
    """

    unit = _unit()
    unit_name = models.CharField(_("tên đơn vị"), max_length=200)
    receiver = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, null=True,
        verbose_name=_("nơi đánh giá"),
    )  # fmt: skip
    receiver_name = models.CharField(_("tên nơi đánh giá"), max_length=200, blank=True, default="")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State, default=State.DRAFT, db_collation="C"
    )
    due_on = models.DateField(_("nộp trước ngày"))
    publish_by = models.DateField(_("công bố trước ngày"))
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    self_groups = models.JSONField(_("điểm tự đánh giá"), default=dict)
    self_level = models.CharField(
        _("mức tự đánh giá"), max_length=1, choices=Level, blank=True, default="", db_collation="C"
    )
    sampled = models.JSONField(_("tiêu chí được chọn"), default=list)
    final_groups = models.JSONField(_("điểm được công nhận"), default=dict)
    final_level = models.CharField(
        _("mức được công nhận"), max_length=1, choices=Level, blank=True, default="", db_collation="C"
    )
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    published_at = models.DateTimeField(_("công bố lúc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("đánh giá mức độ chuyển đổi số")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "edition", "school_year"], name="maturity_assessment_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.RECOGNISED, State.PUBLISHED]) | ~Q(final_level=""),
                name="maturity_assessment_recognised_has_level",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school_year", "state"], name="maturity_assessment_year"),
            models.Index(fields=["receiver", "school_year"], name="maturity_assessment_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.school_year}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Score(Versioned):
    """One line of an assessment that carries points or a condition. met: of a mandatory condition.

    proposed: what the probe said when it was accepted or overridden, None where there is none."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="scores", db_index=False, verbose_name=_("đánh giá")
    )
    code = models.CharField(_("mã tiêu chí"), max_length=12, db_collation="C")
    points = _points(_("điểm tự chấm"), null=True)
    met = models.BooleanField(_("đạt điều kiện"), null=True)
    proposed = _points(_("điểm đề xuất"), null=True)
    reason = models.CharField(_("lý do"), max_length=1000, blank=True, default="")
    final_points = _points(_("điểm thống nhất"), null=True)
    final_met = models.BooleanField(_("thống nhất đạt điều kiện"), null=True)
    final_reason = models.CharField(_("lý do thống nhất"), max_length=1000, blank=True, default="")

    objects = models.Manager()

    class Meta:
        verbose_name = _("điểm một tiêu chí")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "code"], name="maturity_score_once"),
            models.CheckConstraint(
                condition=(Q(points__isnull=True) | Q(points__gte=0))
                & (Q(final_points__isnull=True) | Q(final_points__gte=0)),
                name="maturity_score_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.code}"


class Step(models.Model):
    """What was done with an assessment. Written once. content, digest: the whole sheet as it was handed in, as text."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="steps", verbose_name=_("đánh giá")
    )
    act = models.CharField(_("việc"), max_length=14, db_collation="C")
    at = models.DateTimeField(_("lúc"))
    by = models.CharField(_("người làm"), max_length=150)
    note = models.CharField(_("nội dung"), max_length=1000, blank=True, default="")
    decision = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    content = models.TextField(_("phiếu đã gửi"), blank=True, default="")
    digest = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")

    objects = models.Manager()

    class Meta:
        verbose_name = _("bước của đánh giá")

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.act}"


class Evidence(Versioned):
    """Given once by a unit, of use to every criterion of every index that asks for the topic."""

    unit = _unit()
    topic = models.CharField(_("nội dung"), max_length=16, choices=Topic.choices, db_collation="C")
    kind = models.CharField(_("loại"), max_length=6, choices=EvidenceKind.choices)
    title = models.CharField(_("tên minh chứng"), max_length=200)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name=_("tệp")
    )
    sha256 = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")
    address = models.CharField(_("địa chỉ"), max_length=500, blank=True, default="")
    link_state = models.CharField(
        _("đường dẫn"), max_length=7, choices=LinkState.choices, default=LinkState.UNTRIED
    )
    link_said = models.CharField(_("trả lời"), max_length=200, blank=True, default="")
    tried_at = models.DateTimeField(_("kiểm tra lúc"), null=True)
    given_at = models.DateTimeField(_("đưa vào lúc"))
    given_by = models.CharField(_("người đưa vào"), max_length=150)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("minh chứng")
        indexes: ClassVar = [models.Index(fields=["unit", "topic"], name="maturity_evidence_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Review(Versioned):
    """What one of the two external assessors found, alone. sealed_at: from then on the other one may read it.

    scores: code -> {"points": text or null, "met": bool or null, "note": text}.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="reviews", verbose_name=_("đánh giá")
    )
    seat = models.PositiveSmallIntegerField(_("người đánh giá thứ"))
    account_id = models.IntegerField(_("tài khoản"))
    assessor_name = models.CharField(_("người đánh giá"), max_length=150)
    scores = models.JSONField(_("điểm"), default=dict)
    visited_on = models.DateField(_("làm việc tại trường ngày"), null=True, blank=True)
    remarks = models.CharField(_("nhận xét"), max_length=2000, blank=True, default="")
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    sealed_at = models.DateTimeField(_("chốt lúc"), null=True)

    objects = models.Manager()

    class Meta:
        verbose_name = _("phiếu đánh giá ngoài")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "seat"], name="maturity_review_seat"),
            models.UniqueConstraint(fields=["assessment", "account_id"], name="maturity_review_person"),
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="maturity_review_two"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} #{self.seat}"


class Appeal(Versioned):
    """What a unit says against its level, and what it was answered."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="appeals", verbose_name=_("đánh giá")
    )
    codes = models.JSONField(_("tiêu chí"), default=list)
    text = models.CharField(_("nội dung kiến nghị"), max_length=2000)
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=AppealState.choices, default=AppealState.OPEN
    )
    made_at = models.DateTimeField(_("gửi lúc"))
    made_by = models.CharField(_("người gửi"), max_length=150)
    answer = models.CharField(_("trả lời"), max_length=2000, blank=True, default="")
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    answered_by = models.CharField(_("người trả lời"), max_length=150, blank=True, default="")

    objects = models.Manager()

    class Meta:
        verbose_name = _("kiến nghị")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(state="open"), name="maturity_appeal_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.state}"
