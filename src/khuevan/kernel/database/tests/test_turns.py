"""Turns: each work has its own, held to the end of the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from khuevan.kernel.database import Turn, TurnTaken
from khuevan.kernel.testing.server import on_a_clone

WORK, OTHER = Turn("database.test_work"), Turn("database.test_other_work")


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"database\.test_work"):
        Turn("database.test_work")


@pytest.fixture
def other(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A second connection, in a transaction."""
    with django_db_blocker.unblock(), on_a_clone("turns"):
        beside = connection.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute("begin")
                yield cursor
        finally:
            beside.close()


def is_free(turn: Turn) -> bool:
    with transaction.atomic():
        try:
            turn.take()
        except TurnTaken:
            return False
        return True


def test_a_turn_is_refused_while_another_has_it_and_no_longer(other: Any) -> None:
    other.execute("select pg_advisory_xact_lock(%s)", [WORK.key])
    with transaction.atomic():
        with pytest.raises(TurnTaken, match=r"database\.test_work"):
            WORK.take()
        OTHER.take()
    other.execute("rollback")
    with transaction.atomic():
        WORK.take()
        WORK.wait()


def test_a_work_has_a_turn_at_each_thing(other: Any) -> None:
    other.execute("select pg_advisory_xact_lock(%s)", [WORK.of(7, "x").key])
    assert not is_free(WORK.of(7, "x"))
    for free in (WORK, WORK.of(7), WORK.of(8, "x"), WORK.of("7 y"), OTHER.of(7, "x")):
        assert is_free(free), free.name
    assert len({WORK.of(number).key for number in range(10_000)}) == 10_000


def test_who_comes_beside_a_turn_shares_it_and_holds_back_who_wants_it_alone(other: Any) -> None:
    other.execute(
        "select pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)", [WORK.key, WORK.of(1).key]
    )
    with transaction.atomic():
        WORK.of(2).wait(beside=WORK)
        assert not is_free(WORK.of(1))
    assert not is_free(WORK)
    other.execute("rollback")
    assert is_free(WORK)
