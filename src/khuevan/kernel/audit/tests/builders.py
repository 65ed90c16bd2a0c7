"""A table to watch, and connections of the owner and of several applications at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection

_TABLE = """
create table if not exists audit_specimen (
    id integer primary key, unit_id integer, name text not null, search text, secret text
);
select audit_follow('audit_specimen', 'unit_id', '{secret}', '{search}');
"""


def specimen_table() -> None:
    """Made once for the whole test database, by the owner and for good: the application may not make tables."""
    with owner_connection() as owner:
        owner.execute("select pg_advisory_xact_lock(20270)")
        if owner.execute("select to_regclass('audit_specimen')").fetchone() == (None,):
            owner.execute(_TABLE)
            owner.commit()


@contextmanager
def owner_connection() -> Iterator[psycopg.Connection]:
    """Somebody with the owner's password and psql. What is not committed is rolled back."""
    owner = psycopg.connect(**settings.DATABASE_ADDRESSES.on(_name()).owner.libpq())
    try:
        yield owner
    finally:
        owner.rollback()
        owner.close()


@contextmanager
def application_connection() -> Iterator[psycopg.Connection]:
    """A connection of its own, as another worker of the platform has one."""
    application = psycopg.connect(**settings.DATABASE_ADDRESSES.on(_name()).app.libpq())
    try:
        yield application
    finally:
        application.rollback()
        application.close()


def _name() -> str:
    return str(connection.settings_dict["NAME"])
