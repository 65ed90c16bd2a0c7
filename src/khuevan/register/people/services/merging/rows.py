"""Rows of any table, read and written as JSON: what a merge changed is written down and put back by the same means."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from khuevan.kernel.database import ChangedMeanwhile

from .ties import Row, rows_of, ties


def snapshot(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Row]:
    """(table, id) -> the row as it is now."""
    by_table: dict[str, set[int]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, set()).add(row_id)
    return {(table, row["id"]): row for table, ids in by_table.items() for row in rows_of(table, "id", ids)}


def derived_columns() -> dict[str, Collection[str]]:
    """Table -> columns that follow from others, by triggers: they are never put back, but follow again."""
    derived: dict[str, set[str]] = {"people_person": {"units", "kinds"}}
    for tie in ties():
        derived.setdefault(tie.table, set()).update(tie.derived)
    return dict(derived)


def set_columns(table: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Columns of one row, of whatever type, from JSON; a version grows, so that open forms notice."""
    quoted = connection.ops.quote_name
    names = ", ".join(f"{quoted(name)} = n.{quoted(name)}" for name in values)
    grows = ", version = t.version + 1" if _has_version(table) else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {quoted(table)} t set {names}{grows}"  # noqa: S608 - declared names
            f" from (select (jsonb_populate_record(o, %s::jsonb)).* from {quoted(table)} o where o.id = %s) n"
            " where t.id = n.id",
            [json.dumps(dict(values)), row_id],
        )
        if cursor.rowcount != 1:
            raise ChangedMeanwhile


def _has_version(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select true from pg_attribute where attrelid = %s::regclass and attname = 'version' and attnum > 0",
            [connection.ops.quote_name(table)],
        )
        return cursor.fetchone() is not None


def gather(persons: Sequence[int]) -> None:
    """What the open affiliations say, into the people they are of."""
    with connection.cursor() as cursor:
        cursor.execute("select people_gather(%s)", [list(persons)])


def check_now() -> None:
    """Constraints that wait for the end of the transaction speak here, where they can be answered in words."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
