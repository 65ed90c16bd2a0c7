"""The log read on: every change once, in order, and nothing of what did not happen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from khuevan.kernel import access, audit, database, events
from khuevan.kernel.testing import actor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def unit(code: str) -> int:
    made = apps.get_model("organisations", "OrgUnit").objects.create(
        code=code, name=code, kind="primary", opened_on=date(2000, 1, 1)
    )
    return int(made.pk)


def test_each_change_is_read_once() -> None:
    with database.acting(access.system()):
        marks = audit.heads()
        made = unit("A1")
        changes = audit.rows_since(marks)
        assert [(c.kind, c.table, c.row_id, c.unit_id) for c in changes] == [
            ("added", "organisations_orgunit", str(made), made)
        ]
        marks = marks | {change.lane: change.seq for change in changes}
        assert audit.rows_since(marks) == []
        apps.get_model("organisations", "OrgUnit").objects.filter(pk=made).update(phone="0912345678")
        (change,) = audit.rows_since(marks)
        assert change.kind == "changed"
        assert change.changes["phone"][1] == "0912345678"


def test_only_what_one_reaches_is_read() -> None:
    with database.acting(access.system()):
        marks = audit.heads()
        here, there = unit("A1"), unit("A2")
    with database.acting(actor(units=[here])):
        assert {change.unit_id for change in audit.rows_since(marks)} == {here}
    assert there


def test_an_act_is_told_when_it_is_committed(
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    told: list[audit.Acted] = []

    def listen(acted: audit.Acted) -> None:
        told.append(acted)

    events.subscribe(audit.Acted)(listen)
    try:
        with (
            django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]
            database.acting(access.system()),
            audit.act(access.system(), "a.b:c", at=AT, unit_id=7),
        ):
            assert told == []
    finally:
        from khuevan.kernel.events import bus

        bus._subscriptions[audit.Acted] = [
            s for s in bus._subscriptions[audit.Acted] if s.subscriber is not listen
        ]
        bus._by_name = {name: s for name, s in bus._by_name.items() if s.subscriber is not listen}
    assert told == [audit.Acted("a.b:c", 7)]
