"""Rolls in bulk, by COPY, inside `kernel.database.lifecycle.as_owner()`: for furnishing, and to take over old systems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound

from ..models import Absence, RollCall


class CallRow(NamedTuple):
    """A roll that was called."""

    school_id: int
    class_group_id: int
    on: date
    slot: str
    taken_at: datetime
    taken_by: str


class AbsenceRow(NamedTuple):
    """A learner away or late."""

    school_id: int
    class_group_id: int
    enrolment_id: int
    on: date
    slot: str
    kind: str
    changed_at: datetime
    changed_by: str


def load_rolls(
    calls: Iterable[CallRow], absences: Iterable[AbsenceRow], *, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Gives how many rolls and absences."""
    with audit.bulk(actor, "attendance.roll:load", at=at):
        return (
            _copy(RollCall._meta.db_table, CallRow._fields, calls),
            _copy(Absence._meta.db_table, AbsenceRow._fields, absences),
        )


def _copy(table: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    names, count = ", ".join(f'"{name}"' for name in ("version", *columns)), 0
    with unbound(table), connection.cursor() as cursor:
        with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row((1, *row))
                count += 1
        cursor.execute(f"analyze {table}")
    return count
