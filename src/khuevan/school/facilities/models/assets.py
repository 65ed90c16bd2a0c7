"""What a school has. A row with `closed_on` is history: nothing is deleted, figures count what is open."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned
from khuevan.register.organisations.choices import EducationLevel

from ..choices import (
    BuildClass,
    ComputerKind,
    ComputerPurpose,
    Condition,
    EquipmentKind,
    Funding,
    Furnishing,
    LineKind,
    PowerSource,
    RoomKind,
    Tenure,
    ToiletUsers,
    WaterSource,
)


def _levels() -> ArrayField:
    return ArrayField(models.CharField(max_length=16, choices=EducationLevel), default=list, blank=True)


class Possession(Versioned):
    """What everything of a school has in common. ``point`` empty: the whole school, or its only place."""

    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("Trường")
    )
    point = models.ForeignKey(
        "organisations.SchoolPoint", models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    closed_on = models.DateField(_("Không còn dùng từ"), null=True, blank=True)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class Asset(Possession):
    """A possession that an inventory counts."""

    condition = models.CharField(_("Tình trạng"), max_length=12, choices=Condition, blank=True, default="")
    used_since = models.PositiveSmallIntegerField(_("Năm bắt đầu sử dụng"), null=True, blank=True)
    funding = models.CharField(_("Nguồn"), max_length=12, choices=Funding, blank=True, default="")

    class Meta:
        abstract = True


class Land(Asset):
    """A parcel with its use right (group DD.1.1 of the specification, and the areas EQMS asks for per point)."""

    name = models.CharField(_("Khu đất"), max_length=255)
    address = models.CharField(_("Địa điểm"), max_length=500, blank=True)
    area_m2 = models.DecimalField(_("Diện tích đất (m²)"), max_digits=12, decimal_places=1)
    built_m2 = models.DecimalField(
        _("Diện tích xây dựng (m²)"), max_digits=12, decimal_places=1, null=True, blank=True
    )
    playground_m2 = models.DecimalField(
        _("Diện tích sân chơi, bãi tập (m²)"), max_digits=12, decimal_places=1, null=True, blank=True
    )
    tenure = models.CharField(_("Hình thức sử dụng đất"), max_length=16, choices=Tenure)
    owner_name = models.CharField(_("Người đứng tên quyền sử dụng đất"), max_length=160, blank=True)
    evidence = models.CharField(_("Giấy tờ về quyền sử dụng đất"), max_length=255, blank=True)
    purpose = models.CharField(_("Mục đích sử dụng đất"), max_length=255, blank=True)
    buildings = models.CharField(_("Công trình xây dựng"), max_length=100, blank=True)
    use_years = models.PositiveSmallIntegerField(_("Thời gian sử dụng (năm)"), null=True, blank=True)

    class Meta:
        verbose_name = _("Khu đất")
        constraints = [
            models.CheckConstraint(
                condition=Q(built_m2__isnull=True) | Q(built_m2__lte=F("area_m2")),
                name="facilities_land_built",
                violation_error_message=_("Diện tích xây dựng không thể lớn hơn diện tích đất."),
            )
        ]
        indexes = [
            models.Index(fields=["school", "closed_on"], name="facilities_land_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_land_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Room(Asset):
    """A room, or `quantity` like rooms (group PH.1.1). ``area_m2`` is that of one of them."""

    name = models.CharField(_("Tên phòng"), max_length=100)
    kind = models.CharField(_("Loại phòng"), max_length=16, choices=RoomKind)
    build_class = models.CharField(_("Cấp công trình"), max_length=12, choices=BuildClass)
    building = models.CharField(_("Dãy nhà"), max_length=60, blank=True)
    floor = models.SmallIntegerField(_("Tầng"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("Số phòng"), default=1)
    area_m2 = models.DecimalField(
        _("Diện tích một phòng (m²)"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    capacity = models.PositiveSmallIntegerField(_("Sức chứa một phòng (chỗ)"), null=True, blank=True)
    levels = _levels()
    subject = models.ForeignKey(
        "curriculum.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Môn học"),
    )
    furnishing = models.CharField(_("Mức đáp ứng"), max_length=16, choices=Furnishing, blank=True, default="")
    has_projection = models.BooleanField(_("Có thiết bị trình chiếu"), default=False)
    has_internet = models.BooleanField(_("Có Internet"), default=False)
    is_accessible = models.BooleanField(_("Người khuyết tật tiếp cận được"), default=False)

    class Meta:
        verbose_name = _("Phòng")
        indexes = [
            models.Index(fields=["school", "closed_on", "kind"], name="facilities_room_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_room_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Toilet(Asset):
    """A toilet of one group of users (QĐ 4998 §2.5: standard toilets by user group, number and area)."""

    name = models.CharField(_("Nhà vệ sinh"), max_length=100)
    users = models.CharField(_("Người dùng"), max_length=16, choices=ToiletUsers)
    build_class = models.CharField(_("Cấp công trình"), max_length=12, choices=BuildClass, blank=True)
    quantity = models.PositiveIntegerField(_("Số nhà (khu) vệ sinh"), default=1)
    area_m2 = models.DecimalField(
        _("Diện tích một nhà (m²)"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    fixtures = models.PositiveSmallIntegerField(_("Số bệ xí mỗi nhà"), null=True, blank=True)
    urinals = models.PositiveSmallIntegerField(_("Số chỗ tiểu mỗi nhà"), null=True, blank=True)
    basins = models.PositiveSmallIntegerField(_("Số chậu rửa tay mỗi nhà"), null=True, blank=True)
    is_standard = models.BooleanField(_("Đạt chuẩn"), default=False)
    has_water = models.BooleanField(_("Có nước"), default=False)
    has_soap = models.BooleanField(_("Có xà phòng rửa tay"), default=False)
    is_accessible = models.BooleanField(_("Người khuyết tật dùng được"), default=False)

    class Meta:
        verbose_name = _("Nhà vệ sinh")
        indexes = [
            models.Index(fields=["school", "closed_on", "users"], name="facilities_toilet_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_toilet_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Utilities(Possession):
    """Water, power and the other technical works of one point: at most one open row a point."""

    water_source = models.CharField(_("Nguồn nước"), max_length=16, choices=WaterSource)
    has_clean_water = models.BooleanField(_("Nguồn nước sạch"), default=False)
    water_tested_on = models.DateField(_("Xét nghiệm nước gần nhất"), null=True, blank=True)
    has_drinking_water = models.BooleanField(_("Đủ nước uống"), default=False)
    taps = models.PositiveSmallIntegerField(_("Số vòi nước"), null=True, blank=True)
    handwashing = models.PositiveSmallIntegerField(_("Số chỗ rửa tay có xà phòng"), null=True, blank=True)
    teaches_handwashing = models.BooleanField(_("Có chương trình giáo dục vệ sinh đôi tay"), default=False)
    power_source = models.CharField(_("Nguồn điện"), max_length=12, choices=PowerSource)
    is_power_stable = models.BooleanField(_("Điện ổn định"), default=False)
    has_drainage = models.BooleanField(_("Có thoát nước"), default=False)
    has_waste_collection = models.BooleanField(_("Có thu gom rác"), default=False)
    has_fire_safety = models.BooleanField(_("Có phòng cháy, chữa cháy"), default=False)
    has_fence = models.BooleanField(_("Có tường rào, cổng trường"), default=False)
    has_staff_parking = models.BooleanField(_("Có nhà để xe giáo viên"), default=False)
    has_learner_parking = models.BooleanField(_("Có nhà để xe học sinh"), default=False)
    is_accessible = models.BooleanField(_("Có hạ tầng tiếp cận cho người khuyết tật"), default=False)

    class Meta:
        verbose_name = _("Điện, nước, hạ tầng")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "point"],
                condition=Q(closed_on__isnull=True),
                nulls_distinct=False,
                name="facilities_utilities_once",
                violation_error_message=_("Nơi này đã có phiếu điện, nước đang dùng. Hãy sửa phiếu ấy."),
            )
        ]

    def __str__(self) -> str:
        return self.point.name if self.point else self.school.name


class InternetLine(Possession):
    """A line to the Internet: kind, speed, provider, what for."""

    kind = models.CharField(_("Loại đường truyền"), max_length=12, choices=LineKind)
    provider = models.CharField(_("Nhà cung cấp"), max_length=80)
    speed_mbps = models.PositiveIntegerField(_("Tốc độ (Mbps)"))
    for_teaching = models.BooleanField(_("Dùng cho dạy học"), default=False)
    for_management = models.BooleanField(_("Dùng cho quản lý"), default=False)
    has_wifi = models.BooleanField(_("Có Wi-Fi cho lớp học"), default=False)
    started_on = models.DateField(_("Dùng từ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("Đường truyền Internet")
        indexes = [
            models.Index(fields=["school", "closed_on"], name="facilities_line_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_line_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.provider}"


class Stock(Asset):
    """Countable things: how many there are, how many of them still work."""

    name = models.CharField(_("Tên"), max_length=200)
    quantity = models.PositiveIntegerField(_("Số lượng"))
    usable = models.PositiveIntegerField(_("Số dùng được"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Đặt tại phòng")
    )

    class Meta:
        abstract = True


class ComputerSet(Stock):
    """Computers bought together for one purpose."""

    kind = models.CharField(_("Loại máy"), max_length=12, choices=ComputerKind)
    purpose = models.CharField(_("Dùng để"), max_length=12, choices=ComputerPurpose)
    levels = _levels()
    is_online = models.BooleanField(_("Kết nối Internet"), default=False)

    class Meta:
        verbose_name = _("Máy tính")
        constraints = [
            models.CheckConstraint(condition=Q(usable__lte=F("quantity")), name="facilities_computers_usable")
        ]
        indexes = [
            models.Index(fields=["school", "closed_on", "purpose"], name="facilities_computers_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_computers_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Equipment(Stock):
    """Any other equipment; ``item`` says which line of a minimum list it counts for."""

    kind = models.CharField(_("Nhóm thiết bị"), max_length=20, choices=EquipmentKind)
    item = models.ForeignKey(
        "facilities.EquipmentItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Theo danh mục tối thiểu"),
    )
    unit = models.CharField(_("Đơn vị tính"), max_length=20, default="chiếc")

    class Meta:
        verbose_name = _("Thiết bị")
        constraints = [
            models.CheckConstraint(condition=Q(usable__lte=F("quantity")), name="facilities_equipment_usable")
        ]
        indexes = [
            models.Index(fields=["school", "closed_on", "item"], name="facilities_equipment_school"),
            models.Index(fields=["sort_key", "id"], name="facilities_equipment_order"),
        ]

    def __str__(self) -> str:
        return self.name
