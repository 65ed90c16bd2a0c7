"""Plans and their lines as they were adopted; amendments beside them; what is known of the progress.

A line of a plan (target, task) keeps what it said when the plan was adopted. What later decisions made of it is folded
over it for any day (`rules.amending`), so that nothing is ever lost and every change has its reason.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import ChangeKind, Direction, Measure, PlanState, SectionKind, Standing, Tier

UNIT = "organisations.OrgUnit"


class OfUnit(models.Model):
    """A row that belongs to the unit whose plan it is of."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("đơn vị"), db_index=False)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Plan(OfUnit, Versioned):
    """unit_name, issuer: as the document calls them; who reads it may not see the unit. source: where the lines
    were taken from. parent: the plan that this one carries out."""

    unit_name = models.CharField(_("tên đơn vị"), max_length=200)
    tier = models.CharField(_("cấp"), max_length=10, choices=Tier, db_collation="C")
    title = models.CharField(_("tên kế hoạch"), max_length=400)
    search = models.CharField(max_length=900, editable=False, default="", db_collation="C")
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True, default="")
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True, default="")
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    starts_on = models.DateField(_("thực hiện từ"))
    ends_on = models.DateField(_("đến hết"))
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=PlanState, default=PlanState.DRAFT, db_collation="C"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="carried_out_by", verbose_name=_("thực hiện kế hoạch")
    )
    is_published = models.BooleanField(_("công khai"), default=False)
    source = models.CharField(_("nguồn"), max_length=400, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=1000, blank=True, default="")
    written_by = models.CharField(_("người soạn"), max_length=150)
    written_at = models.DateTimeField(_("soạn lúc"))
    adopted_by = models.CharField(_("người ban hành"), max_length=150, blank=True, default="")
    adopted_at = models.DateTimeField(_("ban hành lúc"), null=True)

    class Meta:
        verbose_name = _("kế hoạch")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="targets_plan_period"),
            models.CheckConstraint(
                condition=Q(is_published=False) | ~Q(state=PlanState.DRAFT),
                name="targets_plan_no_public_draft",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="targets_plan_unit")]

    def __str__(self) -> str:
        return self.title


class OfPlan(OfUnit):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("kế hoạch"))

    class Meta:
        abstract = True


class Instrument(OfPlan):
    """A document that the plan carries out."""

    number = models.CharField(_("số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("ngày"), null=True)
    issuer = models.CharField(_("cơ quan"), max_length=200, blank=True, default="")
    title = models.CharField(_("trích yếu"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("căn cứ của kế hoạch")

    def __str__(self) -> str:
        return self.number


class Section(OfPlan):
    """A pillar or an objective that lines stand under."""

    kind = models.CharField(_("loại"), max_length=9, choices=SectionKind, db_collation="C")
    number = models.CharField(_("số thứ tự"), max_length=20, blank=True, default="")
    name = models.CharField(_("tên"), max_length=500)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("nhóm của kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="targets_section_order"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Line(OfPlan):
    """What targets and tasks share. item: where it stands in the document, "Phụ lục 1, mục 8". lead: as the document
    says it; lead_unit: that unit, where it is known. added_by: the change that brought it in after the adoption."""

    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="+", verbose_name=_("nhóm"))
    number = models.CharField(_("số thứ tự"), max_length=20, blank=True, default="")
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    item = models.CharField(_("mục của văn bản"), max_length=200, blank=True, default="")
    name = models.CharField(_("nội dung"), max_length=2000)
    lead = models.CharField(_("đơn vị chủ trì"), max_length=400, blank=True, default="")
    lead_unit = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+", db_index=False)
    supporting = models.CharField(_("đơn vị phối hợp"), max_length=600, blank=True, default="")
    deliverable = models.CharField(_("sản phẩm"), max_length=1200, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=1000, blank=True, default="")
    is_added = models.BooleanField(_("thêm bởi sửa đổi"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Target(Line):
    """indicator, held: what tells the value, with splits held fast; indicator_version: as it was when it was bound.
    tiers: whose plans must take it over; levels: of education; units: only these, by id; empty is all of them."""

    measure = models.CharField(_("cách đo"), max_length=9, choices=Measure, db_collation="C")
    indicator = models.CharField(_("chỉ tiêu"), max_length=80, blank=True, default="", db_collation="C")
    indicator_version = models.PositiveSmallIntegerField(default=0)
    held = models.JSONField(_("điều kiện"), default=dict)
    direction = models.CharField(
        _("chiều"), max_length=8, choices=Direction, default=Direction.AT_LEAST, db_collation="C"
    )
    threshold = models.DecimalField(_("mức phải đạt"), max_digits=14, decimal_places=3)
    unit_word = models.CharField(_("đơn vị tính"), max_length=40, default="%")
    starts_on = models.DateField(_("từ ngày"))
    due_on = models.DateField(_("đạt vào ngày"))
    base = models.DecimalField(_("mức ban đầu"), max_digits=14, decimal_places=3, null=True)
    tiers = models.JSONField(_("cấp phải nhận"), default=list)
    levels = models.JSONField(_("cấp học"), default=list)
    units = models.JSONField(_("các đơn vị"), default=list)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("từ chỉ tiêu")
    )

    class Meta:
        verbose_name = _("chỉ tiêu của kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="targets_target_order"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("due_on")), name="targets_target_period"),
            models.CheckConstraint(
                condition=~Q(measure=Measure.INDICATOR) | ~Q(indicator=""),
                name="targets_target_has_indicator",
            ),
        ]


class Task(Line):
    """is_yearly: to be done anew each calendar year of the period. depends_on: a task, maybe of another plan, whose
    end this one waits for."""

    starts_on = models.DateField(_("bắt đầu"))
    ends_on = models.DateField(_("hoàn thành"))
    is_yearly = models.BooleanField(_("hằng năm"), default=False)
    period_said = models.CharField(_("thời gian, như văn bản ghi"), max_length=100, blank=True, default="")
    depends_on = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("chờ nhiệm vụ")
    )

    class Meta:
        verbose_name = _("nhiệm vụ của kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="targets_task_order"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="targets_task_period"),
        ]


class Amendment(OfPlan):
    """A later decision about a plan."""

    number = models.CharField(_("số quyết định"), max_length=60)
    issuer = models.CharField(_("cơ quan"), max_length=200, blank=True, default="")
    effective_on = models.DateField(_("có hiệu lực từ"))
    title = models.CharField(_("trích yếu"), max_length=500, blank=True, default="")
    made_by = models.CharField(_("người ghi"), max_length=150)
    made_at = models.DateTimeField(_("ghi lúc"))

    class Meta:
        verbose_name = _("quyết định sửa đổi kế hoạch")

    def __str__(self) -> str:
        return self.number


class Change(OfPlan):
    """What an amendment does with one line. values: field -> what it says from then on; cited: the item that it
    changes, in the words of the decision; item: where in the decision it stands."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    kind = models.CharField(_("loại"), max_length=6, choices=ChangeKind, db_collation="C")
    target = models.ForeignKey(Target, models.CASCADE, null=True, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    values = models.JSONField(_("nội dung mới"), default=dict)
    cited = models.CharField(_("mục bị sửa"), max_length=300, blank=True, default="")
    item = models.CharField(_("mục của quyết định"), max_length=100, blank=True, default="")
    reason = models.CharField(_("lý do"), max_length=1000)

    class Meta:
        verbose_name = _("thay đổi của kế hoạch")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target=None) ^ Q(task=None), name="targets_change_of_one_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cited}"


class Report(OfUnit):
    """What a unit says about a target or a task, with its evidence. value: of a target as it is measured, of a task
    the part done in percent. sha256: of the file, kept here so that the evidence can be checked without it."""

    target = models.ForeignKey(Target, models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+")
    as_of = models.DateField(_("tính đến ngày"))
    value = models.DecimalField(_("giá trị"), max_digits=14, decimal_places=3)
    text = models.CharField(_("nội dung"), max_length=2000, blank=True, default="")
    link = models.URLField(_("đường dẫn"), max_length=500, blank=True, default="")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(_("mã băm của tệp"), max_length=64, blank=True, default="", db_collation="C")
    reported_by = models.CharField(_("người báo cáo"), max_length=150)
    reported_at = models.DateTimeField(_("báo cáo lúc"))

    class Meta:
        verbose_name = _("báo cáo tiến độ")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target=None) ^ Q(task=None), name="targets_report_of_one_line"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["target", "unit", "as_of"], name="targets_report_target"),
            models.Index(fields=["task", "unit", "as_of"], name="targets_report_task"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id or self.task_id} {self.as_of}"


class Reading(OfPlan):
    """How far a target or a task was on a day, as it was worked out then: for the pace, and for boards."""

    target = models.ForeignKey(Target, models.CASCADE, null=True, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    read_on = models.DateField(_("ngày đo"))
    value = models.DecimalField(_("giá trị"), max_digits=14, decimal_places=3, null=True)
    standing = models.CharField(_("tình trạng"), max_length=10, choices=Standing, db_collation="C")
    expected_on = models.DateField(_("dự kiến đạt"), null=True)
    is_latest = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("số đo của kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "read_on"], name="targets_reading_target"),
            models.UniqueConstraint(fields=["task", "read_on"], name="targets_reading_task"),
            models.CheckConstraint(
                condition=Q(target=None) ^ Q(task=None), name="targets_reading_of_one_line"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit"], name="targets_reading_latest", condition=Q(is_latest=True)),
        ]

    def __str__(self) -> str:
        return f"{self.target_id or self.task_id} {self.read_on} {self.standing}"


class Notice(OfUnit):
    """Somebody at the unit must act: a line is behind or late, or the plan above it changed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    target = models.ForeignKey(Target, models.CASCADE, null=True, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    standing = models.CharField(
        _("tình trạng"), max_length=10, choices=Standing, blank=True, db_collation="C"
    )
    text = models.CharField(_("nội dung"), max_length=500, blank=True, default="")
    made_on = models.DateField(_("ngày nhắc"))
    seen_at = models.DateTimeField(_("xem lúc"), null=True)
    seen_by = models.CharField(_("người xem"), max_length=150, blank=True, default="")

    class Meta:
        verbose_name = _("nhắc việc của kế hoạch")
        indexes: ClassVar = [
            models.Index(fields=["unit"], name="targets_notice_open", condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.standing} {self.made_on}"
