"""The writes of accounts: one function per act."""

from .accounts import (
    create_account,
    keep_language,
    lock_account,
    own_account,
    reset_password,
    set_own_password,
    set_preferences,
    unlock_account,
)
from .act_as import start_act_as, stop_act_as
from .bulk import create_accounts, print_slips
from .grants import delegate, give_grant, revoke_grant
from .roles import create_role, edit_role, sync_roles
from .sessions import end_session, end_sessions
from .versions import accounts_changed, actors_changed, take_persons_name

__all__ = [
    "accounts_changed",
    "actors_changed",
    "create_account",
    "create_accounts",
    "create_role",
    "delegate",
    "edit_role",
    "end_session",
    "end_sessions",
    "give_grant",
    "keep_language",
    "lock_account",
    "own_account",
    "reset_password",
    "print_slips",
    "revoke_grant",
    "set_own_password",
    "set_preferences",
    "start_act_as",
    "stop_act_as",
    "sync_roles",
    "take_persons_name",
    "unlock_account",
]
