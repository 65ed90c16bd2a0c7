"""What the room publishes: schools and centres that are open on the day, and where they teach."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch
from khuevan.kernel.measures import Split

from .choices import Area, Difficulty, EducationLevel, Ownership, UnitKind

SCHOOL_IS: Final = """u.ownership, u.area, u.difficulty, u.kind as school_kind,
           case cardinality(u.levels) when 1 then u.levels[1] else '' end as school_level"""
"""In the statement of any room's facts that join organisations_orgunit as `u`: what the school is today, whatever day is
asked about."""
SCHOOL_COLUMNS: Final = (
    Column("ownership", Kind.TEXT, _("loại hình")),
    Column("area", Kind.TEXT, _("khu vực")),
    Column("difficulty", Kind.TEXT, _("vùng khó khăn")),
    Column("school_kind", Kind.TEXT, _("loại trường")),
    Column("school_level", Kind.TEXT, _("cấp học của trường")),
)
SCHOOL_WATCH: Final = Watch("organisations_orgunit", column="unit_id")

LEVEL: Final = Split("level", _("Cấp học"), dict(EducationLevel.choices))
OWNERSHIP: Final = Split("ownership", _("Loại hình"), dict(Ownership.choices), of_unit=True)
AREA: Final = Split("area", _("Khu vực"), dict(Area.choices), of_unit=True)
DIFFICULTY: Final = Split("difficulty", _("Vùng khó khăn"), dict(Difficulty.choices), of_unit=True)
SCHOOL_KIND: Final = Split("school_kind", _("Loại trường"), dict(UnitKind.choices), of_unit=True)
SCHOOL_LEVEL: Final = Split(
    "school_level",
    _("Cấp học của trường"),
    {**dict(EducationLevel.choices), "": _("Nhiều cấp học")},
    of_unit=True,
)
SCHOOL_SPLITS: Final = (OWNERSHIP, AREA, DIFFICULTY, SCHOOL_KIND, SCHOOL_LEVEL)

SCHOOLS: Final = Facts(
    "organisations.school",
    _("Trường và trung tâm"),
    f"""
    select u.id, u.id as unit_id, u.name as title, u.phone <> '' as has_phone, u.email <> '' as has_email,
           u.latitude is not null as has_place, u.address <> '' as has_address, u.commune_id is not null as has_commune,
           u.area <> '' as has_area, u.managing_parent_id is not null as has_body,
           coalesce(c.closed_on <= %(on)s, false) as commune_is_closed,
           exists (select 1 from organisations_schoolpoint p
                   where p.school_id = u.id and p.is_main and p.closed_on is null) as has_main_point,
           {SCHOOL_IS}, u.code, 'preschool' = any(u.levels) as teaches_preschool,
           'primary' = any(u.levels) as teaches_primary, 'lower_secondary' = any(u.levels) as teaches_lower,
           'upper_secondary' = any(u.levels) as teaches_upper, 'continuing' = any(u.levels) as teaches_continuing
    from organisations_orgunit u left join organisations_orgunit c on c.id = u.commune_id
    where u.levels <> '{{}}' and u.opened_on <= %(on)s and (u.closed_on is null or u.closed_on > %(on)s)
    """,  # noqa: S608 - constant parts only
    (
        Column("has_phone", Kind.YES, _("điện thoại")),
        Column("has_email", Kind.YES, _("thư điện tử")),
        Column("has_place", Kind.YES, _("vị trí bản đồ")),
        Column("has_address", Kind.YES, _("địa chỉ")),
        Column("has_commune", Kind.YES, _("xã, phường")),
        Column("has_area", Kind.YES, _("khu vực")),
        Column("has_body", Kind.YES, _("cơ quan quản lý")),
        Column("commune_is_closed", Kind.YES, _("xã, phường")),
        Column("has_main_point", Kind.YES, _("điểm trường chính")),
        *SCHOOL_COLUMNS,
        Column("code", Kind.TEXT, _("mã trường")),
        Column("teaches_preschool", Kind.YES, _("dạy mầm non")),
        Column("teaches_primary", Kind.YES, _("dạy tiểu học")),
        Column("teaches_lower", Kind.YES, _("dạy trung học cơ sở")),
        Column("teaches_upper", Kind.YES, _("dạy trung học phổ thông")),
        Column("teaches_continuing", Kind.YES, _("dạy giáo dục thường xuyên")),
    ),
    watches=(
        Watch("organisations_orgunit"),
        Watch("organisations_schoolpoint", column="unit_id", via="school_id"),
    ),
    record_table="organisations_orgunit",
)
"""One school or centre that is open on the day."""

POINTS: Final = Facts(
    "organisations.point",
    _("Điểm trường"),
    f"""
    select p.id, p.school_id as unit_id, p.name as title, p.is_main, p.distance_km::float8 as distance_km,
           p.area_m2::float8 as area_m2, u.name as school_name, {SCHOOL_IS}
    from organisations_schoolpoint p
    join organisations_orgunit u on u.id = p.school_id
    where u.opened_on <= %(on)s and (u.closed_on is null or u.closed_on > %(on)s)
      and p.opened_on <= %(on)s and (p.closed_on is null or p.closed_on > %(on)s)
    """,  # noqa: S608 - constant parts only
    (
        Column("is_main", Kind.YES, _("điểm trường chính")),
        Column("distance_km", Kind.NUMBER, _("cách điểm chính (km)")),
        Column("area_m2", Kind.NUMBER, _("diện tích (m²)")),
        Column("school_name", Kind.TEXT, _("trường")),
        *SCHOOL_COLUMNS,
    ),
    watches=(Watch("organisations_schoolpoint"), SCHOOL_WATCH),
    record_table="organisations_schoolpoint",
)
"""One point of teaching, open on the day, of a school that is."""
