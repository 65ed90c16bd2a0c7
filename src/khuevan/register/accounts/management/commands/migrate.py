"""Django's own migrate, of no database of another version; then the shipped roles are what `roles.py` says."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection

from khuevan.kernel import access, clock
from khuevan.kernel.database import lifecycle
from khuevan.kernel.database.operations import rendering_once

from ...models import Role
from ...services import sync_roles

UNKNOWN = (
    "Cơ sở dữ liệu này do một phiên bản khác của Khuê Văn dựng: {number} bước nâng cấp đã chạy ở đây mà mã nguồn này "
    "không có ({first}). Không thay đổi gì. Hãy chạy đúng phiên bản đã dựng nó. Nếu đó là bản dùng thử trước lần "
    "phát hành đầu tiên thì dựng lại: xóa thư mục dữ liệu, hoặc chạy «make demo».\n"
    "(This database was made by another version: {number} migrations were applied that this code does not have. "
    "Nothing was changed.)"
)


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        unknown = lifecycle.unknown_migrations()
        if unknown:
            raise CommandError(UNKNOWN.format(number=len(unknown), first=unknown[0]))
        with rendering_once():
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
