"""The row triggers: what is written, for which act, and what is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from khuevan.kernel import access, audit, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.audit.models import AuditEntry

from .builders import owner_connection, specimen_table

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)
CLERK = Actor(
    account_id=71,
    person_id=5,
    name="Đỗ Văn Thư",
    holdings=(Holding(frozenset(), Reach.of([3, 4])),),
    origin="10.0.0.9 Firefox",
)


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    specimen_table()


def run(statement: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def entries(**wanted: Any) -> list[AuditEntry]:
    with database.acting(access.system()):
        return list(AuditEntry.objects.filter(table_name="audit_specimen", **wanted).order_by("id"))


def test_each_change_is_recorded_from_what_to_what_with_who_and_why() -> None:
    with audit.act(CLERK, "specimens.item:edit", at=AT, why="Sai tên"):
        run("insert into audit_specimen (id, unit_id, name) values (1, 3, 'Cu'), (2, 4, 'Đồng')")
        run("update audit_specimen set name = 'Sắt' where id = 2")
        run("delete from audit_specimen where id = 1")
    added, also_added, changed, removed = entries()
    assert (added.kind, added.row_id, added.unit_id) == ("added", "1", 3)
    assert added.changes["name"] == [None, "Cu"]
    assert (changed.kind, changed.row_id, changed.changes) == ("changed", "2", {"name": ["Đồng", "Sắt"]})
    assert removed.kind == "removed"
    assert removed.changes["name"] == ["Cu", None]
    for entry in (added, also_added, changed, removed):
        assert (entry.actor_id, entry.actor_name, entry.origin) == (71, "Đỗ Văn Thư", "10.0.0.9 Firefox")
        assert (entry.action, entry.why, entry.at) == ("specimens.item:edit", "Sai tên", AT)
    assert len({entry.act_id for entry in (added, changed, removed)}) == 1
    with database.acting(access.system()):
        (said,) = AuditEntry.objects.filter(act_id=added.act_id, kind="act")
    assert said.action == "specimens.item:edit"


def test_masked_columns_leave_a_mark_and_never_the_value() -> None:
    with audit.act(CLERK, "specimens.item:edit", at=AT):
        run("insert into audit_specimen (id, unit_id, name, secret) values (1, 3, 'a', '068201000123')")
        run("update audit_specimen set secret = '068201000999'")
        run("update audit_specimen set secret = '068201000123'")
        run("update audit_specimen set secret = null")
    assert not any("0682010" in str(entry.changes) for entry in entries())
    first, second, third, fourth = (entry.changes["secret"] for entry in entries())
    assert first[0] is None
    assert second == [first[1], third[0]]
    assert third[1] == first[1] != second[1]
    assert fourth == [first[1], None]


def test_skipped_columns_and_changes_of_nothing_leave_no_entry() -> None:
    with audit.act(CLERK, "specimens.item:edit", at=AT):
        run("insert into audit_specimen (id, unit_id, name, search) values (1, 3, 'a', 'a')")
        run("update audit_specimen set search = 'b'")
        run("update audit_specimen set name = name")
    (added,) = entries()
    assert "search" not in added.changes


def test_a_change_outside_any_act_is_recorded_as_such() -> None:
    with database.acting(CLERK):
        run("insert into audit_specimen (id, unit_id, name) values (1, 3, 'a')")
    (entry,) = entries()
    assert (entry.action, entry.actor_id, entry.actor_name) == ("outside any act", 71, "khuevan_app")


def test_the_unit_of_an_entry_is_the_rows_or_the_acts() -> None:
    with audit.act(CLERK, "specimens.item:edit", at=AT, unit_id=9):
        run("insert into audit_specimen (id, unit_id, name) values (1, 3, 'a'), (2, null, 'b')")
    assert [entry.unit_id for entry in entries()] == [3, 9]


def test_a_changed_key_reads_as_removed_and_added() -> None:
    with audit.act(CLERK, "specimens.item:edit", at=AT):
        run("insert into audit_specimen (id, unit_id, name) values (1, 3, 'a')")
        run("update audit_specimen set id = 8")
    assert [(entry.kind, entry.row_id) for entry in entries()[1:]] in (
        [("removed", "1"), ("added", "8")],
        [("added", "8"), ("removed", "1")],
    )


def test_an_inner_act_joins_the_outer_and_an_error_takes_everything_back() -> None:
    with audit.act(CLERK, "specimens.item:merge", at=AT, why="Sáp nhập") as outer:
        run("insert into audit_specimen (id, unit_id, name) values (1, 3, 'a')")
        with pytest.raises(DatabaseError), audit.act(CLERK, "specimens.item:edit", at=AT):
            run("update audit_specimen set name = 'lost'; select 1 / 0")
        with audit.act(CLERK, "specimens.item:edit", at=AT) as inner:
            run("update audit_specimen set name = 'b'")
        assert inner is outer
    assert [entry.action for entry in entries()] == ["specimens.item:merge"] * 2
    assert entries()[1].changes == {"name": ["a", "b"]}
    with pytest.raises(DatabaseError), audit.act(CLERK, "specimens.item:edit", at=AT):
        run("update audit_specimen set name = 'gone'; select 1 / 0")
    assert len(entries()) == 2
    with database.acting(CLERK):
        run("update audit_specimen set name = 'c'")
    assert entries()[-1].action == "outside any act"


def test_looks_and_exports_are_entries_without_rows() -> None:
    with transaction.atomic():
        audit.look(CLERK, "people.person:national_id", at=AT, unit_id=3, why="Đối chiếu hồ sơ")
        audit.export(CLERK, "people.person:export", at=AT, rows=412, unit_id=3, filter="khối 6")
    with database.acting(access.system()):
        look, export = AuditEntry.objects.filter(kind__in=("look", "export")).order_by("-id")[:2][::-1]
    assert (look.action, look.why, look.unit_id) == ("people.person:national_id", "Đối chiếu hồ sơ", 3)
    assert export.changes == {"rows": 412, "filter": "khối 6"}


def test_an_entry_is_seen_within_reach_and_by_its_actor_only() -> None:
    with audit.act(CLERK, "specimens.item:edit", at=AT):
        run("insert into audit_specimen (id, unit_id, name) values (1, 3, 'a'), (2, 5, 'b'), (3, null, 'c')")

    def seen(reach: Reach, account: int) -> set[str]:
        somebody = Actor(account_id=account, person_id=None, name="", holdings=(Holding(frozenset(), reach),))
        with database.acting(somebody):
            return set(
                AuditEntry.objects.filter(table_name="audit_specimen").values_list("row_id", flat=True)
            )

    assert seen(Reach.of([5]), 1) == {"2"}
    assert seen(Reach.nothing(), 1) == set()
    assert seen(Reach.nothing(), 71) == {"1", "2", "3"}
    assert seen(Reach.everything(), 1) == {"1", "2", "3"}


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set why = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
        "insert into audit_entry select * from audit_entry",
        "update audit_head set seq = seq + 1",
        "delete from audit_head",
        "select salt from audit_salt",
        "select audit_append(null, '{}', 'act', '', '', '', 1, '{}', '')",
        "select audit_say('{}', 'changed', 'x', 'people_person', '1', 1, '{}', '')",
        "alter table audit_entry disable trigger all",
    ],
)
def test_the_application_cannot_touch_the_log(statement: str) -> None:
    with database.acting(access.system()):
        audit.record(CLERK, "look", "x.y:z", at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set why = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
        "update audit_head set seq = seq + 1",
        "update audit_head set seq = seq - 1 where seq > 0",
        "delete from audit_head",
        "truncate audit_head",
    ],
)
def test_even_the_owner_is_refused(statement: str) -> None:
    with owner_connection() as owner:
        owner.execute("insert into audit_specimen (id, unit_id, name) values (1, 3, 'a')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="audit log"):
            owner.execute(statement)


def test_a_load_by_the_owner_leaves_one_entry_with_count_and_digest() -> None:
    with owner_connection() as owner:
        owner.execute("select set_config('khuevan.audit_bulk', 'on', true)")
        with owner.cursor().copy("copy audit_specimen (id, unit_id, name) from stdin") as copy:
            for number in range(1000):
                copy.write_row((number, 3, f"r{number}"))
        found = owner.execute(
            "select kind, row_id, changes from audit_entry where table_name = 'audit_specimen'"
        ).fetchall()
    ((kind, row_id, changes),) = found
    assert (kind, row_id, changes["rows"], changes["kind"]) == ("bulk", "", 1000, "added")
    texts = (f"({number},3,r{number},,)".encode() for number in range(1000))
    marks = b"".join(sorted(sha256(text).digest() for text in texts))
    assert changes["digest"] == sha256(marks).hexdigest()


def test_a_load_by_anybody_else_is_recorded_row_by_row() -> None:
    with database.acting(access.system()), audit.bulk(access.system(), "specimens.item:load", at=AT):
        run(
            "insert into audit_specimen (id, unit_id, name) select n, 3, 'r' || n from generate_series(1, 20) n"
        )
    assert [entry.kind for entry in entries()] == ["added"] * 20
