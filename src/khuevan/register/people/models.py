"""People: one row for each, whatever they are to however many schools; what binds them to units and each
other.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Reach
from khuevan.kernel.database import ScopedQuerySet, Versioned

from .choices import (
    ETHNIC_CHOICES,
    KIND_BITS,
    NATIONALITY_CHOICES,
    RELIGION_CHOICES,
    AffiliationKind,
    DatePrecision,
    Relationship,
    Sex,
)
from .fields import UnitsField, nowhere
from .rules import BirthDate


class PersonQuerySet(ScopedQuerySet["Person"]):
    def within(self, reach: Reach) -> Self:
        """People with an open affiliation to a unit of the reach."""
        if reach.is_everything:
            return self
        if not reach:
            return self.none()
        inside = RawSQL(
            '"people_person"."units" && %s::int4multirange', [reach.sql()], output_field=models.BooleanField()
        )
        return self.alias(within_reach=inside).filter(within_reach=True)


class Person(Versioned):
    """A human being, once.

    `units` and `kinds` repeat what the open affiliations say, kept by a trigger on their table: row-level
        security reads `units` without a join. `search` and `sort_key` repeat the name for look-up and order;
        services write them. Who was merged into somebody keeps the row and its numbers; `units` is then empty, so
        that no reach covers it: see `services/merging`.
    """

    id = models.AutoField(primary_key=True)
    full_name = models.CharField(_("họ và tên"), max_length=100)
    search = models.CharField(max_length=220, editable=False)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False)
    given = models.CharField(max_length=100, db_collation="C", editable=False)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    birth_precision = models.CharField(
        max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY, editable=False
    )
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True, default="")
    national_id = models.CharField(
        _("số định danh cá nhân"), max_length=12, blank=True, default="", db_collation="C"
    )
    number_is_doubtful = models.BooleanField(default=False, editable=False)
    sector_id = models.CharField(
        _("mã định danh ngành"), max_length=20, blank=True, default="", db_collation="C"
    )
    nationality = models.CharField(
        _("quốc tịch"), max_length=2, choices=NATIONALITY_CHOICES, default="VN", blank=True
    )
    ethnicity = models.CharField(_("dân tộc"), max_length=2, choices=ETHNIC_CHOICES, blank=True, default="")
    religion = models.CharField(
        _("tôn giáo"), max_length=16, choices=RELIGION_CHOICES, blank=True, default=""
    )
    birthplace = models.CharField(_("nơi sinh"), max_length=250, blank=True, default="")
    home_address = models.CharField(_("quê quán"), max_length=250, blank=True, default="")
    home_commune = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("xã, phường của quê quán"),
    )
    permanent_address = models.CharField(_("nơi thường trú"), max_length=250, blank=True, default="")
    permanent_commune = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("xã, phường thường trú"),
    )
    current_address = models.CharField(_("nơi ở hiện nay"), max_length=250, blank=True, default="")
    current_commune = models.ForeignKey(
        "organisations.OrgUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("xã, phường nơi ở hiện nay"),
    )
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True, default="", db_collation="C")
    email = models.CharField(_("thư điện tử"), max_length=254, blank=True, default="")
    died_on = models.DateField(_("ngày mất"), null=True, blank=True, editable=False)
    units = UnitsField(default=nowhere, editable=False)
    kinds = models.SmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("lập lúc"))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("đã gộp vào"),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("người")
        indexes: ClassVar = [
            # Covers what the walk along the names reads, so that it touches the rows themselves only for the page.
            models.Index(
                fields=["sort_key", "id"],
                include=["search", "given", "units", "kinds", "sex"],
                name="people_person_order",
            ),
            models.Index(fields=["given", "sort_key", "id"], name="people_person_given"),
            models.Index(fields=["birth_date"], name="people_person_born"),
            # Rooms narrow their lists by these two through a link to the person, by the thousand.
            models.Index(fields=["id"], include=["sex", "birth_date"], name="people_person_linked"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="people_person_phone"),
            models.Index(
                fields=["sort_key", "id"], condition=Q(national_id=""), name="people_person_unnumbered"
            ),
            models.Index(fields=["sort_key", "id"], condition=Q(sex=""), name="people_person_unsexed"),
            models.Index(
                fields=["sort_key", "id"], condition=Q(number_is_doubtful=True), name="people_person_doubtful"
            ),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="people_person_merged"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["national_id", "merged_into"],
                condition=~Q(national_id=""),
                nulls_distinct=False,
                name="people_national_id_once",
            ),
            models.UniqueConstraint(
                fields=["sector_id", "merged_into"],
                condition=~Q(sector_id=""),
                nulls_distinct=False,
                name="people_sector_id_once",
            ),
            models.CheckConstraint(
                condition=Q(national_id="") | Q(national_id__regex=r"^[0-9]{12}$"),
                name="people_national_id_has_12_digits",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(died_on__gte=F("birth_date")),
                name="people_death_after_birth",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def born(self) -> BirthDate | None:
        return None if self.birth_date is None else BirthDate(self.birth_date, self.birth_precision)


def _point(column: str) -> Func:
    """A whole number as a range of one: plain GiST compares ranges, so that btree_gist is not needed."""
    return Func(F(column), F(column), Value("[]"), function="int4range")


def _kind_point() -> Func:
    bits: Case = Case(
        *(When(kind=kind, then=Value(bit)) for kind, bit in KIND_BITS.items()), default=Value(0)
    )
    return Func(bits, bits, Value("[]"), function="int4range")


class Affiliation(models.Model):
    """What somebody is to a unit in [valid_from, valid_until)."""

    id = models.AutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations", verbose_name=_("người"))
    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("đơn vị")
    )
    kind = models.CharField(_("tư cách"), max_length=8, choices=AffiliationKind.choices)
    title = models.CharField(_("chức danh"), max_length=120, blank=True, default="")
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nơi học tập, công tác")
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "kind", "person"], include=["valid_until"], name="people_affiliation_unit"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="people_affiliation_has_days",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(KIND_BITS)), name="people_affiliation_kind_known"
            ),
            ExclusionConstraint(
                name="people_affiliation_no_overlap",
                expressions=[
                    (_point("person_id"), "&&"),
                    (_point("unit_id"), "&&"),
                    (_kind_point(), "&&"),
                    (Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.unit_id} {self.kind}"


class Guardianship(models.Model):
    """Who answers for whom, in [valid_from, valid_until)."""

    id = models.AutoField(primary_key=True)
    guardian = models.ForeignKey(
        Person, models.PROTECT, related_name="wardships", verbose_name=_("cha mẹ, người giám hộ")
    )
    ward = models.ForeignKey(
        Person, models.PROTECT, related_name="guardianships", verbose_name=_("con, người được giám hộ")
    )
    relationship = models.CharField(_("quan hệ"), max_length=16, choices=Relationship.choices)
    is_legal_representative = models.BooleanField(_("là người đại diện theo pháp luật"), default=False)
    lives_with = models.BooleanField(_("sống cùng"), default=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("quan hệ giám hộ")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(guardian=F("ward")), name="people_guardian_is_somebody_else"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="people_guardianship_has_days",
            ),
            models.UniqueConstraint(
                fields=["guardian", "ward"],
                condition=Q(valid_until__isnull=True),
                name="people_guardianship_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.ward_id}"


class FormerName(models.Model):
    """A name somebody had before a correction, so that old papers still lead to the person."""

    id = models.AutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="former_names", verbose_name=_("người"))
    full_name = models.CharField(_("họ và tên"), max_length=100)
    until = models.DateTimeField(_("đến"))
    reason = models.CharField(_("lý do"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("tên cũ")

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once; a former name is never edited."""
        if self.pk is not None:
            raise ValueError("a former name is never edited")
        super().save(*args, **kwargs)


class Merge(models.Model):
    """Two records found to be one person: who survives, why, by whom; and when it was taken back, if it was.

    units: those of both at the time; who reaches one of them sees it, only who reaches all may take it back.
    fields: which record each differing field was taken from. known: rows that belonged to the survivor then, so that
    undoing can tell what came later.
    """

    id = models.AutoField(primary_key=True)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("hồ sơ giữ lại"))
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("hồ sơ gộp vào"))
    kept_name = models.CharField(_("tên hồ sơ giữ lại"), max_length=100)
    gone_name = models.CharField(_("tên hồ sơ gộp vào"), max_length=100)
    units = UnitsField(editable=False)
    fields = models.JSONField(_("giá trị được chọn"), default=dict)
    answers = models.JSONField(_("quyết định"), default=dict)
    known = models.JSONField(default=dict)
    why = models.CharField(_("lý do"), max_length=500)
    merged_at = models.DateTimeField(_("gộp lúc"))
    merged_by = models.CharField(_("người gộp"), max_length=120)
    undone_at = models.DateTimeField(_("tách lúc"), null=True)
    undone_by = models.CharField(_("người tách"), max_length=120, blank=True, default="")
    undone_why = models.CharField(_("lý do tách"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("lần gộp hồ sơ")
        indexes: ClassVar = [
            models.Index(fields=["kept"], name="people_merge_kept"),
            models.Index(fields=["gone"], name="people_merge_gone"),
            models.Index(fields=["-merged_at", "-id"], name="people_merge_order"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="people_merge_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_name}"


class MergedRow(models.Model):
    """What one merge changed in one row of any room: the columns before and after. Written once."""

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="rows")
    place = models.IntegerField()
    table = models.CharField(max_length=63, db_collation="C")
    row_id = models.IntegerField()
    said = models.CharField(max_length=300)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        verbose_name = _("dòng đổi khi gộp hồ sơ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merge", "place"], name="people_mergedrow_place")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
