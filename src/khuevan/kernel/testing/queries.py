"""Pinned query counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
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
