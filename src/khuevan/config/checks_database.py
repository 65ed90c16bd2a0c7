"""The part of the start-up check that asks the database: role, migrations, row guards, audit triggers, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from khuevan.kernel.audit.operations import AuditRows
from khuevan.kernel.database.operations import ProtectRows

_ROLE = """
select rolname, rolsuper, rolbypassrls, rolcreaterole,
       exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind in ('r', 'p')
                  and pg_has_role(current_user, c.relowner, 'member')),
       has_schema_privilege('public', 'create')
  from pg_roles where rolname = current_user
"""

_OPEN_TABLES = """
select name from unnest(%s::text[]) name join pg_class c on c.oid = to_regclass(quote_ident(name))
 where not (c.relrowsecurity and c.relforcerowsecurity)
"""

_SILENT_TABLES = """
select distinct name from unnest(%s::text[]) name
  join pg_class c on c.oid = to_regclass(quote_ident(name))
 cross join unnest(array['audit_insert', 'audit_update', 'audit_delete']) wanted
 where not exists (select from pg_trigger t
                    where t.tgrelid = c.oid and t.tgname = wanted and t.tgenabled in ('O', 'A'))
"""

_LOG_GUARDS = """
select wanted from unnest(array['audit_entry_stays', 'audit_entry_stays_whole',
                                'audit_head_stays', 'audit_head_stays_whole', 'audit_head_moves']) wanted
 where not exists (select from pg_trigger t where t.tgname = wanted and t.tgenabled in ('O', 'A'))
"""


def state() -> list[CheckMessage]:
    """Leaves no connection open: the web server forks after this."""
    try:
        return [*_role(), *_schema()]
    except DatabaseError as error:
        from .checks import unsafe

        said = str(error).strip().splitlines()[0]
        return [
            unsafe(
                30,
                f"Không kết nối hoặc không đọc được cơ sở dữ liệu: {said}",
                f"The database cannot be reached or read: {said}",
                hint="DATABASE_URL",
            )
        ]
    finally:
        connection.close()


def _role() -> Iterator[CheckMessage]:
    from .checks import unsafe

    name, superuser, bypasses, makes_roles, owns, creates = _rows(_ROLE)[0]
    reasons = [
        (superuser, "là siêu người dùng", "is a superuser"),
        (bypasses, "có BYPASSRLS", "has BYPASSRLS"),
        (makes_roles, "tạo được vai trò", "may create roles"),
        (owns, "là chủ sở hữu các bảng", "owns the tables"),
        (creates, "tạo được bảng", "may create tables"),
    ]
    for applies, vi, en in reasons:
        if applies:
            yield unsafe(
                31,
                f"Ứng dụng kết nối bằng {name!r}, vai trò này {vi}: dữ liệu các trường không còn được ngăn cách.",
                f"The application logs in as {name!r}, which {en}: the schools' rows are no longer kept apart.",
                hint="deploy/roles.sql",
            )


def _schema() -> Iterator[CheckMessage]:
    from .checks import unsafe

    loader = MigrationLoader(connection)
    waiting = sorted(set(loader.disk_migrations) - set(loader.applied_migrations))
    if waiting:
        yield unsafe(
            32,
            f"Còn {len(waiting)} bước nâng cấp cơ sở dữ liệu chưa chạy, bước đầu là {'.'.join(waiting[0])}.",
            f"{len(waiting)} migrations have not been applied, the first is {'.'.join(waiting[0])}.",
            hint="python -m khuevan prepare",
        )
        return
    operations = [
        step for migration in loader.disk_migrations.values() for step in _flat(migration.operations)
    ]
    protected = sorted({step.table for step in operations if isinstance(step, ProtectRows)})
    audited = sorted({step.table for step in operations if isinstance(step, AuditRows)})
    for (table,) in _rows(_OPEN_TABLES, [protected]):
        yield unsafe(
            33,
            f"Bảng {table} không còn được bảo vệ theo trường (row-level security).",
            f"Row-level security is switched off for table {table}.",
        )
    for (table,) in _rows(_SILENT_TABLES, [audited]):
        yield unsafe(
            34,
            f"Bảng {table} không còn được ghi nhật ký.",
            f"Changes of table {table} are no longer recorded: audit triggers are missing or switched off.",
        )
    for (trigger,) in _rows(_LOG_GUARDS):
        yield unsafe(
            35,
            f"Nhật ký không còn được bảo vệ khỏi sửa xóa: thiếu {trigger}.",
            f"The audit log is no longer guarded against changes: {trigger} is missing or switched off.",
        )
    yield from _demo_passwords()


def _demo_passwords() -> Iterator[CheckMessage]:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import check_password

    from khuevan.demo.logins import EVERY, PASSWORD
    from khuevan.kernel import access, database

    from .checks import unsafe

    with database.acting(access.system()):
        found = list(
            get_user_model()
            .objects.filter(username__in=[login.username for login in EVERY], is_active=True)
            .values_list("username", "password")
        )
    for username, encoded in found:
        if check_password(PASSWORD, encoded):
            yield unsafe(
                36,
                f"Tài khoản {username!r} còn mật khẩu dùng thử đã in công khai.",
                f"The account {username!r} still has the demonstration's published password.",
                hint="Dùng cơ sở dữ liệu mới cho vận hành thật / start from an empty database",
            )
            return


def _rows(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        yield operation
        yield from _flat(getattr(operation, "database_operations", []))
