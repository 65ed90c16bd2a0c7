"""Accounts as pages show them, within the actor's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from khuevan.kernel import access, text, ui
from khuevan.kernel.access import Actor, Reach

from ..choices import AccountKind
from ..models import Account, Grant, Role
from ..permissions import VIEW_ACCOUNTS

SORTS = {
    "name": ("sort_key", "id"),
    "username": ("username",),
    "seen": ("last_login", "id"),
}
STATES = ("active", "locked", "never", "first")


@dataclass(frozen=True)
class AccountRow:
    """One line of the list. `roles` are those in force today."""

    id: int
    username: str
    name: str
    kind: str
    unit: str
    roles: tuple[str, ...]
    is_active: bool
    must_change_password: bool
    last_login: datetime | None


def accounts(
    actor: Actor,
    *,
    on: date,
    words: str = "",
    kind: str = "",
    state: str = "",
    role: str = "",
    unit: Reach | None = None,
) -> QuerySet[Account]:
    """Accounts that the actor may see; `words` is looked for without accents in names and usernames."""
    found: QuerySet[Account] = Account.objects.within(access.scope(actor, VIEW_ACCOUNTS))
    if unit is not None:
        found = found.within(unit)  # type: ignore[attr-defined]
    for word in text.fold(words).split():
        found = found.filter(search__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if state == "active":
        found = found.filter(is_active=True)
    elif state == "locked":
        found = found.filter(is_active=False)
    elif state == "never":
        found = found.filter(last_login=None)
    elif state == "first":
        found = found.filter(must_change_password=True)
    if role:
        held = in_force(on).filter(account=OuterRef("pk"), role__code=role)
        found = found.filter(Exists(held))
    return found.select_related("unit").prefetch_related(
        Prefetch("grants", in_force(on).select_related("role").order_by("id"), to_attr="live")
    )


def account_row(account: Account) -> AccountRow:
    return AccountRow(
        id=account.pk,
        username=account.username,
        name=str(account),
        kind=ui.labels(AccountKind)[account.kind],
        unit=account.unit.name if account.unit else "",
        roles=tuple(dict.fromkeys(grant.role.name for grant in account.live)),  # type: ignore[attr-defined]
        is_active=account.is_active,
        must_change_password=account.must_change_password,
        last_login=account.last_login,
    )


def account_in_scope(actor: Actor, account_id: int) -> Account:
    """Raises Http404 outside of the actor's scope, whether the account exists or not."""
    within: QuerySet[Account] = Account.objects.within(access.scope(actor, VIEW_ACCOUNTS))
    found = within.filter(pk=account_id).select_related("unit", "person").first()
    if found is None:
        raise Http404
    return found


def in_force(on: date) -> QuerySet[Grant]:
    """Grants whose own period holds the day; see `live_grants` for what delegations rest on."""
    return Grant.objects.filter(revoked_at=None, valid_from__lte=on).filter(
        Q(valid_until=None) | Q(valid_until__gt=on)
    )


def roles_to_filter() -> list[tuple[str, str]]:
    return list(Role.objects.order_by("id").values_list("code", "name"))
