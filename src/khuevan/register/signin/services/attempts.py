"""Counts wrong passwords by account name and by address; one statement before the password is looked at.

The count goes up before the password is checked and is taken back when it was right, so that many guesses at
once cannot slip through between looking and counting: the row is locked by whoever is first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from khuevan.register.signin.models import Attempts
from khuevan.register.signin.rules import FORGOTTEN_AFTER, address_wait_after, wait_after

_BEGIN = """
with counted as (
    insert into signin_attempts as a (key, failures, last_at) values (%(name)s, 1, %(at)s)
    on conflict (key) do update set
        failures = case when a.wait_until > %(at)s then a.failures
                        when a.last_at < %(forgotten)s then 1
                        else a.failures + 1 end,
        last_at = case when a.wait_until > %(at)s then a.last_at else %(at)s end
    returning wait_until
)
select max(wait_until) from (
    select wait_until from counted
    union all select wait_until from signin_attempts where key = %(address)s
) both_keys
"""

_ADDRESS_FAILED = """
insert into signin_attempts as a (key, failures, last_at) values (%(address)s, 1, %(at)s)
on conflict (key) do update set
    failures = case when a.last_at < %(forgotten)s or a.wait_until < %(at)s then 1 else a.failures + 1 end,
    wait_until = null, last_at = %(at)s
returning failures
"""


def begin(username: str, address: str, *, at: datetime) -> timedelta:
    """Counts one attempt. Returns how long to wait still; zero means: go on and check the password."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, _keys(username, address, at))
        row = cursor.fetchone()
    until: datetime | None = row[0] if row else None
    return until - at if until is not None and until > at else timedelta(0)


def failed(username: str, address: str, *, at: datetime) -> timedelta:
    """The password was wrong. Returns the wait that this failure brought, zero while attempts are free."""
    keys = _keys(username, address, at)
    record = Attempts.objects.filter(key=keys["name"]).first()
    wait = wait_after(record.failures if record else 1)
    if wait:
        Attempts.objects.filter(key=keys["name"]).update(wait_until=at + wait)
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESS_FAILED, keys)
        failures = cursor.fetchone()[0]
    address_wait = address_wait_after(failures)
    if address_wait:
        Attempts.objects.filter(key=keys["address"]).update(wait_until=at + address_wait)
    return max(wait, address_wait)


def forget(username: str) -> None:
    """The password was right, or an officer has given a new one: the account starts from zero."""
    Attempts.objects.filter(key=_hash("name", _folded(username))).delete()


def _keys(username: str, address: str, at: datetime) -> dict[str, bytes | datetime]:
    return {
        "name": _hash("name", _folded(username)),
        "address": _hash("address", address),
        "at": at,
        "forgotten": at - FORGOTTEN_AFTER,
    }


def _folded(username: str) -> str:
    return username.strip().lower()


def _hash(kind: str, text: str) -> bytes:
    return salted_hmac(f"signin.attempts.{kind}", text, algorithm="sha256").digest()[:16]
