"""Plain forms: contacts of a unit, points of a school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile

from .. import services
from ..forms import ContactsForm, PointForm, tell_changed, tell_refusal
from ..models import OrgUnit, SchoolPoint
from ..permissions import EDIT_CONTACTS, VIEW_UNITS
from ..rules.kinds import INSTITUTIONS
from .unit import found_unit, unit_address


@dataclass(frozen=True)
class EditPage:
    """One form."""

    title: str
    form: ContactsForm | PointForm
    cancel_url: str
    breadcrumbs: Sequence[tuple[str, str]]


def _editable(request: HttpRequest, unit_id: int) -> OrgUnit:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = found_unit(actor, unit_id)
    access.demand(actor, EDIT_CONTACTS, on=found.pk)
    return found


def _render(
    request: HttpRequest, title: str, form: ContactsForm | PointForm, unit: OrgUnit, tab: str
) -> HttpResponse:
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


@requires(VIEW_UNITS)
def point_add(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A new point of a school."""
    unit = _editable(request, unit_id)
    if unit.kind not in INSTITUTIONS:
        raise Http404
    return _point(request, unit, None)


@requires(VIEW_UNITS)
def point(request: HttpRequest, unit_id: int, point_id: int) -> HttpResponse:
    """A point of a school."""
    unit = _editable(request, unit_id)
    found = SchoolPoint.objects.filter(school=unit, pk=point_id).first()
    if found is None:
        raise Http404
    return _point(request, unit, found)


def _point(request: HttpRequest, unit: OrgUnit, found: SchoolPoint | None) -> HttpResponse:
    initial = {"version": found.version} if found else {"opened_on": unit.opened_on}
    form = PointForm(request.POST or None, instance=found or SchoolPoint(school=unit), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_point(
                request.actor,  # type: ignore[attr-defined]
                unit,
                form.facts(),
                at=clock.now(),
                point=found,
                expected_version=form.cleaned_data["version"] or 0,
            )
        except services.ActRefused as refused:
            tell_refusal(form, refused)
        except ChangedMeanwhile as changed:
            tell_changed(form, changed)
        else:
            messages.success(request, _("Đã lưu điểm trường."))
            return redirect(unit_address(unit.pk, "points"))
    title = found.name if found and not form.is_bound else _("Điểm trường")
    return _render(request, title, form, unit, "points")
