"""Very many rows added by one statement: one entry a unit, in the chain, found by each of its rows."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, audit, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.audit.verification import _ALL, Head, _stored, check, verify

from .builders import specimen_table

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)
ADD = """insert into audit_specimen
    select n, n % 2 + 4, 'Tên ' || n, 's', '0682010' || n from generate_series({first}, {last}) n"""


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    specimen_table()


def run(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def added(first: int, last: int) -> list[AuditEntry]:
    """The entries that this addition makes; tests before it may have committed others."""
    with database.acting(access.system()):
        before = max(AuditEntry.objects.values_list("id", flat=True), default=0)
    with audit.act(access.system(), "specimens.many:import", at=AT, unit_id=3, why="Thử"):
        run(ADD.format(first=first, last=last))
    with database.acting(access.system()):
        return list(AuditEntry.objects.filter(table_name="audit_specimen", id__gt=before).order_by("id"))


def test_one_entry_a_unit_says_which_rows_and_seals_what_they_held() -> None:
    even, odd = added(10_001, 12_500)
    assert (even.kind, even.unit_id, odd.unit_id, even.row_id, even.why) == ("bulk", 4, 5, "", "Thử")
    assert (even.changes["rows"], odd.changes["rows"]) == (1250, 1250)
    assert even.changes["ids"].startswith("{[10002,10003),[10004,10005)")
    texts = run(
        "select t::text from audit_specimen t where unit_id = 4 and id > 10000 and id <= 12500 order by id"
    )
    marks = b"".join(hashlib.sha256(text.encode()).digest() for (text,) in texts)
    assert even.changes["digest"] == hashlib.sha256(marks).hexdigest()
    assert "0682010" not in str(even.changes)
    with database.acting(access.system()):
        assert verify().faults == []


def test_each_row_finds_who_added_it_and_what_was_changed_since() -> None:
    added(20_001, 22_500)
    with audit.act(access.system(), "specimens.many:change", at=AT, unit_id=3):
        run("update audit_specimen set name = 'Khác' where id = 20002")
    with database.acting(access.system()):
        later, first = audit.history(access.system(), "audit_specimen", 20_002)
        assert (first.kind, first.action, first.unit_id) == ("bulk", "specimens.many:import", 4)
        assert (later.kind, later.changes[0].before, later.changes[0].after) == (
            "changed",
            "Tên 20002",
            "Khác",
        )
        assert audit.history(access.system(), "audit_specimen", 99_999) == []
        assert audit.history(access.system(), "audit_specimen", "20002; drop") == []


def test_whoever_changes_or_drops_the_entry_is_found_out() -> None:
    even, _odd = added(30_001, 32_500)
    heads: dict[int, Head] = {}
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(f"declare audit_all no scroll cursor for {_ALL}")
        lines = list(_stored(cursor, heads))
    assert check(lines, heads).faults == []
    place = next(at for at, line in enumerate(lines) if (line.lane, line.seq) == (even.lane, even.seq))
    content = list(lines[place].content)
    content[13] = content[13].replace("1250", "1249")
    forged = lines[place]._replace(content=tuple(content))
    assert [fault.kind for fault in check([*lines[:place], forged, *lines[place + 1 :]], heads).faults] == [
        "changed"
    ]
    assert [fault.kind for fault in check([*lines[:place], *lines[place + 1 :]], heads).faults] == ["missing"]


def test_a_unit_may_be_missing_and_fewer_rows_have_entries_of_their_own() -> None:
    entries = added(40_001, 41_000)
    assert len(entries) == 1000
    run("insert into audit_specimen select n, null, 'x' from generate_series(50001, 52500) n")
    with database.acting(access.system()):
        last = AuditEntry.objects.filter(table_name="audit_specimen").order_by("-id")[0]
    assert (last.kind, last.unit_id, last.changes["ids"]) == ("bulk", None, "{[50001,52501)}")
