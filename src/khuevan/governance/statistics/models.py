"""Reports of units for forms. A report that was sent keeps what it said; its correction is another revision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import State, Tier


class Report(Versioned):
    """One revision of what a unit reports on a form for a school year.

    unit_name: as it was called on the day that the form counts on; kept, because who receives it may not see the unit
    itself any more once it has moved. with_corrections: figures are those of the records as they tell now of the day of
    the form, in place of those that were frozen when that day ended; corrections_why says why. receiver: the body it
    goes to, the managing one on that day. content, digest: see `rules.contents`; empty while it is a draft, whose
    figures are counted whenever somebody looks. package: of a department's report that came as a file: the hash of its
    manifest; submitted_at is then the moment that it arrived, begun_at the one that it was sent there. remarks: cell ->
    why it is so, of a draft.
    """

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
    form = models.CharField(_("biểu"), max_length=20, db_collation="C")
    form_version = models.PositiveSmallIntegerField(_("phiên bản biểu"))
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    revision = models.PositiveSmallIntegerField(_("lần lập"), default=1)
    state = models.CharField(
        _("tình trạng"), max_length=9, choices=State, default=State.DRAFT, db_collation="C"
    )
    is_latest = models.BooleanField(_("là lần lập mới nhất"), default=True)
    as_of = models.DateField(_("số liệu ngày"))
    due_on = models.DateField(_("hạn gửi"))
    begun_at = models.DateTimeField(_("lập lúc"))
    begun_by = models.CharField(_("người lập"), max_length=150)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    submitted_by = models.CharField(_("người duyệt, gửi"), max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(_("nhận hoặc trả lúc"), null=True)
    decided_by = models.CharField(_("người nhận hoặc trả"), max_length=150, blank=True, default="")
    reason = models.CharField(_("lý do trả lại"), max_length=1000, blank=True, default="")
    remarks = models.JSONField(_("giải trình"), default=dict)
    with_corrections = models.BooleanField(_("lấy cả phần sửa sau ngày chốt"), default=False)
    corrections_why = models.CharField(
        _("lý do lấy phần sửa sau ngày chốt"), max_length=1000, blank=True, default=""
    )
    package = models.CharField(
        _("mã băm của gói đã mang biểu đến"), max_length=64, blank=True, default="", db_collation="C"
    )
    content = models.TextField(_("nội dung đã gửi"), blank=True, default="")
    digest = models.CharField(_("mã băm"), max_length=64, blank=True, default="", db_collation="C")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu báo cáo thống kê")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "form", "school_year", "revision"], name="statistics_report_revision"
            ),
            models.UniqueConstraint(
                fields=["unit", "form", "school_year"],
                condition=Q(is_latest=True),
                name="statistics_report_latest",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | ~Q(content=""), name="statistics_report_sent_has_content"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["receiver", "form", "school_year"], name="statistics_report_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.school_year} {self.unit_name} #{self.revision}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class PackageSeal(models.Model):
    """The department's seal over the manifest of its package for the ministry.

    digest: of that manifest; once another report goes in, it is another one, and a seal is due again. content: the signed
    XML as it was made, the only thing that counts; the rest is for lists.
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    digest = models.CharField(_("mã băm của bản kê"), max_length=64, db_collation="C")
    signer = models.CharField(_("người ký"), max_length=300)
    sealed_by = models.CharField(_("tài khoản ký"), max_length=200)
    sealed_at = models.DateTimeField(_("ký lúc"))
    level = models.CharField(_("mức chữ ký"), max_length=20)
    content = models.BinaryField()

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("con dấu trên gói biểu gửi Bộ")
        indexes: ClassVar = [models.Index(fields=["unit", "digest"], name="statistics_seal_digest")]

    def __str__(self) -> str:
        return self.signer

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id
