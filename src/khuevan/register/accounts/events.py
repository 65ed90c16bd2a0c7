"""News of accounts, published after commit."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PasswordReset(Event):
    """An officer has given the account a new first password."""

    account_id: int
    username: str
