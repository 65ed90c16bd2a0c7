"""Changes in the order in which they are told, and the packages that were made or checked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import CheckState, PackageState, Result, Verb


class Change(models.Model):
    """One change of one record as one unit holds it.

    seq: the place in the order; without gaps, written by one follower at a time, so that a reader who has seen a
        number has seen all below it.
    version: grows by one for each change of the record in the unit.
    lane, entry: the entry of the audit log that says who, why and what; 0 where a load of many rows left none for each.
    No value of the record stands here.
    """

    seq = models.BigIntegerField(primary_key=True)
    unit_id = models.IntegerField()
    kind = models.CharField(_("loại hồ sơ"), max_length=60, db_collation="C")
    record_id = models.BigIntegerField()
    version = models.IntegerField(_("phiên bản"))
    verb = models.CharField(_("thay đổi"), max_length=6, choices=Verb.choices, db_collation="C")
    at = models.DateTimeField(_("lúc"))
    act_id = models.UUIDField(null=True)
    lane = models.SmallIntegerField(default=0)
    entry = models.BigIntegerField(default=0)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thay đổi")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "unit_id", "version"], name="exchange_change_version_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_id", "seq"], name="exchange_change_unit")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.kind}/{self.record_id} v{self.version}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Mark(models.Model):
    """How far each lane of the audit log has been followed."""

    lane = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta:
        verbose_name = _("dấu theo dõi")

    def __str__(self) -> str:
        return f"{self.lane}: {self.seq}"


class Package(Versioned):
    """A package that was asked for. What it holds is in the file; here are its counts and digests.

    uid: written into the package, so that one that comes back is known again.
    content_digest: of the parts alone, the same for the same data whenever it is made.
    digest: of the whole manifest.
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("trường")
    )
    uid = models.UUIDField(_("số của gói"), unique=True)
    school_year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=PackageState.choices, default=PackageState.WAITING
    )
    made_by = models.CharField(_("người lập"), max_length=150)
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    made_at = models.DateTimeField(_("lập lúc"), null=True)
    file_id = models.BigIntegerField(_("tệp"), null=True)
    size = models.BigIntegerField(_("dung lượng"), default=0)
    rows = models.IntegerField(_("số bản ghi"), default=0)
    parts = models.JSONField(_("các phần"), default=list)
    cursor = models.BigIntegerField(_("đến thay đổi số"), default=0)
    content_digest = models.CharField(_("mã băm nội dung"), max_length=64, default="", db_collation="C")
    digest = models.CharField(_("mã băm của gói"), max_length=64, default="", db_collation="C")
    run_id = models.BigIntegerField(_("công việc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("gói dữ liệu")
        indexes: ClassVar = [
            models.Index(fields=["unit", "-id"], name="exchange_package_unit"),
            models.Index(fields=["digest"], name="exchange_package_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.school_year} #{self.pk}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class PackageCheck(Versioned):
    """A package that somebody handed in to be verified and compared with what stands here."""

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("trường")
    )
    state = models.CharField(
        _("kết luận"), max_length=9, choices=CheckState.choices, default=CheckState.WAITING
    )
    file_id = models.BigIntegerField(_("tệp"), null=True)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    asked_by = models.CharField(_("người kiểm tra"), max_length=150)
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True)
    reason = models.CharField(_("vì sao bị từ chối"), max_length=500, blank=True, default="")
    school_year = models.CharField(_("năm học"), max_length=9, default="", db_collation="C")
    made_at = models.DateTimeField(_("gói lập lúc"), null=True)
    digest = models.CharField(_("mã băm của gói"), max_length=64, default="", db_collation="C")
    is_ours = models.BooleanField(_("do nền tảng này lập"), default=False)
    counts = models.JSONField(_("số bản ghi theo kết quả"), default=dict)
    run_id = models.BigIntegerField(_("công việc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần kiểm tra gói")
        indexes: ClassVar = [models.Index(fields=["unit", "-id"], name="exchange_check_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} #{self.pk} {self.state}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class CheckedRecord(models.Model):
    """A record that is not the same in the package and here. `columns`: which differ; no value is kept."""

    check_of = models.ForeignKey(PackageCheck, models.PROTECT, related_name="records", db_index=False)
    unit_id = models.IntegerField()
    kind = models.CharField(_("loại hồ sơ"), max_length=60, db_collation="C")
    record_id = models.BigIntegerField()
    result = models.CharField(_("kết quả"), max_length=9, choices=Result.choices)
    columns = models.JSONField(_("khác ở"), default=list)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản ghi của lần kiểm tra")
        indexes: ClassVar = [
            models.Index(fields=["check_of", "kind", "record_id"], name="exchange_checked_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.record_id} {self.result}"
