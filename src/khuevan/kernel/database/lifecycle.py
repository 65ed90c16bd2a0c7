"""Database up, roles there, migrations applied: the steps before anything serves. Used by every command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import address, roles, server


def data_folder() -> Path:
    default = Path(__file__).resolve().parents[4] / "var"
    return Path(os.environ.get("KHUEVAN_DATA") or default).resolve()


def start_database() -> bool:
    """Starts the embedded server where one is used. True if this call started it."""
    if os.environ.get("DATABASE_URL"):
        return False
    return server.start(data_folder())


def control_database(words: list[str]) -> int:
    """`db start|stop|status`. Exit code 0, or 1 where status says it is down."""
    word, data = (words or ["status"])[0], data_folder()
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL names a server of its own; it is not started or stopped from here.")  # noqa: T201
        return 0
    if word == "start":
        print("started" if server.start(data) else "already running")  # noqa: T201
        return 0
    if word == "stop":
        print("stopped" if server.stop(data) else "was not running")  # noqa: T201
        return 0
    if word == "status":
        up = server.is_running(data)
        print(f"{'running' if up else 'down'}: {server.cluster(data)}")  # noqa: T201
        return 0 if up else 1
    print(f"db start | stop | status, not {word!r}", file=sys.stderr)  # noqa: T201
    return 2


@contextmanager
def as_owner() -> Iterator[None]:
    """Within it, Django's connection is the owner's: for migrations, backup, restore and bulk loads."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    before = dict(connection.settings_dict)
    name = before["NAME"]
    connection.settings_dict.update(settings.DATABASE_ADDRESSES.on(name).owner.django())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(
            {key: before[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
        )


def migrate(verbosity: int = 0) -> None:
    from django.core.management import call_command

    with as_owner():
        call_command("migrate", verbosity=verbosity, interactive=False)


def unknown_migrations() -> list[str]:
    """Steps of ours that were applied to this database and that this code does not have; see decision 0014."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("khuevan.")}
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(".".join(key) for key in applied if key[0] in ours and key not in loader.disk_migrations)


def prepare() -> int:
    """Roles, database and migrations; safe to repeat."""
    import django
    from django.core.management.base import CommandError

    start_database()
    addresses = address.resolve(os.environ, data_folder())
    roles.prepare(addresses)
    django.setup()
    try:
        migrate()
    except CommandError as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def start_afresh() -> None:
    """Drops the database and makes it anew, empty and migrated. Only where we may make databases."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    addresses = settings.DATABASE_ADDRESSES
    if addresses.admin is None:
        raise SystemExit("DATABASE_URL must be an administrator's log-in to furnish afresh.")
    connection.close()
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, addresses.app.name)
    roles.prepare(addresses)
    migrate()
