"""Accounts: made, locked, given a new first password; what their owner may change."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.records.errors import Invalid

from ..choices import AccountKind, Language, Theme
from ..events import PasswordReset
from ..models import Account, Grant
from ..permissions import CREATE_ACCOUNTS, LOCK_ACCOUNT, RESET_PASSWORD
from ..rules.first_passwords import first_password
from ..rules.usernames import is_username
from .act_as import missing_to_act_as
from .sessions import drop_sessions
from .versions import accounts_changed

CHANGE_PASSWORD = "accounts.account:change_password"  # noqa: S105 - the name of an act
CHANGE_PREFERENCES = "accounts.account:change_preferences"


def create_account(
    actor: Actor,
    *,
    username: str,
    kind: AccountKind | str,
    unit_id: int,
    display_name: str,
    at: datetime,
    person_id: int | None = None,
    email: str = "",
    password: str | None = None,
) -> tuple[Account, str]:
    """An account and its first password, which is told once and must be changed. Raises Refused, Invalid."""
    access.demand(actor, CREATE_ACCOUNTS, on=unit_id)
    folded = username.strip().lower()
    if not is_username(folded):
        raise Invalid(
            {"username": _("Tên đăng nhập gồm 3 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch.")}
        )
    name = text.nfc(display_name)
    first = password or first_password(secrets.choice)
    account = Account(
        username=folded,
        kind=kind,
        unit_id=unit_id,
        person_id=person_id,
        email=email.strip(),
        display_name=name,
        search=text.fold(f"{name} {folded}"),
        sort_key=text.name_sort_key(name or folded),
        must_change_password=True,
        created_at=at,
    )
    account.set_password(first)
    with audit.act(actor, CREATE_ACCOUNTS.code, at=at, unit_id=unit_id) as act:
        try:
            with transaction.atomic():
                account.save()
        except IntegrityError as error:
            if "username" not in str(error):
                raise
            raise Invalid({"username": _("Tên đăng nhập này đã có người dùng.")}) from error
        act.on(account, unit_id=unit_id)
    return account, first


def lock_account(actor: Actor, account: Account, *, reason: str, at: datetime) -> None:
    """Nobody signs in with it any more and every session ends now. Grants stay, and count again when unlocked."""
    access.demand(actor, LOCK_ACCOUNT, on=account.unit_id)
    if account.pk == actor.account_id:
        raise Invalid(_("Không ai tự khóa tài khoản của mình."))
    if not text.nfc(reason):
        raise Invalid({"reason": _("Hãy ghi lý do khóa.")})
    with audit.act(actor, LOCK_ACCOUNT.code, at=at, on=account, unit_id=account.unit_id, why=reason):
        Account.objects.filter(pk=account.pk).update(
            is_active=False, locked_reason=text.nfc(reason), grants_version=F("grants_version") + 1
        )
        accounts_changed(_stand_ins(account))
        drop_sessions(account.pk)


def unlock_account(actor: Actor, account: Account, *, reason: str, at: datetime) -> None:
    access.demand(actor, LOCK_ACCOUNT, on=account.unit_id)
    with audit.act(actor, LOCK_ACCOUNT.code, at=at, on=account, unit_id=account.unit_id, why=reason):
        Account.objects.filter(pk=account.pk).update(
            is_active=True, locked_reason="", grants_version=F("grants_version") + 1
        )
        accounts_changed(_stand_ins(account))


def reset_password(actor: Actor, account: Account, *, reason: str, at: datetime) -> str:
    """A new first password, told once; all sessions end. Not for somebody who may do more than the actor."""
    access.demand(actor, RESET_PASSWORD, on=account.unit_id)
    if account.pk == actor.account_id:
        raise Invalid(_("Hãy đổi mật khẩu của mình ở trang Tài khoản của tôi."))
    _check_not_above(actor, account, at)
    if not text.nfc(reason):
        raise Invalid({"reason": _("Hãy ghi lý do đặt lại mật khẩu.")})
    first = first_password(secrets.choice)
    account.set_password(first)
    with audit.act(actor, RESET_PASSWORD.code, at=at, on=account, unit_id=account.unit_id, why=reason):
        Account.objects.filter(pk=account.pk).update(
            password=account.password,
            must_change_password=True,
            password_changed_at=at,
            grants_version=F("grants_version") + 1,
        )
        drop_sessions(account.pk)
        publish(PasswordReset(account.pk, account.username))
    return first


def set_own_password(actor: Actor, raw_password: str, *, at: datetime, keep_key: str | None) -> Account:
    """The owner's new password, already checked against the old one and the validators by the sign-in pages.

    Every other session ends: whoever stole one loses it. `keep_key` is the key of the session that stays.
    """
    account = own_account(actor)
    account.set_password(raw_password)
    with audit.act(actor, CHANGE_PASSWORD, at=at, on=account, unit_id=account.unit_id) as act:
        Account.objects.filter(pk=account.pk).update(
            password=account.password, must_change_password=False, password_changed_at=at
        )
        act.note(sessions=drop_sessions(account.pk, keep_key))
    return account


def set_preferences(actor: Actor, *, language: str, theme: str, email: str, at: datetime) -> Account:
    """Language, theme and address of one's own account."""
    account = own_account(actor)
    if language not in Language.values:
        raise Invalid({"language": _("Hãy chọn một ngôn ngữ trong danh sách.")})
    if theme not in Theme.values:
        raise Invalid({"theme": _("Hãy chọn một giao diện trong danh sách.")})
    with audit.act(actor, CHANGE_PREFERENCES, at=at, on=account, unit_id=account.unit_id):
        Account.objects.filter(pk=account.pk).update(
            language=language, theme=theme, email=email.strip(), grants_version=F("grants_version") + 1
        )
    account.refresh_from_db()
    return account


def keep_language(actor: Actor, language: str, *, at: datetime) -> None:
    """The language of one's own account, as chosen in the head of a page."""
    account = own_account(actor)
    if language in Language.values and language != account.language:
        with audit.act(actor, CHANGE_PREFERENCES, at=at, on=account, unit_id=account.unit_id):
            Account.objects.filter(pk=account.pk).update(
                language=language, grants_version=F("grants_version") + 1
            )


def own_account(actor: Actor) -> Account:
    """The account of who is signed in. Not while acting as somebody: nothing of anybody's is changed then."""
    if actor.acting_for or actor.account_id is None:
        raise access.Refused(_("Đang thao tác thay người khác thì không đổi được thiết đặt tài khoản."))
    return Account.objects.get(pk=actor.account_id)


def _stand_ins(account: Account) -> list[int]:
    """Those whose delegations rest on this account's grants: they lapse and revive with it."""
    return list(
        Grant.objects.filter(delegated_from__account=account, revoked_at=None).values_list(
            "account_id", flat=True
        )
    )


def _check_not_above(actor: Actor, account: Account, at: datetime) -> None:
    """Resetting a password is a way into the account: never into one that may do more than oneself."""
    if missing_to_act_as(actor, account.pk, at):
        raise access.Refused(_("Người này có quyền mà bạn không có, nên bạn không đặt lại được mật khẩu."))
