"""Books by the ten thousand, by COPY: furnishing a province, taking over a system.

PostgreSQL does not COPY into a table under row-level security, so rows pass through a temporary table and row-level
security checks them on the way. Over the owner's connection (`kernel.database.lifecycle.as_owner`) the log has one
entry a statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Record

from ..models import ComputerSet, Equipment, InternetLine, Land, Room, Toilet, Utilities
from ..permissions import EDIT_FACILITIES
from ..records import BOOKS

Row = Land | Room | Toilet | Utilities | InternetLine | ComputerSet | Equipment
_RECORDS: dict[type[models.Model], Record] = {record.model: record for record in BOOKS}
_ORDER = {model: number for number, model in enumerate(_RECORDS)}
BLOCK = 5_000


def load_books(actor: Actor, rows: Iterable[Row], *, at: datetime) -> dict[str, int]:
    """Unsaved rows of any books, in any order; gives table -> how many.

    Derived columns are filled here; rules are not applied, so the caller vouches for them; constraints hold as
    always. Computers and equipment may name rooms that are there already. Raises Refused.
    """
    access.demand(actor, EDIT_FACILITIES)
    loaded: dict[str, int] = defaultdict(int)
    waiting: dict[type[models.Model], list[Any]] = defaultdict(list)
    with audit.bulk(actor, "facilities.facility:load", at=at):
        for row in rows:
            block = waiting[type(row)]
            block.append(row)
            if len(block) == BLOCK:
                _flush(waiting, loaded)
        _flush(waiting, loaded)
    return dict(loaded)


def _flush(waiting: dict[type[models.Model], list[Any]], loaded: dict[str, int]) -> None:
    for model in sorted(waiting, key=_ORDER.__getitem__):
        if block := waiting[model]:
            _copy(model, block)
            loaded[model._meta.db_table] += len(block)
            block.clear()


def _copy(model: type[models.Model], block: list[Any]) -> None:
    """Names come from the models only, never from data."""
    record, table = _RECORDS[model], model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if field.name != "id"]
    names = ", ".join(str(field.column) for field in fields)
    links = [field.name for field in fields if field.is_relation and field.name in ("school", "point")]
    models.prefetch_related_objects(block, *links)  # what a row is found by may name what it points to
    for row in block:
        for column, text in record.derive(row).items():
            setattr(row, column, text)
    with connection.cursor() as cursor:
        cursor.execute(f"create temp table loading on commit drop as select {names} from {table} limit 0")  # noqa: S608
        with cursor.copy(f"copy loading ({names}) from stdin") as copy:
            for row in block:
                copy.write_row([getattr(row, field.attname) for field in fields])
        cursor.execute(f"insert into {table} ({names}) select {names} from loading")  # noqa: S608
        cursor.execute("drop table loading")
