"""Schools, people and staff for tests of this and higher rooms, put into the tables directly by the platform."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.apps import apps

from khuevan.kernel import access, database
from khuevan.kernel.text import search_text
from khuevan.register.people.models import Affiliation, Person
from khuevan.register.people.rules import name_columns
from khuevan.school.curriculum.models import Subject
from khuevan.school.staff.choices import GROUP_OF_POSITION
from khuevan.school.staff.models import Posting, StaffMember, TeachingAssignment

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
JOINED = date(2015, 8, 1)
_numbers = count(1)


def school(name: str = "", kind: str = "lower_secondary", **other: Any) -> int:
    """A school of today, by id."""
    number = next(_numbers)
    with database.acting(access.system()):
        made = apps.get_model("organisations", "OrgUnit").objects.create(
            code=f"S{number:05}", name=name or f"Trường {number:05}", kind=kind, opened_on=date(2000, 1, 1),
            levels=other.pop("levels", [kind]), sort_key=f"{number:05}", search=search_text(name), **other,
        )  # fmt: skip
    return int(made.pk)


def subject(code: str = "TOAN", name: str = "Toán") -> Subject:
    """The subject of this code, made if it is not there."""
    with database.acting(access.system()):
        return Subject.objects.get_or_create(code=code, defaults={"name": name, "search": search_text(name)})[
            0
        ]


def person(school_id: int, full_name: str = "Lê Thị Hoa", **facts: Any) -> Person:
    """Somebody with an open affiliation as staff."""
    columns = name_columns(full_name)
    facts = {"birth_date": date(1985, 3, 8), "sex": "female", **facts}
    with database.acting(access.system()):
        made = Person.objects.create(
            full_name=full_name, search=columns.search, sort_key=columns.sort_key, given=columns.given,
            created_at=AT, **facts,
        )  # fmt: skip
        Affiliation.objects.create(person=made, unit_id=school_id, kind="staff", valid_from=JOINED)
        return Person.objects.get(pk=made.pk)


def member(
    school_id: int, full_name: str = "Lê Thị Hoa", *, position: str = "teacher", **other: Any
) -> StaffMember:
    """A member of the school's staff, with the posting they began with."""
    who = other.pop("person", None) or person(
        school_id, full_name, **{name: other.pop(name) for name in ("birth_date", "sex") if name in other}
    )
    with database.acting(access.system()):
        made = StaffMember.objects.create(
            person=who, school_id=school_id, full_name=who.full_name, given=who.given, sort_key=who.sort_key,
            search=search_text(f"{who.full_name} {other.get('code', '')}"), birth_date=who.birth_date, sex=who.sex,
            position=position, group=GROUP_OF_POSITION[position], status=other.pop("status", "1"), status_on=JOINED,
            joined_on=JOINED, level=other.pop("level", "lower_secondary"), **other,
        )  # fmt: skip
        Posting.objects.create(
            staff=made, school_id=school_id, kind="hired", status="1", position=position, valid_from=JOINED,
            decision_number="1/QĐ", deciding_body="UBND", recorded_at=AT,
        )  # fmt: skip
    return made


def assignment(
    staff: StaffMember, group: Any, taught: Subject, periods: str = "4", **other: Any
) -> TeachingAssignment:
    """A lesson of a class, in the first term."""
    with database.acting(access.system()):
        return TeachingAssignment.objects.create(
            staff=staff, school_id=staff.school_id, school_year_id=group.school_year_id, class_group=group,
            subject=taught, term=other.pop("term", 1), periods=Decimal(periods), assigned_on=date(2026, 9, 7), **other,
        )  # fmt: skip
