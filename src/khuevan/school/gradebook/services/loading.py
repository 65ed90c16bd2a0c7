"""Marks in bulk, by COPY, inside `kernel.database.lifecycle.as_owner()`: for furnishing, and to take over old systems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound

from ..models import Mark


class MarkRow(NamedTuple):
    """One cell."""

    school_id: int
    enrolment_id: int
    subject_id: int
    term: int
    kind: str
    ordinal: int
    number: Decimal | None
    word: str
    changed_at: datetime
    changed_by: str


_COLUMNS = (
    "version", *MarkRow._fields, "text", "contested_by", "contested_value",
)  # fmt: skip


def load_marks(rows: Iterable[MarkRow], *, actor: Actor, at: datetime) -> int:
    """Gives how many."""
    table, count = Mark._meta.db_table, 0
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    with audit.bulk(actor, "gradebook.mark:load", at=at), unbound(table), connection.cursor() as cursor:
        with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row((1, *row, "", "", ""))
                count += 1
        cursor.execute(f"analyze {table}")
    return count
