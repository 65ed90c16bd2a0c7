"""Accounts over the interface for programs: who am I, and the accounts of my scope."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires, signed_in

from . import permissions, queries

router = Router(tags=["accounts"])
LARGEST = 200


class HoldingOut(Schema):
    permissions: list[str]
    units: list[int] | None
    """None: every unit."""


class Me(Schema):
    account_id: int | None
    person_id: int | None
    name: str
    acting_for: str
    language: str
    home_unit_id: int | None
    holdings: list[HoldingOut]


class AccountOut(Schema):
    id: int
    username: str
    name: str
    kind: str
    unit: str
    roles: list[str]
    is_active: bool
    must_change_password: bool
    last_login: datetime | None


class Accounts(Schema):
    accounts: list[AccountOut]
    after: int | None
    """Give it back as `after` to get the next ones; None at the end."""


class Wanted(Schema):
    q: str = ""
    kind: str = ""
    state: str = ""
    role: str = ""
    after: int = 0
    limit: int = 50


@router.get("/me", response=Me)
@signed_in("who the platform takes the caller for")
def me(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        "account_id": actor.account_id,
        "person_id": actor.person_id,
        "name": actor.name,
        "acting_for": actor.acting_for,
        "language": actor.language,
        "home_unit_id": actor.home_unit_id,
        "holdings": [
            {
                "permissions": sorted(holding.permissions),
                "units": None if holding.reach.is_everything else holding.reach.ids(),
            }
            for holding in actor.holdings
        ],
    }


@router.get("/accounts", response=Accounts)
@requires(permissions.VIEW_ACCOUNTS)
def accounts(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """In the order of their ids, `limit` (at most 200) at a time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    size = max(1, min(wanted.limit, LARGEST))
    found = queries.accounts(
        actor, on=clock.today(), words=wanted.q, kind=wanted.kind, state=wanted.state, role=wanted.role
    )
    rows = list(found.filter(pk__gt=wanted.after).order_by("pk")[: size + 1])
    return {
        "accounts": [queries.account_row(row).__dict__ for row in rows[:size]],
        "after": rows[size - 1].pk if len(rows) > size else None,
    }
