"""Roles: those shipped (`roles.py`) and those a province makes itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records.errors import Invalid

from ..models import Role
from ..permissions import EDIT_ROLES
from ..roles import BUILTIN_ROLES, BuiltinRole

SYNC = "accounts.role:sync"


def sync_roles(actor: Actor, *, at: datetime) -> int:
    """Brings the shipped roles up to what `roles.py` says; how many changed. Run after every migration.

    A permission of a room that is not installed is left out, so that the table may name rooms to come.
    """
    with audit.act(actor, SYNC, at=at) as act:
        changed = sum(_synced(shipped, access.declared()) for shipped in BUILTIN_ROLES)
        act.note(roles=changed)
    return changed


def _synced(shipped: BuiltinRole, declared: Mapping[str, Permission]) -> bool:
    wanted = {
        "name": shipped.name,
        "description": shipped.description,
        "permissions": sorted(shipped.permissions(declared) & frozenset(declared)),
        "is_builtin": True,
    }
    role, is_new = Role.objects.get_or_create(code=shipped.code, defaults=wanted)
    if is_new or all(getattr(role, name) == value for name, value in wanted.items()):
        return is_new
    Role.objects.filter(pk=role.pk).update(**wanted, version=F("version") + 1)
    return True


def create_role(
    actor: Actor, *, name: str, description: str, permissions: Iterable[str], at: datetime
) -> Role:
    """A role of the province's own. Its code follows from the name. Raises Refused, Invalid."""
    _demand(actor)
    cleaned = text.nfc(name)
    code = slugify(text.fold(cleaned)).replace("-", "_")[:50]
    if not code:
        raise Invalid({"name": _("Hãy đặt tên cho vai trò.")})
    if Role.objects.filter(code=code).exists():
        raise Invalid({"name": _("Đã có vai trò mang tên này.")})
    codes = _checked(actor, permissions)
    with audit.act(actor, EDIT_ROLES.code, at=at) as act:
        role = Role.objects.create(
            code=code, name=cleaned, description=text.nfc(description), permissions=codes
        )
        act.on(role)
    return role


def edit_role(
    actor: Actor, role: Role, *, name: str, description: str, permissions: Iterable[str], at: datetime
) -> Role:
    """Changes a role for everybody who holds it, at once. A shipped role changes only with the program."""
    _demand(actor)
    if role.is_builtin:
        raise Invalid(_("Vai trò có sẵn không sửa được. Hãy tạo một vai trò mới từ nó."))
    codes = _checked(actor, permissions, unchanged=role.permissions)
    with audit.act(actor, EDIT_ROLES.code, at=at, on=role):
        Role.objects.filter(pk=role.pk).update(
            name=text.nfc(name),
            description=text.nfc(description),
            permissions=codes,
            version=F("version") + 1,
        )
    role.refresh_from_db()
    return role


def _demand(actor: Actor) -> None:
    """A role counts everywhere, so only who holds the permission everywhere that the platform reaches edits it."""
    access.demand(actor, EDIT_ROLES)


def _checked(actor: Actor, permissions: Iterable[str], unchanged: Iterable[str] = ()) -> list[str]:
    declared = access.declared()
    codes = sorted(set(permissions))
    unknown = [code for code in codes if code not in declared]
    if unknown:
        raise Invalid({"permissions": _("Không có quyền «%(code)s».") % {"code": unknown[0]}})
    for code in set(codes) - set(unchanged):
        if not actor.holds(declared[code]):
            raise Invalid(
                {
                    "permissions": _("Bạn không thể đưa vào vai trò quyền mà bạn không có: «%(label)s».")
                    % {"label": declared[code].label}
                }
            )
    return codes
