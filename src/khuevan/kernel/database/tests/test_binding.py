"""What a transaction is bound to, when, and what is left afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.testing import assert_queries


@pytest.fixture
def outside_any_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database as a request finds it; these tests write nothing."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def somebody(*units: int) -> Actor:
    return Actor(7, 9, "Ai đó", (Holding(frozenset(), Reach.of(units)),), persons=Reach.of([9]))


def bound() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select khuevan_reach()::text, coalesce(khuevan_account()::text, '')")
        return cursor.fetchone()


@pytest.mark.usefixtures("outside_any_transaction")
@pytest.mark.parametrize("at_first_query", [False, True])
def test_a_transaction_is_bound_and_forgets(at_first_query: bool) -> None:
    with database.acting(somebody(1, 2), at_first_query=at_first_query):
        assert bound() == ("{[1,3)}", "7")
    assert bound() == ("{}", "")


@pytest.mark.usefixtures("outside_any_transaction")
@pytest.mark.parametrize("at_first_query", [False, True])
def test_inside_another_it_puts_back_what_was_there(at_first_query: bool) -> None:
    with database.acting(somebody(1), at_first_query=at_first_query):
        with database.acting(access.system()):
            assert bound() == ("{(,)}", "")
        assert bound() == ("{[1,2)}", "7")
        with pytest.raises(ZeroDivisionError), database.acting(access.system()):
            assert 1 / 0
        assert bound() == ("{[1,2)}", "7")


@pytest.mark.usefixtures("outside_any_transaction")
def test_a_savepoint_rolled_back_leaves_it_bound() -> None:
    with database.acting(somebody(1), at_first_query=True):
        with transaction.atomic():
            transaction.set_rollback(True)
        assert bound() == ("{[1,2)}", "7")


@pytest.mark.usefixtures("outside_any_transaction")
def test_nothing_asked_is_nothing_sent() -> None:
    with assert_queries(0), database.acting(somebody(1), at_first_query=True):
        pass
    with assert_queries(2), database.acting(somebody(1), at_first_query=True):
        bound()


@pytest.mark.django_db
def test_inside_a_test_it_is_bound_at_once_and_unbound_after() -> None:
    with database.acting(somebody(3), at_first_query=True):
        assert bound() == ("{[3,4)}", "7")
    assert bound() == ("{}", "")


@pytest.mark.usefixtures("outside_any_transaction")
def test_the_same_actor_again_is_bound_already() -> None:
    with database.acting(somebody(1)):
        with assert_queries(0), database.acting(somebody(1)):
            pass
        with pytest.raises(ZeroDivisionError), database.acting(somebody(1)):
            assert 1 / 0
        assert bound() == ("{[1,2)}", "7")
        with database.acting(somebody(1)), database.acting(access.system()):
            assert bound() == ("{(,)}", "")
        assert bound() == ("{[1,2)}", "7")


@pytest.mark.usefixtures("outside_any_transaction")
@pytest.mark.parametrize("at_first_query", [False, True])
def test_it_begins_and_is_bound_in_one_message(at_first_query: bool) -> None:
    sent: list[str] = []

    def noted(execute: Any, sql: str, *statement: Any) -> Any:
        sent.append(sql)
        return execute(sql, *statement)

    with connection.execute_wrapper(noted), database.acting(somebody(1, 2), at_first_query=at_first_query):
        assert bound() == ("{[1,3)}", "7")
        assert [sql.split("(")[0] for sql in sent] == ["select khuevan_reach"]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert 1 / 0
        assert bound() == ("{[1,3)}", "7")
    assert bound() == ("{}", "")


@pytest.mark.usefixtures("outside_any_transaction")
def test_what_is_bound_is_taken_as_text() -> None:
    odd = ("{[1,2)}", "'; drop table people_person; --", "Đỗ \\ 'x' %s", "7")
    with transaction.atomic():
        database.bind(odd)
        with connection.cursor() as cursor:
            cursor.execute(
                "select current_setting('khuevan.reach'), current_setting('khuevan.outline'),"
                " current_setting('khuevan.persons'), current_setting('khuevan.account')"
            )
            assert cursor.fetchone() == odd


@pytest.mark.usefixtures("outside_any_transaction")
def test_a_server_that_has_gone_is_said_as_such() -> None:
    with database.acting(somebody(1)):
        backend = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 10000)", [backend])
        assert cursor.fetchone() == (True,)
    other.close()
    with pytest.raises(OperationalError), database.acting(somebody(1)):
        bound()
    connection.close()
    with database.acting(somebody(1)):
        assert bound() == ("{[1,2)}", "7")
