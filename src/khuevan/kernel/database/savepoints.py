"""A part of a transaction that fails alone, at the price of no message of its own.

A savepoint and its release are two messages to the server and back, each as dear as a small statement. Here they travel
with the first and the last statement of the part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from .asking import as_text, ask, is_short, say

Statement = tuple[str, Sequence[Any]]
Last = Callable[[str, Sequence[Any]], None]


@contextmanager
def apart(first: Statement, *, savepoint: bool = True, late: bool = False) -> Iterator[Last]:
    """`transaction.atomic(savepoint=…)` that runs `first` at its beginning, and at its end the statement that the block
    handed to the yielded function, if it did. Neither answers anything that somebody reads.

    late: it begins only with the first statement inside. Not where rows are copied in, which goes past every wrapper.
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
    beginning = _With(after=first, late=late)
    with connection.execute_wrapper(beginning):
        block.__enter__()
        try:
            yield lambda sql, values: held.append((sql, values))
            if held:
                connection.validate_no_broken_transaction()
        except BaseException as error:
            block.__exit__(type(error), error, error.__traceback__)
            raise
        beginning.before = held[0] if held else None
        block.__exit__(None, None, None)


class _With:
    """Sends a statement along with the next savepoint or release, and with no other: what follows a failure goes
    alone. late: the savepoint itself waits for the first statement inside."""

    def __init__(self, *, after: Statement, late: bool) -> None:
        self.before: Statement | None = None
        self.after: Statement | None = after
        self.late, self.held = late, b""

    def __call__(self, execute: Callable[..., Any], sql: Any, values: Any, many: bool, context: Any) -> Any:
        if not isinstance(sql, str):  # put together by psycopg: never a savepoint's words
            self._catch_up()
            return execute(sql, values, many, context)
        if sql.startswith("SAVEPOINT") and self.after is not None:
            after, self.after = self.after, None
            return self._begin(execute, sql, after, many, context)
        self._catch_up()
        if sql.startswith("RELEASE SAVEPOINT") and self.before is not None:
            (before, given), self.before = self.before, None
            if is_short():
                planned = as_text(before, given)
                if planned is not None:
                    return self._say(planned + b"; " + sql.encode())
                _run(before, given)  # planned from the third time on
            else:
                sql, values = f"{before}; {sql}", given
        return execute(sql, values, many, context)

    def ahead(self, raw: Any) -> bytes:
        """What is to be sent before the next statement, by whoever sends it."""
        held, self.held = self.held, b""
        return held

    def _begin(
        self, execute: Callable[..., Any], sql: str, after: Statement, many: bool, context: Any
    ) -> Any:
        if not is_short():
            return execute(f"{sql}; {after[0]}", after[1], many, context)
        planned = as_text(*after)
        if planned is None:
            execute(sql, None, many, context)
            return _run(*after)
        self.held = sql.encode() + b"; " + planned
        return None if self.late else self._catch_up()

    def _catch_up(self) -> None:
        if self.held:
            self._say(self.ahead(None))

    @staticmethod
    def _say(words: bytes) -> None:
        with connection.wrap_database_errors:
            say(connection.connection, words)


def _run(sql: str, values: Sequence[Any]) -> None:
    ask(sql, values)
