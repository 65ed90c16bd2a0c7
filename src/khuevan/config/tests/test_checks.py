"""The start-up check, on real processes: each loads exactly what gunicorn loads, in one bad environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from khuevan.demo.logins import LOGINS, PASSWORD
from khuevan.kernel.database import address, roles
from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations

pytestmark = pytest.mark.process
SOURCE = Path(__file__).resolve().parents[3]
KEY = "Vq3xZ0n7LrT5-wKeYp8_sBc2HdGfJm4QaUiOo6XyRtNvE1W9kAbD"
LOAD = "import khuevan.config.wsgi; print('serves')"


@dataclass(frozen=True)
class Place:
    addresses: address.Addresses
    data: Path

    def environment(self, **changed: str | None) -> dict[str, str]:
        """A safe production environment, but for what is changed; None takes a variable away."""
        owner = replace(self.addresses.owner, password="")
        safe: dict[str, str | None] = {
            "KHUEVAN_ENV": "production",
            "KHUEVAN_SECRET_KEY": KEY,
            "KHUEVAN_HOSTS": "giaoduc.example.vn",
            "KHUEVAN_PROXY": "1",
            "KHUEVAN_DATA": str(self.data),
            "KHUEVAN_ANTIVIRUS": "true",
            "DATABASE_URL": self.addresses.app.url(),
            "DATABASE_OWNER_URL": owner.url(),
            **changed,
        }
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KHUEVAN_", "DATABASE_"))
        }
        kept["PYTHONPATH"] = str(SOURCE)
        kept["DJANGO_SETTINGS_MODULE"] = "khuevan.config.settings"
        return kept | {name: value for name, value in safe.items() if value is not None}

    def load(self, *command: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *(command or ("-c", LOAD))], env=self.environment(**changed), cwd="/",
            text=True, capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    def as_owner(self, *statements: str) -> None:
        with psycopg.connect(**self.addresses.owner.libpq(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def as_admin(self, *statements: str) -> None:
        assert self.addresses.admin is not None
        with psycopg.connect(**self.addresses.admin.libpq(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Place]:
    data = tmp_path_factory.mktemp("data")
    data.chmod(0o700)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses = settings.DATABASE_ADDRESSES.on(f"khuevan_checks_{os.getpid()}")
    assert addresses.admin is not None
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.create_database(control, addresses, template=template.app.name)
    roles.prepare(addresses)
    yield Place(addresses, data)
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, addresses.app.name)


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 78, done.stdout + done.stderr
    assert "serves" not in done.stdout
    for word in words:
        assert word in done.stderr
    assert "Không khởi động: 1 điểm" in done.stderr, done.stderr


def test_a_safe_configuration_serves(place: Place) -> None:
    done = place.load()
    assert (done.returncode, done.stdout) == (0, "serves\n"), done.stderr
    assert "KHÔNG AN TOÀN" not in done.stderr
    assert "LƯU Ý" not in done.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"KHUEVAN_ENV": "prod"}, ("E001", "không phải là một môi trường", "is no environment")),
        ({"KHUEVAN_SECRET_KEY": None}, ("E002", "Chưa đặt KHUEVAN_SECRET_KEY", "is not set")),
        ({"KHUEVAN_SECRET_KEY": "ngắn"}, ("E002", "quá ngắn", "too short")),
        ({"KHUEVAN_SECRET_KEY": "ab" * 40}, ("E002", "quá đơn giản", "too plain")),
        ({"KHUEVAN_SECRET_KEY": "changeme" + KEY}, ("E002", "khóa mẫu", "example")),
        ({"KHUEVAN_DEBUG": "1"}, ("E003", "đang bật", "is on")),
        ({"KHUEVAN_HOSTS": None}, ("E004", "Chưa đặt KHUEVAN_HOSTS")),
        ({"KHUEVAN_HOSTS": "giaoduc.example.vn,*"}, ("E004", "tên miền nào cũng được nhận")),
        ({"KHUEVAN_HOSTS": ".example.vn"}, ("E004", "any name would be accepted")),
        ({"KHUEVAN_PROXY": None}, ("E005", "không mã hóa", "plain text")),
        ({"KHUEVAN_ORIGINS": "http://giaoduc.example.vn"}, ("E006", "https://")),
        ({"KHUEVAN_ADDRESS": "http://giaoduc.example.vn"}, ("E008", "https:// đầy đủ", "full https://")),
        ({"KHUEVAN_SECOND_FACTOR_ROLES": "-"}, ("E007", "xác thực hai bước", "second factor")),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, ("E030", "cannot be reached")),
    ],
)
def test_unsafe_settings_are_refused_in_words(
    place: Place, changed: dict[str, str | None], words: tuple[str, ...]
) -> None:
    refused(place.load(**changed), *words)


def test_an_administrators_login_is_refused(place: Place) -> None:
    assert place.addresses.admin is not None
    admin = replace(place.addresses.admin, name=place.addresses.app.name)
    refused(place.load(DATABASE_URL=admin.url(), DATABASE_OWNER_URL=None), "E011", "quản trị máy chủ")


def test_the_embedded_database_needs_a_word_on_purpose(place: Place, tmp_path: Path) -> None:
    """Its own data folder: no server runs there, so the database cannot be read either."""
    nothing = {"DATABASE_URL": None, "DATABASE_OWNER_URL": None, "KHUEVAN_DATA": str(tmp_path)}
    tmp_path.chmod(0o700)
    without = place.load(**nothing)
    assert without.returncode == 78
    assert "khuevan.E010" in without.stderr
    on_purpose = place.load(**nothing, KHUEVAN_EMBEDDED="one-school")
    assert "khuevan.E010" not in on_purpose.stderr
    assert "khuevan.W010" in on_purpose.stderr


@pytest.mark.parametrize(
    ("make", "undo", "words"),
    [
        ("alter role {} superuser", "alter role {} nosuperuser", ("là siêu người dùng", "is a superuser")),
        ("alter role {} bypassrls", "alter role {} nobypassrls", ("có BYPASSRLS", "has BYPASSRLS")),
        ("alter role {} createrole", "alter role {} nocreaterole", ("tạo được vai trò", "may create roles")),
    ],
)
def test_a_role_for_which_row_security_does_not_hold_is_refused(
    place: Place, make: str, undo: str, words: tuple[str, ...]
) -> None:
    """A role of the test's own: roles belong to the whole server, on which other tests run."""
    name = f"khuevan_strong_{os.getpid()}"
    place.as_admin(
        f"create role {name} login password '{place.addresses.app.password}' in role {address.APP_ROLE}",
        make.format(name),
    )
    try:
        strong = replace(place.addresses.app, user=name)
        done = place.load(DATABASE_URL=strong.url())
        assert done.returncode == 78
        assert "E031" in done.stderr
        for word in words:
            assert word in done.stderr
    finally:
        place.as_admin(undo.format(name), f"drop role {name}")


def test_the_owner_may_not_serve(place: Place) -> None:
    done = place.load(DATABASE_URL=place.addresses.owner.url())
    assert done.returncode == 78
    assert "là chủ sở hữu các bảng" in done.stderr
    assert "may create tables" in done.stderr


@pytest.mark.parametrize(
    ("make", "undo", "words"),
    [
        (
            "alter table people_person no force row level security",
            "alter table people_person force row level security",
            ("E033", "people_person"),
        ),
        (
            "alter table accounts_grant disable row level security",
            "alter table accounts_grant enable row level security",
            ("E033", "accounts_grant"),
        ),
        (
            "alter table people_person disable trigger audit_update",
            "alter table people_person enable trigger audit_update",
            ("E034", "people_person", "ghi nhật ký"),
        ),
        (
            "alter table audit_entry disable trigger audit_entry_stays",
            "alter table audit_entry enable trigger audit_entry_stays",
            ("E035", "audit_entry_stays"),
        ),
        (
            "delete from django_migrations where app = 'audit'",
            "insert into django_migrations (app, name, applied) select 'audit', name, now()"
            " from unnest(array[{audit}]) name",
            ("E032", "python -m khuevan prepare"),
        ),
    ],
)
def test_a_database_without_its_guards_is_refused(
    place: Place, make: str, undo: str, words: tuple[str, ...]
) -> None:
    folder = SOURCE / "khuevan/kernel/audit/migrations"
    audit = ", ".join(f"'{path.stem}'" for path in sorted(folder.glob("0*.py")))
    place.as_owner(make)
    try:
        refused(place.load(), *words)
    finally:
        place.as_owner(undo.format(audit=audit))


def test_a_published_password_is_refused(place: Place) -> None:
    from django.contrib.auth.hashers import make_password

    insert = (
        "insert into accounts_account (username, password, email, kind, display_name, search, sort_key, is_active,"
        " locked_reason, must_change_password, language, theme, grants_version, created_at)"
        " values ('{}', '{}', '', 'staff', '', '', '', true, '', false, 'vi', 'auto', 0, now())"
    )
    place.as_owner(insert.format(LOGINS[0].username, make_password("another, of their own")))
    assert place.load().returncode == 0
    place.as_owner(f"update accounts_account set password = '{make_password(PASSWORD)}'")
    try:
        refused(place.load(), "E036", LOGINS[0].username, "mật khẩu dùng thử")
    finally:
        place.as_owner("delete from accounts_account")


def test_an_open_data_folder_is_refused(place: Place) -> None:
    place.data.chmod(0o755)
    try:
        refused(place.load(), "E020", str(place.data), "chmod o-rwx")
    finally:
        place.data.chmod(0o700)


def test_what_is_doubtful_is_said_and_serves(place: Place) -> None:
    owner = replace(place.addresses.owner, password="known")
    done = place.load(KHUEVAN_ANTIVIRUS=None, DATABASE_OWNER_URL=owner.url())
    assert done.stdout == "serves\n", done.stderr
    assert "LƯU Ý (khuevan.W008)" in done.stderr
    assert "LƯU Ý (khuevan.W012)" in done.stderr


@pytest.mark.parametrize(
    "command", [("-m", "gunicorn", "--config", "{deploy}/gunicorn.conf.py"), ("-m", "khuevan", "worker")]
)
def test_web_and_worker_end_with_the_code_that_systemd_does_not_retry(
    place: Place, command: tuple[str, ...], tmp_path: Path
) -> None:
    words = [word.format(deploy=SOURCE.parent / "deploy") for word in command]
    done = place.load(*words, KHUEVAN_HOSTS="*", KHUEVAN_BIND=f"unix:{tmp_path}/web.sock")
    refused(done, "E004")


def test_a_demonstration_is_not_bothered(place: Place) -> None:
    done = place.load(KHUEVAN_ENV="demo", KHUEVAN_SECRET_KEY="x", KHUEVAN_HOSTS="*", KHUEVAN_PROXY=None)
    assert done.stdout == "serves\n", done.stderr
