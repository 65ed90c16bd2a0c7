"""Turns: each work has its own, held to the end of the transaction."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from khuevan.kernel.database import Turn, TurnTaken
from khuevan.kernel.testing.server import on_a_clone

WORK, OTHER = Turn("database.test_work"), Turn("database.test_other_work")


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"database\.test_work"):
        Turn("database.test_work")


def test_a_turn_is_refused_while_another_has_it_and_no_longer(
    django_db_setup: None,
    django_db_blocker: Any,
) -> None:
    with django_db_blocker.unblock(), on_a_clone("turns"):
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("begin")
                cursor.execute("select pg_advisory_xact_lock(%s)", [WORK.key])
            with transaction.atomic():
                with pytest.raises(TurnTaken, match=r"database\.test_work"):
                    WORK.take()
                OTHER.take()
            with other.cursor() as cursor:
                cursor.execute("rollback")
            with transaction.atomic():
                WORK.take()
                WORK.wait()
        finally:
            other.close()
