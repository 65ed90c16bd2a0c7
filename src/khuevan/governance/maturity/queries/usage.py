"""Counts that no indicator tells: how many of how many, of many schools at once, one query each.

They read tables of the rooms below as facts do, and answer numbers only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from django.db import connection

from khuevan.school.facilities.choices import RoomKind
from khuevan.school.staff.choices import AT_WORK, TEACHING_GROUPS

Counted = Mapping[int, tuple[float, float]]

_AT_WORK: Final = ", ".join(f"'{one.value}'" for one in sorted(AT_WORK))
_TEACHING: Final = ", ".join(f"'{one.value}'" for one in sorted(TEACHING_GROUPS))
_TEACHERS: Final = f"""
    from staff_staffmember s
    left join accounts_account a on a.person_id = s.person_id and a.is_active and a.kind = 'staff'
    where s.school_id = any(%(units)s) and s.status in ({_AT_WORK}) and s."group" in ({_TEACHING})
    group by s.school_id
"""
_LEARNERS: Final = """
    from schoolyear_enrolment e
    join schoolyear_schoolyear y on y.id = e.school_year_id and y.code = %(year)s
    where e.school_id = any(%(units)s) and e.enrolled_on <= %(on)s and (e.left_on is null or e.left_on > %(on)s)
      and e.status <> '00' and e.set_aside_by is null
"""
_BOOKS: Final = ("land", "room", "toilet", "utilities", "internetline", "computerset")
_KEPT: Final = " + ".join(
    f"exists (select 1 from facilities_{book} b where b.school_id = u.id"  # noqa: S608 - constant parts only
    " and (b.closed_on is null or b.closed_on > %(on)s))::int"
    for book in _BOOKS
)
SQL: Final[Mapping[str, str]] = {
    "teacher_accounts": f"""
        select s.school_id, count(distinct s.id) filter (where a.id is not null), count(distinct s.id) {_TEACHERS}""",
    "teachers_seen": f"""
        select s.school_id, count(distinct s.id) filter (where a.last_login >= %(on)s::date - 90), count(distinct s.id)
        {_TEACHERS}""",
    "studio": f"""
        select u.id, exists (select 1 from facilities_room r
                             where r.school_id = u.id and r.kind = '{RoomKind.STUDIO.value}'
                               and (r.closed_on is null or r.closed_on > %(on)s))::int, 1
        from unnest(%(units)s::integer[]) as u(id)""",  # noqa: S608 - constant parts only
    "identified": f"""
        with here as (select e.school_id, e.person_id {_LEARNERS})
        select h.school_id, count(*) filter (where p.national_id <> ''), count(*)
        from here h join people_person p on p.id = h.person_id group by h.school_id""",  # noqa: S608 - constant parts only
    "marked_classes": """
        select c.school_id, count(*) filter (where exists (
                   select 1 from schoolyear_enrolment e join gradebook_mark m on m.enrolment_id = e.id
                   where e.class_group_id = c.id)), count(*)
        from schoolyear_classgroup c
        join schoolyear_schoolyear y on y.id = c.school_year_id and y.code = %(year)s
        where c.school_id = any(%(units)s) and c.closed_on is null
        group by c.school_id""",
    "books": f"select u.id, {_KEPT}, {len(_BOOKS)} from unnest(%(units)s::integer[]) as u(id)",  # noqa: S608 - constant parts only
    "packages": """
        select u.id, exists (select 1 from exchange_package p where p.unit_id = u.id and p.made_at is not null
                             and p.made_at >= %(on)s::date - 365)::int, 1
        from unnest(%(units)s::integer[]) as u(id)""",
    "quality": """
        select unit_id, score, 100 from quality_unitstanding where unit_id = any(%(units)s) and score is not null""",
    "families": f"""
        with here as (select e.school_id, e.person_id {_LEARNERS})
        select h.school_id, count(*) filter (where exists (
                   select 1 from people_guardianship g
                   join accounts_account a on a.person_id = g.guardian_id and a.is_active and a.kind = 'guardian'
                   where g.ward_id = h.person_id and g.valid_from <= %(on)s
                     and (g.valid_until is null or g.valid_until > %(on)s))), count(*)
        from here h group by h.school_id""",  # noqa: S608 - constant parts only
}


def usage(name: str, units: Collection[int], *, year: str, on: date) -> Counted:
    """unit -> (how many, of how many). Units of which nothing is known are left out. As far as the bound actor sees."""
    with connection.cursor() as cursor:
        cursor.execute(SQL[name], {"units": list(units), "year": year, "on": on})
        return {unit: (float(upper), float(lower)) for unit, upper, lower in cursor.fetchall()}
