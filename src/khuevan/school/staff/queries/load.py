"""Loads of a school's teachers in a term. Seven statements, whatever the number of teachers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from ..choices import AT_WORK, TEACHING_GROUPS, Position
from ..models import Duty, StaffMember, TeachingAssignment
from ..rules import Load, LoadFacts, Sentence, TakenDuty, fund_warnings, load_of, region_of, school_type_of
from .classes import homerooms_of, open_classes
from .norms import norm_book

ZERO = Decimal(0)


@dataclass(frozen=True)
class TaughtLesson:
    """One line of a teacher's term."""

    id: int
    class_id: int
    class_name: str
    subject: str
    part: str
    periods: Decimal


@dataclass(frozen=True)
class TeacherLoad:
    """`lessons`: in the order of classes and subjects; `homerooms`: names of classes."""

    staff_id: int
    name: str
    position: str
    subject: str
    load: Load
    lessons: tuple[TaughtLesson, ...] = ()
    homerooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SchoolLoads:
    """Everybody who may teach at the school; `warnings` concern the school as a whole."""

    teachers: tuple[TeacherLoad, ...]
    warnings: tuple[Sentence, ...]

    @property
    def by_id(self) -> dict[int, TeacherLoad]:
        return {one.staff_id: one for one in self.teachers}


def school_loads(school: Any, school_year: Any, term: int, on: date) -> SchoolLoads:
    """As the assignments of the term and the duties of the day make them."""
    lessons = lessons_of(school.pk, school_year.pk, term)
    members = list(
        StaffMember.objects.filter(school_id=school.pk)
        .filter(Q(status__in=sorted(AT_WORK), group__in=sorted(TEACHING_GROUPS)) | Q(pk__in=set(lessons)))
        .select_related("main_subject")
        .order_by("sort_key", "id")
    )
    classes = list(open_classes(school.pk, school_year.pk).values_list("id", "level"))
    homerooms = _homerooms(school.pk, school_year.pk, members)
    duties = _duties(school.pk, on)
    book = norm_book()
    size, region, kind = len(classes), region_of(school.area), school_type_of(school.kind)
    levels = dict(classes)
    found = []
    for member in members:
        own = lessons.get(member.pk, [])
        taken = [TakenDuty("homeroom")] * len(homerooms.get(member.person_id, ())) + duties.get(member.pk, [])
        facts = LoadFacts(
            post=_post(member.position),
            school_type=kind,
            level=member.level or _level(own, levels, school),
            taught=sum((one.periods for one in own), ZERO),
            duties=taken,
            classes=size,
            region=region,
        )
        found.append(
            TeacherLoad(
                staff_id=member.pk,
                name=member.full_name,
                position=str(member.get_position_display()),
                subject=member.main_subject.name if member.main_subject else "",
                load=load_of(facts, book, on),
                lessons=tuple(own),
                homerooms=tuple(homerooms.get(member.person_id, ())),
            )
        )
    everyone = [taken for held in duties.values() for taken in held]
    return SchoolLoads(tuple(found), tuple(fund_warnings(everyone, book, on, classes=size, region=region)))


def lessons_of(school_id: int, school_year_id: int, term: int) -> dict[int, list[TaughtLesson]]:
    """Staff id -> lessons in force."""
    rows = (
        TeachingAssignment.objects.filter(
            school_id=school_id, school_year_id=school_year_id, term=term, ended_on__isnull=True
        )
        .order_by("class_group__grade", "class_group__sort_key", "subject__position", "id")
        .values_list(
            "staff_id", "id", "class_group_id", "class_group__name", "subject__name", "part", "periods"
        )
    )
    held: dict[int, list[TaughtLesson]] = defaultdict(list)
    for staff_id, pk, class_id, class_name, subject, part, periods in rows:
        held[staff_id].append(TaughtLesson(pk, class_id, class_name, subject, part, periods))
    return dict(held)


def _homerooms(school_id: int, year_id: int, members: Sequence[StaffMember]) -> dict[int, list[str]]:
    rows = homerooms_of(school_id, [one.person_id for one in members], year_id)
    held: dict[int, list[str]] = defaultdict(list)
    for person_id, name in rows.values_list("homeroom_teacher_id", "name"):
        held[person_id].append(name)
    return held


def _duties(school_id: int, on: date) -> dict[int, list[TakenDuty]]:
    in_force = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    rows = Duty.objects.filter(in_force, school_id=school_id, cancelled_on__isnull=True).exclude(
        kind="homeroom"
    )
    held: dict[int, list[TakenDuty]] = defaultdict(list)
    for staff_id, kind, periods, paid in rows.order_by("valid_from", "id").values_list(
        "staff_id", "kind", "periods", "paid"
    ):
        held[staff_id].append(TakenDuty(kind, periods, paid))
    return held


def _post(position: str) -> str:
    return {Position.HEAD: "head", Position.DEPUTY: "deputy"}.get(position, "teacher")  # type: ignore[call-overload]


def _level(lessons: Sequence[TaughtLesson], levels: dict[int, str], school: Any) -> str:
    """The level where most periods are taught; of a school with one level, that one."""
    counted: Counter[str] = Counter()
    for one in lessons:
        counted[levels.get(one.class_id, "")] += int(one.periods * 10)
    if counted:
        return counted.most_common(1)[0][0]
    return school.levels[0] if len(school.levels) == 1 else ""
