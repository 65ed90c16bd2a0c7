"""The reads of accounts, and the actors built from them."""

from .actors import (
    actor_for,
    actor_of_session,
    borrowed,
    holding_source,
    live_grants,
    permissions_of,
)
from .signing_in import account_by_id, account_for_signin

__all__ = [
    "account_by_id",
    "account_for_signin",
    "actor_for",
    "actor_of_session",
    "borrowed",
    "holding_source",
    "live_grants",
    "permissions_of",
]
