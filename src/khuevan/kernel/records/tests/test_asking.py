"""The short way to the server: the same answers and errors as the long one, in fewer messages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from psycopg.sql import SQL, Composed, Literal

from khuevan.kernel import access, database
from khuevan.kernel.records.tests.specimens.models import Bed, Plant
from khuevan.kernel.testing import assert_queries

pytestmark = pytest.mark.django_db
TABLE = Plant._meta.db_table
OFTEN = 5
"""From the third time on a connection keeps the plan."""
ECHO = "select %s::integer, %s::text, %s::timestamptz, %s::bytea, %s::text[]"
VALUES = (70_000, "Ổi 'găng' %s \\", datetime(2026, 11, 27, 5, 0, tzinfo=UTC), b"\x00'\xff", ["a", 'b"c', ""])


@pytest.fixture
def plants(db: None) -> list[Plant]:
    with database.acting(access.system()):
        bed = Bed.objects.create(name="Luống")
        return [Plant.objects.create(bed=bed, tag=f"T{number}", name="Ổi") for number in range(2)]


@contextmanager
def messages() -> Iterator[list[str]]:
    """What libpq sends to the server and waits for, a word each."""
    raw: Any = connection.connection
    sent: list[str] = []
    with tempfile.TemporaryFile() as trace:
        raw.pgconn.trace(trace.fileno())
        try:
            yield sent
        finally:
            raw.pgconn.untrace()
        trace.seek(0)
        lines = (line.decode().split() for line in trace)
        sent += [words[4] for words in lines if words[2:3] == ["F"] and words[4] in ("Query", "Sync")]


def test_the_answer_is_the_long_ways_answer() -> None:
    with assert_queries(1):
        recorded = database.ask(ECHO, VALUES)
    asked = [database.ask(ECHO, VALUES) for _again in range(OFTEN)]
    assert asked == [recorded] * OFTEN
    assert recorded.rows == [VALUES]
    assert [database.ask("select %s::text", [None]).rows for _again in range(OFTEN)] == [[(None,)]] * OFTEN


def test_rows_written_are_counted(plants: list[Plant]) -> None:
    sql = f"update {TABLE} set height = %s where id >= %s"  # noqa: S608
    with database.acting(access.system()):
        assert {database.ask(sql, [3, 0]).count for _again in range(OFTEN)} == {len(plants)}
        assert database.ask(sql, [3, 2_000_000_000]).count == 0


def test_errors_are_djangos_and_take_back_only_their_part(plants: list[Plant]) -> None:
    with database.acting(access.system()):
        for _again in range(OFTEN):
            assert database.ask("select 6 / %s", [2]).rows == [(3,)]
        with pytest.raises(DataError), transaction.atomic():
            database.ask("select 6 / %s", [0])
        tag = f"update {TABLE} set tag = %s where id = %s"  # noqa: S608
        for _again in range(OFTEN):
            database.ask(tag, [plants[0].tag, plants[0].pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            database.ask(tag, [plants[0].tag, plants[1].pk])
        assert database.ask("select 6 / %s", [3]).rows == [(2,)]


def test_a_statement_takes_along_what_waits_for_it() -> None:
    told = ("select set_config('khuevan.specimen', %s, true)", ["bắt 'đầu"])
    held = "select current_setting('khuevan.specimen', true) where %s::boolean"

    def act() -> None:
        with database.apart(told, late=True) as last:
            assert database.ask(held, [True]).rows == [("bắt 'đầu",)]
            last(told[0], ["xong"])
        assert database.ask(held, [True]).rows == [("xong",)]

    for _again in range(OFTEN):
        act()
    with messages() as sent:
        act()
    assert sent == ["Query", "Query", "Sync"], "savepoint, word and question; word and release; question"


@pytest.mark.parametrize("late", [False, True])
def test_whatever_else_is_asked_finds_the_part_begun(late: bool) -> None:
    told = ("select set_config('khuevan.specimen', %s, true)", ["trong"])
    for _again in range(OFTEN):
        with database.apart(told, late=late), connection.cursor() as cursor:
            cursor.execute("select current_setting('khuevan.specimen', true)")
            assert cursor.fetchone() == ("trong",)
            cursor.execute(Composed([SQL("select "), Literal("ghép")]))
            assert cursor.fetchone() == ("ghép",)
        with pytest.raises(ZeroDivisionError), database.apart((told[0], ["mất"]), late=late):
            1 / 0  # noqa: B018
        with database.apart(told, late=late):
            pass
    assert database.ask("select current_setting(%s, true)", ["khuevan.specimen"]).rows == [("trong",)]
