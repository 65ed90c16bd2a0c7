"""The reads of accounts, and the actors built from them."""

from .accounts import account_in_scope, account_row, accounts
from .actors import (
    actor_for,
    actor_of_session,
    borrowed,
    holding_source,
    live_grants,
    permissions_of,
)
from .grants import grants_of
from .sessions import SessionRow, session_in_scope, sessions_of
from .signing_in import account_by_id, account_for_signin

__all__ = [
    "SessionRow",
    "account_by_id",
    "account_for_signin",
    "account_in_scope",
    "account_row",
    "accounts",
    "actor_for",
    "actor_of_session",
    "borrowed",
    "grants_of",
    "holding_source",
    "live_grants",
    "permissions_of",
    "session_in_scope",
    "sessions_of",
]
