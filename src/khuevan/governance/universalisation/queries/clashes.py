"""What does not fit together between the survey of a commune and the registers of schools: lists to be mended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..choices import Clash
from ..permissions import VIEW_SURVEY

MOST = 5_000
"""Children without a form that are listed at most."""

_SURVEYED = """
select m.id, m.household_id, h.number, m.full_name, m.birth_date, m.study, m.study_level, m.person_id,
       coalesce(r.level, ''), case when r.grade <= '12' then r.grade::int else 0 end, coalesce(r.school_name, ''),
       n.person_id, n.born, n.sex, m.sex, m.national_id
from universalisation_member m
join universalisation_household h on h.id = m.household_id
left join lateral universalisation_registered(m.person_id, %(on)s) r on m.person_id is not null
left join universalisation_numbers(array(
    select o.national_id from universalisation_member o where o.unit_id = %(unit)s and o.national_id <> ''
)) n on n.number = m.national_id
where m.unit_id = %(unit)s and m.presence not in ('left', 'died', 'mistaken')
order by h.sort_key, m.birth_date, m.id
"""
_ELSEWHERE = """
select m.id, m.household_id, h.number, m.full_name, m.birth_date, e.other_commune
from universalisation_elsewhere(%(unit)s) e
join universalisation_member m on m.id = e.member_id
join universalisation_household h on h.id = m.household_id
order by h.sort_key, m.id
"""
_GENERAL = frozenset({"preschool", "primary", "lower_secondary", "upper_secondary", "continuing"})


@dataclass(frozen=True)
class ClashRow:
    """member_id, household_id: None for a child without a form. level, grade, place: what the school's register says;
    other: the other form, or the other commune."""

    kind: Clash
    name: str
    born: date | None
    member_id: int | None = None
    household_id: int | None = None
    form: str = ""
    level: str = ""
    grade: int = 0
    place: str = ""
    other: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Child:
    """Enrolled somewhere, with an address in the commune, and in none of its forms."""

    person_id: int
    name: str
    born: date | None
    sex: str
    grade: str
    school: str


def clashes(actor: Actor, unit_id: int, *, on: date) -> list[ClashRow]:
    """All of a commune, in the order of kinds and forms. Raises access.Refused."""
    access.demand(actor, VIEW_SURVEY, on=unit_id)
    asked: dict[str, Any] = {"unit": unit_id, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_SURVEYED, asked)
        surveyed = cursor.fetchall()
        cursor.execute(_ELSEWHERE, asked)
        elsewhere = cursor.fetchall()
    found = [clash for row in surveyed for clash in _of_row(row)]
    found += _twice(surveyed)
    found += [
        ClashRow(Clash.TWICE, name, born, member, household, form, other=other)
        for member, household, form, name, born, other in elsewhere
    ]
    found += [
        ClashRow(
            Clash.UNSURVEYED, one.name, one.born, grade=int(one.grade) if one.grade <= "12" else 0, place=one.school,
            person_id=one.person_id,
        )
        for one in unsurveyed(actor, unit_id, on=on)
    ]  # fmt: skip
    return sorted(found, key=lambda one: list(Clash).index(one.kind))


def _of_row(row: tuple[Any, ...]) -> list[ClashRow]:
    (member, household, form, name, born, study, study_level, person, level, grade, school, numbered, number_born,
     number_sex, sex, said_number) = row  # fmt: skip
    plain = {"name": name, "born": born, "member_id": member, "household_id": household, "form": form}
    found = []
    if level and study in ("never", "dropped", "finished"):
        found.append(ClashRow(Clash.SAYS_OUT, **plain, level=level, grade=grade, place=school))
    if not level and study == "studying" and study_level in _GENERAL and person is not None:
        found.append(ClashRow(Clash.SAYS_IN, **plain, level=study_level))
    if numbered is not None and (number_born != born or (number_sex and number_sex != sex)):
        found.append(ClashRow(Clash.DIFFERS, **plain, other=f"{number_born:%d/%m/%Y}" if number_born else ""))
    if said_number and numbered is None and study == "studying" and study_level in _GENERAL:
        found.append(ClashRow(Clash.UNKNOWN_NUMBER, **plain))
    return found


def _twice(rows: list[tuple[Any, ...]]) -> list[ClashRow]:
    """Those who stand in two forms of the commune: the same record, number, or name with birth date and sex."""
    held: dict[object, list[tuple[Any, ...]]] = {}
    for row in rows:
        name, born, sex, person, number = row[3], row[4], row[14], row[7], row[15]
        for key in (("person", person), ("number", number), ("name", name, born, sex)):
            if key[1]:
                held.setdefault(key, []).append(row)
    others: dict[int, set[str]] = {}
    for group in held.values():
        for row in group:
            others.setdefault(row[0], set()).update(one[2] for one in group if one[1] != row[1])
    return [
        ClashRow(Clash.TWICE, row[3], row[4], row[0], row[1], row[2], other=", ".join(sorted(others[row[0]])))
        for row in rows
        if others[row[0]]
    ]


def unsurveyed(actor: Actor, unit_id: int, *, on: date) -> list[Child]:
    """Raises access.Refused."""
    access.demand(actor, VIEW_SURVEY, on=unit_id)
    with connection.cursor() as cursor:
        cursor.execute("select * from universalisation_unsurveyed(%s, %s, %s)", [unit_id, on, MOST])
        return [Child(*row) for row in cursor.fetchall()]


def clash_counts(rows: list[ClashRow]) -> dict[Clash, int]:
    """In the order of kinds; kinds without any are left out."""
    counted = Counter(one.kind for one in rows)
    return {kind: counted[kind] for kind in Clash if counted[kind]}
