"""Results of very many classes at once: computed inside the database, a few statements a batch, no row fetched.

The same values as `services.results` gives class by class (`tests/test_many.py` holds both side by side). Classes with
something of a summer (re-assessment, training) are few and take that way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor
from khuevan.school.attendance import queries as attendance
from khuevan.school.curriculum.queries import RulePoints
from khuevan.school.schoolyear.choices import EnrolmentStatus
from khuevan.school.staff import queries as staff

from ...choices import YEAR, MarkKind, Moment
from ...events import ManyResultsStored
from ...models import Appraisal, Mark
from ...permissions import CLOSE_TERM
from ...queries.books import ClassGroup, Shapes, instrument_of
from ...rules import CONDUCT_OF_YEAR, FINAL, LEVEL, PASS, REGULAR, SCORE, TEST, MarkColumn
from ...rules.primary import TRAITS
from ..results import store_results

BATCH: Final = 200
"""Classes in a transaction: some ten thousand learners' subjects."""
STEPS: Final = {
    name: (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("people", "reached", "year", "levels", "stored", "subjects", "learners")
}
FIRST: Final = {name: STEPS[name].partition("on conflict")[0] for name in ("subjects", "learners")}
"""Where nothing is stored yet: to look for each row's predecessor is a quarter of the work."""


def store_results_of(actor: Actor, class_ids: Iterable[int], term: int, *, at: datetime) -> int:
    """The term's results of these classes and, with the second term's, the year's. Each batch in its own transaction.

    Gives how many classes. Raises Refused where the actor may not close terms everywhere in them.
    """
    done, wanted = 0, list(class_ids)
    for ids in (wanted[at_place : at_place + BATCH] for at_place in range(0, len(wanted), BATCH)):
        groups = list(
            ClassGroup.objects.filter(pk__in=ids).select_related("school_year", "school").order_by("id")
        )
        for school in sorted({one.school_id for one in groups}):
            access.demand(actor, CLOSE_TERM, on=school)
        odd = _with_a_summer([one.pk for one in groups]) if term == 2 else set()
        with transaction.atomic(), audit.act(actor, CLOSE_TERM.code, at=at) as act:
            act.note(term=term, classes=len(groups))
            _store(actor, [one for one in groups if one.pk not in odd], term, at)
            for group in groups:
                if group.pk in odd:
                    store_results(actor, group, term, at=at)
        done += len(groups)
    return done


def _with_a_summer(class_ids: Collection[int]) -> set[int]:
    marks = Mark.objects.filter(
        enrolment__class_group_id__in=class_ids, term=YEAR, kind=MarkKind.REASSESSMENT
    )
    said = Appraisal.objects.filter(enrolment__class_group_id__in=class_ids, term=2, moment=Moment.SUMMER)
    found = (
        marks.order_by()
        .values_list("enrolment__class_group_id")
        .union(said.order_by().values_list("enrolment__class_group_id"))
    )
    return {pk for (pk,) in found}


def _store(actor: Actor, groups: Sequence[Any], term: int, at: datetime) -> None:
    if not groups:
        return
    facts: dict[str, Any] = {
        "term": term, "terms": [term, YEAR] if term == 2 else [term], "at": at, "mistaken": EnrolmentStatus.MISTAKEN,
        "traits": list(TRAITS),
        "conduct": [int(one) for row in CONDUCT_OF_YEAR.values() for one in row],
    }  # fmt: skip
    shapes = Shapes(actor)
    with connection.cursor() as cursor:
        _tell_shapes(cursor, groups, shapes)
        cursor.execute(STEPS["people"], facts)
        _tell_absences(cursor, groups, shapes, of_year=term == 2)
        cursor.execute(STEPS["reached"], facts)
        if term == 2:
            cursor.execute(STEPS["year"], facts)
        cursor.execute("analyze many_reached (id, term)")  # by which it is joined
        cursor.execute(STEPS["levels"], facts)
        _write(cursor, facts)
        cursor.execute(
            "drop table many_class, many_book, many_people, many_absence, many_reached, many_levels"
        )
    events.publish(ManyResultsStored(tuple(group.pk for group in groups), term))


def _write(cursor: Any, facts: dict[str, Any]) -> None:
    """The results into their tables. Whoever stored some of them after we looked is not overtaken: then they are looked
    for."""
    cursor.execute(STEPS["stored"], facts)
    if not cursor.fetchone()[0]:
        with suppress(IntegrityError), transaction.atomic():
            for statement in FIRST.values():
                cursor.execute(statement, facts)
            return
    for name in FIRST:
        cursor.execute(STEPS[name], facts)


def _tell_shapes(cursor: Any, groups: Sequence[Any], shapes: Shapes) -> None:
    """Which classes, by which circular, and their gradebooks: how many regular marks, whether there is a test."""
    cursor.execute(
        "create temporary table many_class (class_group_id int primary key, kind text, code text, even boolean,"
        " alone boolean, most_absences int) on commit drop;"
        " create temporary table many_book (class_group_id int, subject_id int, entry text, regular smallint,"
        " tested boolean, primary key (class_group_id, subject_id)) on commit drop"
    )
    subjects = _subjects(groups)
    books = [
        (group.pk, subject, columns)
        for group in groups
        for subject in subjects[group.pk]
        if (columns := shapes.of(group, subject))
    ]
    with_books = {pk for pk, _subject, _columns in books}
    with cursor.copy("copy many_class from stdin") as copy:
        for group in groups:
            points = shapes.points(group)
            found = instrument_of(group, points) if group.pk in with_books else None
            copy.write_row(
                (
                    group.pk, found.kind if found else "", found.code if found else "", points.halves == "half_even",
                    points.exempt_first == "second", attendance.most_sessions(group.level, points),
                )
            )  # fmt: skip
    told = {id(columns): _shape(columns) for _pk, _subject, columns in books}
    with cursor.copy("copy many_book from stdin") as copy:
        for pk, subject, columns in books:
            copy.write_row((pk, subject, *told[id(columns)]))
    cursor.execute("analyze many_class; analyze many_book")


def _subjects(groups: Sequence[Any]) -> dict[int, list[int]]:
    """As `queries.results.subjects_of`, for many classes: with a teacher, or with marks where nobody was assigned."""
    ids = [one.pk for one in groups]
    found = staff.taught_ids(ids)
    without = [pk for pk, subjects in found.items() if not subjects]
    if without:
        rows = Mark.objects.filter(enrolment__class_group_id__in=without).order_by()
        for pk, subject in rows.values_list("enrolment__class_group_id", "subject_id").distinct():
            found[pk].append(subject)
    return found


def _shape(columns: Sequence[MarkColumn]) -> tuple[str, int, bool]:
    entries = {one.entry for one in columns}
    entry = next((one for one in (SCORE, PASS, LEVEL) if one in entries), "")
    tested = any(one.entry == TEST and one.kind == FINAL for one in columns)
    return entry, sum(one.kind == REGULAR for one in columns), tested


def _tell_absences(cursor: Any, groups: Sequence[Any], shapes: Shapes, *, of_year: bool) -> None:
    """Sessions missed in the year, of those who ever were away."""
    cursor.execute(
        "create temporary table many_absence (enrolment_id int primary key, sessions int) on commit drop"
    )
    if not of_year:
        return
    cursor.execute(
        "select distinct p.class_group_id, a.enrolment_id from attendance_absence a"
        " join many_people p on p.id = a.enrolment_id where a.kind <> ''"
    )
    by_id = {one.pk: one for one in groups}
    alike: dict[tuple[str, RulePoints], list[int]] = {}
    for class_id, pk in cursor.fetchall():
        group = by_id[class_id]
        alike.setdefault((group.level, shapes.points(group)), []).append(pk)
    counted = [attendance.sessions_missed(ids, level, points) for (level, points), ids in alike.items()]
    with cursor.copy("copy many_absence from stdin") as copy:
        for found in counted:
            for row in found.items():
                copy.write_row(row)
