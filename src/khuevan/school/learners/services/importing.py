"""Many learners at once from a checked list: the learner's own columns; facts of the person go through people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection
from psycopg import sql

from khuevan.kernel import access, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records.events import RecordAdded, RecordChanged
from khuevan.kernel.sheets import staging
from khuevan.register.people import services as people

from ..models import Learner
from ..permissions import EDIT_LEARNERS
from .registration import RECORD

IMPORTED: Final = (
    "code", "area", "disability", "poverty", "father_occupation", "mother_occupation", "guardian_occupation", "height_cm",
    "weight_kg", "can_swim", "computer", "has_smartphone", "internet",
)  # fmt: skip
"""Columns of a learner that a list may give."""


def add_learners(
    frame: pl.DataFrame, *, actor: Actor, at: datetime, school_id: int, since: date
) -> pl.DataFrame:
    """New people, affiliated as learners, and their learners; answers `row`, `person`, `id`.

    frame: `row`, the IMPORTED columns of people and of learners.
    """
    access.demand(actor, EDIT_LEARNERS, on=school_id)
    persons = people.add_people(frame, actor=actor, at=at, unit_id=school_id, kind="learner", since=since)
    ids = staging.new_ids("learners_learner_id_seq", frame.height)
    made = _filled(frame.select("row", *IMPORTED)).with_columns(
        persons.alias("person"), pl.Series("id", ids, dtype=pl.Int64)
    )
    rest = _defaults()
    with staging.staged(made, "learners_added") as staged, connection.cursor() as cursor:
        own = sql.SQL(", ").join(map(sql.Identifier, IMPORTED))
        statement = sql.SQL(
            "insert into learners_learner (id, version, person_id, school_id, search, sort_key, {}, {}) select s.id, 1,"
            " s.person, {}, p.search, p.sort_key, {}, {} from {} s join people_person p on p.id = s.person order by s.row"
        ).format(
            own, sql.SQL(", ").join(map(sql.Identifier, rest)), sql.Literal(school_id),
            sql.SQL(", ").join(sql.SQL("s.{}").format(sql.Identifier(name)) for name in IMPORTED),
            sql.SQL(", ").join(
                sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(_type(name)))
                for name, value in rest.items()
            ),
            sql.Identifier(staged),
        )  # fmt: skip
        staging.run(cursor, statement)
    for number in ids:
        events.publish(RecordAdded(RECORD, number, school_id, 1))
    return made.select("row", "person", "id")


def change_learners(
    frame: pl.DataFrame, touched: Sequence[str], *, actor: Actor, at: datetime, school_id: int, why: str
) -> None:
    """Writes the touched columns of learners and of their people (`id`, `person`, all IMPORTED columns).

    A learner's version grows by one where only its own columns differ, and by the trigger where the person does.
    """
    access.demand(actor, EDIT_LEARNERS, on=school_id)
    columns = [name for name in IMPORTED if name in touched]
    if columns:
        with staging.staged(_filled(frame.select("id", *columns)), "learners_changed") as staged:
            sets = _each("{} = s.{}", columns, ", ")
            differs = _each("l.{} is distinct from s.{}", columns, " or ")
            statement = sql.SQL(
                "update learners_learner l set {}, version = l.version + 1 from {} s where l.id = s.id and ({})"
                " returning l.id, l.version"
            ).format(sets, sql.Identifier(staged), differs)
            with connection.cursor() as cursor:
                staging.run(cursor, statement)
                for number, version in cursor.fetchall():
                    events.publish(RecordChanged(RECORD, number, school_id, version, tuple(columns)))
    people.correct_people(frame, touched, actor=actor, at=at, unit_id=school_id, why=why)


def retract_learners(ids: Sequence[int], *, actor: Actor, at: datetime, school_id: int) -> set[int]:
    """Marks learners, and their people, as entered by mistake, where nothing hangs on them but enrolments. Answers those
    who are marked; what says that of each learner is the status of the enrolment, which the caller takes back then."""
    access.demand(actor, EDIT_LEARNERS, on=school_id)
    held = staging.referenced("learners_learner", ids, but=("schoolyear_enrolment",))
    rows = dict(Learner.objects.filter(pk__in=set(ids) - held).values_list("person_id", "pk"))
    gone = people.retract_people(
        list(rows), actor=actor, at=at, unit_id=school_id, kind="learner",
        but=("learners_learner", "schoolyear_enrolment"),
    )  # fmt: skip
    return {rows[person] for person in gone}


def restore_learners(persons: Sequence[int], *, actor: Actor, at: datetime, school_id: int) -> None:
    """A list has people again who were taken back."""
    access.demand(actor, EDIT_LEARNERS, on=school_id)
    people.restore_people(persons, actor=actor, at=at, unit_id=school_id, kind="learner")


def _each(form: str, columns: Sequence[str], between: str) -> sql.Composable:
    return sql.SQL(between).join(
        sql.SQL(form).format(sql.Identifier(name), sql.Identifier(name)) for name in columns
    )


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Unknown text is empty, an unknown yes is no; measures stay unknown."""
    return frame.with_columns(
        pl.col(pl.String).fill_null(""),
        pl.col(pl.Boolean).fill_null(False),
    )


def _type(name: str) -> str:
    """The type of a column in the database."""
    return str(Learner._meta.get_field(name).db_type(connection))


def _defaults() -> dict[str, Any]:
    """Values of the columns that a list does not give."""
    given = {"id", "version", "person", "school", "search", "sort_key", *IMPORTED}
    return {
        str(item.column): "" if item.empty_strings_allowed and not item.has_default() else item.get_default()
        for item in Learner._meta.concrete_fields
        if item.name not in given and not item.null
    }
