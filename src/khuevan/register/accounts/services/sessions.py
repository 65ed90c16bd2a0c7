"""Ending sessions: one's own anywhere, somebody else's with the permission."""

from __future__ import annotations

from datetime import datetime

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor

from ..models import Account, AccountSession
from ..permissions import END_SESSIONS
from ..sessions import key_hash


def end_session(actor: Actor, session: AccountSession, *, at: datetime) -> None:
    """Signs one browser out. Raises Refused for somebody else's without the permission."""
    account = session.account
    assert account is not None
    _demand(actor, account)
    with audit.act(actor, END_SESSIONS.code, at=at, on=account, unit_id=account.unit_id):
        session.delete()


def end_sessions(actor: Actor, account: Account, *, at: datetime, keep_key: str | None = None) -> int:
    """Signs an account out everywhere, except from the session with the given key. How many ended."""
    _demand(actor, account)
    with audit.act(actor, END_SESSIONS.code, at=at, on=account, unit_id=account.unit_id) as act:
        ended = drop_sessions(account.pk, keep_key)
        act.note(sessions=ended)
    return ended


def drop_sessions(account_id: int, keep_key: str | None = None) -> int:
    """The bare step, inside an act of another service (a changed password, a lock)."""
    sessions = AccountSession.objects.filter(account_id=account_id)
    if keep_key:
        sessions = sessions.exclude(key_hash=key_hash(keep_key))
    return sessions.delete()[0]


def _demand(actor: Actor, account: Account) -> None:
    if account.pk != actor.account_id:
        access.demand(actor, END_SESSIONS, on=account.unit_id)
