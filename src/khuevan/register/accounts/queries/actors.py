"""Builds the actor of an account, and keeps it in this process as long as nothing it rests on has changed.

The key of the cache holds every version: of the account's grants, of the roles, of the tree of organisations, and
the day. So nothing is ever thrown out by hand, and two worker processes cannot disagree.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Q

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.register.organisations import queries as organisations
from khuevan.register.people.queries.affiliated import wards_of

from ..models import Account, Grant
from ..rules.handing_on import delegated_part

if TYPE_CHECKING:
    from ..sessions import OpenSession

HoldingSource = Callable[[Account, date], Iterable[Holding]]
holding_sources: list[HoldingSource] = []
KEPT = 5_000
_lent: dict[int, int] = {}
_actors: OrderedDict[tuple[object, ...], Actor] = OrderedDict()
_lock = Lock()


def holding_source(source: HoldingSource) -> HoldingSource:
    """Decorator for rooms above: further holdings of an account, say by teaching assignment.

    Called as the platform (it sees all rows). A room whose facts change calls `services.actors_changed`.
    """
    holding_sources.append(source)
    return source


def actor_for(account_id: int, on: date) -> Actor:
    """The actor of an account on a day, built anew; anonymous if the account is locked or unknown."""
    with database.acting(access.system()):
        account = Account.objects.filter(pk=account_id, is_active=True).first()
        return Actor.anonymous() if account is None else _built(account, on)


def rights_of(account_id: int, on: date) -> Actor:
    """What the account's grants would allow, even while it is locked: for deciding who is above whom."""
    with database.acting(access.system()):
        return _built(Account.objects.get(pk=account_id), on)


def actor_of_session(opened: OpenSession, on: date) -> Actor:
    """The actor of an open session; while acting as somebody, with that person's eyes."""
    assert opened.account_id is not None
    account_id, key = opened.account_id, (*opened.versions, on)
    if opened.subject_id is None:
        actor = _kept(key, lambda: actor_for(account_id, on))
        return actor if opened.must_change_password is not True else _only_oneself(actor)
    return _kept(key, lambda: _borrowed(opened, on))


def lent_to(account_id: int) -> int:
    """How many delegations the account stood in for when its actor was last built here: no query."""
    return _lent.get(account_id, 0)


def live_grants(account_id: int, on: date) -> list[Grant]:
    """Grants in force on the day. A delegation counts only while its source and the giver's account do."""
    in_force = Q(revoked_at=None, valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    source = Q(
        delegated_from__revoked_at=None,
        delegated_from__valid_from__lte=on,
        delegated_from__account__is_active=True,
    ) & (Q(delegated_from__valid_until=None) | Q(delegated_from__valid_until__gt=on))
    return list(
        Grant.objects.filter(in_force, account_id=account_id)
        .filter(Q(delegated_from=None) | source)
        .select_related("role", "delegated_from")
        .order_by("id")
    )


def permissions_of(grant: Grant) -> frozenset[str]:
    """What one grant carries: its role, or the part of it that was handed over."""
    if grant.delegated_from_id is None:
        return frozenset(grant.role.permissions)
    return delegated_part(grant.role.permissions, grant.permissions)


def _built(account: Account, on: date) -> Actor:
    below: dict[int, Reach] = {}
    grants = live_grants(account.pk, on)
    _lent[account.pk] = sum(grant.delegated_from_id is not None for grant in grants)
    areas: dict[frozenset[str], Reach] = {}
    for grant in grants:
        if grant.unit_id not in below:
            below[grant.unit_id] = organisations.descendants(grant.unit_id, on)
        codes = permissions_of(grant)
        areas[codes] = areas.get(codes, Reach.nothing()) | below[grant.unit_id]
    holdings = [Holding(codes, area) for codes, area in areas.items()]
    for source in holding_sources:
        holdings.extend(source(account, on))
    reach = access.union(holding.reach for holding in holdings)
    home = Reach.of([account.unit_id]) if account.unit_id else Reach.nothing()
    return Actor(
        account_id=account.pk,
        person_id=account.person_id,
        name=str(account),
        holdings=tuple(holdings),
        persons=_persons(account.person_id, on),
        outline=organisations.outline(reach | home),
        language=account.language,
        home_unit_id=account.unit_id,
    )


def _persons(person_id: int | None, on: date) -> Reach:
    """Oneself and those one is guardian of."""
    if person_id is None:
        return Reach.nothing()
    return Reach.of([person_id, *wards_of(person_id, on)])


def _borrowed(opened: OpenSession, on: date) -> Actor:
    """The subject's reach without what is sensitive, under the administrator's own name and account."""
    assert opened.account_id is not None
    assert opened.subject_id is not None
    administrator = actor_for(opened.account_id, on)
    subject = actor_for(opened.subject_id, on)
    if not administrator.is_known or not subject.is_known:
        return Actor.anonymous()
    return borrowed(administrator, subject)


def borrowed(administrator: Actor, subject: Actor) -> Actor:
    """The actor of an administrator who sees with the subject's eyes; sensitive permissions stay behind."""
    sensitive = {code for code, permission in access.declared().items() if permission.sensitive}
    return replace(
        subject,
        account_id=administrator.account_id,
        name=administrator.name,
        language=administrator.language,
        acting_for=subject.name,
        holdings=tuple(Holding(h.permissions - sensitive, h.reach) for h in subject.holdings),
    )


def _only_oneself(actor: Actor) -> Actor:
    """Until the first password is changed, an account may do nothing but change it."""
    return replace(actor, holdings=(), persons=Reach.nothing(), outline=Reach.nothing())


def _kept(key: tuple[object, ...], build: Callable[[], Actor]) -> Actor:
    with _lock:
        found = _actors.get(key)
        if found is not None:
            _actors.move_to_end(key)
            return found
    actor = build()
    with _lock:
        _actors[key] = actor
        while len(_actors) > KEPT:
            _actors.popitem(last=False)
    return actor
