"""The records of a school as they stand, for a package and for the comparison with one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from ..choices import Verb
from ..models import Change
from .kinds import Kind, derived

_ROWS = 'select t.id, (to_jsonb(t) - %s::text[])::text from "{table}" t where t.id = any(%s) order by t.id'
CHUNK = 1_000


def content(kind: Kind, unit_id: int, school_year: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(id, columns) of the kind's records that the unit holds, in the order of ids; those of a year only of this one.

    Columns that follow from others are left out. Moments are in UTC.
    """
    ids = _ids(kind, unit_id, school_year)
    skipped = sorted({*derived(kind.table), "id"})
    statement = _ROWS.format(table=kind.table)
    for start in range(0, len(ids), CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(statement, [skipped, ids[start : start + CHUNK]])
            rows = cursor.fetchall()
        for record_id, columns in rows:
            yield record_id, json.loads(columns)


def versions_of(kind: Kind, unit_id: int) -> dict[int, int]:
    """Record -> version of what the unit was told of this kind and still holds."""
    last = (
        Change.objects.filter(unit_id=unit_id, kind=kind.code)
        .order_by("record_id", "-version")
        .distinct("record_id")
        .values_list("record_id", "version", "verb")
    )
    return {record_id: version for record_id, version, verb in last if verb != Verb.CANCEL}


def _ids(kind: Kind, unit_id: int, school_year: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select distinct record_id from ({kind.placed}) p where unit_id = %s", [unit_id])  # noqa: S608
        ids = sorted(row[0] for row in cursor.fetchall())
    if not kind.year_path or not ids:
        return ids
    of_year = kind.model._default_manager.filter(**{kind.year_path: school_year, "pk__in": ids})
    return sorted(of_year.values_list("pk", flat=True))
