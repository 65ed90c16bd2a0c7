"""Grants as pages show them: what somebody holds, what is handed over, what a new one would open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.records.errors import Invalid
from khuevan.register.organisations import queries as organisations

from ..models import Account, Grant, Role
from ..permissions import VIEW_ACCOUNTS
from ..rules.handing_on import delegable
from ..rules.periods import Period, common
from .actors import permissions_of

STATES = {
    "live": _("đang hiệu lực"),
    "coming": _("chưa đến ngày"),
    "over": _("đã hết hạn"),
    "revoked": _("đã thu hồi"),
    "lapsed": _("quyền gốc đã hết"),
}


@dataclass(frozen=True)
class GrantRow:
    id: int
    role: str
    role_code: str
    unit: str
    account: str
    account_id: int
    valid_from: date
    valid_until: date | None
    state: str
    state_label: str
    given_by: str
    delegated_by: str
    reason: str
    revoked_at: datetime | None
    revoked_reason: str
    part: tuple[str, ...]

    @property
    def is_live(self) -> bool:
        return self.state in ("live", "coming")


@dataclass(frozen=True)
class PermissionLine:
    code: str
    label: str
    sensitive: bool


@dataclass(frozen=True)
class Outcome:
    """What a grant would open: for whom, what, over how many units; `missing` says why it cannot be given."""

    account: str
    role: str
    unit: str
    units: int
    permissions: tuple[PermissionLine, ...]
    missing: tuple[PermissionLine, ...]


def grants_of(account_id: int, on: date) -> list[GrantRow]:
    """All grants of an account, those in force first, then the latest."""
    found = _told(Grant.objects.filter(account_id=account_id))
    rows = [grant_row(grant, on) for grant in found]
    return sorted(rows, key=lambda row: (not row.is_live, -row.valid_from.toordinal(), row.id))


def delegations_by(account_id: int, on: date) -> list[GrantRow]:
    """What somebody has handed to stand-ins."""
    found = _told(Grant.objects.filter(delegated_from__account_id=account_id)).order_by("-valid_from", "id")
    return [grant_row(grant, on) for grant in found]


def grant_in_scope(actor: Actor, grant_id: int) -> Grant:
    """Raises Http404 unless the actor may see the unit's accounts, or handed the grant over themselves."""
    grant = _told(Grant.objects.filter(pk=grant_id)).first()
    if grant is None:
        raise Http404
    own = grant.delegated_from is not None and grant.delegated_from.account_id == actor.account_id
    if not own and grant.unit_id not in access.scope(actor, VIEW_ACCOUNTS):
        raise Http404
    return grant


def delegable_grants(account_id: int, on: date) -> list[Grant]:
    """One's own grants of which a part may be handed on, not yet over."""
    own = _told(Grant.objects.filter(account_id=account_id, revoked_at=None, delegated_from=None))
    return [
        grant
        for grant in own.order_by("id")
        if (grant.valid_until is None or grant.valid_until > on) and delegable(permissions_of(grant))
    ]


def stand_in(username: str) -> Account:
    """The account of that name among those that the actor sees. Raises Invalid at the field `account`."""
    found = Account.objects.filter(username=username.strip().lower()).first()
    if found is None:
        raise Invalid({"account": gettext("Không có tài khoản mang tên này trong phạm vi của bạn.")})
    return found


def outcome(
    account: Account, role: Role, unit_id: int, unit_name: str, on: date, missing: Iterable[str]
) -> Outcome:
    area = organisations.descendants(unit_id, on) | Reach.of([unit_id])
    return Outcome(
        account=str(account),
        role=role.name,
        unit=unit_name,
        units=len(area),
        permissions=permission_lines(role.permissions),
        missing=permission_lines(missing),
    )


def permission_lines(codes: Iterable[str]) -> tuple[PermissionLine, ...]:
    declared = access.declared()
    return tuple(
        PermissionLine(code, str(declared[code].label), declared[code].sensitive)
        for code in sorted(codes)
        if code in declared
    )


def grant_row(grant: Grant, on: date) -> GrantRow:
    state = state_of(grant, on)
    source = grant.delegated_from
    return GrantRow(
        id=grant.pk,
        role=grant.role.name,
        role_code=grant.role.code,
        unit=grant.unit.name,
        account=str(grant.account),
        account_id=grant.account_id,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        state=state,
        state_label=str(STATES[state]),
        given_by=str(grant.granted_by or ""),
        delegated_by=str(source.account or "") if source else "",
        reason=grant.reason,
        revoked_at=grant.revoked_at,
        revoked_reason=grant.revoked_reason,
        part=tuple(line.label for line in permission_lines(permissions_of(grant)))
        if grant.delegated_from_id
        else (),
    )


def state_of(grant: Grant, on: date) -> str:
    """One of STATES. A delegation lives on the days that it shares with the grant it was cut from."""
    if grant.revoked_at is not None:
        return "revoked"
    period: Period | None = Period(grant.valid_from, grant.valid_until)
    source = grant.delegated_from
    if source is not None and source.account is not None:
        if source.revoked_at is not None or not source.account.is_active:
            return "lapsed"
        period = common(
            Period(grant.valid_from, grant.valid_until), Period(source.valid_from, source.valid_until)
        )
    if period is None or (period.until is not None and period.until <= on):
        return "over"
    return "live" if period.contains(on) else "coming"


def _told(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    """With everything that a row tells; people who are out of sight have no name then."""
    return grants.select_related("role", "unit", "account", "granted_by", "delegated_from__account")
