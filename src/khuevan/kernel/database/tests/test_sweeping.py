"""What undone tests leave lying in the tables is taken out between files."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from khuevan.kernel.testing.patience import wait_until
from khuevan.kernel.testing.plugin import sweep

DEAD = "select n_dead_tup from pg_stat_user_tables where relname = 'swept_specimen'"
ROWS = "insert into swept_specimen select n, repeat('x', 100) from generate_series(1, 2000) n"


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**settings.DATABASE_ADDRESSES.owner.libpq(), autocommit=True) as connection:
        connection.execute("create table swept_specimen (id int, words text) with (autovacuum_enabled = off)")
        yield connection
        connection.execute("drop table swept_specimen")


def size(owner: psycopg.Connection) -> int:
    return int(owner.execute("select pg_relation_size('swept_specimen')").fetchone()[0])  # type: ignore[index]


def test_rows_of_an_undone_transaction_are_gone_afterwards_and_committed_ones_stay(
    owner: psycopg.Connection,
) -> None:
    owner.execute("insert into swept_specimen values (0, 'kept')")
    with psycopg.connect(**settings.DATABASE_ADDRESSES.owner.libpq()) as undone:
        undone.execute(ROWS.encode())
        undone.rollback()
    wait_until(lambda: owner.execute(DEAD).fetchone() == (2000,), "the server to have counted the dead rows")
    before = size(owner)
    sweep()
    assert owner.execute("select id, words from swept_specimen").fetchall() == [(0, "kept")]
    assert size(owner) < before / 10
