"""Checks a name and a password; one query and one Argon2id, whether the name exists or not."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from khuevan.register.accounts import queries as accounts


class PasswordBackend(BaseBackend):
    """Answers the account for a right password, active or not: that an account is locked is told only to
    whoever knows its password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **ignored: Any,
    ) -> Any:
        if not username or not password:
            return None
        account = accounts.account_for_signin(username)
        if account is None:
            # The same work as for a name that exists: the answer's time tells nothing.
            get_user_model()().set_password(password)
            return None
        return account if account.check_password(password) else None

    def get_user(self, user_id: int) -> Any:
        """The account of a session; None once it is locked, which ends the session."""
        account = accounts.account_by_id(user_id)
        return account if account is not None and account.is_active else None
