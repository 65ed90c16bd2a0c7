"""The roll-over of a school from one year to the next: plan, preview, commit.

The plan is worked out from outcomes recorded and classes open; the commit does class by class, each in a transaction of
its own, and leaves alone whoever is in the next year already. So it can be stopped, resumed and repeated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import search_text, sort_key
from khuevan.school.curriculum.queries import is_last_grade, next_grade

from ..events import YearRolledOver
from ..models import ClassGroup, Enrolment, Placement, RollOver, SchoolYear, StatusChange
from ..permissions import ROLL_OVER
from ..rules.roll_over import MOST_REPEATS, name_of_next, passage
from .classes import level_in

KEPT = (
    "point_id", "boarding", "two_sessions", "sessions_per_week", "periods_per_week", "is_specialised",
    "specialised_subject_id", "elective_set_id", "language_1", "language_2", "language_periods", "is_special",
    "study_form", "training_kind", "vocational_kind", "has_vocational", "equipped_vietnamese", "equipped_maths",
    "parents_in_class", "parents_in_school", "new_preschool_programme", "care_programme",
)  # fmt: skip
"""What the class of the next year takes over from the one it continues."""


@dataclass
class ClassPlan:
    """One class of the ending year: what becomes of it, and of those who are in it (counts). onward: of the finished, who
    could begin the next level at this same school."""

    class_id: int | None
    name: str
    grade: str
    next_name: str = ""
    next_grade: str = ""
    next_exists: bool = False
    promoted: int = 0
    repeated: int = 0
    finished: int = 0
    undecided: int = 0
    onward: int = 0
    done: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def to_pass(self) -> int:
        return self.promoted + self.repeated


@dataclass(frozen=True)
class RollOverPlan:
    """`fresh`: names of classes of first grades that will be opened empty, as this year's."""

    school_id: int
    from_year: SchoolYear
    to_year: SchoolYear
    classes: Sequence[ClassPlan]
    fresh: Sequence[tuple[str, str]]
    warnings: Sequence[str]

    def total(self, name: str) -> int:
        return sum(getattr(one, name) for one in self.classes)

    @property
    def digest(self) -> str:
        said = [f"{self.school_id} {self.from_year.pk} {self.to_year.pk}"]
        said += [
            f"{one.class_id} {one.next_name} {one.promoted} {one.repeated} {one.finished} {one.onward}"
            for one in self.classes
        ]
        said += [f"{grade} {name}" for grade, name in self.fresh]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def plan_roll_over(actor: Actor, school: Any, from_year: SchoolYear, to_year: SchoolYear) -> RollOverPlan:
    """Six queries at most, whatever the number of learners. Raises Refused, Invalid."""
    access.demand(actor, ROLL_OVER, on=school.pk)
    if to_year.starts_on <= from_year.starts_on:
        raise Invalid({"to_year": _("Năm học sau phải sau năm học trước.")})
    groups = list(
        ClassGroup.objects.filter(school=school, school_year=from_year, closed_on=None).order_by(
            "grade", "sort_key", "id"
        )
    )
    there = {one.continues_id: one for one in ClassGroup.objects.filter(school=school, school_year=to_year)}
    taken = {one.code for one in there.values()} | set(
        ClassGroup.objects.filter(school=school, school_year=to_year).values_list("code", flat=True)
    )
    plans: dict[int | None, ClassPlan] = {}
    for group in groups:
        plan = ClassPlan(group.pk, group.name, group.grade)
        follower = there.get(group.pk)
        if follower is not None:
            plan.next_name, plan.next_grade, plan.next_exists = follower.name, follower.grade, True
        elif not is_last_grade(group.grade):
            plan.next_name = name_of_next(group.name, group.grade)
            plan.next_grade = next_grade(group.grade) or ""
        plans[group.pk] = plan
    _count(school.pk, from_year, to_year, plans)
    _count_onward(school, from_year, to_year, plans)
    fresh = [
        (group.grade, group.name)
        for group in groups
        if _is_first(school, group.grade) and group.code not in taken
    ]
    return RollOverPlan(
        school.pk, from_year, to_year, tuple(plans.values()), tuple(fresh), _warnings(school.pk, from_year)
    )


def _is_first(school: Any, grade: str) -> bool:
    """The lowest grade of a level that the school teaches: its classes are filled by admission."""
    return grade in ("01", "06", "10", "13", "16") and level_in(school, grade) is not None


def _count(
    school_id: int, from_year: SchoolYear, to_year: SchoolYear, plans: dict[int | None, ClassPlan]
) -> None:
    rows = (
        Enrolment.objects.filter(school_id=school_id, school_year=from_year, left_on=None)
        .order_by()
        .values_list("class_group_id", "grade", "outcome")
        .annotate(number=Count("id"))
    )
    for class_id, grade, outcome, number in rows:
        plan = plans.setdefault(class_id, ClassPlan(None, _("Chưa xếp lớp"), grade))
        way = passage(grade, outcome)
        if way.problem:
            plan.undecided += number
        elif way.grade is None:
            plan.finished += number
        elif way.repeats:
            plan.repeated += number
        else:
            plan.promoted += number
    done = (
        Enrolment.objects.filter(school_id=school_id, school_year=from_year, left_on=None)
        .filter(learner__enrolments__school_year=to_year)
        .order_by()
        .values_list("class_group_id")
        .annotate(number=Count("id"))
    )
    for class_id, number in done:
        if class_id in plans:
            plans[class_id].done = number


def _count_onward(
    school: Any, from_year: SchoolYear, to_year: SchoolYear, plans: dict[int | None, ClassPlan]
) -> None:
    """Who has completed a level here, is still of this school and could go on with its next level."""
    grades = [one.grade for one in plans.values() if one.finished and onward_grade(school, one.grade)]
    if not grades:
        return
    rows = (
        Enrolment.objects.filter(
            school_id=school.pk, school_year=from_year, left_on=None, outcome="completed", grade__in=grades
        )
        .filter(learner__school_id=school.pk)
        .exclude(learner__enrolments__school_year=to_year)
        .order_by()
        .values_list("class_group_id")
        .annotate(number=Count("id"))
    )
    for class_id, number in rows:
        plans[class_id].onward = number


def onward_grade(school: Any, grade: str) -> str | None:
    """The first grade of the next level, where the school teaches it too."""
    after = next_grade(grade) if is_last_grade(grade) else None
    return after if after and level_in(school, after) is not None else None


def _warnings(school_id: int, from_year: SchoolYear) -> tuple[str, ...]:
    """Who would repeat for the fourth time within a level."""
    repeating = Enrolment.objects.filter(
        school_id=school_id, school_year=from_year, left_on=None, outcome="repeated"
    )
    often = (
        Enrolment.objects.filter(
            learner_id__in=repeating.values("learner_id"),
            outcome="repeated",
            level__in=repeating.values("level"),
        )
        .order_by()
        .values("learner_id", "level")
        .annotate(times=Count("id"), name=F("full_name"))
        .filter(times__gt=MOST_REPEATS)
    )
    return tuple(
        _("%(name)s sẽ lưu ban lần thứ %(times)d trong cấp học; quy định không quá %(most)d lần.")
        % {"name": one["name"], "times": one["times"], "most": MOST_REPEATS}
        for one in often
    )


def begin_roll_over(actor: Actor, school: Any, plan: RollOverPlan, *, digest: str, at: datetime) -> RollOver:
    """Opens the classes of the next year that are not there yet. Raises Refused, ChangedMeanwhile."""
    access.demand(actor, ROLL_OVER, on=school.pk)
    if plan.digest != digest:
        raise ChangedMeanwhile
    with audit.act(actor, ROLL_OVER.code, at=at, unit_id=school.pk) as act:
        run, _made = RollOver.objects.get_or_create(
            school=school, from_year=plan.from_year, to_year=plan.to_year, defaults={"digest": digest}
        )
        act.on(run)
        olds = {
            one.pk: one
            for one in ClassGroup.objects.filter(
                pk__in=[one.class_id for one in plan.classes if one.class_id]
            )
        }
        codes = set(
            ClassGroup.objects.filter(school=school, school_year=plan.to_year).values_list("code", flat=True)
        )
        for one in plan.classes:
            if one.class_id is not None and one.next_grade and not one.next_exists:
                _open_next(school, plan.to_year, olds[one.class_id], one.next_name, one.next_grade, codes)
        for grade, name in plan.fresh:
            if name not in codes:
                _write_class(school, plan.to_year, name, grade, codes)
    return run


def _open_next(
    school: Any, year: SchoolYear, old: ClassGroup, name: str, grade: str, codes: set[str]
) -> None:
    kept = {column: getattr(old, column) for column in KEPT}
    _write_class(school, year, name, grade, codes, continues=old, homeroom_teacher_id=None, **kept)


def _write_class(
    school: Any, year: SchoolYear, name: str, grade: str, codes: set[str], **values: Any
) -> None:
    code, number = name, 1
    while code in codes:
        number += 1
        code = f"{name[:16]}-{number}"
    codes.add(code)
    ClassGroup.objects.create(
        school=school, school_year=year, code=code, name=name, grade=grade, level=level_in(school, grade) or "",
        opened_on=year.starts_on, search=search_text(f"{name} {code}"), sort_key=sort_key(name), **values,
    )  # fmt: skip


def roll_over_class(
    actor: Actor, run: RollOver, class_id: int | None, *, at: datetime, onward: bool = False
) -> int:
    """Passes the learners of one class (None: of no class); those who are in the next year already, or of another school
    by now, are left alone. onward: who has completed a level begins the next one here, if the school teaches it.

    Gives how many. One transaction.
    """
    access.demand(actor, ROLL_OVER, on=run.school_id)
    rows = list(
        Enrolment.objects.select_for_update(of=("self",))
        .filter(
            school_id=run.school_id, school_year_id=run.from_year_id, class_group_id=class_id, left_on=None
        )
        .exclude(outcome="")
        .filter(learner__school_id=run.school_id)
        .exclude(learner__enrolments__school_year_id=run.to_year_id)
        .order_by("sort_key", "id")
    )
    follower = (
        ClassGroup.objects.filter(
            school_id=run.school_id, school_year_id=run.to_year_id, continues_id=class_id
        ).first()
        if class_id is not None
        else None
    )
    made = [new for row in rows if (new := _next_of(row, run, follower, onward=onward)) is not None]
    with audit.act(actor, ROLL_OVER.code, at=at, on=run, unit_id=run.school_id) as act:
        act.note(learners=len(made))
        Enrolment.objects.bulk_create(made)
        StatusChange.objects.bulk_create(
            StatusChange(enrolment=one, school_id=one.school_id, status=one.status, on=one.enrolled_on)
            for one in made
        )
        Placement.objects.bulk_create(
            Placement(
                enrolment=one,
                school_id=one.school_id,
                class_group_id=one.class_group_id,
                valid_from=one.enrolled_on,
            )
            for one in made
            if one.class_group_id is not None
        )
        RollOver.objects.filter(pk=run.pk).update(enrolled=F("enrolled") + len(made))
    return len(made)


def _next_of(row: Enrolment, run: RollOver, follower: ClassGroup | None, *, onward: bool) -> Enrolment | None:
    way = passage(row.grade, row.outcome)
    grade, level, kind = way.grade, row.level, "continued"
    if onward and row.outcome == "completed" and grade is None:
        grade, kind = onward_grade(run.school, row.grade), "entry"
        level = (level_in(run.school, grade) if grade else None) or level
    if way.problem or grade is None:
        return None
    on = run.to_year.starts_on
    placed = follower if follower is not None and not way.repeats and follower.grade == grade else None
    return Enrolment(
        learner_id=row.learner_id, person_id=row.person_id, school_id=row.school_id, school_year_id=run.to_year_id,
        class_group=placed, grade=grade, level=level, status="01", entry_kind=kind, enrolled_on=on,
        status_on=on, is_repeating=way.repeats, elective_set_id=row.elective_set_id if kind == "continued" else None,
        full_name=row.full_name, birth_date=row.birth_date, sex=row.sex, search=row.search, sort_key=row.sort_key,
    )  # fmt: skip


def finish_roll_over(actor: Actor, run: RollOver, *, at: datetime) -> RollOver:
    """Says that every class has passed."""
    access.demand(actor, ROLL_OVER, on=run.school_id)
    with audit.act(actor, ROLL_OVER.code, at=at, on=run, unit_id=run.school_id):
        run.refresh_from_db()
        run.finished_at = at
        run.save(update_fields=["finished_at"])
        publish(YearRolledOver(run.school_id, run.from_year.code, run.to_year.code, run.enrolled))
    return run
