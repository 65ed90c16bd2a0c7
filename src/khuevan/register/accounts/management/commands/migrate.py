"""Django's own migrate; then the shipped roles are what `roles.py` says."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection

from khuevan.kernel import access, clock

from ...models import Role
from ...services import sync_roles


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options.get("plan") or options.get("check_unapplied") or not _tables_are_there():
            return
        sync_roles(access.system("nâng cấp hệ thống"), at=clock.now())


def _tables_are_there() -> bool:
    """Not when somebody migrated to an earlier point on purpose."""
    columns: list[str] = []
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if Role._meta.db_table in tables and "audit_entry" in tables:
            described = connection.introspection.get_table_description(cursor, Role._meta.db_table)
            columns = [column.name for column in described]
    return "version" in columns
