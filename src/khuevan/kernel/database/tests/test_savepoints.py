"""A part that fails alone, with its first and last statement: what is sent, what is kept, what is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from khuevan.kernel import database

pytestmark = pytest.mark.django_db

FIRST = ("select set_config('khuevan.specimen', %s, true)", ["bắt đầu 'x'"])
LAST = ("select set_config('khuevan.specimen', %s, true)", ["100 % xong"])


def held() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('khuevan.specimen', true), '')")
        return str(cursor.fetchone()[0])


@contextmanager
def messages() -> Iterator[list[str]]:
    """What goes to the server, a message each, without being recorded as `assert_queries` does it."""
    sent: list[str] = []

    def noted(execute: Any, sql: str, *statement: Any) -> Any:
        sent.append(sql.split(" ")[0])
        return execute(sql, *statement)

    with connection.execute_wrapper(noted):
        yield sent


@pytest.mark.parametrize("savepoint", [True, False])
def test_the_first_and_the_last_statement_are_run(savepoint: bool) -> None:
    with database.apart(FIRST, savepoint=savepoint) as last:
        assert held() == "bắt đầu 'x'"
        last(*LAST)
        assert held() == "bắt đầu 'x'"
    assert held() == "100 % xong"


def test_without_a_last_statement_it_only_ends() -> None:
    with database.apart(FIRST):
        pass
    assert held() == "bắt đầu 'x'"


def test_they_travel_with_the_savepoint_and_its_release() -> None:
    with messages() as sent, database.apart(FIRST) as last:
        last(*LAST)
    assert sent == ["SAVEPOINT", "RELEASE"]
    with messages() as sent, database.apart(FIRST, savepoint=False) as last:
        last(*LAST)
    assert sent == ["select", "select"]


def part(inside: Callable[[], object]) -> None:
    with database.apart(FIRST) as last:
        last(*LAST)
        inside()


def divide_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


@pytest.mark.parametrize(
    ("inside", "error"),
    [
        (lambda: 1 / 0, ZeroDivisionError),
        (divide_in_the_database, DatabaseError),
        (lambda: transaction.set_rollback(True), TransactionManagementError),
    ],
)
def test_what_fails_inside_is_taken_back_and_the_rest_goes_on(
    inside: Callable[[], object], error: type[Exception]
) -> None:
    with transaction.atomic():
        with pytest.raises(error):
            part(inside)
        assert held() == ""


def test_a_last_statement_that_fails_takes_the_part_back() -> None:
    with transaction.atomic():
        with pytest.raises(DatabaseError), database.apart(FIRST) as last:
            last("select 1 / %s", [0])
        assert held() == ""


def test_a_first_statement_that_fails_begins_nothing() -> None:
    ran = []
    with pytest.raises(DatabaseError), transaction.atomic(), database.apart(("select 1 / %s", [0])):
        ran.append(True)
    assert (ran, held()) == ([], "")
