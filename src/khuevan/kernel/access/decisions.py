"""May this actor do this, here? A refusal is a value with a reason that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .actors import Actor
from .permissions import Permission
from .reach import Reach


@runtime_checkable
class InUnit(Protocol):
    @property
    def scope_unit_id(self) -> int | None: ...


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Refused(PermissionDenied):
    """The act is not allowed; `reason` says why, in the user's language. Becomes a 403 page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decide(actor: Actor, permission: Permission, *, on: int | InUnit | None = None) -> Decision:
    """`on`: a unit id, an object that knows its unit, or None for "anywhere at all"."""
    if actor.everything:
        return Decision(True)
    if not actor.is_known:
        return Decision(False, _("Bạn chưa đăng nhập."))
    if not actor.holds(permission):
        words = _("Vai trò của bạn không có quyền «%(permission)s».")
        return Decision(False, words % {"permission": permission.label})
    if on is None:
        return Decision(True)
    unit_id = on if isinstance(on, int) else on.scope_unit_id
    if unit_id is not None and unit_id in actor.scope(permission):
        return Decision(True)
    if unit_id is None and actor.scope(permission).is_everything:
        return Decision(True)
    words = _("Bạn có quyền «%(permission)s», nhưng không phải ở đơn vị này.")
    return Decision(False, words % {"permission": permission.label})


def demand(actor: Actor, permission: Permission, *, on: int | InUnit | None = None) -> None:
    """Raises Refused where `decide` says no. Every service calls this first."""
    decision = decide(actor, permission, on=on)
    if not decision:
        raise Refused(decision.reason)


def scope(actor: Actor, permission: Permission) -> Reach:
    """The units in which the actor holds the permission: the same rule as `decide`, as a set."""
    return actor.scope(permission)
