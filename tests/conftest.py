"""Fixtures for tests over the furnished province, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from khuevan.kernel.database import address
from khuevan.kernel.testing.server import on_a_clone
from tests.house import FirstDay, House, live_first_day, own_folder


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: object) -> Iterator[address.Addresses]:
    """Django's connection, as the application, on a clone of the furnished province; what tests write stays in it."""
    with django_db_blocker.unblock(), on_a_clone("province", furnished=True) as clone:  # type: ignore[attr-defined]
        yield clone


@pytest.fixture(scope="session")
def first_day() -> Iterator[FirstDay]:
    """A platform in a data folder of its own, furnished and stopped; started again by each test that needs it."""
    with own_folder() as folder:
        try:
            yield live_first_day(folder)
        finally:
            House(folder / "data", folder).kill_everything()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-matrix", action="store_true", help="write the permission matrix from the current behaviour"
    )
