"""Roles as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import Http404

from khuevan.kernel import access

from ..models import Role


@dataclass(frozen=True)
class RoleRow:
    """`holders`: accounts within the actor's reach that hold the role today."""

    code: str
    name: str
    description: str
    permissions: int
    holders: int
    is_builtin: bool


@dataclass(frozen=True)
class MatrixLine:
    """One permission: which of the roles hold it, in the roles' order."""

    code: str
    label: str
    sensitive: bool
    held: tuple[bool, ...]


@dataclass(frozen=True)
class MatrixGroup:
    room: str
    lines: tuple[MatrixLine, ...]


def roles(on: date) -> list[RoleRow]:
    in_force = Q(grants__revoked_at=None, grants__valid_from__lte=on) & (
        Q(grants__valid_until=None) | Q(grants__valid_until__gt=on)
    )
    counted = Role.objects.annotate(
        holders=Count("grants__account", filter=in_force, distinct=True)
    ).order_by("-is_builtin", "id")
    return [
        RoleRow(
            code=role.code,
            name=role.name,
            description=role.description,
            permissions=len(role.permissions),
            holders=role.holders,
            is_builtin=role.is_builtin,
        )
        for role in counted
    ]


def role_by_code(code: str) -> Role:
    found = Role.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def matrix(chosen: list[Role]) -> list[MatrixGroup]:
    """Every declared permission, by room, against the chosen roles."""
    sets = [frozenset(role.permissions) for role in chosen]
    groups: dict[str, list[MatrixLine]] = {}
    for code, permission in access.declared().items():
        line = MatrixLine(
            code, str(permission.label), permission.sensitive, tuple(code in held for held in sets)
        )
        groups.setdefault(code.split(".", 1)[0], []).append(line)
    return [MatrixGroup(room, tuple(lines)) for room, lines in sorted(groups.items())]


def all_roles() -> list[Role]:
    return list(Role.objects.order_by("-is_builtin", "id"))
