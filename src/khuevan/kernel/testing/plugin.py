"""pytest plugin: the real PostgreSQL, as the application's role.

One migrated template database is kept per state of the migrations; every run (and every xdist worker)
works on a clone of it, which takes a moment instead of a full migration. The tests connect as the
application's role, so that row-level security holds in them as it does in life.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from khuevan.kernel.database import address, lifecycle, roles

SOURCE = Path(__file__).resolve().parents[2]
gc.disable()  # until everything is loaded: see pytest_collection_finish
NEED_DATABASE = {"db", "transactional_db", "django_db_setup", "furnished", "platform"}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LongestFirst())
    _let_inputs_take_their_time()
    lifecycle.start_database()


def _let_inputs_take_their_time() -> None:
    """No input fails because the machine is busy: by itself Hypothesis gives each a fifth of a second."""
    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, however it asks for it, and what tries a hundred inputs, so that `make quick`
    can leave them out.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("thorough")
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & NEED_DATABASE:
            item.add_marker("database")


class LongestFirst:
    """Files that take minutes begin first, so that no process ends alone with one of them.

    Of those that ask for the furnished province one goes before all: while it is furnished, the other processes have
    the records of the rooms, which are long and need none. Then what is asked of the whole house (tests/). What drives
    browsers and processes, or has the database without a transaction that is undone, comes last: such tests commit,
    and the others expect no rows. Of these, files that start the whole platform take longest and go before journeys.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kinds: dict[str, int] = {}
        for item in items:
            kinds[str(item.path)] = max(self._kind(item), kinds.get(str(item.path), 1))
        first = next((str(item.path) for item in items if item.get_closest_marker("furnished")), "")
        items.sort(key=lambda item: 0 if str(item.path) == first else kinds[str(item.path)])

    @staticmethod
    def _kind(item: pytest.Item) -> int:
        asks = set(getattr(item, "fixturenames", ()))
        is_furnished = item.get_closest_marker("furnished")
        undone = item.get_closest_marker("django_db") or "db" in asks or is_furnished
        if item.get_closest_marker("browser"):
            return 5
        if item.get_closest_marker("process"):
            return 4
        if "committed" in asks or ("django_db_setup" in asks and not undone):
            return 4
        if item.path.name == "test_records.py":
            return 1
        is_of_the_house = item.path.parent == item.config.rootpath / "tests"
        return 2 if is_furnished or is_of_the_house else 3


def pytest_collection_finish() -> None:
    """What is loaded by now stays: nobody looks through it for what could be freed, test after test; and for what comes
    (pages and the API, with the first request) seldom: it was a sixteenth of the time of a request."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def state_of_migrations() -> str:
    """Changes with any migration, any operation used by one, and the list of rooms."""
    digest = hashlib.sha256()
    files = [
        *SOURCE.glob("*/*/migrations/*.py"),
        *SOURCE.glob("**/tests/**/migrations/*.py"),
        *SOURCE.glob("kernel/*/operations.py"),
        *SOURCE.glob("*/*/permissions.py"),
        *SOURCE.glob("**/*.sql"),
        SOURCE / "kernel/database/roles.py",
        SOURCE / "config/modules.py",
        SOURCE / "config/settings.py",
        SOURCE / "config/settings_test.py",
        SOURCE / "register/accounts/roles.py",
        SOURCE / "register/signin/allauth_settings.py",
    ]
    for file in sorted(files):
        if file.exists():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def migrated_template(name: str) -> address.Addresses:
    """The template database, migrated by the owner; made if it is not there."""
    from django.conf import settings
    from django.db import connection

    addresses = settings.DATABASE_ADDRESSES.on(name)
    building = addresses.on(f"{name}_building")
    admin = addresses.admin
    assert admin is not None, "tests make databases: DATABASE_URL must be an administrator's log-in"
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        control.execute("select pg_advisory_lock(20261)")
        if control.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return addresses
        for stale in control.execute(
            "select datname from pg_database where datname like 'khuevan_template_%%'"
        ).fetchall():
            roles.drop_database(control, stale[0])
        roles.prepare(building)
        connection.close()
        connection.settings_dict["NAME"] = building.app.name
        lifecycle.migrate()
        connection.close()
        control.execute(f'alter database "{building.app.name}" rename to "{name}"')
    return addresses


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Every test begins in Vietnamese: a request of the test before may have left its own language in this thread."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def pages_made_anew() -> None:
    """What an undone test has seen holds for no other."""
    from khuevan.kernel.ui import again

    again.forget()


def leave_statistics_alone(clone: address.Addresses) -> None:
    """Tests never commit what they write. Autovacuum, looking in between, would note full tables as empty, and the
    planner would walk them in nested loops for minutes."""
    with psycopg.connect(**clone.owner.libpq(), autocommit=True) as connection:
        connection.execute(
            "do $$ declare kept regclass; begin"
            " for kept in select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop"
            " execute format('alter table %s set (autovacuum_enabled = off)', kept);"
            " end loop; end $$"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Between two files, when whatever the first has set up is gone again."""
    yield
    if nextitem is not None and nextitem.path != item.path:
        sweep()


def sweep() -> None:
    """Takes the rows out that undone tests have left. They are dead, but lie in the tables, and every later query goes
    past them: late in a run the server worked five times as long for a page. Nobody writes in the meantime, so that
    full tables are not noted as empty.
    """
    if not _clones:
        return
    with psycopg.connect(**_clones[-1].owner.libpq(), autocommit=True) as connection:
        dirty = connection.execute(
            "select format('%I.%I', schemaname, relname) from pg_stat_user_tables where n_dead_tup > 100"
        ).fetchall()
        for (table,) in dirty:
            connection.execute(f"vacuum {table}".encode())


_clones: list[address.Addresses] = []
"""The database of this process, while there is one."""


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """A clone of the template, for this process only, dropped at the end."""
    from django.conf import settings
    from django.db import connection

    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    name = f"khuevan_test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        template = migrated_template(f"khuevan_template_{state_of_migrations()}")
        clone = template.on(name)
        assert template.admin is not None
        with psycopg.connect(**template.admin.libpq(), autocommit=True) as control:
            control.execute("select pg_advisory_lock(20262)")
            roles.create_database(control, clone, template=template.app.name)
        leave_statistics_alone(clone)
        connection.close()
        connection.settings_dict.update(clone.app.django())
        settings.DATABASE_ADDRESSES = clone
    _clones.append(clone)
    yield
    _clones.clear()
    with django_db_blocker.unblock():
        connection.close()
        with psycopg.connect(**template.admin.libpq(), autocommit=True) as control:
            roles.drop_database(control, name)
