"""Classes: opened, changed, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import nfc, search_text, sort_key
from khuevan.register.accounts import services as accounts
from khuevan.register.people.queries import affiliated
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL
from khuevan.school.curriculum.queries import level_of_grade

from ..events import ClassChanged, ClassClosed, ClassOpened
from ..models import ClassGroup, Enrolment
from ..permissions import EDIT_CLASSES

FIXED_ONCE_USED = ("grade",)


def open_class(actor: Actor, *, at: datetime, school: Any, school_year: Any, **values: Any) -> ClassGroup:
    """A new class of a school in a year. Raises Refused, Invalid."""
    access.demand(actor, EDIT_CLASSES, on=school.pk)
    group = ClassGroup(school=school, school_year=school_year, **values)
    _fill(group, at)
    with audit.act(actor, "schoolyear.class_group:add", at=at, unit_id=school.pk) as act:
        group.save()
        act.on(group)
        publish(ClassOpened(group.pk, school.pk, school_year.code))
        _rights_changed(None, group.homeroom_teacher_id)
    return group


def change_class(actor: Actor, group: ClassGroup, *, at: datetime, version: int, **values: Any) -> ClassGroup:
    """Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_CLASSES, on=group.school_id)
    teacher, grade = group.homeroom_teacher_id, group.grade
    changed = tuple(name for name, value in values.items() if getattr(group, name) != value)
    for name, value in values.items():
        setattr(group, name, value)
    if group.grade != grade and Enrolment.objects.filter(class_group=group).exists():
        raise Invalid({"grade": _("Lớp đã có học sinh nên không đổi khối được.")})
    _fill(group, at)
    with audit.act(actor, "schoolyear.class_group:change", at=at, on=group, unit_id=group.school_id):
        group.save_checked(version, fields=[*values, "level", "search", "sort_key"])
        publish(ClassChanged(group.pk, group.school_id, changed))
        _rights_changed(teacher, group.homeroom_teacher_id)
    return group


def close_class(
    actor: Actor, group: ClassGroup, *, at: datetime, version: int, on: date, why: str
) -> ClassGroup:
    """Dissolved from `on`. Only a class that nobody is in: its learners are placed elsewhere first."""
    access.demand(actor, EDIT_CLASSES, on=group.school_id)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    here = Enrolment.objects.filter(class_group=group, left_on=None).count()
    if here:
        raise Invalid(
            _("Lớp còn %(number)d học sinh. Hãy xếp các em sang lớp khác trước.") % {"number": here}
        )
    group.closed_on = on
    with audit.act(actor, "schoolyear.class_group:close", at=at, on=group, unit_id=group.school_id, why=why):
        group.save_checked(version, fields=["closed_on"])
        publish(ClassClosed(group.pk, group.school_id, on))
        _rights_changed(group.homeroom_teacher_id, None)
    return group


def _fill(group: ClassGroup, at: datetime) -> None:
    """Checks, and sets what follows: level, search, order. Raises Invalid with a sentence a field."""
    group.name, group.code = nfc(group.name), nfc(group.code) or nfc(group.name)
    errors: dict[str, str] = {}
    level = level_in(group.school, group.grade)
    if level is None:
        errors["grade"] = _("Trường không dạy khối này.")
    group.level = level or level_of_grade(group.grade)
    others = ClassGroup.objects.filter(school=group.school, school_year=group.school_year)
    if others.filter(code=group.code).exclude(pk=group.pk).exists():
        errors["code"] = _("Trường đã có lớp mang mã %(code)s trong năm học này.") % {"code": group.code}
    if group.point is not None and group.point.school_id != group.school_id:
        errors["point"] = _("Điểm trường này không phải của trường.")
    if group.elective_set is not None and group.elective_set.school_id != group.school_id:
        errors["elective_set"] = _("Tổ hợp môn này không phải của trường.")
    if group.is_combined and len(group.combined_grades or ()) < 2:
        errors["combined_grades"] = _("Lớp ghép có từ hai khối hoặc nhóm tuổi.")
    if group.homeroom_teacher is not None and not _works_here(group, at):
        errors["homeroom_teacher"] = _("Người này không phải nhà giáo, nhân viên của trường.")
    if errors:
        raise Invalid(errors)
    group.search = search_text(f"{group.name} {group.code}")
    group.sort_key = sort_key(group.name)


def _works_here(group: ClassGroup, at: datetime) -> bool:
    on = clock.on(at)
    return group.homeroom_teacher_id in {one.person_id for one in affiliated(group.school_id, "staff", on)}


def level_in(school: Any, grade: str) -> str | None:
    """The level at which a school teaches a grade: of schools first, else continuing education; None if it does not."""
    level = level_of_grade(grade)
    if level in school.levels:
        return level
    if "continuing" in school.levels and grade in GRADES_OF_LEVEL["continuing"]:
        return "continuing"
    return None


def _rights_changed(before: int | None, after: int | None) -> None:
    """Homeroom teachers hold rights by their class."""
    people = {person for person in (before, after) if person is not None}
    if before != after and people:
        with database.acting(access.system()):
            accounts.actors_changed(person_ids=people)
