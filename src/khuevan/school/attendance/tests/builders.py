"""A class with its teacher, learners and families, for tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.apps import apps

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Actor, Reach
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import member, school

from ..permissions import DECIDE_LEAVE, EVERY_CLASS, TAKE_ROLL, VIEW_ROLLS

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
NAMES = ("Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Đức Cường")


def teacher_of(staff: Any) -> Actor:
    return testing.actor(
        VIEW_ROLLS, TAKE_ROLL, DECIDE_LEAVE,
        units=[staff.school_id], name=staff.full_name, person_id=staff.person_id,
    )  # fmt: skip


def clerk_of(school_id: int) -> Actor:
    return testing.actor(VIEW_ROLLS, TAKE_ROLL, EVERY_CLASS, units=[school_id], name="Văn thư")


def parent_of(one: Any) -> Actor:
    return Actor(account_id=77, person_id=None, name="Phụ huynh", persons=Reach.of([one.person_id]))


def everybody() -> Actor:
    """Whoever watches a whole province, without a school of their own."""
    return testing.actor(VIEW_ROLLS, EVERY_CLASS, VIEW_UNITS, units=None, name="Quản trị")


def code_of(school_id: int) -> str:
    with database.acting(access.system()):
        return str(apps.get_model("organisations", "OrgUnit").objects.get(pk=school_id).code)


def classroom() -> SimpleNamespace:
    here = school("Trường THCS Lê Lợi")
    hoa, other = member(here, "Lê Thị Hoa"), member(here, "Phạm Văn Khác")
    group = class_group(here, "6A1", "06", homeroom_teacher=hoa.person)
    elsewhere = class_group(here, "6A2", "06", homeroom_teacher=other.person)
    people = [enrolment(here, name, group=group) for name in NAMES]
    return SimpleNamespace(
        here=here, group=group, elsewhere=elsewhere, people=people, teacher=teacher_of(hoa),
        other=teacher_of(other), clerk=clerk_of(here),
    )  # fmt: skip
