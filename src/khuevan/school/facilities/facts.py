"""What the room publishes of its rows, for checks, indicators and exchange."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch
from khuevan.register.organisations.facts import SCHOOL_COLUMNS, SCHOOL_IS, SCHOOL_WATCH
from khuevan.school.schoolyear.facts import AT_SATELLITE, POINT_WATCH

from .choices import RoomKind
from .rules.rooms import CLASSROOMS, SUBJECT_ROOMS


def _listed(values: frozenset[RoomKind]) -> str:
    return ", ".join(f"'{one}'" for one in sorted(values))


ROOMS = Facts(
    "facilities.room",
    _("Phòng"),
    f"""
    select r.id, r.school_id as unit_id, r.name as title, r.kind, r.build_class, r.quantity, r.area_m2, r.capacity,
           r.has_projection, r.has_internet,
           count(*) over (partition by r.school_id, r.point_id, r.sort_key, r.kind) as namesakes,
           r.kind in ({_listed(CLASSROOMS)}) as is_classroom, r.kind in ({_listed(SUBJECT_ROOMS)}) as is_subject_room,
           (r.area_m2 * r.quantity)::float8 as total_m2,
           coalesce(nullif(r.furnishing, ''), 'unknown') as furnishing,
           case when cardinality(r.levels) = 1 then r.levels[1] when cardinality(u.levels) = 1 then u.levels[1]
                else '' end as level, {AT_SATELLITE}, {SCHOOL_IS}
    from facilities_room r
    join organisations_orgunit u on u.id = r.school_id
    left join organisations_schoolpoint o on o.id = r.point_id
    where r.closed_on is null or r.closed_on > %(on)s
    """,  # noqa: S608 - constant parts only
    (
        Column("kind", Kind.TEXT, _("loại phòng")),
        Column("build_class", Kind.TEXT, _("cấp công trình")),
        Column("quantity", Kind.WHOLE, _("số phòng")),
        Column("area_m2", Kind.NUMBER, _("diện tích một phòng")),
        Column("capacity", Kind.WHOLE, _("sức chứa")),
        Column("has_projection", Kind.YES, _("có trình chiếu")),
        Column("has_internet", Kind.YES, _("có Internet")),
        Column("namesakes", Kind.LARGE, _("số dòng cùng tên")),
        Column("is_classroom", Kind.YES, _("phòng học, phòng nuôi dưỡng trẻ")),
        Column("is_subject_room", Kind.YES, _("phòng học bộ môn")),
        Column("total_m2", Kind.NUMBER, _("tổng diện tích (m²)")),
        Column("furnishing", Kind.TEXT, _("mức đáp ứng")),
        Column("level", Kind.TEXT, _("dùng cho cấp học")),
        Column("at_satellite", Kind.YES, _("ở điểm lẻ")),
        *SCHOOL_COLUMNS,
    ),
    watches=(Watch("facilities_room", column="unit_id", via="school_id"), POINT_WATCH, SCHOOL_WATCH),
    record_table="facilities_room",
    joined_whole=True,
)
"""A line of the book of rooms, in use on the day: `quantity` rooms of one kind. level: the one that the book says they
are for, else the one that the school teaches; "" where several use them, or the book does not say. at_satellite: at
another point than the main one."""

TOILETS = Facts(
    "facilities.toilet",
    _("Nhà vệ sinh"),
    f"""
    select t.id, t.school_id as unit_id, t.name as title, t.users, left(t.users, 8) = 'learners' as for_learners,
           t.quantity, t.quantity * t.fixtures as fixtures, (t.area_m2 * t.quantity)::float8 as total_m2,
           t.is_standard, t.has_water, t.has_soap, t.is_accessible,
           {SCHOOL_IS}
    from facilities_toilet t
    join organisations_orgunit u on u.id = t.school_id
    where t.closed_on is null or t.closed_on > %(on)s
    """,  # noqa: S608 - constant parts only
    (
        Column("users", Kind.TEXT, _("người dùng")),
        Column("for_learners", Kind.YES, _("của học sinh")),
        Column("quantity", Kind.WHOLE, _("số nhà vệ sinh")),
        Column("fixtures", Kind.WHOLE, _("số bệ xí")),
        Column("total_m2", Kind.NUMBER, _("tổng diện tích (m²)")),
        Column("is_standard", Kind.YES, _("đạt chuẩn")),
        Column("has_water", Kind.YES, _("có nước")),
        Column("has_soap", Kind.YES, _("có xà phòng")),
        Column("is_accessible", Kind.YES, _("người khuyết tật dùng được")),
        *SCHOOL_COLUMNS,
    ),
    watches=(Watch("facilities_toilet", column="unit_id", via="school_id"), SCHOOL_WATCH),
    record_table="facilities_toilet",
    joined_whole=True,
)
"""A line of the book of toilets, in use on the day; `fixtures` of all `quantity` of them."""

COMPUTERS = Facts(
    "facilities.computers",
    _("Bộ máy tính"),
    f"""
    select c.id, c.school_id as unit_id, c.name as title, c.purpose, c.quantity, c.usable, c.used_since,
           extract(year from %(on)s::date)::int - c.used_since as age, c.kind, c.is_online, {SCHOOL_IS}
    from facilities_computerset c
    join organisations_orgunit u on u.id = c.school_id
    where c.closed_on is null or c.closed_on > %(on)s
    """,  # noqa: S608 - constant parts only
    (
        Column("purpose", Kind.TEXT, _("dùng để")),
        Column("quantity", Kind.WHOLE, _("số lượng")),
        Column("usable", Kind.WHOLE, _("số dùng được")),
        Column("used_since", Kind.WHOLE, _("năm bắt đầu sử dụng")),
        Column("age", Kind.WHOLE, _("số năm đã dùng")),
        Column("kind", Kind.TEXT, _("loại máy")),
        Column("is_online", Kind.YES, _("kết nối Internet")),
        *SCHOOL_COLUMNS,
    ),
    watches=(Watch("facilities_computerset", column="unit_id", via="school_id"), SCHOOL_WATCH),
    record_table="facilities_computerset",
    joined_whole=True,
)
"""A line of the book of computers, in use on the day: `quantity` of them, `usable` of those."""

_BOOKS = ("land", "room", "toilet", "utilities", "internetline", "computerset")
_COUNTED = ", ".join(f"coalesce({book}.n, 0) as {book}_rows" for book in _BOOKS)
_JOINED = "\n".join(
    f"left join (select school_id, count(*) as n from facilities_{book}"  # noqa: S608 - constant parts only
    f" where closed_on is null or closed_on > %(on)s group by school_id) {book} on {book}.school_id = u.id"
    for book in _BOOKS
)

SCHOOLS = Facts(
    "facilities.school",
    _("Cơ sở vật chất của trường"),
    f"""
    select u.id, u.id as unit_id, u.name as title, {_COUNTED}, coalesce(cg.n, 0) as classes,
           coalesce(cr.n, 0) as classrooms, coalesce(p.n, 1) as points, i.as_of as counted_on,
           %(on)s::date - i.as_of as counted_days, coalesce(w.clean, false) as has_clean_water,
           coalesce(w.drinking, false) as has_drinking_water, coalesce(w.power, false) as has_power,
           coalesce(w.stable, false) as has_stable_power, coalesce(w.fence, false) as has_fence,
           coalesce(w.fire, false) as has_fire_safety, coalesce(w.accessible, false) as is_accessible,
           coalesce(l.teaching, false) as has_internet, coalesce(cr.library, false) as has_library,
           coalesce(w.staff_parking, false) as has_staff_parking,
           coalesce(w.learner_parking, false) as has_learner_parking,
           d.area_m2::float8 as land_m2, d.playground_m2::float8 as playground_m2, {SCHOOL_IS}
    from organisations_orgunit u
    {_JOINED}
    left join (
        select school_id, sum(quantity) filter (where kind in ({_listed(CLASSROOMS)})) as n,
               bool_or(kind = 'library') as library
        from facilities_room where closed_on is null or closed_on > %(on)s group by school_id
    ) cr on cr.school_id = u.id
    left join (
        select c.school_id, count(*) as n from schoolyear_classgroup c
        join schoolyear_schoolyear y on y.id = c.school_year_id and %(on)s between y.starts_on and y.ends_on
        where c.closed_on is null group by c.school_id
    ) cg on cg.school_id = u.id
    left join (
        select school_id, count(*) as n from organisations_schoolpoint
        where opened_on <= %(on)s and (closed_on is null or closed_on > %(on)s) group by school_id
    ) p on p.school_id = u.id
    left join (
        select school_id, max(as_of) as as_of from facilities_inventory
        where status = 'confirmed' and as_of <= %(on)s group by school_id
    ) i on i.school_id = u.id
    left join (
        select school_id, bool_or(has_clean_water) as clean, bool_or(has_drinking_water) as drinking,
               bool_or(power_source <> 'none') as power, bool_or(is_power_stable) as stable, bool_or(has_fence) as fence,
               bool_or(has_fire_safety) as fire, bool_or(is_accessible) as accessible,
               bool_or(has_staff_parking) as staff_parking, bool_or(has_learner_parking) as learner_parking
        from facilities_utilities where closed_on is null or closed_on > %(on)s group by school_id
    ) w on w.school_id = u.id
    left join (
        select school_id, bool_or(for_teaching) as teaching
        from facilities_internetline where closed_on is null or closed_on > %(on)s group by school_id
    ) l on l.school_id = u.id
    left join (
        select school_id, sum(area_m2) as area_m2, sum(playground_m2) as playground_m2
        from facilities_land where closed_on is null or closed_on > %(on)s group by school_id
    ) d on d.school_id = u.id
    where u.kind not in ('ministry', 'department', 'district_office', 'commune')
      and u.opened_on <= %(on)s and (u.closed_on is null or u.closed_on > %(on)s)
    """,  # noqa: S608 - constant parts only
    (
        Column("land_rows", Kind.LARGE, _("số khu đất đã ghi")),
        Column("room_rows", Kind.LARGE, _("số dòng phòng đã ghi")),
        Column("toilet_rows", Kind.LARGE, _("số nhà vệ sinh đã ghi")),
        Column("utilities_rows", Kind.LARGE, _("số phiếu điện, nước đã ghi")),
        Column("internetline_rows", Kind.LARGE, _("số đường truyền đã ghi")),
        Column("computerset_rows", Kind.LARGE, _("số bộ máy tính đã ghi")),
        Column("classes", Kind.LARGE, _("số lớp")),
        Column("classrooms", Kind.LARGE, _("số phòng học")),
        Column("points", Kind.LARGE, _("số điểm trường")),
        Column("counted_on", Kind.DATE, _("kiểm kê gần nhất")),
        Column("counted_days", Kind.WHOLE, _("số ngày từ lần kiểm kê gần nhất")),
        Column("has_clean_water", Kind.YES, _("nước sạch")),
        Column("has_drinking_water", Kind.YES, _("đủ nước uống")),
        Column("has_power", Kind.YES, _("điện")),
        Column("has_stable_power", Kind.YES, _("điện ổn định")),
        Column("has_fence", Kind.YES, _("tường rào, cổng trường")),
        Column("has_fire_safety", Kind.YES, _("phòng cháy, chữa cháy")),
        Column("is_accessible", Kind.YES, _("hạ tầng tiếp cận cho người khuyết tật")),
        Column("has_internet", Kind.YES, _("Internet dùng cho dạy học")),
        Column("has_library", Kind.YES, _("thư viện")),
        Column("has_staff_parking", Kind.YES, _("nhà để xe giáo viên")),
        Column("has_learner_parking", Kind.YES, _("nhà để xe học sinh")),
        Column("land_m2", Kind.NUMBER, _("diện tích đất (m²)")),
        Column("playground_m2", Kind.NUMBER, _("diện tích sân chơi, bãi tập (m²)")),
        *SCHOOL_COLUMNS,
    ),
    watches=(
        Watch("organisations_orgunit"),
        *(Watch(f"facilities_{book}", via="school_id") for book in (*_BOOKS, "inventory")),
        Watch("schoolyear_classgroup", via="school_id"),
        Watch("organisations_schoolpoint", via="school_id"),
    ),
    joined_whole=True,
)
"""A school or centre open on the day, and what its books hold; of water, power and lines: at one point at least."""
