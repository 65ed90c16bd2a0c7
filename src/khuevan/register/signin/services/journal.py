"""What happens at the door, told to the audit log: kind `signin`, one entry an event, no password, no code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit
from khuevan.kernel.access import Actor

SIGNED_IN = "signin.session:start"
SIGNED_OUT = "signin.session:end"
WRONG = "signin.attempt:fail"
MADE_TO_WAIT = "signin.attempt:wait"
WRONG_CODE = "signin.second_factor:fail"
INACTIVE = "signin.attempt:inactive"
FACTOR_ADDED = "signin.second_factor:add"
FACTOR_REMOVED = "signin.second_factor:remove"
FACTOR_RENAMED = "signin.second_factor:rename"
CODES_MADE = "signin.recovery_codes:make"
CODES_SEEN = "signin.recovery_codes:view"
LINKED = "signin.outside_account:link"
UNLINKED = "signin.outside_account:unlink"
OUTSIDE_REFUSED = "signin.outside_account:refuse"
CONSENTED = "signin.application:consent"
TOKENS_REVOKED = "signin.application:revoke_tokens"
TOLD_NATIONAL_ID = "signin.application:national_id"

ACTIONS = {
    SIGNED_IN: _("Đăng nhập"),
    SIGNED_OUT: _("Đăng xuất"),
    WRONG: _("Sai tên đăng nhập hoặc mật khẩu"),
    MADE_TO_WAIT: _("Tạm khóa vì thử sai nhiều lần"),
    WRONG_CODE: _("Sai mã xác thực"),
    INACTIVE: _("Tài khoản bị khóa tìm cách đăng nhập"),
    FACTOR_ADDED: _("Thêm cách xác thực"),
    FACTOR_REMOVED: _("Bỏ cách xác thực"),
    FACTOR_RENAMED: _("Đổi tên khóa truy cập"),
    CODES_MADE: _("Tạo mã khôi phục"),
    CODES_SEEN: _("Xem mã khôi phục"),
    LINKED: _("Nối tài khoản bên ngoài"),
    UNLINKED: _("Bỏ nối tài khoản bên ngoài"),
    OUTSIDE_REFUSED: _("Từ chối đăng nhập từ bên ngoài"),
    CONSENTED: _("Đồng ý cho ứng dụng đọc thông tin"),
    TOKENS_REVOKED: _("Thu hồi mã truy cập của các ứng dụng"),
    TOLD_NATIONAL_ID: _("Cung cấp số định danh cho ứng dụng"),
}


def tell(
    request: HttpRequest, action: str, *, at: datetime, account: Any = None, why: str = "", **facts: Any
) -> None:
    """Writes the entry. `account`: whose it is where the request does not know yet, or None for a name that
    does not exist."""
    audit.record(
        who(request, account),
        "signin",
        action,
        at=at,
        on=account,
        unit_id=None if account is None else account.unit_id,
        why=why,
        **facts,
    )


def who(request: HttpRequest, account: Any = None) -> Actor:
    """The actor of the request; before it is known, a name without any right, for the log only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_known or account is None:
        return actor
    return Actor(
        account_id=account.pk,
        person_id=account.person_id,
        name=str(account),
        origin=actor.origin,
        home_unit_id=account.unit_id,
    )
