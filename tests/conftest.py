"""Fixtures for tests over the furnished province, in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from khuevan.kernel.database import address, roles
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations
from khuevan.kernel.testing.server import furnished_template
from tests.house import FirstDay, House, live_first_day, own_folder


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: object) -> Iterator[address.Addresses]:
    """Django's connection, as the application, on a clone of the furnished province; what tests write stays in it."""
    from django.conf import settings
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        template = migrated_template(f"khuevan_template_{state_of_migrations()}")
        admin = template.admin
        assert admin is not None
        clone = template.on(f"khuevan_province_{os.getpid()}")
        with psycopg.connect(**admin.libpq(), autocommit=True) as control:
            roles.drop_database(control, clone.app.name)
            roles.create_database(control, clone, template=furnished_template(control, template))
        before = dict(connection.settings_dict), settings.DATABASE_ADDRESSES
        connection.close()
        connection.settings_dict.update(clone.app.django())
        settings.DATABASE_ADDRESSES = clone
        try:
            yield clone
        finally:
            connection.close()
            connection.settings_dict.update(before[0])
            settings.DATABASE_ADDRESSES = before[1]
            with psycopg.connect(**admin.libpq(), autocommit=True) as control:
                roles.drop_database(control, clone.app.name)


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
