"""Keeping a question to the explorer under a name."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from ..models import SavedView
from ..permissions import VIEW_VALUES

LONGEST = 2000
KEEP = "indicators.view:keep"


def keep_view(*, actor: Actor, at: datetime, name: str, question: str, is_shared: bool) -> SavedView:
    """Another of the same name replaces one's own. Raises access.Refused, Invalid."""
    access.demand(actor, VIEW_VALUES)
    account = _account(actor)
    said = " ".join(name.replace("\x00", "").split())
    if not 0 < len(said) <= 120:
        raise Invalid({"name": _("Đặt tên, nhiều nhất 120 ký tự.")})
    if len(question) > LONGEST or "\x00" in question:
        raise Invalid({"name": _("Cách xem này quá dài để giữ: chọn ít đơn vị hơn.")})
    with audit.act(actor, KEEP, at=at) as act:
        SavedView.objects.filter(account_id=account, name=said, ended_at=None).update(ended_at=at)
        made = SavedView.objects.create(
            account_id=account, owner=actor.name[:200], name=said, question=question, is_shared=is_shared,
            kept_at=at,
        )  # fmt: skip
        act.on(made)
    return made


def drop_view(*, actor: Actor, at: datetime, view_id: int) -> None:
    """Raises access.Refused; Http404 for another's."""
    access.demand(actor, VIEW_VALUES)
    with audit.act(actor, KEEP, at=at):
        rows = SavedView.objects.filter(pk=view_id, account_id=_account(actor), ended_at=None)
        if not rows.update(ended_at=at):
            raise Http404


def _account(actor: Actor) -> int:
    """Raises access.Refused for who has no account: programs of the platform keep nothing."""
    if actor.account_id is None:
        raise access.Refused(_("Chỉ tài khoản của người dùng giữ được cách xem."))
    return actor.account_id
