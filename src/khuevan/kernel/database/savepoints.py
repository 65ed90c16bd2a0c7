"""A part of a transaction that fails alone, at the price of no message of its own.

A savepoint and its release are two messages to the server and back, each as dear as a small statement. Here they travel
with the first and the last statement of the part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from .planning import prepared

Statement = tuple[str, Sequence[Any]]
Last = Callable[[str, Sequence[Any]], None]


@contextmanager
def apart(first: Statement, *, savepoint: bool = True) -> Iterator[Last]:
    """`transaction.atomic(savepoint=…)` that runs `first` at its beginning, and at its end the statement that the block
    handed to the yielded function, if it did. Neither answers anything that somebody reads.

    Statements that are being recorded (tests, benches) go one by one, as ever.
    """
    held: list[Statement] = []
    together = (
        savepoint
        and connection.in_atomic_block
        and not connection.needs_rollback
        and not connection.queries_logged
    )
    block = transaction.atomic(savepoint=savepoint)
    if not together:
        with block:
            _run(*first)
            yield lambda sql, values: held.append((sql, values))
            for statement in held:
                _run(*statement)
        return
    with connection.execute_wrapper(_With(after=first)):
        block.__enter__()
    try:
        yield lambda sql, values: held.append((sql, values))
        if held:
            connection.validate_no_broken_transaction()
    except BaseException as error:
        block.__exit__(type(error), error, error.__traceback__)
        raise
    with connection.execute_wrapper(_With(before=held[0] if held else None)):
        block.__exit__(None, None, None)


class _With:
    """Sends a statement along with the next savepoint or release, and with no other: what follows a failure goes
    alone."""

    def __init__(self, *, before: Statement | None = None, after: Statement | None = None) -> None:
        self.before, self.after = before, after

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT") and self.after is not None:
            (after, values), self.after = self.after, None
            sql = f"{sql}; {after}"
        elif sql.startswith("RELEASE SAVEPOINT") and self.before is not None:
            (before, values), self.before = self.before, None
            sql = f"{before}; {sql}"
        return execute(sql, values, many, context)


def _run(sql: str, values: Sequence[Any]) -> None:
    with prepared(), connection.cursor() as cursor:
        cursor.execute(sql, values)
