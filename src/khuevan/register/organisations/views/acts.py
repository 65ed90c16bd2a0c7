"""Acts on the tree: the same form is filled in, shown as a plan, and committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile

from .. import services
from ..choices import ActKind, UnitKind
from ..forms import ACT_FORMS, DecreeForm, tell_changed, tell_refusal, words
from ..models import OrgUnit
from ..permissions import CORRECT_UNITS, MANAGE_UNITS, VIEW_UNITS
from ..rules.kinds import required_levels
from .unit import found_unit, unit_address

DO: dict[ActKind, Callable[..., Any]] = {
    ActKind.OPEN: services.open_unit,
    ActKind.RENAME: services.rename_unit,
    ActKind.MOVE: services.move_unit,
    ActKind.CHANGE_LEVEL: services.change_levels,
    ActKind.MERGE: services.merge_units,
    ActKind.SPLIT: services.split_unit,
    ActKind.CLOSE: services.close_unit,
    ActKind.CORRECT: services.correct_unit,
}


@dataclass(frozen=True)
class ActPage:
    """An act being prepared; ``plan`` when it was shown what it would do."""

    kind: str
    title: str
    form: DecreeForm
    unit: OrgUnit | None
    plan: services.Plan | None
    changes: Sequence[tuple[str, str, str, str]]
    warnings: Sequence[str]
    cancel_url: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(MANAGE_UNITS)
def open_unit(request: HttpRequest) -> HttpResponse:
    """Thành lập một đơn vị."""
    return _act(request, ActKind.OPEN, None)


@requires(VIEW_UNITS)
def act(request: HttpRequest, unit_id: int, kind: str) -> HttpResponse:
    """Any act on a unit that exists."""
    if kind not in ActKind.values or kind == ActKind.OPEN:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = found_unit(actor, unit_id)
    access.demand(actor, CORRECT_UNITS if kind == ActKind.CORRECT else MANAGE_UNITS, on=found.pk)
    return _act(request, ActKind(kind), found)


def _act(request: HttpRequest, kind: ActKind, unit: OrgUnit | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form_class = ACT_FORMS[kind]
    plan = None
    if request.method == "POST":
        form = form_class(request.POST, actor=actor, unit=unit, on=clock.today())
        if form.is_valid():
            done, plan = _try(actor, kind, form, commit="commit" in request.POST, at=clock.now())
            if done is not None:
                messages.success(request, _("Đã ghi quyết định: %(kind)s.") % {"kind": kind.label})
                return redirect(unit_address(_result(done, unit), "history"))
    else:
        form = form_class(actor=actor, unit=unit, on=clock.today(), initial=_begun(request, kind))
    return ui.render(request, "organisations/act.html", _page(kind, form, unit, plan))


def _begun(request: HttpRequest, kind: ActKind) -> dict[str, Any]:
    """What is already known when the form is opened: the body under which a unit is to be opened."""
    if kind is not ActKind.OPEN or not request.GET.get("under", "").isdecimal():
        return {}
    under = int(request.GET["under"])
    body = OrgUnit.objects.filter(pk=under).first()
    if body is None:
        return {}
    kinds = {UnitKind.MINISTRY: UnitKind.DEPARTMENT, UnitKind.DEPARTMENT: UnitKind.UPPER_SECONDARY}
    wanted = kinds.get(UnitKind(body.kind), UnitKind.PRIMARY)
    is_commune = body.kind == UnitKind.COMMUNE
    return {
        "managing_parent": str(body.pk),
        "professional_parent": str(body.professional_parent_id if is_commune else body.pk),
        "commune": str(body.pk) if is_commune else "",
        "kind": wanted,
        "levels": list(required_levels(wanted)),
    }


def _try(
    actor: Actor, kind: ActKind, form: DecreeForm, *, commit: bool, at: datetime
) -> tuple[Any, services.Plan | None]:
    """(what the service answered, None) when committed; (None, plan) for a preview; reasons go to the form."""
    order = form.order()
    try:
        if commit:
            return DO[kind](actor, order, at=at), None
        return None, services.preview(actor, order)
    except services.ActRefused as refused:
        tell_refusal(form, refused)
    except ChangedMeanwhile as changed:
        tell_changed(form, changed)
    except OrgUnit.DoesNotExist:
        form.add_error(None, _("Không tìm thấy đơn vị trong phạm vi của bạn."))
    return None, None


def _result(done: Any, unit: OrgUnit | None) -> int:
    if isinstance(done, OrgUnit):
        return done.pk
    assert unit is not None
    return unit.pk


def _page(kind: ActKind, form: DecreeForm, unit: OrgUnit | None, plan: services.Plan | None) -> ActPage:
    tree = (_("Cây đơn vị"), reverse("organisations:tree"))
    own = [(unit.name, unit_address(unit.pk))] if unit else []
    return ActPage(
        kind=kind.value,
        title=f"{kind.label}: {unit.name}" if unit else str(kind.label),
        form=form,
        unit=unit,
        plan=plan,
        changes=[
            (change.unit, _(change.what), _(change.before) if change.before else "", _(change.after))
            for change in (plan.changes if plan else ())
        ],
        warnings=[words(warning) for warning in (plan.warnings if plan else ())],
        cancel_url=unit_address(unit.pk) if unit else reverse("organisations:tree"),
        breadcrumbs=[tree, *own, (str(kind.label), "")],
    )
