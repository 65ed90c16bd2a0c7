"""The plain form of a unit: how it is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile

from .. import services
from ..forms import ContactsForm, tell_changed
from ..models import OrgUnit
from ..permissions import EDIT_CONTACTS, VIEW_UNITS
from .unit import found_unit, unit_address


@dataclass(frozen=True)
class EditPage:
    """One form."""

    title: str
    form: ContactsForm
    cancel_url: str
    breadcrumbs: Sequence[tuple[str, str]]


def _editable(request: HttpRequest, unit_id: int) -> OrgUnit:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = found_unit(actor, unit_id)
    access.demand(actor, EDIT_CONTACTS, on=found.pk)
    return found


def _render(request: HttpRequest, title: str, form: ContactsForm, unit: OrgUnit, tab: str) -> HttpResponse:
    back = unit_address(unit.pk, tab)
    page = EditPage(title, form, back, [(unit.name, back), (title, "")])
    return ui.render(request, "organisations/edit.html", page)


@requires(VIEW_UNITS)
def contacts(request: HttpRequest, unit_id: int) -> HttpResponse:
    """How a unit is reached."""
    unit = _editable(request, unit_id)
    form = ContactsForm(request.POST or None, instance=unit, initial={"version": unit.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.edit_contacts(
                request.actor,  # type: ignore[attr-defined]
                unit,
                phone=given["phone"],
                email=given["email"],
                website=given["website"],
                expected_version=given["version"],
                at=clock.now(),
            )
        except ChangedMeanwhile as changed:
            tell_changed(form, changed)
        else:
            messages.success(request, _("Đã lưu thông tin liên hệ."))
            return redirect(unit_address(unit.pk))
    return _render(request, _("Thông tin liên hệ"), form, unit, "facts")
