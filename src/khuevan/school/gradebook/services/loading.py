"""Marks in bulk, by COPY, inside `kernel.database.lifecycle.as_owner()`: for furnishing, and to take over old systems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from django.db import connection

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound

from ..models import Appraisal, ClosedTerm, Mark
from .appraising import Said
from .many import store_results_of


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


AT_ONCE: Final = 1_000_000
"""Rows in a statement: the log keeps one digest over all of them, which PostgreSQL holds in memory."""
_COLUMNS = (
    "version", *MarkRow._fields, "text", "contested_by", "contested_value",
)  # fmt: skip


def load_appraisals(
    rows: Sequence[tuple[int, Said]], term: int, *, actor: Actor, by: Mapping[int, str], at: datetime
) -> int:
    """(school, what was said) at the end of a term; `by`: school -> name of who says it. Gives how many."""
    with audit.bulk(actor, "gradebook.mark:load", at=at):
        made = Appraisal.objects.bulk_create(
            Appraisal(
                school_id=school, enrolment_id=one.enrolment_id, term=term, conduct=one.conduct,
                levels=dict(one.levels), comment=one.comment, changed_at=at, changed_by=by[school][:100],
            )
            for school, one in rows
        )  # fmt: skip
    return len(made)


def close_loaded(groups: Sequence[Any], term: int, *, actor: Actor, at: datetime) -> None:
    """Closes a term of classes whose marks were loaded, and stores what they come to."""
    with audit.bulk(actor, "gradebook.mark:load", at=at):
        ClosedTerm.objects.bulk_create(
            ClosedTerm(
                school_id=one.school_id, class_group=one, term=term, closed_at=at, closed_by=actor.name[:100]
            )
            for one in groups
        )
    store_results_of(actor, [one.pk for one in groups], term, at=at)


def load_marks(rows: Iterable[MarkRow], *, actor: Actor, at: datetime) -> int:
    """Gives how many. `rows` is read while they are written, so it may not ask the database."""
    table, count, left = Mark._meta.db_table, 0, iter(rows)
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    with audit.bulk(actor, "gradebook.mark:load", at=at), unbound(table), connection.cursor() as cursor:
        while (first := next(left, None)) is not None:
            with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
                for row in chain((first,), islice(left, AT_ONCE - 1)):
                    copy.write_row((1, *row, "", "", ""))
                    count += 1
        cursor.execute(f"analyze {table}")
    return count
