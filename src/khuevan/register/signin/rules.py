"""Pure rules of signing in: how long to wait after wrong passwords, which signing key counts when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

FREE_FAILURES = 5
"""Wrong passwords for one account before the first wait (OWASP Authentication Cheat Sheet: few, then growing)."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
"""An account that was left in peace for this long starts from zero."""

FREE_FAILURES_FROM_ADDRESS = 200
"""A school of 1,500 people comes from one address at half past seven: much larger, but not without end."""
ADDRESS_WAIT = timedelta(minutes=10)


def wait_after(failures: int) -> timedelta:
    """How long the account waits after so many wrong passwords in a row: 0 up to four, then 1, 2, 4, 8, 15 minutes.

    The waits double so that a guesser gets fewer than 120 guesses a day, and a forgetful teacher a minute.
    """
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - FREE_FAILURES, 10), LONGEST_WAIT)


def address_wait_after(failures: int) -> timedelta:
    """How long an address waits; its count is forgotten with the wait."""
    return ADDRESS_WAIT if failures >= FREE_FAILURES_FROM_ADDRESS else timedelta(0)


KEY_KEPT = timedelta(hours=24)
"""A replaced key stays published longer than anything it signed is valid (id tokens: minutes; a day's
session hands its id token back at sign-out)."""
KEY_LEAD = timedelta(minutes=10)
"""A new key is published this long before it signs: longer than clients may keep the key set (5 minutes)."""


@dataclass(frozen=True)
class KeyTerm:
    """When one key signs and until when it is published. `until` is None for the newest."""

    signs_from: datetime
    until: datetime | None


def key_terms(starts: Sequence[datetime]) -> list[KeyTerm]:
    """The terms of keys that begin to sign at `starts`, in ascending order: each is published until a day
    after the next one has begun."""
    ordered = sorted(starts)
    following: list[datetime | None] = [*ordered[1:], None]
    return [
        KeyTerm(start, None if after is None else after + KEY_KEPT)
        for start, after in zip(ordered, following, strict=True)
    ]


def family_and_given(full_name: str) -> tuple[str, str, str]:
    """Family, middle and given name of a Vietnamese full name, for the standard claims: first word, the words
    between, last word. A single word is a given name."""
    words = full_name.split()
    if len(words) < 2:
        return "", "", full_name.strip()
    return words[0], " ".join(words[1:-1]), words[-1]


def is_return_address(address: str) -> bool:
    """Whether people may be sent back there: absolute, https, or http of this machine itself; no fragment
    (OAuth 2.0 Security Best Current Practice, RFC 9700, section 2.1: exact addresses, no patterns)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.fragment or "#" in address or "*" in address or " " in address or parts.username or port == 0:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
