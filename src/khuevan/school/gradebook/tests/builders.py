"""A class with a teacher and learners, for tests of this and higher rooms."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Actor
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import AT, ON, assignment, member, school

from ..permissions import (
    APPRAISE,
    ASK_REOPENING,
    CLOSE_TERM,
    EDIT_MARKS,
    EVERY_CLASS,
    VIEW_MARKS,
    VIEW_OVERVIEW,
)

__all__ = ["AT", "ON", "classroom", "head_of", "subject_named", "teacher_of"]

NAMES = ("Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Đức Cường", "Phạm Thị Dung", "Hồ Văn Đạt")


def subject_named(name: str, level: str = "lower_secondary", grade: str = "06") -> Any:
    """A subject of a programme."""
    with database.acting(access.system()):
        return next(one for one in curriculum.subjects_in(level, grade, "2026-2027") if one.name == name)


def teacher_of(staff: Any, *, name: str = "") -> Actor:
    """The account of a member of staff, with what teaching gives."""
    return testing.actor(
        VIEW_MARKS, EDIT_MARKS, APPRAISE, ASK_REOPENING, units=[staff.school_id], name=name or staff.full_name,
        person_id=staff.person_id,
    )  # fmt: skip


def head_of(school_id: int) -> Actor:
    return testing.actor(
        VIEW_MARKS, EVERY_CLASS, CLOSE_TERM, VIEW_OVERVIEW, units=[school_id], name="Hiệu trưởng"
    )


def classroom(*, learners: int = 3, subject: str = "Toán", grade: str = "06") -> SimpleNamespace:
    """A class of grade 6 with its subject teacher (homeroom teacher, too) and learners."""
    here = school("Trường THCS Lê Lợi")
    hoa = member(here, "Lê Thị Hoa")
    group = class_group(here, "6A1", grade, homeroom_teacher=hoa.person)
    taught = subject_named(subject, grade=grade)
    for term in (1, 2):
        assignment(hoa, group, taught, term=term)
    people = [enrolment(here, name, group=group) for name in NAMES[:learners]]
    return SimpleNamespace(
        here=here,
        hoa=hoa,
        group=group,
        subject=taught,
        people=people,
        teacher=teacher_of(hoa),
        head=head_of(here),
    )
