"""Statements that change many rows write the same entries as those that change few, and the chain stays whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, audit, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.audit.verification import verify

from .builders import owner_connection

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)
MANY = 40
_ODD = """
create table audit_odd (
    school integer, code text, unit integer, "Tên lạ" text not null, born date, score numeric(6, 2), seen timestamptz,
    tags text[], facts jsonb, raw json, ok boolean, secret text, search text, reach int4multirange,
    primary key (school, code)
);
select audit_follow('audit_odd', 'unit', '{secret}', '{search}');
create table audit_ranged (id integer primary key, reach int4multirange, name text);
select audit_follow('audit_ranged', 'reach', '{}', '{}');
"""


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    with owner_connection() as owner:
        owner.execute("select pg_advisory_xact_lock(20271)")
        if owner.execute("select to_regclass('audit_odd')").fetchone() == (None,):
            owner.execute(_ODD)
            owner.commit()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def written(table: str) -> list[tuple[Any, ...]]:
    with database.acting(access.system()):
        found = AuditEntry.objects.filter(table_name=table).order_by("seq")
        return [(e.kind, e.row_id, e.unit_id, e.changes, e.why, e.action) for e in found]


ROW = """({n}, 'A{n}', {unit}, 'Nguyễn "Ê" \\{n}', '2015-02-{day:02}', {n}.50, '2026-09-05 08:00+07',
          array['x', null], '{{"a": [1, null], "b": "đ"}}', '{{"r": {n}}}', {ok}, {secret}, 'n', '{{[1,{top})}}')"""


def rows(numbers: range) -> str:
    return ",".join(
        ROW.format(
            n=n,
            unit="null" if n % 7 == 0 else n % 5 + 1,
            day=n % 28 + 1,
            ok="null" if n % 3 else "true",
            secret="null" if n % 4 == 0 else f"'0682010{n:05}'",
            top=n + 2,
        )
        for n in numbers
    )


STATEMENTS = (
    "insert into audit_odd values {rows}",
    "update audit_odd set \"Tên lạ\" = 'Mới', search = 'm' where {these}",
    "update audit_odd set score = score, facts = facts || '{{}}', raw = raw where {these}",
    "update audit_odd set born = null, score = 7, tags = array['y'], facts = null, raw = '{{\"r\": 0}}' where {these}",
    "update audit_odd set secret = 'X' || school, unit = 9 where {these}",
    "update audit_odd set secret = null, ok = not ok, unit = null where {these}",
    "update audit_odd set code = 'B' || code where {these}",
    "delete from audit_odd where {these}",
)


@pytest.fixture
def few_and_many() -> tuple[list[Any], list[Any]]:
    """The same changes row by row and as sets, and what the log says of both."""
    with audit.act(access.system(), "specimens.odd:edit", at=AT, unit_id=3, why="Thử"):
        for statement in STATEMENTS:
            for n in range(MANY):
                run(statement.format(rows=rows(range(n, n + 1)), these=f"school = {n}"))
    few = written("audit_odd")
    with audit.act(access.system(), "specimens.odd:edit", at=AT, unit_id=3, why="Thử"):
        for statement in STATEMENTS:
            run(statement.format(rows=rows(range(MANY)), these="true"))
    return few, written("audit_odd")[len(few) :]


def test_many_rows_at_once_leave_the_entries_of_single_rows(
    few_and_many: tuple[list[Any], list[Any]],
) -> None:
    few, many = few_and_many
    assert len(few) > MANY * 7, "every statement but the empty one left its entries"
    assert sorted(map(repr, many)) == sorted(map(repr, few))
    assert not any("0682010" in str(entry) for entry in many)


def test_the_chain_is_whole_over_sets_and_single_rows(few_and_many: tuple[list[Any], list[Any]]) -> None:
    run("insert into audit_odd values " + rows(range(1)))
    run("insert into audit_odd values " + rows(range(50, 50 + MANY)))
    with database.acting(access.system()):
        verdict = verify()
    assert verdict.faults == []
    assert verdict.entries > MANY * 14


def test_a_set_that_changes_nothing_leaves_nothing() -> None:
    run("insert into audit_odd values " + rows(range(MANY)))
    before = len(written("audit_odd"))
    run("update audit_odd set search = 'z', score = score")
    assert len(written("audit_odd")) == before


def test_the_unit_of_a_set_may_be_the_first_of_a_range() -> None:
    run(f"insert into audit_ranged select n, '{{[4,9)}}', 'x' from generate_series(1, {MANY}) n")
    assert {unit for _, _, unit, *_ in written("audit_ranged")} == {4}
