"""Enrolments of a checked list, many at once, with their placements."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from django.db import connection

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.sheets import staging

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
            " on s.id = e.learner_id where e.school_id = %s and e.school_year_id = %s",
            [school_id, school_year_id],
        )


def retract_enrolments(
    learners: pl.DataFrame, *, actor: Actor, at: datetime, school_id: int, school_year_id: int
) -> set[int]:
    """Takes away enrolments that should never have been (an import undone), where nothing was noted since; the audit log
    keeps them, learner and person stay. frame: `id` (learner). Answers the learners whose enrolment is gone."""
    access.demand(actor, EDIT_ENROLMENTS, on=school_id)
    if not learners.height:
        return set()
    with staging.staged(learners.select("id"), "enrolments_gone") as staged, connection.cursor() as cursor:
        here = (
            f"select e.id from schoolyear_enrolment e join {staged} s on s.id = e.learner_id where e.school_id = %s"  # noqa: S608
            " and e.school_year_id = %s"
            " and not exists (select from schoolyear_statuschange c where c.enrolment_id = e.id)"
            " and (select count(*) from schoolyear_placement p where p.enrolment_id = e.id) < 2"
        )
        cursor.execute(f"select array_agg(id) from ({here}) found", [school_id, school_year_id])  # noqa: S608
        found = cursor.fetchone()[0] or []
        cursor.execute("delete from schoolyear_placement where enrolment_id = any(%s)", [found])
        cursor.execute("delete from schoolyear_enrolment where id = any(%s) returning learner_id", [found])
        return {row[0] for row in cursor.fetchall()}
