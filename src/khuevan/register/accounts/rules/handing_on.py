"""Nobody gives what they do not hold: the test behind grants, delegations and act-as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol


class Area(Protocol):
    """A set of units, as `kernel.access.Reach` is."""

    def covers(self, other: Any) -> bool: ...

    def __bool__(self) -> bool: ...


# Never handed on for leave, and never borrowed: whoever stands in does not hand out power in turn.
NEVER_DELEGATED = frozenset(
    {"accounts.grant:give", "accounts.act_as:start", "accounts.role:edit", "accounts.account:reset_password"}
)


def lacking(wanted: Iterable[str], area: Area, scope_of: Callable[[str], Area]) -> list[str]:
    """The permission codes that the giver does not hold over the whole area, sorted. Empty means: may give."""
    return sorted(code for code in set(wanted) if not scope_of(code).covers(area))


def borrowable(held: Iterable[tuple[frozenset[str], Area]], scope_of: Callable[[str], Area]) -> list[str]:
    """What the subject may do and the administrator may not, so that acting as the subject would be a climb."""
    missing: set[str] = set()
    for permissions, area in held:
        missing.update(lacking(permissions, area, scope_of))
    return sorted(missing)


def delegable(permissions: Iterable[str]) -> list[str]:
    return sorted(set(permissions) - NEVER_DELEGATED)


def delegated_part(role: Sequence[str], part: Sequence[str] | None) -> frozenset[str]:
    """What a stand-in holds today: the part handed over, as far as the role still has it."""
    whole = frozenset(role) - NEVER_DELEGATED
    return whole if part is None else whole & frozenset(part)
