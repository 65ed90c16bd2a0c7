"""What the room publishes of its rows, for checks, indicators and exchange."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch

ROOMS = Facts(
    "facilities.room",
    _("Phòng"),
    """
    select r.id, r.school_id as unit_id, r.name as title, r.kind, r.build_class, r.quantity, r.area_m2, r.capacity,
           r.has_projection, r.has_internet,
           count(*) over (partition by r.school_id, r.point_id, r.sort_key, r.kind) as namesakes
    from facilities_room r
    where r.closed_on is null or r.closed_on > %(on)s
    """,
    (
        Column("kind", Kind.TEXT),
        Column("build_class", Kind.TEXT),
        Column("quantity", Kind.WHOLE, _("số phòng")),
        Column("area_m2", Kind.NUMBER, _("diện tích một phòng")),
        Column("capacity", Kind.WHOLE, _("sức chứa")),
        Column("has_projection", Kind.YES, _("có trình chiếu")),
        Column("has_internet", Kind.YES, _("có Internet")),
        Column("namesakes", Kind.LARGE, _("số dòng cùng tên")),
    ),
    watches=(Watch("facilities_room"),),
    record_table="facilities_room",
)

COMPUTERS = Facts(
    "facilities.computers",
    _("Bộ máy tính"),
    """
    select c.id, c.school_id as unit_id, c.name as title, c.purpose, c.quantity, c.usable, c.used_since,
           extract(year from %(on)s::date)::int - c.used_since as age
    from facilities_computerset c
    where c.closed_on is null or c.closed_on > %(on)s
    """,
    (
        Column("purpose", Kind.TEXT),
        Column("quantity", Kind.WHOLE, _("số lượng")),
        Column("usable", Kind.WHOLE, _("số dùng được")),
        Column("used_since", Kind.WHOLE, _("năm bắt đầu sử dụng")),
        Column("age", Kind.WHOLE, _("số năm đã dùng")),
    ),
    watches=(Watch("facilities_computerset"),),
    record_table="facilities_computerset",
)

_BOOKS = ("land", "room", "toilet", "utilities", "internetline", "computerset")
_COUNTED = ", ".join(f"coalesce({book}.n, 0) as {book}_rows" for book in _BOOKS)
_JOINED = "\n".join(
    f"left join (select school_id, count(*) as n from facilities_{book}"  # noqa: S608 - constant parts only
    f" where closed_on is null or closed_on > %(on)s group by school_id) {book} on {book}.school_id = o.id"
    for book in _BOOKS
)

SCHOOLS = Facts(
    "facilities.school",
    _("Cơ sở vật chất của trường"),
    f"""
    select o.id, o.id as unit_id, o.name as title, {_COUNTED}, coalesce(cg.n, 0) as classes,
           coalesce(cr.n, 0) as classrooms, coalesce(p.n, 1) as points, i.as_of as counted_on,
           %(on)s::date - i.as_of as counted_days
    from organisations_orgunit o
    {_JOINED}
    left join (
        select school_id, sum(quantity) as n from facilities_room
        where kind in ('classroom', 'care_room') and (closed_on is null or closed_on > %(on)s) group by school_id
    ) cr on cr.school_id = o.id
    left join (
        select c.school_id, count(*) as n from schoolyear_classgroup c
        join schoolyear_schoolyear y on y.id = c.school_year_id and %(on)s between y.starts_on and y.ends_on
        where c.closed_on is null group by c.school_id
    ) cg on cg.school_id = o.id
    left join (
        select school_id, count(*) as n from organisations_schoolpoint
        where opened_on <= %(on)s and (closed_on is null or closed_on > %(on)s) group by school_id
    ) p on p.school_id = o.id
    left join (
        select school_id, max(as_of) as as_of from facilities_inventory
        where status = 'confirmed' and as_of <= %(on)s group by school_id
    ) i on i.school_id = o.id
    where o.kind not in ('ministry', 'department', 'district_office', 'commune')
      and o.opened_on <= %(on)s and (o.closed_on is null or o.closed_on > %(on)s)
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
    ),
    watches=(
        Watch("organisations_orgunit"),
        *(Watch(f"facilities_{book}", via="school_id") for book in (*_BOOKS, "inventory")),
        Watch("schoolyear_classgroup", via="school_id"),
        Watch("organisations_schoolpoint", via="school_id"),
    ),
)
