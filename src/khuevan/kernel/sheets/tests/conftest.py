from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which commits are real, so that other connections and processes see them."""
    from django.db import connection

    with django_db_blocker.unblock():
        yield
        connection.close()
