"""Accounts and clients for the tests of sign-in."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.test import Client

from khuevan.kernel import access, clock, database
from khuevan.register.accounts.models import Grant, Role
from khuevan.register.organisations.models import OrgUnit

PASSWORD = "Hoa-phượng-đỏ-1990"


def an_account(username: str = "lan.nt", *, password: str = PASSWORD, **fields: Any) -> Any:
    """An active account with a password of its own."""
    with database.acting(access.system()):
        return get_user_model().objects.create_account(
            username,
            password,
            **{"kind": "officer", "display_name": "Nguyễn Thị Lan", "created_at": clock.now(), **fields},
        )


def reread(account: Any) -> Any:
    with database.acting(access.system()):
        return get_user_model().objects.get(pk=account.pk)


def give_role(account: Any, code: str, unit: OrgUnit | None = None) -> None:
    """A role over a unit from today on, without the service's questions."""
    with database.acting(access.system()):
        role, _made = Role.objects.get_or_create(code=code, defaults={"name": code})
        if code == "administrator":
            role.permissions = sorted(access.declared())
            role.save()
        Grant.objects.create(
            account=account,
            role=role,
            unit=unit or a_unit(),
            valid_from=date(2026, 1, 1),
            reason="thử",
            created_at=clock.now(),
        )


def a_unit() -> OrgUnit:
    with database.acting(access.system()):
        return OrgUnit.objects.order_by("id").first() or OrgUnit.objects.create(
            code="T1", kind="department", opened_on=date(2020, 1, 1), name="Sở thử", short_name="Sở thử"
        )


def sign_in(client: Client, username: str = "lan.nt", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/signin/", {"login": username, "password": password, **more})


def code_now(secret: str, shift: int = 0) -> str:
    """What an authenticator app shows now (RFC 6238: SHA-1, 30 seconds, six digits)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))
