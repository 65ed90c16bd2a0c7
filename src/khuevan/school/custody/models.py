"""Packages on their way to the store, what it holds, and cards that travel with a child. Every row has its school."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import HANDOVER_STATES, PACKAGE_STATES, Direction, KeptState
from .rules import HandoverState, PackageState
from .rules.states import LIVE


class _OfSchool(models.Model):
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class Package(_OfSchool, Versioned):
    """Issued cards of a class for the department. digest: SHA-256 of the signed manifest; faults: what the last check
    found, as `{"kind", "file", "detail"}`; file: the archive, once it is signed."""

    id = models.AutoField(primary_key=True)
    uid = models.CharField(_("số gói"), max_length=40, unique=True, db_collation="C")
    school_year = models.ForeignKey(
        "schoolyear.SchoolYear", models.PROTECT, related_name="+", db_index=False, verbose_name=_("năm học")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    receiver = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("nơi nhận")
    )
    state = models.CharField(
        _("trạng thái"), max_length=9, choices=PACKAGE_STATES, default=PackageState.MADE, db_collation="C"
    )
    cards = models.PositiveIntegerField(_("số học bạ"))
    left_out = models.PositiveIntegerField(_("người học chưa có học bạ phát hành"), default=0)
    digest = models.CharField(_("mã băm bản kê"), max_length=64, blank=True, default="", db_collation="C")
    file_id = models.BigIntegerField(_("tệp"), null=True)
    size = models.BigIntegerField(_("dung lượng"), default=0)
    made_at = models.DateTimeField(_("lập lúc"))
    made_by = models.CharField(_("người lập"), max_length=150)
    signed_at = models.DateTimeField(_("ký lúc"), null=True)
    signed_by = models.CharField(_("người ký gói"), max_length=150, blank=True, default="")
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True)
    checked_by = models.CharField(_("người kiểm tra"), max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(_("kết thúc lúc"), null=True)
    decided_by = models.CharField(_("người quyết định"), max_length=150, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    faults = models.JSONField(_("điểm không đạt"), default=list)

    class Meta:
        verbose_name = _("gói học bạ số")
        indexes: ClassVar = [
            models.Index(fields=["school", "-id"], name="custody_package_school"),
            models.Index(fields=["state", "-id"], name="custody_package_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=PackageState.MADE)
                | Q(state=PackageState.WITHDRAWN)
                | Q(file_id__isnull=False),
                name="custody_package_signed_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.uid


class PackedCard(_OfSchool):
    """A card in a package. `is_held`: the package still holds it, so that it goes into no other."""

    id = models.BigAutoField(primary_key=True)
    package = models.ForeignKey(Package, models.PROTECT, related_name="packed", verbose_name=_("gói"))
    code = models.CharField(_("mã học bạ"), max_length=60, db_collation="C")
    card_version = models.PositiveIntegerField(_("phiên bản"))
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    learner = models.CharField(_("số định danh người học"), max_length=20, db_collation="C")
    name = models.CharField(_("họ và tên"), max_length=100)
    is_held = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("học bạ trong gói")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "code"], name="custody_packed_once"),
            models.UniqueConstraint(
                fields=["code", "card_version"], condition=Q(is_held=True), name="custody_packed_in_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.card_version}"


class Handover(_OfSchool, Versioned):
    """Cards that travel with a child between two schools, perhaps of two installations that share nothing.

    out: sealed here; receipt: what the receiver signed, taken in again. in: came from elsewhere; receipt: ours.
    """

    id = models.AutoField(primary_key=True)
    uid = models.CharField(_("số niêm phong"), max_length=40, db_collation="C")
    direction = models.CharField(_("chiều"), max_length=3, choices=Direction.choices, db_collation="C")
    learner = models.CharField(_("số định danh người học"), max_length=20, db_collation="C")
    name = models.CharField(_("họ và tên"), max_length=100)
    other_code = models.CharField(_("mã trường kia"), max_length=60, blank=True, default="", db_collation="C")
    other_name = models.CharField(_("trường kia"), max_length=200)
    cards = models.PositiveIntegerField(_("số học bạ"))
    digest = models.CharField(_("mã băm bản kê"), max_length=64, db_collation="C")
    file_id = models.BigIntegerField(_("tệp"))
    state = models.CharField(_("trạng thái"), max_length=13, choices=HANDOVER_STATES, db_collation="C")
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    begun_by = models.CharField(_("người làm"), max_length=150)
    ended_at = models.DateTimeField(_("xong lúc"), null=True)
    ended_by = models.CharField(_("người kết thúc"), max_length=150, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    receipt = models.BinaryField(_("biên nhận"), null=True)

    class Meta:
        verbose_name = _("niêm phong học bạ chuyển trường")
        indexes: ClassVar = [models.Index(fields=["school", "-id"], name="custody_handover_school")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "uid", "direction"],
                condition=~Q(state=HandoverState.REFUSED),
                name="custody_handover_once",
            ),
        ]

    def __str__(self) -> str:
        return self.uid


class KeptCard(_OfSchool):
    """A signed card in a store: the department's (from a package; school: who issued it), or a school's own (taken
    over with a child; school: who holds it). The file is `member` of the archive `file_id`."""

    id = models.BigAutoField(primary_key=True)
    package = models.ForeignKey(Package, models.PROTECT, null=True, related_name="+", verbose_name=_("gói"))
    handover = models.ForeignKey(
        Handover, models.PROTECT, null=True, related_name="+", verbose_name=_("niêm phong")
    )
    code = models.CharField(_("mã học bạ"), max_length=60, db_collation="C")
    card_version = models.PositiveIntegerField(_("phiên bản"))
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    learner = models.CharField(_("số định danh người học"), max_length=20, db_collation="C")
    name = models.CharField(_("họ và tên"), max_length=100)
    year = models.CharField(_("năm học"), max_length=9, db_collation="C")
    class_name = models.CharField(_("lớp"), max_length=20, blank=True, default="")
    issued_by = models.CharField(_("nơi phát hành"), max_length=200)
    file_id = models.BigIntegerField(_("tệp"))
    member = models.CharField(max_length=90, db_collation="C")
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=KeptState.choices, default=KeptState.CURRENT, db_collation="C"
    )
    kept_at = models.DateTimeField(_("nhận lúc"))

    class Meta:
        verbose_name = _("học bạ trong kho")
        indexes: ClassVar = [
            models.Index(fields=["school", "-id"], name="custody_kept_school"),
            models.Index(fields=["learner"], name="custody_kept_learner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "code", "card_version"],
                condition=~Q(state=KeptState.REFUSED),
                name="custody_kept_once",
            ),
            models.UniqueConstraint(
                fields=["school", "code"],
                condition=Q(state=KeptState.CURRENT),
                name="custody_kept_one_current",
            ),
            models.CheckConstraint(
                condition=Q(package__isnull=False) ^ Q(handover__isnull=False), name="custody_kept_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.card_version}"


HOLDING = tuple(state.value for state in LIVE)
"""States of packages that hold their cards."""
