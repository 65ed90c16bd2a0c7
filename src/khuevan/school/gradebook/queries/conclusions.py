"""What the year came to for every learner of a school, beside what the register of the year says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from khuevan.school.curriculum.queries import is_last_grade
from khuevan.school.schoolyear.choices import EnrolmentStatus

from ..choices import YEAR, NextStep
from ..models import TermResult
from ..rules import outcome_of
from .books import ClassGroup, Enrolment

SUMMER = frozenset({NextStep.SUMMER_TRAINING, NextStep.REASSESSMENT})


@dataclass
class ClassConclusion:
    """Learners of a class by what would be recorded; waiting: for the summer; open: without a conclusion; recorded: the
    register says so already; differing: names of those of whom it says something else."""

    group: Any
    promoted: int = 0
    completed: int = 0
    repeated: int = 0
    waiting: int = 0
    open: int = 0
    recorded: int = 0
    differing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Conclusions:
    """fresh: enrolment -> outcome for who has none in the register; other: for who has another one there."""

    classes: tuple[ClassConclusion, ...]
    fresh: Mapping[int, str]
    other: Mapping[int, str]

    @property
    def digest(self) -> str:
        said = [
            f"{pk} {outcome}" for held in (self.fresh, self.other) for pk, outcome in sorted(held.items())
        ]
        return hashlib.sha256("\n".join([f"{len(self.fresh)}", *said]).encode()).hexdigest()

    def total(self, name: str) -> int:
        found = [getattr(one, name) for one in self.classes]
        return sum(len(one) if isinstance(one, list) else one for one in found)


def conclusions(school_id: int, year_id: int) -> Conclusions:
    """Three statements, however many learners."""
    groups = ClassGroup.objects.filter(school_id=school_id, school_year_id=year_id, closed_on__isnull=True)
    classes = {
        one.pk: ClassConclusion(one)
        for one in groups.exclude(level="preschool").order_by("grade", "sort_key", "id")
    }
    steps = dict(
        TermResult.objects.filter(
            school_id=school_id, term=YEAR, enrolment__school_year_id=year_id
        ).values_list("enrolment_id", "next_step")
    )
    rows = Enrolment.objects.filter(
        school_id=school_id,
        school_year_id=year_id,
        class_group_id__in=classes,
        left_on__isnull=True,
        set_aside_by__isnull=True,
    ).exclude(status=EnrolmentStatus.MISTAKEN)
    fresh: dict[int, str] = {}
    other: dict[int, str] = {}
    for pk, group, grade, outcome, name in rows.order_by("sort_key", "id").values_list(
        "id", "class_group_id", "grade", "outcome", "full_name"
    ):
        here, step = classes[group], steps.get(pk, "")
        wanted = outcome_of(step, is_last_grade=is_last_grade(grade))
        if not wanted:
            here.waiting += step in SUMMER
            here.open += step not in SUMMER
            continue
        setattr(here, wanted, getattr(here, wanted) + 1)
        if not outcome:
            fresh[pk] = wanted
        elif outcome == wanted or (outcome == "graduated" and wanted == "completed"):
            here.recorded += 1
        else:
            other[pk] = wanted
            here.differing.append(name)
    return Conclusions(tuple(classes.values()), fresh, other)
