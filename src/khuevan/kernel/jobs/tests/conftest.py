from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .builders import Workers, specimen_table


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which commits are real, so that other processes see them."""
    from django.db import connection

    with django_db_blocker.unblock():
        specimen_table()
        yield
        connection.close()


@pytest.fixture
def workers(committed: None) -> Iterator[Workers]:
    """Starts real worker processes; whatever still runs at the end is ended."""
    started = Workers()
    yield started
    started.end_all()
