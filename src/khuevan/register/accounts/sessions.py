"""Sessions in PostgreSQL: one query opens the session and says who it is, as of now.

Django's own store would need a query for the session, one for the account, one for the grants. Here one function
of the database (`accounts_open_session`, see migration 0002) returns the session's data together with the versions
that decide whether the cached actor is still right. Only a SHA-256 of the key is stored.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection

from khuevan.kernel import access, clock, database

SEEN_EVERY = timedelta(minutes=1)
LONGEST_PROGRAM = 300


@dataclass(frozen=True)
class OpenSession:
    """What the one query answers. `account_id` is None before sign-in; `subject_*` are set while acting as.

    The three versions and the day are all that a cached actor depends on. log_total: how many entries the audit log had.
    """

    session_id: int
    data: str
    last_seen_at: datetime
    account_id: int | None
    grants_version: int | None
    language: str | None
    theme: str | None
    must_change_password: bool | None
    act_as_id: int | None
    subject_id: int | None
    subject_version: int | None
    roles_version: int
    tree_version: int
    log_total: int

    @property
    def versions(self) -> tuple[object, ...]:
        """All that the actor rests on, besides the day."""
        return (
            self.account_id,
            self.grants_version,
            self.roles_version,
            self.tree_version,
            self.act_as_id,
            self.subject_version,
        )


def key_hash(session_key: str) -> bytes:
    return hashlib.sha256(session_key.encode()).digest()


class SessionStore(SessionBase):
    """Django's session interface over `accounts_accountsession`."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.origin: str | None = None
        self.program = ""
        self._opened: OpenSession | None = None

    def seen_from(self, origin: str | None, program: str) -> None:
        """The address and program of the request, kept with the session so that its owner recognises it."""
        self.origin, self.program = origin or None, program[:LONGEST_PROGRAM]

    @property
    def opened(self) -> OpenSession | None:
        """The row as it was when the request began; None without a valid session."""
        self._get_session()  # type: ignore[attr-defined]
        return self._opened

    def load(self) -> dict[str, Any]:
        now = clock.now()
        found = database.ask(
            "select * from accounts_open_session(%s, %s)", [key_hash(self.session_key or ""), now]
        )
        if not found.rows:
            self._session_key = None
            return {}
        self._opened = OpenSession(*found.rows[0])
        if now - self._opened.last_seen_at > SEEN_EVERY:
            database.ask(
                "select accounts_see_session(%s, %s, %s::inet)",
                [self._opened.session_id, now, self.origin],
            )
        data: dict[str, Any] = json.loads(self._opened.data)
        return data

    def exists(self, session_key: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "select 1 from accounts_open_session(%s, %s)", [key_hash(session_key), clock.now()]
            )
            return cursor.fetchone() is not None

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        whose, now = data.get(SESSION_KEY), clock.now()
        with connection.cursor() as cursor:
            cursor.execute(
                "select accounts_keep_session(%s, %s, %s::integer, %s, %s, %s, %s::inet, %s)",
                [
                    key_hash(self.session_key),
                    must_create,
                    None if whose is None else int(whose),
                    json.dumps(data, ensure_ascii=False),
                    now,
                    self.get_expiry_date(modification=now),
                    self.origin,
                    self.program,
                ],
            )
            written = cursor.fetchone()[0]
        if not written:
            raise CreateError if must_create else UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            with connection.cursor() as cursor:
                cursor.execute("select accounts_end_session(%s)", [key_hash(key)])

    @classmethod
    def clear_expired(cls) -> None:
        with database.acting(access.system()), connection.cursor() as cursor:
            cursor.execute("delete from accounts_accountsession where expires_at <= %s", [clock.now()])
