"""Enrolments of a checked list, many at once, with their placements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
from django.db import connection
from django.db.models import Count, F

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.sheets import staging

from ..choices import EnrolmentStatus
from ..events import LearnerEnrolled, LearnersPlaced
from ..models import Enrolment
from ..permissions import EDIT_ENROLMENTS


def add_enrolments(
    frame: pl.DataFrame, *, actor: Actor, at: datetime, school_id: int, school_year_id: int
) -> None:
    """Enrols learners and places them. frame: `id` (learner), `class_group`, `status`, `enrolled_on`.

    Grade and level are those of the class. Raises access.Refused; IntegrityError where a learner is enrolled meanwhile.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=school_id)
    if not frame.height:
        return
    wanted = frame.select("id", "class_group", "status", "enrolled_on")
    with staging.staged(wanted, "enrolments_added") as staged, connection.cursor() as cursor:
        cursor.execute(
            "insert into schoolyear_enrolment (version, learner_id, person_id, school_id, school_year_id, class_group_id,"  # noqa: S608
            " grade, level, status, status_on, entry_kind, enrolled_on, leave_reason, is_repeating, outcome, came_from,"
            " full_name, birth_date, sex, search, sort_key)"
            " select 1, s.id, p.id, %s, %s, c.id, c.grade, c.level, s.status, s.enrolled_on, 'continued', s.enrolled_on,"
            " '', false, '', '', p.full_name, p.birth_date, p.sex, p.search, p.sort_key"
            f" from {staged} s join learners_learner l on l.id = s.id join people_person p on p.id = l.person_id"
            " join schoolyear_classgroup c on c.id = s.class_group",
            [school_id, school_year_id],
        )
        cursor.execute(
            "insert into schoolyear_placement (enrolment_id, school_id, class_group_id, valid_from)"  # noqa: S608
            f" select e.id, e.school_id, e.class_group_id, e.enrolled_on from schoolyear_enrolment e join {staged} s"
            " on s.id = e.learner_id where e.school_id = %s and e.school_year_id = %s and e.left_on is null",
            [school_id, school_year_id],
        )
    _tell_of_enrolments(wanted["id"].to_list(), school_id, school_year_id)


def _tell_of_enrolments(learners: list[int], school_id: int, school_year_id: int) -> None:
    """As enrolling on the page tells: each enrolment, and each class with who came into it."""
    rows = Enrolment.objects.filter(
        learner_id__in=learners, school_id=school_id, school_year_id=school_year_id, left_on=None
    )
    placed: dict[tuple[int, date], list[int]] = defaultdict(list)
    for row in rows.select_related("school_year").order_by("id"):
        publish(LearnerEnrolled(row.pk, row.learner_id, school_id, row.school_year.code, row.enrolled_on))
        if row.class_group_id is not None:
            placed[row.class_group_id, row.enrolled_on].append(row.pk)
    for (class_id, on), ids in placed.items():
        publish(LearnersPlaced(tuple(ids), class_id, school_id, on))


def retract_enrolments(
    learners: Sequence[int], *, actor: Actor, at: datetime, school_id: int, school_year_id: int, why: str
) -> set[int]:
    """Marks enrolments as entered by mistake (an import undone), where nothing was noted and nobody was moved since: the
    status says so, the placement keeps an empty period, and no list and no count has them.
    Answers the learners whose enrolment was taken back."""
    access.demand(actor, EDIT_ENROLMENTS, on=school_id)
    found = list(_untouched(learners, school_id, school_year_id))
    if not found:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into schoolyear_statuschange (enrolment_id, school_id, status, "on", reason, note)'
            " select e.id, e.school_id, %s, %s, '', %s from schoolyear_enrolment e where e.id = any(%s)",
            [EnrolmentStatus.MISTAKEN, clock.on(at), why[:300], found],
        )
        cursor.execute(
            "update schoolyear_placement set valid_until = valid_from where enrolment_id = any(%s)"
            " and valid_until is null",
            [found],
        )
        cursor.execute(
            "update schoolyear_enrolment set status = %s, status_on = %s, left_on = enrolled_on, version = version + 1"
            " where id = any(%s) returning learner_id",
            [EnrolmentStatus.MISTAKEN, clock.on(at), found],
        )
        gone = {row[0] for row in cursor.fetchall()}
    publish(LearnersPlaced(tuple(sorted(found)), None, school_id, clock.on(at)))
    return gone


def solely_enrolled(learners: Sequence[int], *, school_id: int, school_year_id: int) -> list[int]:
    """Those of the learners who have no enrolment but this one, which could be taken back."""
    found = set(_untouched(learners, school_id, school_year_id).values())
    others = Enrolment.objects.filter(learner_id__in=found).exclude(status=EnrolmentStatus.MISTAKEN)
    times = others.order_by().values("learner_id").annotate(times=Count("id"))
    return [row["learner_id"] for row in times if row["times"] == 1]


def taken_back_before(learners: pl.DataFrame) -> pl.DataFrame:
    """Those of the learners (`id`) who had been entered by mistake before."""
    before = Enrolment.objects.filter(
        learner_id__in=learners["id"].to_list(), status=EnrolmentStatus.MISTAKEN
    )
    return learners.filter(pl.col("id").is_in(list(before.values_list("learner_id", flat=True))))


def _untouched(learners: Sequence[int], school_id: int, school_year_id: int) -> dict[int, int]:
    """Enrolments on which nothing hangs but their one placement and the note of the entry, and of whom they are."""
    here = Enrolment.objects.filter(
        learner_id__in=learners, school_id=school_id, school_year_id=school_year_id, left_on=None
    )
    placed = Count("placements", distinct=True)
    noted = Count("changes", distinct=True)
    once = here.order_by().annotate(placed=placed, noted=noted).filter(placed__lt=2, noted__lt=2)
    once = once.exclude(changes__on__gt=F("enrolled_on"))
    found = dict(once.values_list("pk", "learner_id"))
    beside = ("schoolyear_placement", "schoolyear_statuschange")
    held = staging.referenced("schoolyear_enrolment", list(found), but=beside)
    return {number: learner for number, learner in found.items() if number not in held}
