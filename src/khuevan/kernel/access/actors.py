"""Who acts, with what permissions, over which units."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .permissions import Permission
from .reach import Reach


@dataclass(frozen=True)
class Holding:
    """Permissions held over a reach: one role granted over one subtree."""

    permissions: frozenset[str]
    reach: Reach


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. Built by the room that knows accounts and roles; never by a request's data.

    persons: ids of people rows visible whatever the reach (oneself, one's wards).
    outline: units whose name may be seen: the reach and everything above it.
    origin: where from (address and program), for the audit log.
    acting_for: name of the person whose eyes an administrator borrows; empty otherwise.
    everything: the platform itself (commands, tasks); holds every permission.
    """

    account_id: int | None
    person_id: int | None
    name: str
    holdings: tuple[Holding, ...] = ()
    persons: Reach = field(default_factory=Reach.nothing)
    outline: Reach = field(default_factory=Reach.nothing)
    origin: str = ""
    language: str = "vi"
    acting_for: str = ""
    home_unit_id: int | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "outline", self.outline | self.reach)

    @classmethod
    def anonymous(cls, origin: str = "") -> Actor:
        return cls(account_id=None, person_id=None, name="khách", origin=origin)

    @property
    def is_known(self) -> bool:
        return self.account_id is not None or self.everything

    @cached_property
    def reach(self) -> Reach:
        return union(holding.reach for holding in self.holdings)

    @cached_property
    def permission_codes(self) -> frozenset[str]:
        return frozenset(code for holding in self.holdings for code in holding.permissions)

    @cached_property
    def _scopes(self) -> dict[str, Reach]:
        return {}

    @cached_property
    def memo(self) -> dict[Hashable, Any]:
        """What pages work out from the actor alone (navigation, choices of a filter), kept as long as the actor is:
        until a grant, a role, the tree or the day changes."""
        return {}

    def holds(self, permission: Permission) -> bool:
        return self.everything or permission.code in self.permission_codes

    def scope(self, permission: Permission) -> Reach:
        if self.everything:
            return Reach.everything()
        found = self._scopes.get(permission.code)
        if found is None:
            found = union(h.reach for h in self.holdings if permission.code in h.permissions)
            self._scopes[permission.code] = found
        return found

    def seen_from(self, origin: str) -> Actor:
        """The same actor with another origin; what has been worked out so far is shared, not lost."""
        self.reach, self.permission_codes, self._scopes, self.memo  # noqa: B018 - worked out once, for all copies
        copy = object.__new__(Actor)
        copy.__dict__.update(self.__dict__, origin=origin)
        return copy


def union(reaches: Iterable[Reach]) -> Reach:
    whole = Reach.nothing()
    for reach in reaches:
        whole = whole | reach
    return whole


def system(name: str = "hệ thống") -> Actor:
    """The platform itself, for commands and tasks only: no request ever becomes this actor."""
    return Actor(
        account_id=None,
        person_id=None,
        name=name,
        holdings=(Holding(frozenset(), Reach.everything()),),
        persons=Reach.everything(),
        outline=Reach.everything(),
        everything=True,
    )
