"""The summer after a year: who trains, who is assessed again and in what, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.school.attendance import queries as attendance
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.staff import queries as staff

from ..choices import YEAR, MarkKind, Moment, NextStep
from ..models import Appraisal, ClosedTerm, Mark, TermResult
from ..permissions import EVERY_CLASS, REASSESS
from ..rules import PASS, SCORE, Level, MarkColumn
from .books import ClassGroup, points_of
from .results import Outcome, SubjectOutcome, term_outcome
from .words import average_words, shown, word_words
from .year import year_outcome


@dataclass(frozen=True)
class Retake:
    """A subject that a learner is assessed in again. before: the year's result until then; version 0: nothing yet."""

    subject: Any
    before: str
    entry: str
    value: str
    version: int
    by: str
    is_mine: bool

    @property
    def column(self) -> MarkColumn:
        return MarkColumn(MarkKind.REASSESSMENT, 1, self.entry)


@dataclass(frozen=True)
class SummerRow:
    """One learner. trains: conduct of the year was not passed; may_retake: conduct is passed, so that re-assessment may
    begin. conduct, version, comment: of what the training came to."""

    enrolment: Any
    step: str
    trains: bool
    conduct: int | None
    comment: str
    version: int
    may_train: bool
    may_retake: bool
    retakes: tuple[Retake, ...]
    learning: int | None


def office(actor: Actor, school_id: int) -> bool:
    """Whether the actor writes for the whole school, whatever was assigned."""
    return actor.everything or (
        school_id in access.scope(actor, EVERY_CLASS) and school_id in access.scope(actor, REASSESS)
    )


def is_closed(group: Any) -> bool:
    """The year has results once the second term is closed."""
    return ClosedTerm.objects.filter(class_group_id=group.pk, term=2).exists()


def summer_of(actor: Actor, group: Any, on: date) -> list[SummerRow]:
    """Those of a class whose year was not passed when it ended, in the order of names. `group` with school and year."""
    if not is_closed(group):
        return []
    found = year_outcome(actor, term_outcome(actor, group, 2))
    rows = [row for row in found.rows if row.again or row.conduct_before == Level.NOT_PASSED]
    most = attendance.most_sessions(group.level, points_of(group))
    rows = [row for row in rows if (row.absences or 0) <= most]
    ids = [row.enrolment.pk for row in rows]
    marks = {
        (one.enrolment_id, one.subject_id): one
        for one in Mark.objects.filter(enrolment_id__in=ids, term=YEAR, kind=MarkKind.REASSESSMENT)
    }
    said = {
        one.enrolment_id: one
        for one in Appraisal.objects.filter(enrolment_id__in=ids, term=2, moment=Moment.SUMMER)
    }
    for_all = office(actor, group.school_id)
    mine = {
        one.subject.pk for one in staff.own_lessons(actor, on) if one.group.pk == group.pk and one.term == 2
    }
    homeroom = for_all or staff.is_homeroom_teacher(actor, group.pk)
    subjects = {one.pk: one for one in found.subjects}
    return [
        _row(
            row,
            said.get(row.enrolment.pk),
            tuple(
                _retake(
                    subjects[key], before, marks.get((row.enrolment.pk, key)), is_mine=for_all or key in mine
                )
                for key, before in row.again.items()
            ),
            homeroom=homeroom,
        )
        for row in rows
    ]


def _row(row: Outcome, said: Appraisal | None, retakes: tuple[Retake, ...], *, homeroom: bool) -> SummerRow:
    trains = row.conduct_before == Level.NOT_PASSED
    return SummerRow(
        enrolment=row.enrolment,
        step=row.next_step,
        trains=trains,
        conduct=said.conduct if said else None,
        comment=said.comment if said else "",
        version=said.version if said else 0,
        may_train=trains and homeroom and row.enrolment.outcome == "",
        may_retake=row.conduct is not None
        and row.conduct != Level.NOT_PASSED
        and row.enrolment.outcome == "",
        retakes=retakes,
        learning=row.learning,
    )


def _retake(subject: Any, before: SubjectOutcome, mark: Mark | None, *, is_mine: bool) -> Retake:
    return Retake(
        subject=subject,
        before=average_words(before.average) or word_words(before.word),
        entry=SCORE if before.average is not None else PASS,
        value=shown(mark) if mark else "",
        version=mark.version if mark else 0,
        by=mark.changed_by if mark else "",
        is_mine=is_mine,
    )


@dataclass(frozen=True)
class SummerClass:
    """A class with somebody whose year is not over: by what they still have to do, and how many have been assessed."""

    group: Any
    training: int
    reassessment: int
    repeated: int
    assessed: int


def summer_classes(actor: Actor, school_id: int, year_id: int) -> list[SummerClass]:
    """Of a school in a year; for who does not see every class, their own. Three statements, or four."""
    groups = ClassGroup.objects.filter(school_id=school_id, school_year_id=year_id)
    if not office(actor, school_id):
        groups = groups.filter(pk__in=schoolyear.own_classes(actor))
    steps = _steps(school_id, year_id)
    assessed = dict(
        Mark.objects.filter(
            school_id=school_id,
            enrolment__school_year_id=year_id,
            term=YEAR,
            kind=MarkKind.REASSESSMENT,
        )
        .order_by()
        .values_list("enrolment__class_group_id")
        .annotate(Count("enrolment_id", distinct=True))
    )
    found = [
        SummerClass(
            group=one,
            training=steps.get((one.pk, NextStep.SUMMER_TRAINING), 0),
            reassessment=steps.get((one.pk, NextStep.REASSESSMENT), 0),
            repeated=steps.get((one.pk, NextStep.REPEATED), 0),
            assessed=assessed.get(one.pk, 0),
        )
        for one in groups.order_by("grade", "sort_key", "id")
    ]
    return [one for one in found if one.training or one.reassessment or one.assessed]


def _steps(school_id: int, year_id: int) -> Mapping[tuple[int, str], int]:
    rows = TermResult.objects.filter(
        school_id=school_id, term=YEAR, enrolment__school_year_id=year_id, enrolment__left_on__isnull=True
    )
    counted: Counter[tuple[int, str]] = Counter()
    for group, step, many in (
        rows.order_by().values_list("enrolment__class_group_id", "next_step").annotate(Count("id"))
    ):
        counted[group, step] += many
    return counted
