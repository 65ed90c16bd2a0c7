"""Giving, handing over for leave and taking back roles. Nobody gives what they do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.records.errors import Invalid
from khuevan.register.organisations import queries as organisations

from ..models import Account, Grant, Role
from ..permissions import GIVE_GRANTS
from ..queries.actors import permissions_of
from ..rules.handing_on import delegable, lacking
from ..rules.periods import Period, is_too_long
from .versions import accounts_changed

DELEGATE = "accounts.delegation:give"


def give_grant(
    actor: Actor,
    *,
    account: Account,
    role: Role,
    unit_id: int,
    valid_from: date,
    valid_until: date | None,
    reason: str,
    at: datetime,
    on: date,
) -> Grant:
    """Gives a role over a unit and all below it. Raises Refused (not yours to give) or Invalid (in words)."""
    access.demand(actor, GIVE_GRANTS, on=unit_id)
    period = Period(valid_from, valid_until)
    _check_period(period, on)
    if account.pk == actor.account_id:
        raise access.Refused(_("Không ai tự cấp quyền cho chính mình."))
    if not account.is_active:
        raise Invalid({"account": _("Tài khoản đang bị khóa.")})
    if not text.nfc(reason):
        raise Invalid({"reason": _("Hãy ghi lý do cấp quyền.")})
    _check_holds(actor, role.permissions, organisations.descendants(unit_id, on), unit_id)
    with audit.act(actor, GIVE_GRANTS.code, at=at, on=account, unit_id=unit_id, why=reason):
        return _add(
            Grant(
                account=account,
                role=role,
                unit_id=unit_id,
                valid_from=valid_from,
                valid_until=valid_until,
                granted_by_id=actor.account_id,
                reason=text.nfc(reason),
                created_at=at,
            )
        )


def delegate(
    actor: Actor,
    *,
    grant: Grant,
    account: Account,
    permissions: Sequence[str] | None,
    valid_from: date,
    valid_until: date | None,
    reason: str,
    at: datetime,
    on: date,
) -> Grant:
    """Hands a part of one's own grant (None: all that may be handed on) to a stand-in, for a period of leave."""
    if actor.acting_for:
        raise access.Refused(_("Đang thao tác thay người khác thì không ủy quyền được."))
    if grant.account_id != actor.account_id:
        raise access.Refused(_("Chỉ ủy quyền được quyền của chính mình."))
    if grant.delegated_from_id is not None:
        raise access.Refused(_("Quyền được ủy quyền không ủy quyền tiếp được."))
    period, own = Period(valid_from, valid_until), Period(grant.valid_from, grant.valid_until)
    _check_period(period, on)
    if is_too_long(period):
        raise Invalid({"valid_until": _("Ủy quyền khi vắng cần có ngày kết thúc, tối đa một năm.")})
    if grant.revoked_at is not None or not period.lies_within(own):
        raise Invalid({"valid_until": _("Ủy quyền không được vượt quá thời hạn quyền của chính bạn.")})
    if account.pk == actor.account_id:
        raise Invalid({"account": _("Hãy chọn một người khác.")})
    if not account.is_active:
        raise Invalid({"account": _("Tài khoản đang bị khóa.")})
    whole = delegable(permissions_of(grant))
    part = whole if permissions is None else sorted(set(permissions))
    if not part or not set(part) <= set(whole):
        raise Invalid({"permissions": _("Hãy chọn trong các quyền mà bạn có và được phép ủy quyền.")})
    with audit.act(actor, DELEGATE, at=at, on=account, unit_id=grant.unit_id, why=reason):
        return _add(
            Grant(
                account=account,
                role_id=grant.role_id,
                unit_id=grant.unit_id,
                permissions=part,
                valid_from=valid_from,
                valid_until=valid_until,
                granted_by_id=actor.account_id,
                delegated_from=grant,
                reason=text.nfc(reason),
                created_at=at,
            )
        )


def revoke_grant(actor: Actor, grant: Grant, *, reason: str, at: datetime, on: date) -> None:
    """Takes a grant back, and the delegations cut from it. The giver of a delegation takes back their own.

    Whoever may not have given it may not take it back either. Raises Refused, Invalid.
    """
    is_own_delegation = (
        grant.delegated_from is not None and grant.delegated_from.account_id == actor.account_id
    )
    if not is_own_delegation:
        access.demand(actor, GIVE_GRANTS, on=grant.unit_id)
        if grant.account_id == actor.account_id:
            raise access.Refused(_("Không ai tự thu hồi quyền của chính mình."))
        _check_holds(
            actor, permissions_of(grant), organisations.descendants(grant.unit_id, on), grant.unit_id
        )
    if grant.revoked_at is not None:
        raise Invalid(_("Quyền này đã được thu hồi."))
    if not text.nfc(reason):
        raise Invalid({"reason": _("Hãy ghi lý do thu hồi.")})
    action = DELEGATE if is_own_delegation else GIVE_GRANTS.code
    with audit.act(actor, action, at=at, on=grant.account, unit_id=grant.unit_id, why=reason):
        ended = [grant.pk, *grant.delegations.filter(revoked_at=None).values_list("pk", flat=True)]
        holders = list(Grant.objects.filter(pk__in=ended).values_list("account_id", flat=True))
        Grant.objects.filter(pk__in=ended).update(
            revoked_at=at, revoked_by=actor.account_id, revoked_reason=text.nfc(reason)
        )
        accounts_changed(holders)


def lacking_for(actor: Actor, permissions: Iterable[str], area: Reach) -> list[str]:
    """The permissions that the actor does not hold over the whole area: why a role cannot be given."""
    declared = access.declared()
    return lacking(
        (code for code in permissions if code in declared),
        area,
        lambda code: actor.scope(declared[code]),
    )


def _check_holds(actor: Actor, permissions: Iterable[str], area: Reach, unit_id: int) -> None:
    missing = lacking_for(actor, permissions, area | Reach.of([unit_id]))
    if missing:
        labels = "; ".join(str(access.declared()[code].label) for code in missing[:3])
        raise access.Refused(
            _("Bạn không thể cấp hay thu hồi quyền mà chính bạn không có ở đơn vị này: %(labels)s.")
            % {"labels": labels}
        )


def _check_period(period: Period, on: date) -> None:
    if not period.has_days:
        raise Invalid({"valid_until": _("Ngày kết thúc phải sau ngày bắt đầu.")})
    if period.first < on:
        raise Invalid({"valid_from": _("Không cấp quyền cho những ngày đã qua.")})


def _add(grant: Grant) -> Grant:
    """Saves; the database's own exclusion says whether the same was given already for some of these days."""
    try:
        with transaction.atomic():
            grant.save()
    except IntegrityError as error:
        if "accounts_grant_no_overlap" not in str(error):
            raise
        raise Invalid(
            {"valid_from": _("Tài khoản này đã có vai trò đó ở đơn vị đó trong một phần thời gian bạn chọn.")}
        ) from error
    accounts_changed([grant.account_id])
    return grant
