"""Open sessions of an account, so that its owner recognises the browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..models import Account, AccountSession
from ..permissions import VIEW_ACCOUNTS
from ..sessions import key_hash

_BROWSERS = (
    ("Edg/", "Edge"),
    ("CocCoc/", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    id: int
    program: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


def sessions_of(account_id: int, *, at: datetime, current_key: str | None = None) -> list[SessionRow]:
    """The account's sessions that are still good, the latest first. Row-level security decides whose may be seen."""
    own = key_hash(current_key) if current_key else None
    found = AccountSession.objects.filter(account_id=account_id, expires_at__gt=at).order_by("-last_seen_at")
    return [
        SessionRow(
            id=session.pk,
            program=program_name(session.user_agent),
            ip=session.ip or "",
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            is_current=own is not None and bytes(session.key_hash) == own,
        )
        for session in found
    ]


def session_in_scope(actor: Actor, session_id: int) -> AccountSession:
    """One's own session, or one of an account that the actor may see. Raises Http404."""
    found = AccountSession.objects.filter(pk=session_id).select_related("account").first()
    if found is None or found.account is None:
        raise Http404
    account: Account = found.account
    if account.pk != actor.account_id and account.unit_id not in access.scope(actor, VIEW_ACCOUNTS):
        raise Http404
    return found


def program_name(user_agent: str) -> str:
    """Browser and system in two words, from what the browser says of itself; the whole text if unknown."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if not browser:
        return re.sub(r"\s+", " ", user_agent)[:60] or "–"
    return f"{browser} · {system}" if system else browser
