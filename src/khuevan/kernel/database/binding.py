"""Binds row-level security to an actor, for one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import connection, transaction
from psycopg import pq

from .asking import say
from .planning import prepared

_SET = (
    "select set_config('khuevan.reach', %s, true), set_config('khuevan.outline', %s, true),"
    " set_config('khuevan.persons', %s, true), set_config('khuevan.account', %s, true)"
)


class Ranges(Protocol):
    def sql(self) -> str: ...


class Bound(Protocol):
    """What of an actor the database has to know. The outline holds the reach, too: what may be touched may be seen."""

    @property
    def reach(self) -> Any: ...
    @property
    def outline(self) -> Any: ...
    @property
    def persons(self) -> Any: ...
    @property
    def account_id(self) -> int | None: ...


@contextmanager
def acting(actor: Bound, *, at_first_query: bool = False) -> Iterator[None]:
    """A transaction in which the database shows the rows within the actor's reach, and no others.

    Inside another one (a service called by a task that acts for somebody) it narrows or widens for
    its own duration and puts back what was there. Rolled back on error, like any transaction.

    at_first_query: begin and bind only when the database is asked for the first time (pages that show what is
    already known ask nothing). Until then the transaction would show no protected row at all.
    """
    values = (
        actor.reach.sql(),
        actor.outline.sql(),
        actor.persons.sql(),
        "" if actor.account_id is None else str(actor.account_id),
    )
    stack: list[tuple[str, ...]] = _stack()
    if at_first_query and not connection.in_atomic_block:
        with transaction.atomic(), connection.execute_wrapper(_BindFirst(values)):
            stack.append(values)
            try:
                yield
            finally:
                stack.pop()
        return
    with transaction.atomic():
        bound = bool(stack) and stack[-1] == values  # by whoever called: nothing to set, nothing to put back
        if not bound:
            bind(values)
        stack.append(values)
        try:
            yield
        except BaseException:
            stack.pop()
            raise
        stack.pop()
        if not bound and connection.in_atomic_block and not connection.needs_rollback:
            # The outermost transaction ends here and forgets by itself; a nested one must put back.
            if stack:
                bind(stack[-1])
            elif len(connection.savepoint_ids) or _inside_test():
                bind(("", "", "", ""))


def bind(values: tuple[str, ...]) -> None:
    """Sets reach, outline, persons and account of the running transaction, as text."""
    if connection.in_atomic_block and not connection.queries_logged and _begin_bound(values):
        return
    with prepared(), connection.cursor() as cursor:
        cursor.execute(_SET, values)


def _begin_bound(values: tuple[str, ...]) -> bool:
    """Begins the transaction and binds it, in one message to the server; False where it has begun already."""
    raw: Any = connection.connection
    if not _is_to_begin(raw):
        return False
    with connection.wrap_database_errors:
        say(raw, _beginning(raw, values))
    return True


def _is_to_begin(raw: Any) -> bool:
    return (
        raw is not None and not raw.autocommit and raw.pgconn.transaction_status == pq.TransactionStatus.IDLE
    )


def _beginning(raw: Any, values: tuple[str, ...]) -> bytes:
    escaped = [bytes(pq.Escaping(raw.pgconn).escape_literal(value.encode())) for value in values]
    return b"begin; " + _SET.encode().replace(b"%s", b"%b") % tuple(escaped)


class _BindFirst:
    """Runs before every statement of one transaction, and binds before the first."""

    def __init__(self, values: tuple[str, ...]) -> None:
        self.values = values
        self.is_bound = False

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        if not self.is_bound:
            self.is_bound = True
            bind(self.values)
        return execute(*statement)

    def ahead(self, raw: Any) -> bytes:
        """What is to be sent before the next statement, by whoever sends it."""
        if self.is_bound:
            return b""
        self.is_bound = True
        if _is_to_begin(raw):
            return _beginning(raw, self.values)
        bind(self.values)
        return b""


def _stack() -> list[tuple[str, ...]]:
    if not hasattr(connection, "khuevan_bound"):
        connection.khuevan_bound = []  # type: ignore[attr-defined]
    return connection.khuevan_bound  # type: ignore[attr-defined]


def _inside_test() -> bool:
    """A test case wraps everything in a transaction of its own, marked by Django."""
    return any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks[:-1])
