"""Where the database is, and as whom the platform speaks to it. No Django here: settings read this.

Three identities: the administrator (creates roles and databases, only when asked to), the owner
(runs migrations, backup, restore, bulk loads) and the application (everything else; neither owner
nor superuser, so that row-level security holds for it).

DATABASE_OWNER_URL and DATABASE_URL set: a prepared server; DATABASE_URL is the application's log-in.
Only DATABASE_URL set:                   an administrator's log-in; owner and application are made on that server.
Neither:                                 the embedded server in the data folder.

KHUEVAN_DATABASE_NAME names another database on the same server (tests, trials).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from . import server

OWNER_ROLE = "khuevan_owner"
APP_ROLE = "khuevan_app"
DATABASE_NAME = "khuevan"


class AddressIsWrong(ValueError):
    """DATABASE_URL cannot be understood; the message says what is expected."""


@dataclass(frozen=True)
class Login:
    host: str
    port: str
    name: str
    user: str
    password: str = ""

    def django(self) -> dict[str, str]:
        """The keys that Django's DATABASES takes."""
        return {
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
        }

    def libpq(self) -> dict[str, Any]:
        """Keyword arguments for psycopg.connect."""
        words = {"host": self.host, "port": self.port, "dbname": self.name, "user": self.user}
        if self.password:
            words["password"] = self.password
        return {key: value for key, value in words.items() if value}

    def environment(self) -> dict[str, str]:
        """Variables for PostgreSQL's own programs: a password never stands on a command line."""
        names = {"PGHOST": self.host, "PGPORT": self.port, "PGDATABASE": self.name, "PGUSER": self.user}
        if self.password:
            names["PGPASSWORD"] = self.password
        return {key: value for key, value in names.items() if value}

    def url(self) -> str:
        return (
            f"postgresql://{quote(self.user)}:{quote(self.password)}@/{quote(self.name)}"
            f"?host={quote(self.host, safe='')}&port={self.port}"
        )


@dataclass(frozen=True)
class Addresses:
    app: Login
    owner: Login
    admin: Login | None
    embedded: bool

    def on(self, name: str) -> Addresses:
        """The same server and people, another database."""
        return replace(self, app=replace(self.app, name=name), owner=replace(self.owner, name=name))


def parse(url: str) -> Login:
    """postgresql://user:password@host:port/name, or ?host=/socket/folder. Raises AddressIsWrong."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise AddressIsWrong("DATABASE_URL must look like postgresql://user:password@host:5432/name")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return Login(
        host=unquote(query.get("host", parts.hostname or "127.0.0.1")),
        port=query.get("port", str(parts.port or 5432)),
        name=unquote(parts.path.lstrip("/")) or DATABASE_NAME,
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
    )


def resolve(environment: Mapping[str, str], data: Path) -> Addresses:
    """Reads the environment; starts nothing. Raises AddressIsWrong."""
    found = _server(environment, data)
    name = environment.get("KHUEVAN_DATABASE_NAME")
    return found.on(name) if name else found


def _server(environment: Mapping[str, str], data: Path) -> Addresses:
    url, owner_url = environment.get("DATABASE_URL"), environment.get("DATABASE_OWNER_URL")
    if url and owner_url:
        return Addresses(app=parse(url), owner=parse(owner_url), admin=None, embedded=False)
    if url:
        admin = parse(url)
        name = DATABASE_NAME if admin.name in ("postgres", "template1") else admin.name
        owner = replace(admin, name=name, user=OWNER_ROLE, password=_derived(admin, OWNER_ROLE))
        app = replace(admin, name=name, user=APP_ROLE, password=_derived(admin, APP_ROLE))
        return Addresses(app=app, owner=owner, admin=replace(admin, name="postgres"), embedded=False)
    socket = str(server.socket_folder(data))
    admin = Login(host=socket, port="5432", name="postgres", user="postgres")
    owner = replace(admin, name=DATABASE_NAME, user=OWNER_ROLE)
    return Addresses(app=replace(owner, user=APP_ROLE), owner=owner, admin=admin, embedded=True)


def _derived(admin: Login, role: str) -> str:
    """A password for a role that only those can know who know the administrator's."""
    if not admin.password:
        return ""
    return hashlib.sha256(f"khuevan\0{role}\0{admin.user}\0{admin.password}".encode()).hexdigest()[:40]
