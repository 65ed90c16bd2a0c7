"""Acting as somebody: for administrators who help, with the other person's eyes, for half an hour, on record."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid

from ..models import Account, AccountSession, ActAs
from ..permissions import ACT_AS
from ..queries.actors import rights_of
from ..rules.handing_on import borrowable
from ..sessions import key_hash

LASTS = timedelta(minutes=30)
STOP = "accounts.act_as:stop"


def start_act_as(actor: Actor, subject: Account, *, reason: str, session_key: str, at: datetime) -> ActAs:
    """From now on the session sees what the subject sees. Raises Refused, Invalid.

    Never as somebody who may do anything that the administrator may not; sensitive permissions stay behind.
    """
    access.demand(actor, ACT_AS, on=subject.unit_id)
    if actor.account_id is None:
        raise access.Refused(_("Chỉ thao tác thay được từ một phiên đăng nhập bằng trình duyệt."))
    if actor.acting_for:
        raise Invalid(_("Bạn đang thao tác thay một người khác. Hãy dừng trước đã."))
    if subject.pk == actor.account_id:
        raise Invalid(_("Đây là tài khoản của chính bạn."))
    if not subject.is_active:
        raise Invalid(_("Tài khoản đang bị khóa."))
    if not text.nfc(reason):
        raise Invalid({"reason": _("Hãy ghi lý do: người này sẽ xem được trong nhật ký.")})
    missing = missing_to_act_as(actor, subject.pk, at)
    if missing:
        labels = "; ".join(str(access.declared()[code].label) for code in missing[:3])
        raise access.Refused(_("Người này có quyền mà bạn không có: %(labels)s.") % {"labels": labels})
    with audit.act(actor, ACT_AS.code, at=at, on=subject, unit_id=subject.unit_id, why=reason):
        started = ActAs.objects.create(
            administrator_id=actor.account_id,
            subject=subject,
            reason=text.nfc(reason),
            started_at=at,
            ends_at=at + LASTS,
        )
        session = AccountSession.objects.filter(key_hash=key_hash(session_key), account_id=actor.account_id)
        if not session.update(act_as=started):
            raise access.Refused(_("Chỉ thao tác thay được từ một phiên đăng nhập bằng trình duyệt."))
    return started


def stop_act_as(actor: Actor, *, session_key: str, at: datetime) -> None:
    """Back to oneself. Does nothing where nothing was running."""
    if actor.account_id is None:
        return
    with audit.act(actor, STOP, at=at) as act:
        running = ActAs.objects.filter(
            administrator_id=actor.account_id,
            stopped_at=None,
            pk__in=AccountSession.objects.filter(key_hash=key_hash(session_key)).values("act_as_id"),
        ).first()
        if running is None:
            return
        act.on(running)
        ActAs.objects.filter(pk=running.pk).update(stopped_at=at)
        AccountSession.objects.filter(key_hash=key_hash(session_key)).update(act_as=None)


def missing_to_act_as(actor: Actor, subject_id: int, at: datetime) -> list[str]:
    """Permissions that the subject holds somewhere and the actor does not hold there."""
    declared = access.declared()
    subject = rights_of(subject_id, clock.on(at))
    held = [
        (frozenset(code for code in holding.permissions if code in declared), holding.reach)
        for holding in subject.holdings
    ]
    return borrowable(held, lambda code: actor.scope(declared[code]))
