"""What pages share is made once until something is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from khuevan.governance.portal import services
from khuevan.governance.portal.queries.marking import kept
from khuevan.kernel import access, clock, database

ON = date(2026, 11, 26)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Outside of a transaction, as the pages are made."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def test_it_is_made_once_a_mark_and_day_and_never_kept_of_a_transaction(committed: None) -> None:
    made: list[int] = []

    def asked(on: date = ON) -> int:
        return kept("test", lambda: made.append(1) or len(made), on=on)

    assert [asked(), asked()] == [1, 1]
    with database.acting(access.system()):
        services.note_publication(at=clock.now())
    assert [asked(), asked()] == [2, 2]
    assert asked(date(2026, 11, 27)) == 3
    with transaction.atomic():
        assert [asked(), asked()] == [4, 5]
    assert asked(date(2026, 11, 27)) == 3
