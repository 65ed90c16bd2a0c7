"""Inventories: the books as they stood, what was counted, who confirmed. A confirmed one is frozen by the database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from ..choices import Asset, Condition, InventoryKind, InventoryStatus


class Inventory(Versioned):
    """One counting of a school's land, rooms, toilets, computers and equipment as of a day.

    ``digest`` (SHA-256, hex) covers every line as confirmed; ``figures`` are the school's figures of that moment.
    """

    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("Trường")
    )
    name = models.CharField(_("Đợt kiểm kê"), max_length=160)
    kind = models.CharField(_("Loại"), max_length=12, choices=InventoryKind)
    year = models.PositiveSmallIntegerField(_("Năm"))
    as_of = models.DateField(_("Thời điểm kiểm kê"))
    committee = models.TextField(_("Ban kiểm kê"), blank=True)
    note = models.TextField(_("Nhận xét, kiến nghị"), blank=True)
    status = models.CharField(
        _("Trạng thái"), max_length=12, choices=InventoryStatus, default=InventoryStatus.OPEN
    )
    opened_at = models.DateTimeField(_("Mở lúc"))
    opened_by = models.CharField(_("Người mở"), max_length=120)
    ended_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)
    ended_by = models.CharField(_("Người xác nhận"), max_length=120, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Kiểm kê lại cho")
    )
    digest = models.CharField(_("Mã băm"), max_length=64, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Đợt kiểm kê")
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(status="open"), name="facilities_inventory_one_open"
            ),
            models.UniqueConstraint(
                fields=["school", "year"],
                condition=Q(status="confirmed", kind="yearly"),
                name="facilities_inventory_one_a_year",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-as_of"], name="facilities_inventory_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_inventory_order"),
        ]

    def __str__(self) -> str:
        return self.name


class InventoryLine(Versioned):
    """One row of the books, as booked when it was taken in, and as found."""

    inventory = models.ForeignKey(Inventory, models.PROTECT, related_name="lines")
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("Trường")
    )
    asset = models.CharField(_("Sổ"), max_length=12, choices=Asset)
    row_id = models.PositiveIntegerField(_("Dòng trong sổ"))
    name = models.CharField(_("Tên"), max_length=255)
    place = models.CharField(_("Nơi đặt"), max_length=300, blank=True)
    unit = models.CharField(_("Đơn vị tính"), max_length=20)
    used_since = models.PositiveSmallIntegerField(_("Năm sử dụng"), null=True, blank=True)
    booked_quantity = models.PositiveIntegerField(_("Theo sổ"))
    booked_usable = models.PositiveIntegerField(_("Dùng được theo sổ"), null=True, blank=True)
    booked_condition = models.CharField(_("Tình trạng theo sổ"), max_length=12, choices=Condition, blank=True)
    counted_quantity = models.PositiveIntegerField(_("Kiểm đếm"), null=True, blank=True)
    counted_usable = models.PositiveIntegerField(_("Dùng được khi kiểm đếm"), null=True, blank=True)
    counted_condition = models.CharField(
        _("Tình trạng khi kiểm đếm"), max_length=12, choices=Condition, blank=True
    )
    remark = models.CharField(_("Nguyên nhân, đề nghị"), max_length=500, blank=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Dòng kiểm kê")
        constraints = [
            models.UniqueConstraint(
                fields=["inventory", "asset", "row_id"], name="facilities_inventoryline_once"
            ),
            models.CheckConstraint(
                condition=Q(counted_usable__isnull=True) | Q(counted_usable__lte=F("counted_quantity")),
                name="facilities_inventoryline_usable",
            ),
        ]
        indexes = [models.Index(fields=["school"], name="facilities_invline_school")]

    def __str__(self) -> str:
        return self.name
