"""Looking up an account before anybody is known: through the doors in row-level security, one row each."""

from __future__ import annotations

from ..models import Account


def account_for_signin(username: str) -> Account | None:
    """The account of that name in any case of letters, active or not; None if there is none."""
    found = Account.objects.raw("select * from accounts_for_signin(%s)", [username.strip().lower()[:64]])
    return next(iter(found), None)


def account_by_id(account_id: int) -> Account | None:
    """The account that a session or a token names."""
    return next(iter(Account.objects.raw("select * from accounts_by_id(%s)", [account_id])), None)
