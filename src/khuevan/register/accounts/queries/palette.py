"""What accounts give to the command palette and to the home page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.text import fold

from ..models import Account
from ..permissions import CREATE_ACCOUNTS, VIEW_ACCOUNTS
from .accounts import accounts
from .actors import lent_to


def find_accounts(actor: Actor, text: str, limit: int) -> list[ui.Found]:
    """Accounts by name or username, for those who may see them."""
    if not actor.holds(VIEW_ACCOUNTS) or len(text.strip()) < 2:
        return []
    within = Account.objects.within(access.scope(actor, VIEW_ACCOUNTS))
    for word in fold(text).split():
        within = within.filter(search__contains=word)
    return [
        ui.Found(
            title=str(found),
            detail=f"{found.username} · {found.get_kind_display()}",
            url=reverse("accounts:account", args=[found.pk]),
            icon="user-circle",
        )
        for found in within.order_by("sort_key", "id")[:limit]
    ]


def first_passwords_open(actor: Actor, on: date) -> ui.Card | None:
    """For those who hand out accounts: how many have not been opened yet."""
    if not actor.holds(CREATE_ACCOUNTS):
        return None
    waiting = accounts(actor, on=on, state="never").order_by()[:1000].count()
    if not waiting:
        return None
    return ui.Card(
        title=_("Tài khoản chưa đăng nhập lần nào"),
        figure=waiting if waiting < 1000 else "1.000+",
        detail=_("Phát phiếu tài khoản hoặc nhắc người dùng."),
        url=reverse("accounts:accounts") + "?state=never",
        icon="user-question",
        tone="warning",
        order=60,
    )


def stand_ins_now(actor: Actor, on: date) -> ui.Card | None:
    """For whoever stands in for somebody today: that their permissions are wider than usual."""
    if actor.account_id is None or actor.acting_for or not actor.holdings:
        return None
    lent = lent_to(actor.account_id)
    if not lent:
        return None
    return ui.Card(
        title=_("Bạn đang được ủy quyền"),
        figure=lent,
        detail=_("Quyền được ủy quyền hết hạn theo ngày đã ghi."),
        url=reverse("accounts:me"),
        icon="users-group",
        tone="info",
        order=40,
    )
