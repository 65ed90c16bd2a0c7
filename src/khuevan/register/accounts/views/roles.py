"""Roles: the list, the matrix of permissions, a role of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid

from .. import permissions, services
from ..forms import RoleForm, take_errors
from ..models import Role
from ..queries.roles import MatrixGroup, RoleRow, all_roles, matrix, role_by_code
from ..queries.roles import roles as role_rows


@dataclass(frozen=True)
class RolesPage:
    roles: list[RoleRow]
    names: list[str]
    groups: list[MatrixGroup]
    may_edit: bool


@requires(permissions.VIEW_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = all_roles()
    page = RolesPage(
        roles=role_rows(clock.today()),
        names=[role.name for role in chosen],
        groups=matrix(chosen),
        may_edit=actor.holds(permissions.EDIT_ROLES),
    )
    return ui.render(request, "accounts/roles.html", page)


@dataclass(frozen=True)
class RolePage:
    role: Role
    groups: list[MatrixGroup]
    may_edit: bool


@requires(permissions.VIEW_ROLES)
def role(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = role_by_code(code)
    page = RolePage(
        shown, matrix([shown]), may_edit=actor.holds(permissions.EDIT_ROLES) and not shown.is_builtin
    )
    return ui.render(request, "accounts/role.html", page)


@dataclass(frozen=True)
class RoleFormPage:
    form: RoleForm
    role: Role | None


@requires(permissions.EDIT_ROLES)
def new_role(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@requires(permissions.EDIT_ROLES)
def edit_role(request: HttpRequest, code: str) -> HttpResponse:
    return _edit(request, role_by_code(code))


def _edit(request: HttpRequest, edited: Role | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held = {code for code, permission in access.declared().items() if actor.holds(permission)}
    offered = sorted(held | set(edited.permissions if edited else ()))
    declared = access.declared()
    initial = (
        {"name": edited.name, "description": edited.description, "permissions": edited.permissions}
        if edited
        else {}
    )
    form = RoleForm(
        request.POST or None,
        offered=[(code, str(declared[code].label)) for code in offered if code in declared],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            if edited is None:
                saved = services.create_role(actor, at=clock.now(), **form.cleaned_data)
            else:
                saved = services.edit_role(actor, edited, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lưu vai trò %(name)s.") % {"name": saved.name})
            return redirect("accounts:role", saved.code)
    page = RoleFormPage(form, edited)
    return ui.render(request, "accounts/role_form.html", page, status=422 if form.errors else 200)
