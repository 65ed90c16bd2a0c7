"""Templates, campaigns, reports with their sections. A report that was sent keeps what it said, word for word."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import State, Tier


class Template(models.Model):
    """A .docx that somebody edited in Word and that was found good. Never changed: a change is another version.

    outline: the built-in one that it replaces, or "".
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị"), db_index=False
    )
    name = models.CharField(_("tên mẫu"), max_length=150)
    number = models.PositiveSmallIntegerField(_("phiên bản"), default=1)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp"))
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    is_public = models.BooleanField(_("báo cáo sẽ công khai"), default=False)
    added_at = models.DateTimeField(_("đưa lên lúc"))
    added_by = models.CharField(_("người đưa lên"), max_length=150)
    ended_at = models.DateTimeField(_("thôi dùng từ"), null=True)

    class Meta:
        verbose_name = _("mẫu báo cáo")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name", "number"], name="reports_template_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Campaign(Versioned):
    """Who reports what to whom by when, on the figures of one frozen state.

    outline: of a built-in template, where no own one is used. snapshot_*: the frozen state, kept by number,
    name and hash;
    before_id: the one that figures are compared with. dues: tier -> day (ISO).
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị mở"), db_index=False
    )
    title = models.CharField(_("tên đợt"), max_length=200)
    outline = models.CharField(_("đề cương"), max_length=30, db_collation="C")
    template = models.ForeignKey(
        Template, models.PROTECT, related_name="+", verbose_name=_("mẫu riêng"), null=True
    )
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    as_of = models.DateField(_("số liệu ngày"))
    snapshot_id = models.IntegerField(_("kỳ số liệu"))
    snapshot_name = models.CharField(_("tên kỳ số liệu"), max_length=200)
    snapshot_digest = models.CharField(_("mã băm kỳ số liệu"), max_length=64, db_collation="C")
    before_id = models.IntegerField(_("kỳ so sánh"), null=True)
    dues = models.JSONField(_("hạn gửi"), default=dict)
    opened_at = models.DateTimeField(_("mở lúc"))
    opened_by = models.CharField(_("người mở"), max_length=150)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("đợt báo cáo")
        indexes: ClassVar = [
            models.Index(fields=["school_year", "-opened_at"], name="reports_campaign_order")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Report(Versioned):
    """One edition of what a unit reports in a campaign.

    unit_name, receiver: of the day of the figures. details: number, place, signer and who gets it. content: what was
    sent, one text with its digest; empty before that. docx, pdf: the files that were signed and sent. public_pdf:
    the same pages without the signature (a person's certificate tells its holder's number), for everybody.
    """

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="reports", verbose_name=_("đợt"), db_index=False
    )
    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị"), db_index=False
    )
    unit_name = models.CharField(_("tên đơn vị"), max_length=200)
    tier = models.CharField(_("cấp"), max_length=10, choices=Tier, db_collation="C")
    receiver = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        related_name="+",
        verbose_name=_("nơi nhận"),
        null=True,
        db_index=False,
    )
    receiver_name = models.CharField(_("tên nơi nhận"), max_length=200, blank=True, default="")
    due_on = models.DateField(_("hạn gửi"))
    edition = models.PositiveSmallIntegerField(_("lần"), default=1)
    is_latest = models.BooleanField(_("là lần mới nhất"), default=True)
    state = models.CharField(
        _("tình trạng"), max_length=9, choices=State, default=State.OWED, db_collation="C"
    )
    details = models.JSONField(_("thể thức"), default=dict)
    correction = models.CharField(_("lý do đính chính"), max_length=1000, blank=True, default="")
    begun_at = models.DateTimeField(_("bắt đầu viết"), null=True)
    handed_over_at = models.DateTimeField(_("trình ký lúc"), null=True)
    handed_over_by = models.CharField(_("người trình"), max_length=150, blank=True, default="")
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    submitted_by = models.CharField(_("người ký, gửi"), max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(_("nhận hoặc trả lúc"), null=True)
    decided_by = models.CharField(_("người nhận hoặc trả"), max_length=150, blank=True, default="")
    reason = models.CharField(_("lý do trả lại"), max_length=1000, blank=True, default="")
    reminded_at = models.DateTimeField(_("được nhắc lúc"), null=True)
    reminded_by = models.CharField(_("người nhắc"), max_length=150, blank=True, default="")
    content = models.TextField(_("nội dung đã gửi"), blank=True, default="")
    digest = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")
    docx = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name="docx"
    )
    pdf = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name="pdf"
    )

    published_at = models.DateTimeField(_("công khai lúc"), null=True)
    published_by = models.CharField(_("người công khai"), max_length=150, blank=True, default="")
    public_pdf = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", null=True, verbose_name=_("bản công khai")
    )
    public_rows = models.JSONField(_("mục tiêu công khai"), default=list, blank=True)
    """Rows of the published edition's targets, without figures of few persons."""

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "unit", "edition"], name="reports_report_edition"),
            models.UniqueConstraint(
                fields=["campaign", "unit"], condition=Q(is_latest=True), name="reports_report_latest"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.OWED, State.DRAFT, State.READY]) | ~Q(content=""),
                name="reports_report_sent_has_content",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(published_at__isnull=False),
                name="reports_report_published_once",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(state__in=[State.SUBMITTED, State.ACCEPTED], public_pdf__isnull=False),
                name="reports_report_published_was_sent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="reports_report_unit"),
            models.Index(fields=["receiver", "campaign"], name="reports_report_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} #{self.edition}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Section(Versioned):
    """What people wrote for a narrative part, or typed for a figure that no record tells, of a report not yet sent."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="sections", verbose_name=_("báo cáo"), db_index=False
    )
    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(_("phần"), max_length=160, db_collation="C")
    body = models.TextField(_("nội dung"), blank=True, default="")
    edited_at = models.DateTimeField(_("sửa lúc"))
    edited_by = models.CharField(_("người sửa"), max_length=150)

    class Meta:
        verbose_name = _("phần viết của báo cáo")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "key"], name="reports_section_once")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class SectionVersion(models.Model):
    """What a part said before and now: nothing that was written is lost."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="versions", db_index=False)
    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(_("lần"))
    body = models.TextField(_("nội dung"), blank=True, default="")
    edited_at = models.DateTimeField(_("sửa lúc"))
    edited_by = models.CharField(_("người sửa"), max_length=150)

    class Meta:
        verbose_name = _("lần viết")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "number"], name="reports_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} #{self.number}"


class Comment(models.Model):
    """A remark on a part, until somebody sees to it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="comments", verbose_name=_("báo cáo"))
    unit = models.ForeignKey("organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(_("phần"), max_length=160, db_collation="C")
    body = models.CharField(_("góp ý"), max_length=1000)
    made_at = models.DateTimeField(_("lúc"))
    made_by = models.CharField(_("người góp ý"), max_length=150)
    settled_at = models.DateTimeField(_("xong lúc"), null=True)
    settled_by = models.CharField(_("người xử lý"), max_length=150, blank=True, default="")

    class Meta:
        verbose_name = _("góp ý báo cáo")

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id
