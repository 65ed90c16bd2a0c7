"""Tables of the room. Attributes and parents are effective-dated; ``OrgUnit`` also carries today's picture.

Everything with a period is half-open [valid_from, valid_until), and the database refuses two that overlap.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import ActKind, Area, Difficulty, EducationLevel, Line, MapPrecision, Ownership, UnitKind


def _levels() -> ArrayField:
    return ArrayField(models.CharField(max_length=16, choices=EducationLevel), default=list, blank=True)


def _span(column: str) -> Func:
    """A column as a one-element range: GiST has equality for ranges but, without btree_gist, not for numbers."""
    return Func(F(column), F(column), Value("[]"), function="int4range")


def _period() -> Func:
    return Func(F("valid_from"), F("valid_until"), function="daterange")


_IS_PERIOD = Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))
TAKEN_BACK = Q(valid_until=F("valid_from"))
"""Periods without a day: replaced on the day on which they began, or never reached. Nothing of them holds on any day."""


class Province(models.Model):
    """An administrative area of the province level. Codes were reused in 2025, so a code needs a date.

    ``successor`` is the province that took it in; ``source`` says where that is known from.
    """

    code = models.CharField(_("Mã tỉnh"), max_length=2, db_collation="C")
    name = models.CharField(_("Tên tỉnh"), max_length=80)
    full_name = models.CharField(_("Tên đầy đủ"), max_length=120)
    sort_key = models.TextField(db_collation="C", editable=False)
    valid_from = models.DateField(_("Từ ngày"))
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("Nhập vào")
    )
    source = models.TextField(_("Nguồn"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="organisations_province_code")
        ]
        indexes = [models.Index(fields=["sort_key"], name="organisations_province_order")]

    def __str__(self) -> str:
        return self.full_name


class Attributes(models.Model):
    """What is stated of a unit: held for each period by UnitState, and for today by OrgUnit."""

    name = models.CharField(_("Tên"), max_length=200)
    short_name = models.CharField(_("Tên ngắn"), max_length=80, blank=True)
    kind = models.CharField(_("Loại đơn vị"), max_length=24, choices=UnitKind)
    levels = _levels()
    ownership = models.CharField(_("Loại hình"), max_length=16, choices=Ownership, default=Ownership.PUBLIC)
    area = models.CharField(_("Khu vực"), max_length=2, choices=Area, default=Area.UNKNOWN, blank=True)
    difficulty = models.CharField(
        _("Vùng khó khăn"), max_length=24, choices=Difficulty, default=Difficulty.NONE, blank=True
    )
    address = models.CharField(_("Địa chỉ"), max_length=250, blank=True)
    commune = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Xã, phường, đặc khu"),
    )
    latitude = models.FloatField(_("Vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("Kinh độ"), null=True, blank=True)
    map_precision = models.PositiveSmallIntegerField(
        _("Độ chính xác vị trí"), choices=MapPrecision, default=MapPrecision.UNKNOWN
    )
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    class Meta:
        abstract = True


class OrgUnit(Versioned, Attributes):
    """A node of the tree. Ids are int4 and are what a reach is made of.

    ``closed_on`` is the first day on which the unit is no more. Attributes, parents and paths are those of
    today, of the last day of a closed unit, or of the first day of a unit still to open; ``services`` keep
    them so, from the states and subordinations, which are the truth.
    """

    scope_field: ClassVar[str] = "id"

    code = models.CharField(_("Mã đơn vị"), max_length=20, unique=True, db_collation="C")
    opened_on = models.DateField(_("Ngày thành lập"))
    closed_on = models.DateField(_("Ngừng hoạt động từ"), null=True, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, null=True, blank=True, related_name="+")
    managing_parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    professional_parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    managing_path = models.TextField(default="", editable=False, db_collation="C")
    professional_path = models.TextField(default="", editable=False, db_collation="C")
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("Thư điện tử"), max_length=80, blank=True)
    website = models.CharField(_("Trang thông tin"), max_length=120, blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=120, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="organisations_orgunit_life",
            ),
            models.CheckConstraint(
                condition=(Q(latitude__isnull=True) & Q(longitude__isnull=True))
                | (Q(latitude__gte=-90, latitude__lte=90) & Q(longitude__gte=-180, longitude__lte=180)),
                name="organisations_orgunit_place",
            ),
        ]
        indexes = [
            models.Index(OpClass("managing_path", "text_pattern_ops"), name="organisations_unit_managing"),
            models.Index(OpClass("professional_path", "text_pattern_ops"), name="organisations_unit_profess"),
            models.Index(fields=["sort_key", "id"], name="organisations_unit_order"),
            models.Index(fields=["kind", "sort_key"], name="organisations_unit_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_unit_id(self) -> int:
        """The unit whose officers may act on it: itself."""
        return self.pk


class UnitAct(models.Model):
    """A decision that changed the tree, or a correction of the data. Never edited, never deleted.

    ``unit`` is the unit that the act is about: the one that stays or arises of a merger, the one divided by
    a split. ``details`` holds the preview that was accepted: [{unit, what, before, after}].
    """

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="acts")
    kind = models.CharField(_("Quyết định"), max_length=16, choices=ActKind)
    effective_on = models.DateField(_("Ngày hiệu lực"))
    decision_number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    deciding_body = models.CharField(_("Cơ quan ban hành"), max_length=160, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    details = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "effective_on"], name="organisations_act_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decision_number}"


class UnitState(Attributes):
    """The attributes of a unit within a period."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="states")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    act = models.ForeignKey(UnitAct, models.PROTECT, null=True, related_name="+")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_IS_PERIOD, name="organisations_unitstate_period"),
            ExclusionConstraint(
                name="organisations_unitstate_once", expressions=[(_span("unit_id"), "&&"), (_period(), "&&")]
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_from"], name="organisations_state_unit")]

    def __str__(self) -> str:
        return self.name


class Subordination(models.Model):
    """A unit stands under a parent on one line within a period."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="subordinations")
    parent = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    line = models.CharField(max_length=12, choices=Line)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    act = models.ForeignKey(UnitAct, models.PROTECT, null=True, related_name="+")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_IS_PERIOD, name="organisations_subordination_period"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="organisations_subordination_other"),
            *(
                ExclusionConstraint(
                    name=f"organisations_subordination_{line.value}",
                    expressions=[(_span("unit_id"), "&&"), (_period(), "&&")],
                    condition=Q(line=line.value),
                )
                for line in Line
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "line", "valid_from"], name="organisations_sub_parent"),
            models.Index(fields=["unit", "line", "valid_from"], name="organisations_sub_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class Succession(models.Model):
    """A unit took over from another by an act.

    ``share`` (of the predecessor, over a split) and ``share_back`` (of the successor, over a merger) lie in
    (0, 1] and are empty until somebody states them: see ``rules.lineage``.
    """

    act = models.ForeignKey(UnitAct, models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    successor = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    effective_on = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)
    share_back = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)

    scope_field: ClassVar[str] = "successor_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="organisations_succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="organisations_succession_other"
            ),
            models.CheckConstraint(
                condition=(Q(share__isnull=True) | Q(share__gt=0, share__lte=1))
                & (Q(share_back__isnull=True) | Q(share_back__gt=0, share_back__lte=1)),
                name="organisations_succession_share",
            ),
        ]
        indexes = [models.Index(fields=["successor"], name="organisations_succession_to")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"


class SchoolPoint(Versioned):
    """Điểm trường: a place where a school teaches (DIEM_TRUONGS of the sector's data specification)."""

    school = models.ForeignKey(OrgUnit, models.PROTECT, related_name="points")
    code = models.CharField(_("Mã điểm trường"), max_length=35, db_collation="C")
    name = models.CharField(_("Tên điểm trường"), max_length=200)
    is_main = models.BooleanField(_("Điểm trường chính"), default=False)
    address = models.CharField(_("Địa chỉ"), max_length=250, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    distance_km = models.DecimalField(
        _("Cách điểm chính (km)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    travel = models.CharField(_("Phương tiện đi lại"), max_length=50, blank=True)
    area_m2 = models.DecimalField(_("Diện tích (m²)"), max_digits=10, decimal_places=1, null=True, blank=True)
    latitude = models.FloatField(_("Vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("Kinh độ"), null=True, blank=True)
    map_precision = models.PositiveSmallIntegerField(
        _("Độ chính xác vị trí"), choices=MapPrecision, default=MapPrecision.UNKNOWN
    )
    opened_on = models.DateField(_("Hoạt động từ"))
    closed_on = models.DateField(_("Ngừng hoạt động từ"), null=True, blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=120, blank=True, editable=False)
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="organisations_point_code"),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(is_main=True, closed_on__isnull=True),
                name="organisations_point_main",
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="organisations_point_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class TreeVersion(models.Model):
    """One row: grows with every act, so that whoever keeps a reach in a cache knows when to ask again. No number
    is given twice (a sequence hands them out).

    ``refreshed_on`` is the day for which today's columns of OrgUnit were last computed in full.
    """

    version = models.BigIntegerField(default=1)
    refreshed_on = models.DateField()

    def __str__(self) -> str:
        return str(self.version)
