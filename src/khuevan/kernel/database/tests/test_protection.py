"""Row-level security as migrations put it in place and take it back."""

from __future__ import annotations

from typing import Any

from django.db import connection

from khuevan.kernel.database.operations import ProtectRows
from khuevan.kernel.testing.server import on_a_clone


def test_going_back_puts_the_earlier_condition_in_place_and_never_leaves_a_table_open(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    first = ProtectRows("specimen", "unit_id")
    second = ProtectRows(
        "specimen", using="unit_id <@ (select khuevan_outline())", check=first.using, before=first.using
    )
    with django_db_blocker.unblock(), on_a_clone("protection") as place:
        owner = connection.copy()
        owner.settings_dict.update(place.owner.django())

        def standing() -> tuple[Any, list[Any]]:
            with owner.cursor() as cursor:
                cursor.execute(
                    "select relrowsecurity and relforcerowsecurity from pg_class where relname = 'specimen'"
                )
                (is_protected,) = cursor.fetchone()
                cursor.execute(
                    "select policyname, roles, qual, with_check from pg_policies where tablename = 'specimen' order by 1"
                )
                return is_protected, cursor.fetchall()

        try:
            with owner.schema_editor() as editor:
                editor.execute("create table specimen (unit_id integer)")
                first.database_forwards("x", editor, None, None)
                known = standing()
                assert known[0]
                assert ["khuevan_reach" in (row[2] or "") for row in known[1]] == [False, True]
                second.database_forwards("x", editor, None, None)
                assert "khuevan_outline" in standing()[1][1][2]
                assert "khuevan_reach" in standing()[1][1][3]
                second.database_backwards("x", editor, None, None)
                assert standing() == known
                first.database_backwards("x", editor, None, None)
                assert standing() == (False, [])
        finally:
            owner.close()
