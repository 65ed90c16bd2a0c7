"""Rules as dated data, shared by all; plans of bodies with whom they drew; visits with sheets, photos, remedies,
minutes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.school.curriculum.choices import Trust

from .choices import Factor, Leaving, MinutesState, PlanState, RemedyState, Result, VisitState, Way

PERIOD = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))
UNIT = "organisations.OrgUnit"


def _unit(label: Any) -> models.ForeignKey:
    return models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False, verbose_name=label)


class Dated(Versioned):
    """A rule within a period, with the decision that it rests on and how surely it is known."""

    instrument = models.CharField(_("văn bản, số quyết định"), max_length=160)
    valid_from = models.DateField(_("áp dụng từ"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("độ tin cậy"), max_length=12, choices=Trust.choices)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        abstract = True


class Policy(Dated):
    """How many units go into a year's plan, how many of them by risk, how long a remedy may take."""

    name = models.CharField(_("quy tắc"), max_length=200)
    percent = models.PositiveSmallIntegerField(_("kiểm tra ít nhất (% đơn vị)"))
    risk_percent = models.PositiveSmallIntegerField(_("trong đó theo rủi ro (%)"))
    remedy_days = models.PositiveSmallIntegerField(_("hạn khắc phục (ngày)"))

    class Meta:
        verbose_name = _("quy tắc lập kế hoạch kiểm tra")
        constraints: ClassVar = [
            models.CheckConstraint(condition=PERIOD, name="inspections_policy_period"),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100)) & Q(risk_percent__range=(0, 100)),
                name="inspections_policy_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Weight(Dated):
    """How much a factor of risk counts. full_at: the value from which on it counts wholly."""

    name = models.CharField(_("tên yếu tố"), max_length=120)
    factor = models.CharField(_("yếu tố"), max_length=12, choices=Factor.choices, db_collation="C")
    weight = models.PositiveSmallIntegerField(_("trọng số"))
    full_at = models.PositiveIntegerField(_("tính đủ từ"))

    class Meta:
        verbose_name = _("trọng số rủi ro")
        constraints: ClassVar = [
            models.CheckConstraint(condition=PERIOD, name="inspections_weight_period"),
            models.CheckConstraint(condition=Q(full_at__gte=1), name="inspections_weight_full"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(Dated):
    """A line of a checklist. criterion: of a maturity index, check: of data quality; what the platform says about them is
    shown beside it."""

    sheet = models.CharField(_("phiếu"), max_length=120)
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    question = models.CharField(_("nội dung kiểm tra"), max_length=300)
    asks = models.CharField(_("xem gì"), max_length=300, blank=True, default="")
    criterion = models.CharField(_("tiêu chí chuyển đổi số"), max_length=12, blank=True, default="")
    check_code = models.CharField(_("kiểm tra dữ liệu"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("mục kiểm tra")
        constraints: ClassVar = [models.CheckConstraint(condition=PERIOD, name="inspections_item_period")]

    def __str__(self) -> str:
        return f"{self.place}. {self.question}"


class Plan(Versioned):
    """A body's plan of a year. percent, risk_percent, weights: as they were when it was drawn. draws: how often lots were
    drawn; each time with a seed of its own, all of them in the audit log."""

    unit = _unit(_("cơ quan"))
    unit_name = models.CharField(_("tên cơ quan"), max_length=200)
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    sheet = models.CharField(_("phiếu"), max_length=120)
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=PlanState, default=PlanState.DRAFT, db_collation="C"
    )
    percent = models.PositiveSmallIntegerField(_("tỉ lệ (%)"), default=0)
    risk_percent = models.PositiveSmallIntegerField(_("theo rủi ro (%)"), default=0)
    policy = models.CharField(_("theo quy tắc"), max_length=400, blank=True, default="")
    weights = models.JSONField(_("trọng số"), default=list)
    seed = models.CharField(_("số gieo"), max_length=64, blank=True, default="", db_collation="C")
    draws = models.PositiveSmallIntegerField(_("số lần bốc thăm"), default=0)
    drawn_on = models.DateField(_("bốc thăm ngày"), null=True)
    drawn_at = models.DateTimeField(_("bốc thăm lúc"), null=True)
    drawn_by = models.CharField(_("người bốc thăm"), max_length=150, blank=True, default="")
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True, default="")
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    approved_at = models.DateTimeField(_("phê duyệt lúc"), null=True)
    approved_by = models.CharField(_("người phê duyệt"), max_length=150, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "school_year"], name="inspections_plan_once"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.APPROVED) | ~Q(decision_number=""),
                name="inspections_plan_approved_has_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.school_year}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Candidate(Versioned):
    """A unit as it stood when lots were drawn. parts: of its risk. lot: SHA-256 of seed and code. way: "" where it was
    not drawn. left, reason: where it went out again; stands_for: whom it replaces."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="candidates", verbose_name=_("kế hoạch"))
    unit = _unit(_("đơn vị"))
    code = models.CharField(_("mã đơn vị"), max_length=40, db_collation="C")
    name = models.CharField(_("tên đơn vị"), max_length=200)
    visits = models.PositiveSmallIntegerField(_("số lần đã kiểm tra"))
    risk = models.DecimalField(_("rủi ro"), max_digits=5, decimal_places=2)
    parts = models.JSONField(_("các phần của rủi ro"), default=list)
    lot = models.CharField(_("thăm"), max_length=64, db_collation="C")
    way = models.CharField(
        _("vào kế hoạch"), max_length=11, choices=Way, blank=True, default="", db_collation="C"
    )
    left = models.CharField(_("ra khỏi kế hoạch"), max_length=6, choices=Leaving, blank=True, default="")
    reason = models.CharField(_("lý do"), max_length=500, blank=True, default="")
    stands_for = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, verbose_name=_("thay cho")
    )

    objects = models.Manager()

    class Meta:
        verbose_name = _("đơn vị trong kế hoạch kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "unit"], name="inspections_candidate_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Visit(Versioned):
    """One inspection of a unit by a body. decision: that approved the plan, which the unit does not see."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="visits", null=True, verbose_name=_("kế hoạch")
    )
    unit = _unit(_("đơn vị"))
    unit_name = models.CharField(_("tên đơn vị"), max_length=200)
    body = _unit(_("cơ quan kiểm tra"))
    body_name = models.CharField(_("tên cơ quan kiểm tra"), max_length=200)
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    sheet = models.CharField(_("phiếu"), max_length=120)
    decision = models.CharField(_("theo quyết định số"), max_length=60, blank=True, default="")
    state = models.CharField(
        _("tình trạng"), max_length=9, choices=VisitState, default=VisitState.PLANNED, db_collation="C"
    )
    planned_on = models.DateField(_("dự kiến ngày"), null=True)
    visited_on = models.DateField(_("kiểm tra ngày"), null=True)
    remarks = models.CharField(_("nhận xét chung"), max_length=2000, blank=True, default="")
    concluded_at = models.DateTimeField(_("kết luận lúc"), null=True)
    ended_reason = models.CharField(_("lý do không thực hiện"), max_length=500, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "unit"],
                condition=~Q(state=VisitState.CANCELLED),
                name="inspections_visit_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "school_year"], name="inspections_visit_unit"),
            models.Index(fields=["body", "school_year"], name="inspections_visit_body"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.school_year}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class OfVisit(models.Model):
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", verbose_name=_("cuộc kiểm tra"))

    objects = models.Manager()

    class Meta:
        abstract = True


class Member(OfVisit):
    """Of the team."""

    account_id = models.IntegerField(_("tài khoản"))
    name = models.CharField(_("họ và tên"), max_length=150)
    is_leader = models.BooleanField(_("trưởng đoàn"), default=False)

    class Meta:
        verbose_name = _("thành viên đoàn kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "account_id"], name="inspections_member_once"),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(is_leader=True), name="inspections_member_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Answer(OfVisit):
    """A line of the sheet as it was when the visit began, and what was found. result, remark each have a version of their
    own; rival: what somebody else wanted to write meanwhile, in words."""

    place = models.PositiveSmallIntegerField(_("thứ tự"))
    question = models.CharField(_("nội dung kiểm tra"), max_length=300)
    asks = models.CharField(_("xem gì"), max_length=300, blank=True, default="")
    criterion = models.CharField(_("tiêu chí chuyển đổi số"), max_length=12, blank=True, default="")
    check_code = models.CharField(_("kiểm tra dữ liệu"), max_length=80, blank=True, default="")
    result = models.CharField(
        _("kết quả"), max_length=7, choices=Result.choices, blank=True, default="", db_collation="C"
    )
    remark = models.CharField(_("nhận xét"), max_length=1000, blank=True, default="")
    result_version = models.PositiveIntegerField(default=0)
    remark_version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("ghi lúc"), null=True)
    changed_by = models.CharField(_("người ghi"), max_length=150, blank=True, default="")
    rival = models.CharField(_("người khác muốn ghi"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("kết quả một mục")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "place"], name="inspections_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.question}"


class Photo(OfVisit):
    """key: given by the device, so that a photo that is sent twice is there once."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="+", verbose_name=_("mục"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    sha256 = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    key = models.CharField(max_length=40, db_collation="C")
    added_at = models.DateTimeField(_("đưa vào lúc"))
    added_by = models.CharField(_("người chụp"), max_length=150)

    class Meta:
        verbose_name = _("ảnh kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "key"], name="inspections_photo_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.sha256[:12]}"


class Remedy(OfVisit, Versioned):
    """What a unit has to put right by a day, its answer, and what became of it."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="+", verbose_name=_("mục"))
    unit = _unit(_("đơn vị"))
    text = models.CharField(_("yêu cầu"), max_length=1000)
    due_on = models.DateField(_("hạn"))
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=RemedyState, default=RemedyState.OPEN, db_collation="C"
    )
    told_at = models.DateTimeField(_("yêu cầu lúc"), null=True)
    reply = models.CharField(_("trả lời"), max_length=2000, blank=True, default="")
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name=_("minh chứng")
    )
    replied_at = models.DateTimeField(_("trả lời lúc"), null=True)
    replied_by = models.CharField(_("người trả lời"), max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(_("xem xét lúc"), null=True)
    decided_by = models.CharField(_("người xem xét"), max_length=150, blank=True, default="")
    reason = models.CharField(_("lý do chưa đạt"), max_length=1000, blank=True, default="")
    reminded_on = models.DateField(_("được nhắc ngày"), null=True)

    class Meta:
        verbose_name = _("yêu cầu khắc phục")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "answer"], name="inspections_remedy_once")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="inspections_remedy_unit")]

    def __str__(self) -> str:
        return self.text[:60]


class Minutes(OfVisit, Versioned):
    """One edition of what both sides sign. content: all that it says, as one text with its digest, from the leader's
    signature on; objection: what the unit says against it before it signs."""

    edition = models.PositiveSmallIntegerField(_("lần"), default=1)
    is_latest = models.BooleanField(_("là lần mới nhất"), default=True)
    state = models.CharField(
        _("tình trạng"), max_length=6, choices=MinutesState, default=MinutesState.DRAFT, db_collation="C"
    )
    number = models.CharField(_("số"), max_length=60, blank=True, default="")
    place = models.CharField(_("địa danh"), max_length=100, blank=True, default="")
    correction = models.CharField(_("lý do lập lại"), max_length=1000, blank=True, default="")
    objection = models.CharField(_("ý kiến của đơn vị"), max_length=2000, blank=True, default="")
    content = models.TextField(_("nội dung"), blank=True, default="")
    digest = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")
    docx = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name="docx"
    )
    pdf = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name="pdf"
    )
    leader_name = models.CharField(_("trưởng đoàn ký"), max_length=150, blank=True, default="")
    leader_at = models.DateTimeField(_("trưởng đoàn ký lúc"), null=True)
    head_name = models.CharField(_("thủ trưởng đơn vị ký"), max_length=150, blank=True, default="")
    head_at = models.DateTimeField(_("thủ trưởng đơn vị ký lúc"), null=True)

    class Meta:
        verbose_name = _("biên bản kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "edition"], name="inspections_minutes_edition"),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(is_latest=True), name="inspections_minutes_latest"
            ),
            models.CheckConstraint(
                condition=Q(state=MinutesState.DRAFT) | ~Q(content=""), name="inspections_minutes_has_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} #{self.edition}"
