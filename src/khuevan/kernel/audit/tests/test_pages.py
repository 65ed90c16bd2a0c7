from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, audit, database
from khuevan.kernel.audit import queries, subjects
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.audit.permissions import VIEW_AUDIT
from khuevan.kernel.testing import actor, assert_queries, client_for

from .builders import specimen_table

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 5, 1, tzinfo=UTC)
CLERK = actor(units=[3, 4], account_id=8_001, name="Đỗ Văn Thư")
HEAD = actor(VIEW_AUDIT, units=[3], account_id=8_002, name="Hiệu Trưởng")


def names(ids: Collection[str]) -> dict[str, str]:
    return {number: f"Vật {number}" for number in ids}


@pytest.fixture(autouse=True)
def log(db: None) -> Any:
    specimen_table()
    audit.subject(
        audit.Subject(
            "audit_specimen",
            "Vật thử",
            names,
            lambda number: f"/vat/{number}",
            {"name": "Tên", "secret": "Bí mật"},
        )
    )
    audit.name_action("specimens.item:edit", "Sửa vật thử")
    with connection.cursor() as cursor, audit.act(CLERK, "specimens.item:edit", at=AT, why="Đính chính"):
        cursor.execute(
            "insert into audit_specimen (id, unit_id, name, secret) values (1, 3, 'Cu', 'x'), (2, 4, 'Cb', 'x')"
        )
        cursor.execute("update audit_specimen set name = '<b>Đồng</b>', secret = 'y' where id = 1")
    audit.look(CLERK, "specimens.item:secret", at=AT + timedelta(days=10), unit_id=3)
    yield
    subjects._subjects.pop("audit_specimen")
    subjects._actions.pop("specimens.item:edit")


def page(path: str, who: access.Actor = HEAD) -> str:
    response = client_for(who).get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def found(**asked: Any) -> list[tuple[str, str]]:
    with database.acting(HEAD):
        rows = queries.entries(HEAD, queries.Question(**asked), on=AT.date()).order_by("id")
        return [(row.kind, row.row_id) for row in rows]


def test_the_viewer_shows_what_is_in_scope_and_nothing_else() -> None:
    shown = page("/audit/")
    assert "Đỗ Văn Thư" in shown
    assert "Sửa vật thử" in shown
    assert "Vật 1" in shown
    assert "Vật 2" not in shown
    assert "&lt;b&gt;Đồng&lt;/b&gt;" in shown
    assert "<b>Đồng</b>" not in shown


def test_the_viewer_needs_its_permission() -> None:
    assert client_for(actor(units=[3], account_id=8_003)).get("/audit/").status_code == 403
    assert client_for(access.Actor.anonymous()).get("/audit/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [("added", "1"), ("changed", "1"), ("look", "")]),
        ({"kind": "look"}, [("look", "")]),
        ({"table": "audit_specimen", "row_id": "1"}, [("added", "1"), ("changed", "1")]),
        ({"text": "văn thư"}, [("added", "1"), ("changed", "1"), ("look", "")]),
        ({"text": "ai khác"}, []),
        ({"actor_id": 8_001, "action": "specimens.item:edit"}, [("added", "1"), ("changed", "1")]),
        ({"unit_id": 4}, []),
        ({"since": AT.date() + timedelta(days=1)}, [("look", "")]),
        ({"until": AT.date()}, [("added", "1"), ("changed", "1")]),
    ],
)
def test_questions(asked: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(**asked) == expected


@pytest.mark.parametrize(
    "query",
    [
        "person=abc",
        "unit=-1",
        "since=31/02/2026",
        "page=xyz",
        "unit=99999999999999",
        "kind=%00",
        "row=" + "9" * 300,
    ],
)
def test_nonsense_in_the_address_is_no_error(query: str) -> None:
    page(f"/audit/?{query}")


def test_an_entry_shows_each_column_from_what_to_what_and_its_act() -> None:
    with database.acting(HEAD):
        changed = AuditEntry.objects.get(kind="changed", table_name="audit_specimen", row_id="1")
    shown = page(f"/audit/{changed.pk}")
    for words in (
        "Tên",
        "Cu",
        "&lt;b&gt;Đồng&lt;/b&gt;",
        "Đính chính",
        "127.0.0.1 thử",
        "đã che",
        bytes(changed.hash).hex(),
    ):
        assert words in shown
    with database.acting(HEAD):
        entry = queries.entry(HEAD, changed.pk)
    assert [(line.kind, line.row_id) for line in entry.companions] == [("added", "1")]


def test_an_entry_out_of_scope_is_not_there() -> None:
    with database.acting(access.system()):
        other = AuditEntry.objects.get(kind="added", table_name="audit_specimen", row_id="2")
    assert client_for(HEAD).get(f"/audit/{other.pk}").status_code == 404


def test_the_history_of_an_object_for_its_own_page() -> None:
    with database.acting(HEAD):
        told = audit.history(HEAD, "audit_specimen", 1)
    assert [line.kind for line in told] == ["changed", "added"]
    newest = told[0]
    assert (newest.by, newest.title, newest.at) == ("Đỗ Văn Thư", "Sửa vật thử", AT)
    assert newest.detail.startswith("Tên: Cu → <b>Đồng</b>; Bí mật: (đã che")
    assert newest.url == f"/audit/{newest.id}"
    reader = actor(units=[3], account_id=8_004)
    with database.acting(reader):
        assert [line.url for line in audit.history(reader, "audit_specimen", 1)] == ["", ""]


def test_the_number_of_queries_does_not_grow_with_the_list() -> None:
    with database.acting(HEAD), assert_queries(2):
        rows = list(queries.entries(HEAD, queries.Question(), on=AT.date()).order_by("-id")[:50])
        queries.lines(rows)


def test_values_and_columns_are_called_as_the_rooms_call_them() -> None:
    jobs, plants = subjects.described("jobs_jobrun"), subjects.described("audit_specimen")
    assert jobs.meaning("state", "waiting") == "Đang chờ"
    assert jobs.meaning("state", ["waiting", "running"]) == "Đang chờ, Đang chạy"
    assert jobs.meaning("state", "unheard of") == "unheard of"
    assert jobs.meaning("title", "waiting") == "waiting"
    assert jobs.column("state") == "state"
    assert plants.column("name") == "Tên"
    assert subjects.described("nowhere").column("thing") == "thing"
    audit.name_fact("decision_of_the_specimen", "Số quyết định")
    assert subjects.fact_label("decision_of_the_specimen") == "Số quyết định"
    assert subjects.fact_label("unheard_of") == "unheard_of"
