"""Acts on one's own second factors and outside links. The pages have asked for a fresh proof before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, database
from khuevan.kernel.access import Actor
from khuevan.register.signin.models import Attempts
from khuevan.register.signin.permissions import RESET_SECOND_FACTOR
from khuevan.register.signin.queries.factors import factors_of, may_do_without
from khuevan.register.signin.rules import FORGOTTEN_AFTER
from khuevan.register.signin.services import attempts, journal


class LastFactorNeeded(access.Refused):
    """The account's role needs a second factor and this is the only one."""

    def __init__(self) -> None:
        super().__init__(
            _("Vai trò của bạn bắt buộc xác thực hai bước: hãy thêm một cách khác trước khi bỏ cách này.")
        )


def add_app(actor: Actor, account: Any, secret: str, *, at: datetime) -> bool:
    """An authenticator app whose first code was right. True if recovery codes were made with it."""
    with audit.act(actor, journal.FACTOR_ADDED, at=at, on=account, unit_id=account.unit_id) as act:
        TOTP.activate(account, secret)
        act.note(kind="totp")
        return _make_recovery_codes_once(account)


def add_passkey(actor: Actor, account: Any, name: str, credential: dict[str, Any], *, at: datetime) -> bool:
    """A passkey that the browser has just made. True if recovery codes were made with it."""
    with audit.act(actor, journal.FACTOR_ADDED, at=at, on=account, unit_id=account.unit_id) as act:
        WebAuthn.add(account, name, credential)
        act.note(kind="webauthn", name=name)
        return _make_recovery_codes_once(account)


def remove_factor(actor: Actor, account: Any, factor: Authenticator, *, at: datetime) -> None:
    """Raises LastFactorNeeded. With the last factor the recovery codes go too: alone they protect nothing."""
    if not may_do_without(account, factors_of(account)):
        raise LastFactorNeeded
    with audit.act(actor, journal.FACTOR_REMOVED, at=at, on=account, unit_id=account.unit_id) as act:
        act.note(kind=factor.type)
        factor.delete()
        if not factors_of(account).any:
            Authenticator.objects.filter(user_id=account.pk).delete()


def rename_passkey(actor: Actor, account: Any, passkey: Authenticator, name: str, *, at: datetime) -> None:
    with audit.act(actor, journal.FACTOR_RENAMED, at=at, on=account, unit_id=account.unit_id) as act:
        passkey.wrap().name = name
        passkey.save(update_fields=["data"])
        act.note(name=name)


def make_recovery_codes(actor: Actor, account: Any, *, at: datetime) -> list[str]:
    """New codes; the old ones open nothing any more. Raises Refused without a factor to recover."""
    if not factors_of(account).any:
        raise access.Refused(_("Hãy bật ứng dụng xác thực hoặc khóa truy cập trước khi tạo mã khôi phục."))
    with audit.act(actor, journal.CODES_MADE, at=at, on=account, unit_id=account.unit_id):
        Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
        return RecoveryCodes.activate(account).get_unused_codes()


def revoke_application_tokens(actor: Actor, account: Any, *, at: datetime) -> int:
    """What other applications hold in the account's name ends, so that they ask again. How many tokens."""
    with audit.act(actor, journal.TOKENS_REVOKED, at=at, on=account, unit_id=account.unit_id) as act:
        revoked: int = Token.objects.filter(user_id=account.pk).delete()[0]
        act.note(revoked=revoked)
    return revoked


def reset_second_factors(actor: Actor, account: Any, *, at: datetime, why: str) -> int:
    """An officer takes all factors off an account whose owner has lost them. How many there were.

    Raises Refused outside the actor's units or for oneself. Row-level security hides other people's factors, so
    the rows themselves are removed by the platform, after the decision."""
    access.demand(actor, RESET_SECOND_FACTOR, on=account.unit_id)
    if account.pk == actor.account_id:
        raise access.Refused(_("Hãy bỏ cách xác thực của mình ở trang Bảo mật."))
    with audit.act(
        actor, RESET_SECOND_FACTOR.code, at=at, on=account, unit_id=account.unit_id, why=why
    ) as act:
        with database.acting(access.system("đặt lại xác thực hai bước")):
            removed = Authenticator.objects.filter(user_id=account.pk).delete()[0]
        attempts.forget(account.username)
        act.note(removed=removed)
    return removed


def link_outside(actor: Actor, account: Any, *, provider: str, subject: str, at: datetime) -> SocialAccount:
    """The outside provider's subject opens this account from now on."""
    with audit.act(actor, journal.LINKED, at=at, on=account, unit_id=account.unit_id) as act:
        act.note(provider=provider)
        return SocialAccount.objects.create(user_id=account.pk, provider=provider, uid=subject, extra_data={})


def unlink_outside(actor: Actor, account: Any, link: SocialAccount, *, at: datetime) -> None:
    with audit.act(actor, journal.UNLINKED, at=at, on=account, unit_id=account.unit_id) as act:
        act.note(provider=link.provider)
        link.delete()


def sweep_expired(*, at: datetime) -> dict[str, int]:
    """Tokens, counts of wrong passwords and cached codes whose time is over go. As the platform; how many."""
    tokens = Token.objects.filter(expires_at__lte=at).delete()[0]
    old = Attempts.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).exclude(wait_until__gt=at)
    counts = old.delete()[0]
    with connection.cursor() as cursor:
        cursor.execute("delete from signin_cache where expires <= %s", [at])
        cached = cursor.rowcount
    return {"tokens": tokens, "attempts": counts, "cached": cached}


def _make_recovery_codes_once(account: Any) -> bool:
    if factors_of(account).recovery is not None:
        return False
    RecoveryCodes.activate(account)
    return True
