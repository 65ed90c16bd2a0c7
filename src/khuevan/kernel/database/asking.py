"""The short way to the server for statements that are planned already.

A statement that `prepared()` has had planned needs its name and its values, nothing more; the long way, through Django's
cursor and psycopg's, makes the text anew, looks for the plan and waits for the answer step by step, which takes several
times as long as PostgreSQL takes for one row. Whatever is not planned yet, or is being recorded, goes the long way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg._queries import PostgresQuery
from psycopg.adapt import PyFormat, Transformer

TIMESTAMPTZ = 1184
Planned = tuple[bytes, PostgresQuery, Sequence[Any]]
_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


@dataclass(frozen=True, slots=True)
class Answer:
    """rows: of a query; count: how many rows were read or written."""

    rows: list[tuple[Any, ...]]
    count: int


def ask(sql: str, values: Sequence[Any]) -> Answer:
    """Runs a statement whose text is the same every time, keeping its plan. Raises what Django's cursor raises."""
    db = connections[DEFAULT_DB_ALIAS]  # asked for once: `django.db.connection` looks for it at every step
    found = None if db.queries_logged else _planned(db, sql, values)
    if found is None:
        return _ask_the_long_way(db, sql, values)
    name, query, _values = found
    raw: Any = db.connection
    db.validate_no_broken_transaction()
    ahead = _ahead(db, raw)
    if ahead is None or (
        raw.pgconn.transaction_status == pq.TransactionStatus.IDLE and not (ahead or raw.autocommit)
    ):
        return _ask_the_long_way(db, sql, values)
    with db.wrap_database_errors:
        if ahead:
            done = say(raw, ahead + b"; " + _execute(raw, found))
        else:
            done = checked(raw, raw.pgconn.exec_prepared(name, query.params, query.formats))
    if done.status != pq.ExecStatus.TUPLES_OK:
        return Answer([], done.command_tuples or 0)
    reading = Transformer(raw)
    reading.set_pgresult(done, format=pq.Format.TEXT)
    return Answer(reading.load_rows(0, done.ntuples, tuple), done.ntuples)


def as_text(sql: str, values: Sequence[Any]) -> bytes | None:
    """The statement as words to be sent along with others; None where it is not planned yet."""
    db = connections[DEFAULT_DB_ALIAS]
    found = _planned(db, sql, values)
    return None if found is None else _execute(db.connection, found)


def is_short() -> bool:
    """Whether what is sent now may go the short way: begun, not recorded, and no wrapper wants to see it."""
    db = connections[DEFAULT_DB_ALIAS]
    raw: Any = db.connection
    return (
        raw is not None
        and not db.queries_logged
        and raw.pgconn.transaction_status == pq.TransactionStatus.INTRANS
        and all(hasattr(wrapper, "ahead") for wrapper in db.execute_wrappers)
    )


def say(raw: Any, words: bytes) -> Any:
    """Sends these statements as one message, without values; the answer to the last."""
    return checked(raw, raw.pgconn.exec_(words))


def checked(raw: Any, done: Any) -> Any:
    if done.status in _GOOD:
        return done
    if raw.pgconn.status != pq.ConnStatus.OK:
        raise psycopg.OperationalError(done.get_error_message(raw.info.encoding))
    raise psycopg.errors.error_from_result(done, encoding=raw.info.encoding)


def _planned(db: Any, sql: str, values: Sequence[Any]) -> Planned | None:
    """Under which name psycopg keeps the plan, and the values as the server takes them."""
    raw: Any = db.connection
    if (
        raw is None
        or raw.closed
        or raw.adapters.get_loader(TIMESTAMPTZ, pq.Format.TEXT).timezone != db.timezone
    ):
        return None
    query = PostgresQuery(Transformer(raw))
    query.convert(sql, values)
    names, key = raw._prepared._names, (query.query, query.types)
    if key not in names:
        return None
    names.move_to_end(key)  # the longest unused goes when there are too many
    return names[key], query, values


def _execute(raw: Any, planned: Planned) -> bytes:
    name, query, given = planned
    values = Transformer(raw).dump_sequence(given, [PyFormat.TEXT] * len(given))
    literal = pq.Escaping(raw.pgconn).escape_literal
    literals = (b"null" if value is None else bytes(literal(value)) for value in values)
    return b"execute %b(%b)" % (name, b", ".join(literals)) if given else b"execute %b" % name


def _ahead(db: Any, raw: Any) -> bytes | None:
    """What the running blocks want to be sent before the next statement; None where one of them wants to see it."""
    words = []
    for wrapper in db.execute_wrappers:
        ahead = getattr(wrapper, "ahead", None)
        if ahead is None:
            return None
        words.append(ahead)
    return b"; ".join(filter(None, [ahead(raw) for ahead in words]))


def _ask_the_long_way(db: Any, sql: str, values: Sequence[Any]) -> Answer:
    from .planning import prepared

    with prepared(), db.cursor() as cursor:
        cursor.execute(sql, values)
        return Answer(cursor.fetchall() if cursor.description else [], cursor.rowcount)
