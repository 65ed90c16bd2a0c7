"""What a school should have: minimum lists and norms, by instrument, level and period. Shared by all units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import Versioned
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from ..choices import Basis, ItemUser, NormKind, Stock

_PERIOD = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))


class EquipmentList(Versioned):
    """A minimum list of equipment of one level, issued by one instrument, in force within a period."""

    name = models.CharField(_("Danh mục"), max_length=200)
    instrument = models.CharField(_("Văn bản"), max_length=120)
    level = models.CharField(_("Cấp học"), max_length=16, choices=EducationLevel)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust, default=Trust.UNVERIFIED)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("Danh mục thiết bị tối thiểu")
        constraints = [
            models.CheckConstraint(
                condition=_PERIOD,
                name="facilities_list_period",
                violation_error_message=_("Ngày thôi áp dụng phải sau ngày áp dụng."),
            )
        ]
        indexes = [models.Index(fields=["level", "valid_from"], name="facilities_list_level")]

    def __str__(self) -> str:
        return self.name


class EquipmentItem(Versioned):
    """One line of a minimum list: `quantity` for each `per_size` of `basis`, for the grades named (all if none).

    ``replaces``: the line of the former list that it continues; stock booked for that one counts for this one.
    """

    minimum_list = models.ForeignKey(
        EquipmentList, models.PROTECT, related_name="items", verbose_name=_("Danh mục")
    )
    subject = models.ForeignKey(
        "curriculum.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Môn học"),
    )
    topic = models.CharField(_("Chủ đề dạy học"), max_length=200, blank=True)
    code = models.CharField(_("Mã thiết bị"), max_length=30, db_collation="C")
    name = models.CharField(_("Tên thiết bị"), max_length=250)
    use = models.CharField(_("Mục đích sử dụng"), max_length=500, blank=True)
    description = models.TextField(_("Mô tả"), blank=True)
    unit = models.CharField(_("Đơn vị tính"), max_length=20, default="bộ")
    quantity = models.DecimalField(_("Số lượng"), max_digits=8, decimal_places=2)
    basis = models.CharField(_("Tính cho mỗi"), max_length=14, choices=Basis)
    per_size = models.PositiveSmallIntegerField(_("Cỡ nhóm"), default=1)
    stock = models.CharField(_("Đối chiếu với"), max_length=12, choices=Stock, default=Stock.EQUIPMENT)
    users = models.CharField(_("Đối tượng sử dụng"), max_length=8, choices=ItemUser, default=ItemUser.BOTH)
    grades = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("Lớp"))
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust, default=Trust.UNVERIFIED)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Thay cho mục")
    )
    closed_on = models.DateField(_("Bỏ khỏi danh mục từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("Thiết bị trong danh mục tối thiểu")
        constraints = [
            models.UniqueConstraint(
                fields=["minimum_list", "code"],
                name="facilities_item_code",
                violation_error_message=_("Mã này đã có trong danh mục."),
            ),
            models.CheckConstraint(condition=Q(per_size__gte=1), name="facilities_item_size"),
        ]
        indexes = [
            models.Index(fields=["minimum_list", "code"], name="facilities_item_list"),
            models.Index(fields=["sort_key", "id"], name="facilities_item_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Lists repeat names (a projector in each); the code tells them apart."""
        return f"{self.code} · {self.name}"


class Norm(Versioned):
    """A number that facilities are compared with; ``hard_area`` empty: everywhere."""

    name = models.CharField(_("Định mức"), max_length=200)
    kind = models.CharField(_("Chỉ số"), max_length=24, choices=NormKind)
    level = models.CharField(_("Cấp học"), max_length=16, choices=EducationLevel)
    hard_area = models.BooleanField(_("Chỉ cho vùng đặc biệt khó khăn"), default=False)
    value = models.DecimalField(_("Giá trị"), max_digits=10, decimal_places=2)
    instrument = models.CharField(_("Văn bản"), max_length=160)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    trust = models.CharField(_("Độ tin cậy"), max_length=12, choices=Trust, default=Trust.UNVERIFIED)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = _("Định mức cơ sở vật chất")
        constraints = [
            models.CheckConstraint(
                condition=_PERIOD,
                name="facilities_norm_period",
                violation_error_message=_("Ngày thôi áp dụng phải sau ngày áp dụng."),
            )
        ]
        indexes = [models.Index(fields=["kind", "level", "valid_from"], name="facilities_norm_kind")]

    def __str__(self) -> str:
        return self.name
