"""Requests for leave: those that wait, noting one for a family that called, answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.keys import key_in

from .. import queries, services
from ..choices import LeaveState
from ..forms import AskForm
from ..permissions import DECIDE_LEAVE, TAKE_ROLL, VIEW_ROLLS
from .places import actor_of, class_or_404

SIZE = 50
TONES = {"asked": "warning", "granted": "success", "declined": "danger", "withdrawn": "neutral"}
ORDERS = {"days": ("-first_on", "-id"), "asked": ("-asked_at", "-id")}


@dataclass(frozen=True)
class LeavePage:
    slice: Any
    listing: ui.Listing
    states: Sequence[tuple[str, str]]
    tones: dict[str, str]
    may_decide: bool
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class AskPage:
    group: Any
    form: django_forms.Form
    cancel: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ROLLS)
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """The latest days first; `state` narrows to those that wait."""
    actor = actor_of(request)
    listing = ui.Listing.of(request, sorts=("days", "asked"), sort="days", filters=("state",))
    rows = queries.leave_for(actor)
    state = listing.chosen("state")
    if state in LeaveState.values:
        rows = rows.filter(state=state)
    page = LeavePage(
        slice=ui.take(rows.order_by(*ORDERS[listing.sort_key]), listing, size=SIZE),
        listing=listing,
        states=[("", _("Tất cả")), *((str(value), str(label)) for value, label in LeaveState.choices)],
        tones=TONES,
        may_decide=actor.holds(DECIDE_LEAVE),
        breadcrumbs=[(_("Điểm danh"), reverse("attendance:today")), (_("Đơn xin nghỉ"), "")],
    )
    return ui.render(request, "attendance/leave.html", page)


@requires(TAKE_ROLL)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, class_id: int) -> HttpResponse:
    """Notes leave for a family that called or wrote; it is granted with that."""
    group = class_or_404(request, class_id)
    today = clock.today()
    people = {one.pk: one for one in queries.members(group, today)}
    form = AskForm(
        request.POST or None,
        learners=[(pk, one.full_name) for pk, one in people.items()],
        initial={"first_on": today, "last_on": today},
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        enrolment = people[int(told.pop("enrolment"))]
        enrolment.school_year = group.school_year
        try:
            services.ask_leave(actor_of(request), enrolment, at=clock.now(), **told)
        except services.AttendanceError as error:
            for name, words in error.errors.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            words = _("Đã ghi đơn xin nghỉ của %(name)s.")
            messages.success(request, words % {"name": enrolment.full_name})
            return redirect("attendance:leave")
    page = AskPage(
        group=group,
        form=form,
        cancel=reverse("attendance:leave"),
        breadcrumbs=[(_("Đơn xin nghỉ"), reverse("attendance:leave")), (group.name, "")],
    )
    return ui.render(request, "attendance/ask.html", page)


@requires(DECIDE_LEAVE)
@require_POST
def decide(request: HttpRequest, leave_id: int) -> HttpResponse:
    """`granted` is 1 or 0; a refusal says why."""
    actor = actor_of(request)
    found = queries.leave_for(actor).filter(pk=leave_id).first()
    if found is None:
        raise Http404
    answer = request.POST.get("answer", "").replace("\x00", "")
    version = key_in(request.POST.get("version", "")) or 0
    granted = request.POST.get("granted") == "1"
    try:
        services.decide_leave(actor, found, granted=granted, answer=answer, version=version, at=clock.now())
    except services.AttendanceError as error:
        messages.error(request, " ".join(error.errors.values()))
    except ChangedMeanwhile as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã trả lời đơn xin nghỉ."))
    return redirect("attendance:leave")
