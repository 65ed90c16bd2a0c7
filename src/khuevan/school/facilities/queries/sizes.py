"""How large schools are: classes and learners by level and grade in the running year, from the school year's room;
teachers by level, from the staff room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.staff import queries as staff

from ..permissions import VIEW_FACILITIES
from ..rules.computers import Informatics, largest_of, learners_of
from ..rules.needs import Size
from ..rules.rooms import CLASSROOMS, SUBJECT_ROOMS
from .books import Books, Cell


@dataclass(frozen=True)
class Attendance:
    """One level of one school: by grade, how many classes and learners, and the largest class."""

    classes: Mapping[str, int] = field(default_factory=dict)
    learners: Mapping[str, int] = field(default_factory=dict)
    largest: Mapping[str, int] = field(default_factory=dict)
    girls: int = 0


@dataclass(frozen=True)
class SchoolSize:
    """A school in its running year. ``points`` are its open places; ``teachers``: at work, by the level they teach, ""
    where it is not recorded."""

    levels: Mapping[EducationLevel, Attendance] = field(default_factory=dict)
    points: int = 1
    teachers: Mapping[str, int] = field(default_factory=dict)

    @property
    def learners(self) -> int:
        return sum(sum(one.learners.values()) for one in self.levels.values())

    @property
    def girls(self) -> int:
        return sum(one.girls for one in self.levels.values())

    def teachers_of(self, level: EducationLevel) -> int:
        """Who teaches at the level; at a school of one level also those whose level is not recorded."""
        unsaid = self.teachers.get("", 0) if len(self.levels) == 1 else 0
        return self.teachers.get(level.value, 0) + unsaid

    @property
    def classes(self) -> int:
        return sum(sum(one.classes.values()) for one in self.levels.values())


NOBODY = Attendance()
UNKNOWN = SchoolSize()


def sizes(actor: Actor, schools: Collection[int] | None = None, *, on: date) -> dict[int, SchoolSize]:
    """School id -> its size in the year that runs on the day (None: of the whole scope). A school may be missing:
    ``UNKNOWN`` then.
    """
    gathered: dict[int, dict[EducationLevel, dict[str, schoolyear.Attendance]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in schoolyear.attendance(access.scope(actor, VIEW_FACILITIES), schools, on=on):
        gathered[row.school_id][EducationLevel(row.level)][row.grade] = row
    points = organisations.point_counts(schools, on=on)
    teachers = staff.teacher_counts(schools)
    return {
        school: SchoolSize(
            {level: _attendance(grades) for level, grades in gathered.get(school, {}).items()},
            points.get(school, 1),
            teachers.get(school, {}),
        )
        for school in {*gathered, *points, *teachers}
    }


def _attendance(grades: Mapping[str, schoolyear.Attendance]) -> Attendance:
    return Attendance(
        {grade: row.classes for grade, row in grades.items()},
        {grade: row.learners for grade, row in grades.items()},
        {grade: row.largest_class for grade, row in grades.items()},
        sum(row.girls for row in grades.values()),
    )


def serves(cell: Cell, level: EducationLevel) -> bool:
    """Rooms and computers without a level serve every level of their school."""
    levels = cell.keys["levels"]
    return not levels or level.value in levels


def size_for_lists(books: Books, size: SchoolSize, level: EducationLevel) -> Size:
    """What the lists of one level ask about."""
    here = size.levels.get(level, NOBODY)
    subject_rooms: dict[int | None, int] = defaultdict(int)
    classrooms = 0
    for cell in books["room"].cells:
        if not serves(cell, level):
            continue
        if cell.keys["kind"] in CLASSROOMS:
            classrooms += cell.count
        elif cell.keys["kind"] in SUBJECT_ROOMS:
            subject_rooms[cell.keys["subject_id"]] += cell.count
    return Size(
        classes=here.classes,
        learners=here.learners,
        teachers=size.teachers_of(level),
        points=size.points,
        classrooms=classrooms,
        subject_rooms=subject_rooms,
    )


def informatics(books: Books, size: SchoolSize, level: EducationLevel) -> Informatics:
    """Learners and computers of Informatics at one level of a school. Computers bound to no room count as one room."""
    here = size.levels.get(level, NOBODY)
    in_rooms: dict[int | None, int] = defaultdict(int)
    for cell in books["computers"].where(purpose="informatics"):
        if serves(cell, level):
            in_rooms[cell.keys["room_id"]] += int(cell.measures["usable"])
    return Informatics(
        learners=learners_of(level, here.learners),
        computers=sum(in_rooms.values()),
        largest_class=largest_of(level, here.largest),
        largest_room=max(in_rooms.values(), default=0),
    )


def taught_levels(levels: Collection[str]) -> tuple[EducationLevel, ...]:
    """The levels of a school in the order of education; continuing education has no lists of its own."""
    return tuple(level for level in EducationLevel if level.value in levels and level in GRADES_OF_LEVEL)
