"""Pinned query counts, and the tables behind a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext


@contextmanager
def assert_queries(expected: int, *, at_most: bool = False) -> Iterator[CaptureQueriesContext]:
    """Fails with the statements where their number is not the expected one. Savepoints do not count."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT"))
    ]
    fits = len(statements) <= expected if at_most else len(statements) == expected
    listing = "\n".join(f"{number}. {statement[:300]}" for number, statement in enumerate(statements, 1))
    assert fits, f"{len(statements)} queries, expected {expected}:\n{listing}"


@contextmanager
def tables_read() -> Iterator[set[str]]:
    """Fills with the names of all tables that are looked at inside, by functions and policies, too."""
    read: set[str] = set()
    with transaction.atomic():
        before = _looks()
        yield read
        read |= {table for table, looks in _looks().items() if looks > before.get(table, 0)}


def _looks() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select relname, seq_scan + coalesce(idx_scan, 0) from pg_stat_xact_user_tables")
        return dict(cursor.fetchall())
