"""Very many classes and enrolments at once, by COPY: furnishing a province, taking over a whole database.

Only over the owner's connection (`kernel.database.lifecycle.as_owner`). Rows are taken as they are; no rules are applied,
so the caller vouches for them. Constraints hold as always. Ids are chosen by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound
from khuevan.kernel.text import name_sort_key, search_text, sort_key

from ..models import SchoolYear


class ClassRow(NamedTuple):
    """A class; `code` is unique in the school and year. `school_year_id`: see `ids_of_years`."""

    id: int
    school_id: int
    school_year_id: int
    code: str
    name: str
    grade: str
    level: str
    opened_on: date
    point_id: int | None = None
    homeroom_teacher_id: int | None = None
    two_sessions: bool = False
    sessions_per_week: int | None = None
    boarding: str = ""
    is_combined: bool = False
    combined_grades: Sequence[str] = ()
    has_disabled: bool = False
    language_1: str = ""
    position: int | None = None
    closed_on: date | None = None


class EnrolmentRow(NamedTuple):
    """An enrolment; with a class it is placed there from `enrolled_on` until `left_on`. Name, birth date and sex as the
    school registered them."""

    id: int
    learner_id: int
    person_id: int
    school_id: int
    school_year_id: int
    grade: str
    level: str
    full_name: str
    birth_date: date | None
    sex: str
    enrolled_on: date
    class_group_id: int | None = None
    status: str = "01"
    status_on: date | None = None
    entry_kind: str = "continued"
    left_on: date | None = None
    leave_reason: str = ""
    is_repeating: bool = False
    outcome: str = ""
    outcome_on: date | None = None
    position: int | None = None


CLASS_COLUMNS = (
    "id, version, school_id, school_year_id, code, name, grade, level, opened_on, point_id, homeroom_teacher_id,"
    " two_sessions, sessions_per_week, boarding, is_combined, combined_grades, has_disabled, language_1, position,"
    " closed_on, search, sort_key, combined_code, is_special, is_specialised, language_2, has_vocational,"
    " vocational_kind, equipped_vietnamese, equipped_maths, parents_in_class, parents_in_school,"
    " new_preschool_programme, care_programme, study_form, training_kind"
)
_CLASS_REST = ("", False, False, "", False, "", True, True, True, True, False, False, "", "")

ENROLMENT_COLUMNS = (
    "id, version, learner_id, person_id, school_id, school_year_id, grade, level, full_name, birth_date, sex,"
    " enrolled_on, class_group_id, status, status_on, entry_kind, left_on, leave_reason, is_repeating, outcome,"
    " outcome_on, position, came_from, search, sort_key"
)


def ids_of_years() -> dict[str, int]:
    """Codes of school years -> ids."""
    return dict(SchoolYear.objects.values_list("code", "id"))


def load_classes(rows: Iterable[ClassRow], *, actor: Actor, at: datetime) -> int:
    """One transaction, one audit entry; gives how many."""
    count = 0
    with (
        audit.bulk(actor, "schoolyear.class_group:load", at=at),
        unbound("schoolyear_classgroup"),
        _copy(f"schoolyear_classgroup ({CLASS_COLUMNS})") as copy,
    ):
        for row in rows:
            values = (
                *row[:1],
                1,
                *row[1:14],
                list(row.combined_grades),
                *row[15:],
                search_text(f"{row.name} {row.code}"),
                sort_key(row.name),
                *_CLASS_REST,
            )
            copy.write_row(values)
            count += 1
    _after("schoolyear_classgroup")
    return count


def load_enrolments(rows: Iterable[EnrolmentRow], *, actor: Actor, at: datetime) -> int:
    """Enrolments with their placements; gives how many. One transaction, one audit entry a table."""
    count = 0
    with (
        audit.bulk(actor, "schoolyear.enrolment:load", at=at),
        unbound("schoolyear_enrolment", "schoolyear_placement"),
    ):
        with _copy(f"schoolyear_enrolment ({ENROLMENT_COLUMNS})") as copy:
            for row in rows:
                keys = _name_keys(row.full_name)
                copy.write_row(
                    (*row[:1], 1, *row[1:13], row.status_on or row.enrolled_on, *row[14:], "", *keys)
                )
                count += 1
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into schoolyear_placement (enrolment_id, school_id, class_group_id, valid_from, valid_until)"
                " select e.id, e.school_id, e.class_group_id, e.enrolled_on, e.left_on from schoolyear_enrolment e"
                " where e.class_group_id is not null and (e.left_on is null or e.left_on > e.enrolled_on)"
                " and not exists (select from schoolyear_placement p where p.enrolment_id = e.id)"
            )
    _after("schoolyear_enrolment")
    with connection.cursor() as cursor:
        cursor.execute("analyze schoolyear_placement")
    return count


@lru_cache(maxsize=20_000)
def _name_keys(full_name: str) -> tuple[str, str]:
    """Search text and sort key; many children share a name."""
    return search_text(full_name), name_sort_key(full_name)


@contextmanager
def _copy(target: str) -> Iterator[Any]:
    with connection.cursor() as cursor, cursor.copy(f"copy {target} from stdin") as copy:
        yield copy


def _after(table: str) -> None:
    """Puts the sequence behind the ids that the caller chose, and lets the planner know what is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"  # noqa: S608
        )
        cursor.execute(f"analyze {table}")
