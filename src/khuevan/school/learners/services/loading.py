"""Very many learners at once, by COPY: furnishing a province, taking over a whole database.

Only over the owner's connection (`kernel.database.lifecycle.as_owner`), after the people. The rows are taken as they
are; rules are not applied, so the caller vouches for them. Constraints hold as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound
from khuevan.register.people.services import name_columns

from ..models import Learner

BLOCK = 2_000
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_OWN = ("id", "person_id", "school_id", "search", "sort_key")


class LearnerRow(NamedTuple):
    """`values` in the order of the columns given to `load_learners`; `full_name` as the person has it."""

    id: int
    person_id: int
    school_id: int
    full_name: str
    values: Sequence[Any] = ()


def load_learners(
    rows: Iterable[LearnerRow], columns: Sequence[str] = (), *, actor: Actor, at: datetime
) -> int:
    """Learners of people who are there already; gives how many. `columns`: the profile's columns that `values`
    fills, foreign keys with `_id`; all others take the model's default. One transaction, one audit entry.
    """
    rest = [field for field in Learner._meta.concrete_fields if field.column not in {*_OWN, *columns}]
    defaults = "\t".join(_written(field.get_default()) for field in rest)
    names = ", ".join((*_OWN, *columns, *(str(field.column) for field in rest)))
    count = 0
    with (
        audit.bulk(actor, "learners.learner:load", at=at),
        unbound("learners_learner") as cursor,
        cursor.copy(f"copy learners_learner ({names}) from stdin") as copy,
    ):
        block: list[str] = []
        for row in rows:
            block.append(_line(row, defaults))
            count += 1
            if len(block) == BLOCK:
                copy.write("".join(block).encode())
                block.clear()
        copy.write("".join(block).encode())
    with connection.cursor() as cursor:
        cursor.execute(
            "select setval(pg_get_serial_sequence('learners_learner', 'id'), (select max(id) from learners_learner))"
        )
        cursor.execute("analyze learners_learner")
    return count


def _line(row: LearnerRow, defaults: str) -> str:
    derived = name_columns(row.full_name)
    own = (str(row.id), str(row.person_id), str(row.school_id), derived.search, derived.sort_key)
    return "\t".join((*own, *map(_written, row.values), defaults)) + "\n"


def _written(value: Any) -> str:
    """A value in COPY's text format."""
    if value is None:
        return r"\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, list | tuple):
        return "{" + ",".join(value) + "}"
    return value.translate(_ESCAPED) if isinstance(value, str) else str(value)
