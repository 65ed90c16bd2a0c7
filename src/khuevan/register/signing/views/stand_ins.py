"""Who signs for whom: named by the head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid

from .. import queries, services
from ..forms import ReasonForm, StandInForm
from ..models import StandIn
from ..permissions import NAME_STAND_IN
from .words import take_errors


@dataclass(frozen=True)
class StandInsPage:
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[StandIn], Sequence[object]]


@dataclass(frozen=True)
class NamePage:
    form: StandInForm
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class EndPage:
    form: ReasonForm
    act: StandIn
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


def _trail(step: str) -> list[tuple[str, str]]:
    return [(_("Người ký thay"), reverse("signing:stand_ins")), (step, "")]


@requires(NAME_STAND_IN)
@require_safe
def stand_ins(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id")
    taken = ui.take_after(queries.stand_ins(actor), listing, by=("id",))
    return ui.render(
        request, "signing/stand_ins.html", StandInsPage(listing, taken, partial(_cells, clock.today()))
    )


@requires(NAME_STAND_IN)
@require_http_methods(["GET", "POST"])
def name_stand_in(request: HttpRequest) -> HttpResponse:
    """At the head's own school."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = actor.home_unit_id
    if unit_id is None:
        raise access.Refused(_("Tài khoản này chưa gắn với một trường."))
    access.demand(actor, NAME_STAND_IN, on=unit_id)
    staff = queries.colleagues(unit_id, clock.today())
    form = StandInForm(
        request.POST or None, staff=staff, gone=queries.former_colleagues(unit_id, clock.today())
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.name_stand_in(
                actor,
                unit_id=unit_id,
                absent_id=int(data["absent"]),
                person_id=int(data["person"]),
                valid_from=data["valid_from"],
                valid_until=data["valid_until"],
                reason=data["reason"],
                at=clock.now(),
            )
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã cử người ký thay."))
            return redirect("signing:stand_ins")
    page = NamePage(form, _trail(_("Cử người ký thay")))
    return ui.render(request, "signing/name_stand_in.html", page, status=422 if form.errors else 200)


@requires(NAME_STAND_IN)
@require_http_methods(["GET", "POST"])
def end_stand_in(request: HttpRequest, stand_in_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    act = queries.stand_in(actor, stand_in_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_stand_in(actor, act, reason=form.cleaned_data["reason"], at=clock.now())
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Việc ký thay đã chấm dứt."))
            return redirect("signing:stand_ins")
    page = EndPage(form, act, _trail(_("Chấm dứt ký thay")))
    return ui.render(request, "signing/end_stand_in.html", page, status=422 if form.errors else 200)


def _cells(today: date, one: StandIn) -> Sequence[object]:
    if one.ended_at is not None:
        state = ui.badge(_("Đã chấm dứt"), "neutral")
    elif one.valid_until <= today:
        state = ui.badge(_("Đã hết hạn"), "neutral")
    else:
        state = ui.badge(_("Đang hiệu lực") if one.valid_from <= today else _("Sắp tới"), "success")
    is_open = one.ended_at is None and one.valid_until > today
    return (
        one.absent.full_name,
        one.person.full_name,
        f"{ui.formatters.day(one.valid_from)} – {ui.formatters.day(one.valid_until)}",
        one.reason,
        state,
        ui.link(reverse("signing:end_stand_in", args=[one.pk]), _("Chấm dứt")) if is_open else "",
    )
